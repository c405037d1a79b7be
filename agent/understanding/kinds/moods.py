"""Kinds of question about how feelings move, meet and part."""

from storyreel.agent.understanding.kinds.rule import (
    ANYONE,
    BOTH,
    CHANGE,
    FILM,
    LOVED,
    LOVES,
    MANNER,
    MOOD,
    OTHER_SENSE,
    TO_WHOM,
    WHOSE,
    Rule,
)

RULES = (
    Rule(
        "toward",
        "mutual",
        (
            rf"\bhow (?:do|does|did) {BOTH} (?:\w+ )?feel (?:about|towards?|for) (?:each other|one another)",
            rf"\bhow (?:do|does|did) {BOTH} (?:get (?:along|on)|relate)\b|^tell me (?:\w+ )?about {BOTH}$",
            r"\bhow (?:well )?(?:do|does|did) P (?:get (?:along|on)|relate) (?:with|to) P\b",
            rf"^(?:do|did|are|were) {BOTH} (?:\w+ )?(?:get(?:ting)? (?:along|on)(?: well| badly)?|on "
            rf"(?:good|bad|friendly) terms|attracted to each other)$",
            rf"\b(?:what|how) (?:do|does|did|are) {BOTH} feel(?:ing)? (?:when )?together\b",
            rf"^(?:do|did|are) {BOTH} (?:\w+ )?{LOVES} ?(?:each other|one another)$",
            rf"\b(?:relationships?|relations?|chemistry|feelings?|emotions?|tensions?|connection|bond|"
            rf"dynamics?|love|mood|atmosphere|"
            rf"hatred|friendship|rivalry|going on|happens?|happened|happening) between {BOTH}\b",
            rf"\bwhat is (?:the (?:deal|story)|up|going on) (?:with|between) {BOTH}$",
            rf"^(?:are|were|do|does|is) {BOTH} (?:are )?(?:\w+ )?(?:friends|enemies|lovers|close|rivals|"
            rf"friendly|fond of "
            rf"(?:each other|one another))$",
            rf"^are {BOTH} in love$",
            rf"^(?:is|was|are|were) there (?:[a-z]+ ){{1,4}}between {BOTH}",
        ),
    ),
    Rule(
        "toward",
        "",
        (
            r"\bhow (?:do|does|did) (?:P|N|he|she) (?:\w+ )?feel (?:about|towards?|for|around|near|with) "
            rf"{TO_WHOM}",
            rf"\bhow (?:do|does|did) (?:P|N|he|she) (?:\w+ )?treat {TO_WHOM}",
            r"\bhow (?:do|does|did) (?:P|N|he|she) (?:\w+ )?(?:react|respond|behave|act) (?:to|towards?|"
            r"around|with) "
            rf"{TO_WHOM}",
            r"\bwhat (?:do|does|did) (?:P|N|he|she) (?:\w+ )?(?:feel|think) (?:about|of|for|towards?) "
            rf"{TO_WHOM}",
            rf"\b{WHOSE} (?:{MOOD}|attitude|relationship|relations?|deal|problem|issue|beef|opinion|view) "
            rf"(?:about|of|towards?|for|to|with) (?:{TO_WHOM}|P (?:\w+ )?{CHANGE})",
            rf"\b(?:{MOOD}|attitude|love|hatred|E) of P (?:for|towards?|about) {TO_WHOM}",
            rf"\b(?:is|was|be) (?:P|N|he|she) (?:\w+ )?{MANNER} (?:to|with|towards?) {TO_WHOM}",
            rf"^(?:does|do|did|is|are) (?:P|N|he|she) (?:\w+ )?{LOVES} {TO_WHOM}",
        ),
    ),
    Rule(
        "toward",
        "caused",
        (
            r"^(?:does|do|did) P (?:\w+ )?(?:make|makes) P (?:\w+ )?E\b",
            r"^(?:does|do|did) P (?:ever |really )?E P$",
            rf"^does P get {LOVED} by P\b",
        ),
    ),
    Rule(
        "toward",
        "whom",
        (rf"^who(?:m)? (?:do|does|did) (?:P|he|she) (?:\w+ )?{LOVES}$",),
    ),
    Rule(
        "toward",
        "by whom",
        (
            rf"^(?:who|(?:does|do|did) (?:{ANYONE})) (?:\w+ )?{LOVES} P$",
            r"^how (?:do|does|did) (?:(?:the )?others?|people|everyone|everybody|they all|anyone) (?:\w+ "
            r")?feel "
            r"(?:about|towards?|for) P$",
            rf"^who (?:is|was) (?:\w+ )?{MANNER} (?:to|with|towards?) P$",
        ),
    ),
    Rule(
        "toward",
        "thing",
        (
            r"^how (?:do|does|did) (?:P|N|he|she) (?:\w+ )?(?:feel (?:about|towards?|on)|(?:react|respond) "
            r"to) "
            r"(?!.*\bP\b)"
            r"(?![TVEN]\b)\w",
            r"^(?!why\b).*\bE about (?!.*\bP\b)(?!(?:[TVEN]|it|this|that|anything|something|everything)\b)\w",
        ),
    ),
    Rule(
        "conflict",
        "",
        (
            rf"\bE\b.*\b(?:but|yet|although|though|while)\b.*\b{OTHER_SENSE}\b.*\bE\b",
            rf"\b{OTHER_SENSE}\b.*\bE\b.*\b(?:but|yet|although|though|while)\b.*\b(?:looks?|looking|face|"
            rf"E)\b",
            r"\b(?:looks?|face)\b.*\bE\b.*\b(?:but|yet|while)\b.*\b(?:feels?|is|really)\b.*\bE\b",
            rf"\b(?:hides?|hiding|masks?|masking|conceals?|fakes?|faking|pretends?|pretending|feigns?|"
            rf"feigning)\b.*\b(?:{MOOD}|E)\b",
            r"\bE (?:is|are|was|were) (?:belied|contradicted|betrayed|undercut|undermined) by\b",
            r"\b(?:P|N|he|she|they|anyone|anybody|somebody|someone) (?:\w+ )?E,? (?:even )?(?:though|"
            r"although|while|but|despite) (?:(?:P|he|she|they) )?(?:(?:is|are|being|feels?|feeling|really|"
            r"actually|inside) )*E$",
            r"\bE (?:through|despite|in spite of|behind) (?:his |her |their )?E\b",
            rf"\b(?:mixed|conflicting|contradictory) (?:{MOOD}|signals?)\b|\bbrave face\b",
            r"^(?=.*\b(?:face|looks?|expressions?|smiles?)\b)(?=.*\b(?:voice|words|sounds?|tone|says?|saying)\b)"
            r".*\b(?:not (?:agree|match)|agreement|odds|differ\w*|other|else|opposite|contrary|not the same|"
            r"disagree\w*|contradict\w*|conflict\w*|clash\w*|bel(?:y|ies)|mismatch\w*)\b",
            r"\b(?:expressions?|faces?)\b.*\b(?:contradict\w*|belies?|not match|at odds)\b",
        ),
    ),
    Rule(
        "disagree",
        "",
        (
            rf"\b(?:{BOTH}|P|{ANYONE})\b.*\b(?:disagree|differ|clash|at odds|(?:feel|react) differently|"
            rf"(?:different|opposite|opposing|contrary|conflicting) {MOOD}|"
            rf"{MOOD} (?:disagree|differ|clash))",
            rf"\b(?:disagree|differ|clash|at odds)\b.*\b{BOTH}\b",
            rf"\b(?:things|it) (?:get|gets|become|becomes|turn) (?:heated|ugly|tense|rough|loud) between "
            rf"{BOTH}\b",
            rf"\b(?:{BOTH}|P|{ANYONE})\b.*\b(?:argu(?:e|es|ed|ing)|quarrel\w*|"
            rf"bicker\w*|fall(?:s|ing)? "
            rf"out|fell out|row|"
            r"not get (?:along|on)|(?:not )?(?:see|seeing|sees|saw) eye to eye|(?:not )?(?:on|of) (?:the "
            r"same|different|"
            r"one) (?:page|pages|mind|minds|opinion|opinions|wavelength))\b",
            rf"\bdisagreements?\b|\barguments?\b|\bquarrels?\b|\b(?:opposite|opposing|contrary) {MOOD}\b|"
            rf"\bwho disagrees\b",
        ),
    ),
    Rule(
        "turn",
        "",
        (
            r"\bS\b",
            r"\bfrom (?:E|\w+) (?:in)?to (?:\w+ )?E\b|\bE and then E\b",
            r"\bE (?:turns?|turned|changes?|changed|shifts?|"
            r"gives? way|gave way) (?:in)?to E\b",
            rf"^(?!how\b).*\b{MOOD} (?:suddenly |quickly )?(?:flips?|flipped|turns?|changes?|shifts?|"
            rf"swings?)\b",
            r"\bP E (?:\w+ )?(?:ends?|ended|stops?|fades?|passes|subsides?|goes away)\b",
            r"^(?:when )?(?:do|does|did) P E (?:\w+ )?(?:end|stop|fade|pass|subside|go away|turn|change|"
            r"shift|give way)\b",
            r"\b(?:stops?|stopped|ceases?) (?:being |feeling |to be )?E\b",
            rf"\b{MOOD} swings?\b|^(?:when|where) (?:do|does|did|has) (?:{WHOSE}|the|their) {MOOD} "
            r"(?:change|changed|turn|shift|swing)",
            r"\b(?:emotional|E) turn(?:s|ing points?)\b|\bturning points? (?:in|of|for) P\b",
        ),
    ),
    Rule(
        "arc",
        "",
        (
            r"^(?:do|does|did) (?:it|things|(?:the|this) (?:film|movie|story|mood|tone)) (?:\w+ )?"
            r"(?:get|become|grow|turn) (?:\w+ )?M\b",
            rf"^(?:do|does|did|has|have|will|is|are) (?:{WHOSE}|she|he) (?:{MOOD} )?(?:\w+ )?{CHANGE}\b",
            rf"\bhow (?:do|does|did|has|have|is|are) (?:P|N|he|she|{WHOSE} (?:\w+ )?{MOOD}) (?:\w+ )?"
            rf"{CHANGE}\b",
            r"\b(?:track|trace|chart|graph|plot|follow|show)\b.*\b(?:P E|P (?:\w+ )?(?:mood|feelings|"
            r"emotions)|E (?:of|in) P)\b",
            r"\b(?:P E|P (?:mood|feelings|emotions)|(?:mood|feelings|emotions) of P)\b.*\b(?:over time|"
            r"throughout|over the (?:film|movie|story))",
            rf"\bhow (?:do|does|did|has|have) the (?:overall |general )?(?:{MOOD}|atmosphere)"
            rf"(?: of (?:the|this) {FILM})? {CHANGE}\b",
            rf"\b{WHOSE} (?:\w+ )?(?:arc|journey|development|trajectory|evolution)\b",
            r"\b(?:arc|journey|development|trajectory|evolution) of P\b",
            r"^(?:does|do|is|did) P (?:\w+ )?(?:get|become|grow|getting|becoming) (?:\w+ )?M\b(?! than P)",
            r"\b(?:emotional|mood|E) (?:arc|journey|curve|development)\b",
            r"^(?:is|was|does|do) P (?:feel |look |seem )?M T,? (?:than|or) T$|^compare P [^P]*\bT\b.*\bT$",
            r"^(?:is|was|does|do|has|how is) P (?:\w+ )?(?:the same|different|changed)\b.*\bT\b.*\bT$",
        ),
    ),
    Rule(
        "tension",
        "",
        (
            r"^(?!.*\bP\b).*\bintens(?:e|est|ity)\b",
            r"\b(?:climax|climactic|exciting|thrilling|tense|tenser|tensest|tension|suspense|suspenseful|"
            r"nerve-?racking|gripping)\b",
        ),
    ),
)
