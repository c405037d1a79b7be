"""Which kind of question it is: rules over the question with its slots masked, the first that fits.

P is a person, E a feeling, M a feeling compared (angrier, angriest), S a change of mood (cheers up), T a
time, Q quoted words, N a name that nobody has, V an event clause. Everything else is in small letters.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from storyreel.agent.understanding.question import Ask, Intent
from storyreel.agent.understanding.scope import in_scope

_ANYONE = "anyone|anybody|someone|somebody|everyone|everybody|people|they|we|the characters|the people"
_WHO = rf"(?:P|N|{_ANYONE}|(?:the|a) (?:man|woman|boy|girl|captain|person))"
_SEEN = (
    r"(?:on[- ]?screen|in (?:the )?(?:shot|picture|frame|view|scene)|visible|shown|seen|present|"
    r"in the (?:film|movie|video|clip)|there|around)"
)
_SHOWS = (
    r"(?:appears?|appeared|appearing|show(?:s|ing)? up|turns? up|come(?:s)? in|enters?|entrance|"
    r"introduced|debuts?)"
)
_FILM = r"(?:film|movie|video|clip|episode|story|show)"
_WHICH_PEOPLE = (
    r"^(?:and |so )?(?:who|whom|which (?:characters?|people|persons?)|what (?:characters?|people))"
)
_SAY = (
    r"(?:say|says|said|saying|tell|tells|told|talk|talks|talked|talking|speak|speaks|spoke|discuss(?:es|ed)?|"
    r"remark|remarks)"
)
_MENTION = (
    r"(?:mention|mentions|mentioned|mentioning|refer|refers|referred|bring up|brought up|talk(?:s|ed)? about|"
    r"come up|(?:we|you|i|one) hear|(?:is|are|was|be) heard)"
)
_EXTREME = r"(?:longest|shortest|brightest|darkest)"
_STRETCH = r"(?:scene|shot|take|line|speech|segment|silence|pause)"
_FEELING = r"(?:emotion|feeling|mood|expression)"
_SOUND = r"(?:sounds?|noises?|music|songs?|singing|sound effects?|applause)"
_MOOD = r"(?:moods?|feelings?|emotions?|emotional states?|expressions?|temper)"
_CHANGE = (
    r"(?:changes?|changed|develops?|developed|evolves?|evolved|progress(?:es)?|shifts?|grows?|grown|"
    r"transforms?)"
)
_LOVES = (
    r"(?:likes?|loves?|hates?|dislikes?|despises?|adores?|resents?|trusts?|envy|envies|cares? (?:about|for)|"
    r"(?:falls?|fallen|be|is|are)? ?in love with|(?:mad|crazy) about|fond of|jealous of|suspicious of|"
    r"proud of)"
)
_WHOSE = r"(?:P|P's|N|his|her)"
_BOTH = r"(?:(?:P|N) and (?:P|N)|they|both)"
_TO_WHOM = r"(?:P|N|him|her)(?: [TV])*$"
_OTHER_SENSE = r"(?:sounds?|sounding|voice|tone|words|says?|saying|speaks?|lines?)"
_ASKS_FOR = r"(?:what|which|is|are|does|do|when|where|how often|how many|how long|list|show|find|at what)"


@dataclass(frozen=True)
class Rule:
    """A kind of question and the patterns that show it."""

    intent: Intent
    subject: str
    patterns: tuple[str, ...]

    @cached_property
    def any_of(self) -> re.Pattern[str]:
        """All of its patterns in one."""
        return re.compile("|".join(self.patterns))


RULES = (
    Rule("help", "", (r"^(?:hello|hi|hey|help|thanks|thank you|what can (?:you|i) (?:do|ask))\b.{0,30}$",)),
    Rule(
        "toward",
        "mutual",
        (
            rf"\bhow (?:do|does|did) {_BOTH} (?:\w+ )?feel (?:about|towards?|for) (?:each other|one another)",
            rf"\bhow (?:do|does|did) {_BOTH} (?:get (?:along|on)|relate)\b",
            rf"\b(?:what|how) (?:do|does|did|are) {_BOTH} feel(?:ing)? (?:when )?together\b",
            rf"^(?:do|did|are) {_BOTH} (?:\w+ )?{_LOVES} ?(?:each other|one another)$",
            rf"\b(?:relationship|relations?|chemistry|feelings?|emotions?|tension) between {_BOTH}\b",
            rf"^are {_BOTH} in love$",
        ),
    ),
    Rule(
        "toward",
        "",
        (
            r"\bhow (?:do|does|did) (?:P|N|he|she) (?:\w+ )?feel (?:about|towards?|for|around|near|with) "
            rf"{_TO_WHOM}",
            r"\bwhat (?:do|does|did) (?:P|N|he|she) (?:\w+ )?(?:feel|think) (?:about|of|for|towards?) "
            rf"{_TO_WHOM}",
            rf"\b{_WHOSE} (?:{_MOOD}|attitude|relationship|relations?) (?:about|towards?|for|to|with) "
            rf"{_TO_WHOM}",
            rf"^(?:does|do|did|is|are) (?:P|N|he|she) (?:\w+ )?{_LOVES} {_TO_WHOM}",
        ),
    ),
    Rule(
        "toward",
        "thing",
        (
            r"^how (?:do|does|did) (?:P|N|he|she) (?:\w+ )?feel (?:about|towards?|on) (?!.*\bP\b)"
            r"(?![TVEN]\b)\w",
            r"^(?!why\b).*\bE about (?!.*\bP\b)"
            r"(?!(?:[TVEN]|it|this|that|anything|something|everything)\b)\w",
        ),
    ),
    Rule(
        "conflict",
        "",
        (
            rf"\bE\b.*\b(?:but|yet|although|though|while)\b.*\b{_OTHER_SENSE}\b.*\bE\b",
            rf"\b{_OTHER_SENSE}\b.*\bE\b.*\b(?:but|yet|although|though|while)\b.*\b(?:looks?|looking|face|E)\b",
            r"\b(?:looks?|face)\b.*\bE\b.*\b(?:but|yet|while)\b.*\b(?:feels?|is|really)\b.*\bE\b",
            rf"\b(?:hides?|hiding|masks?|masking|conceals?|fakes?|faking|pretends?)\b.*\b(?:{_MOOD}|E)\b",
            rf"\b(?:mixed|conflicting|contradictory) (?:{_MOOD}|signals?)\b",
            r"\b(?:face|looks?)\b.*\b(?:voice|words|sounds?|tone)\b.*\b(?:disagree|contradict|differ|"
            r"conflict|clash|not match|something else)",
            r"\b(?:voice|words|tone)\b.*\b(?:disagree|contradict|differ|conflict|clash|not match)\b.*"
            r"\b(?:face|looks?)\b",
        ),
    ),
    Rule(
        "disagree",
        "",
        (
            rf"\b(?:{_BOTH}|P|{_ANYONE})\b.*\b(?:disagree|differ|clash|at odds|(?:feel|react) differently|"
            rf"(?:different|opposite|opposing|contrary|conflicting) {_MOOD}|"
            rf"{_MOOD} (?:disagree|differ|clash))",
            rf"\b(?:disagree|differ|clash|at odds)\b.*\b{_BOTH}\b",
            rf"\bdisagreements?\b|\b(?:opposite|opposing|contrary) {_MOOD}\b|\bwho disagrees\b",
        ),
    ),
    Rule(
        "turn",
        "",
        (
            r"\bS\b",
            r"\bfrom E (?:in)?to E\b|\bE and then E\b",
            r"\b(?:stops?|stopped|ceases?) (?:being |feeling |to be )?E\b",
            rf"\b{_MOOD} swings?\b|^(?:when|where) (?:do|does|did|has) (?:{_WHOSE}|the|their) {_MOOD} "
            r"(?:change|changed|turn|shift|swing)",
            r"\b(?:emotional|E) turn(?:s|ing points?)\b",
        ),
    ),
    Rule(
        "arc",
        "",
        (
            rf"^(?:do|does|did|has|have|will|is|are) (?:{_WHOSE}|she|he) (?:{_MOOD} )?(?:\w+ )?{_CHANGE}\b",
            rf"\bhow (?:do|does|did|has|have|is|are) (?:P|N|he|she|{_WHOSE} (?:\w+ )?{_MOOD}) (?:\w+ )?"
            rf"{_CHANGE}\b",
            rf"\bhow (?:do|does|did|has|have) the (?:overall |general )?(?:{_MOOD}|atmosphere)"
            rf"(?: of (?:the|this) {_FILM})? {_CHANGE}\b",
            rf"\b{_WHOSE} (?:\w+ )?(?:arc|journey|development|trajectory|evolution)\b",
            r"\b(?:arc|journey|development|trajectory|evolution) of P\b",
            r"\b(?:emotional|mood|E) (?:arc|journey|curve|development)\b",
            r"^(?:is|was|does|do) P (?:feel |look |seem )?M T than T$",
        ),
    ),
    Rule(
        "tension",
        "",
        (r"\b(?:tense|tenser|tensest|tension|suspense|suspenseful|nerve-?racking|gripping)\b",),
    ),
    Rule(
        "identity",
        "",
        (
            r"\bhow (?:sure|certain|confident) are you\b.*\bP\b",
            r"^are you (?:really |quite |so |very )?(?:sure|certain) (?:that )?P (?:is|was|feels|looks) E$",
            r"^(?:and )?(?:how (?:sure|certain|confident|reliable) (?:are you|is (?:that|this|it))|are you "
            r"(?:really |quite |so |very )?(?:sure|certain))(?: (?:of|about) (?:that|this|it))?$",
            r"^how do you know(?: that| this| it)?$",
            r"^what (?:do you base (?:that|this|it) on|is (?:that|this|it) based on)$",
            r"^what makes you (?:say|think) (?:so|that)$",
            r"\bhow do you know\b.*\b(?:P|P's|N)\b",
            r"\b(?:why|how come)\b.*\bP\b.*\b(?:called|named|known as|P|N)$",
            r"\bwhy do you call\b.*\bP\b",
            r"\bwhat makes you (?:think|believe|sure)\b.*\b(?:P|it|this|that) is (?:P|N)$",
            r"\bis (?:P|this|that) really (?:P|N)$",
            r"^what is (?:the )?(?:real |full )?(?:P|P's) name$|^what is the name of P$|^what is P called$",
        ),
    ),
    Rule(
        "identity",
        "everybody",
        (r"^who is (?:who|which)$", r"^which (?:one|person|character|name) is (?:who|whose|which)$"),
    ),
    Rule(
        "same",
        "",
        (
            r"\b(?:P|N)\b.*\b(?:P|N)\b.*\b(?:same|one|two|different|distinct)(?: (?:person|people|persons|"
            r"characters?|ones?|man|men|woman|women))?$",
            r"\b(?:P|N)\b.*\b(?:same|identical)\b.*\b(?:P|N)$",
        ),
    ),
    Rule(
        "cast",
        "heard",
        (
            r"^who(?:m)?\b.*\b(?:only|just) (?:ever )?(?:heard|hear|a voice)$",
            r"^who(?:m)?\b.*\bheard,? (?:but|and|yet) (?:never|not) (?:ever )?seen$",
        ),
    ),
    Rule(
        "appearances",
        "faces",
        (
            r"^(?:which|what) (?:faces?|(?:face )?tracks?) "
            r"(?:belongs? to|(?:is|are)(?: of| from)?|does) P(?: have)?$",
        ),
    ),
    Rule(
        "why",
        "",
        (
            r"\b(?:why|how come|for what reason|the reason (?:for|why)|what (?:is the )?(?:cause|reason)|"
            r"what (?:makes|made|causes|caused))\b",
        ),
    ),
    Rule(
        "profile",
        "",
        (
            r"^(?:who (?:is|was) (?:this )?(?:P|N)|(?:tell me (?:more )?about|describe|introduce) (?:P|N)|"
            r"what (?:do (?:you|we) know|is known|can you (?:say|tell me?)) about P|P)$",
        ),
    ),
    Rule(
        "outside",
        "",
        (
            r"\b(?:direct(?:or|ed)|produc(?:er|ed)|wrote|writer|budget|box office|oscar|award|rating|imdb|"
            r"which year|what year|when was (?:it|the film|this) (?:made|shot|released|filmed)|actors?|"
            r"actress|plays? the role|filmed|sequel|genre|wear(?:s|ing)?|colou?r of|what colou?r|hair|"
            r"clothes|weather|song is|what song|which song|smell|recommend|good film|good movie|thinking|"
            r"think of|how old|years? old)\b",
        ),
    ),
    Rule(
        "film",
        "duration",
        (
            rf"\b(?:how long (?:is|does) (?:the|this|it) ?(?:{_FILM})?(?: (?:last|run))?$|(?:length|duration|"
            rf"running time|runtime|run time)(?: of (?:the|this) {_FILM})?$|how many (?:minutes|seconds|"
            r"hours) (?:long )?is (?:the|this|it))",
        ),
    ),
    Rule(
        "film",
        "title",
        (
            rf"\b(?:title|name) of (?:the|this) {_FILM}",
            rf"(?:which|what) {_FILM} (?:is|am|are) (?:this|i|we)",
            rf"what is (?:this|the) {_FILM} called",
        ),
    ),
    Rule(
        "film",
        "subtitles",
        (
            r"\bsubtitles?\b",
            r"\bcaptions?\b",
            r"\bclosed captions?\b",
        ),
    ),
    Rule("film", "languages", (r"\b(?:languages?|audio tracks?|sound tracks?|dubbed)\b",)),
    Rule(
        "film",
        "picture",
        (r"\b(?:resolution|frame ?rate|fps|aspect ratio|black and white|in colou?r|how wide|how high)\b",),
    ),
    Rule(
        "film",
        "known",
        (
            r"\b(?:how much (?:of it )?(?:have|did) you (?:watch|see)|have you (?:watched|seen)|"
            r"ingest(?:ed)?|depth)\b",
        ),
    ),
    Rule(
        "film",
        "shots",
        (
            r"\bhow many (?:shots|cuts)\b",
            r"\bnumber of (?:shots|cuts)\b",
        ),
    ),
    Rule(
        "film",
        "scenes",
        (
            r"\bhow many (?:scenes|segments)(?! (?:is|are|does|do|with|have|has|feature|show|contain|"
            r"include)\b.* P)",
            r"\bnumber of scenes\b",
        ),
    ),
    Rule("film", "lines", (r"\bhow many lines(?: of dialogue)?(?: are| is| does the)?(?: there| in|$)",)),
    Rule(
        "most",
        "emotion",
        (
            r"^(?:is|was|does|do) P (?:feel |look |seem )?M than E$",
            rf"\b(?:which|what) {_FEELING}s?\b.*\b(?:most|least|mainly|mostly|dominates?|prevails?)\b",
            rf"\b(?:main|dominant|predominant|prevailing|most (?:common|frequent|often)) {_FEELING}",
        ),
    ),
    Rule(
        "compare",
        "",
        (
            r"\bcompare\b",
            r"\b[EM],? P or P\b",
            r"^(?:between|of) P and P\b",
            r"\b(?:more|less|most|longer|[EM]),? (?:on screen |often |time )*(?:for )?(?:T )?P or P",
            r"\bP or P$",
            r"\b(?:does|is) P .*(?:more|less|[EM]).* than P",
            r"\bP .* than P",
        ),
    ),
    Rule(
        "longest",
        "",
        (
            rf"\b{_EXTREME} {_STRETCH}",
            rf"\b{_STRETCH} (?:is|was|lasts?) (?:the )?{_EXTREME}",
        ),
    ),
    Rule(
        "most",
        "feelings",
        (
            r"^(?:who|which (?:character|person)) (?:is|seems|looks|feels|gets|was)(?: the)? M\b",
            r"^who (?:is |gets |feels |looks |seems )?E (?:the )?(?:most|least)\b",
        ),
    ),
    Rule(
        "strongest",
        "",
        (
            r"\bM\b(?! of the (?:time|film))",
            r"\bbiggest (?:laugh|smile|surprise)",
            r"\bmost (?:emotional|dramatic|intense)\b",
            r"\bhow (?:E|angry|happy|sad) does P get",
            r"\bwhen is P (?:the )?M",
        ),
    ),
    Rule(
        "most",
        "speech",
        (
            r"\b(?:who|which (?:character|person)) (?:talk|speak|say|has)(?:s|)? (?:the )?(?:most|least|"
            r"more)",
            r"\b(?:most|least) (?:lines|dialogue|words|talkative)",
            rf"\b{_SAY} (?:the )?(?:most|least)\b",
            rf"^who (?:(?:has|is|do|does|did) )?(?:never|not) (?:ever )?(?:{_SAY}|speaking|talking)$",
            rf"^how many (?:people|persons|characters) (?:{_SAY}|have lines)$",
            r"^who (?:says nothing|has no (?:lines?|words?|dialogue))$",
        ),
    ),
    Rule(
        "throughout",
        "",
        (r"\b(?:in|throughout) (?:every|each|all)(?: of)?(?: the)?(?: single)? (?:scenes?|segments?)$",),
    ),
    Rule(
        "most",
        "presence",
        (
            r"\b(?:on screen|seen|there|visible|shown)\b.*\b(?:longest|shortest)\b",
            r"\b(?:appears?|is|seen|shows? up|on screen|present|screen ?time|visible)\b.*\b(?:the )?(?:most|"
            r"least|more)\b",
            r"\b(?:most|least) (?:screen ?time|often|frequent(?:ly)?|prominent|important|seen)",
            r"\bmain (?:character|role|person|people)",
            r"\bprotagonist",
            r"\b(?:hero|star|lead) of\b",
        ),
    ),
    Rule(
        "who said",
        "",
        (
            rf"^(?:who|which (?:character|person|one))\b.*\b(?:{_SAY}|utters?|shouts?|asks?|asked|"
            r"whispers?)\b.*Q",
            r"^whose (?:line|words)\b",
            r"^who (?:says|said|asks|asked|utters)\b(?! (?:anything|something|that about|the most))",
        ),
    ),
    Rule("mentions", "", (r"\b(?:when|where|how often|how many times|at what time)\b.*(?:\bQ\b)",)),
    Rule(
        "mentions",
        "",
        (
            r"\b(?:when|where|how often|how many times|who|does|do|did|is|are|was|first|last|"
            rf"every)\b.*\b{_MENTION}\b(?!.*\bwhat\b)",
        ),
    ),
    Rule(
        "mentions",
        "",
        (
            r"\b(?:when|where|how often|how many times)\b.*\b(?:say|says|said|the words?|the name|"
            r"the phrase)\b",
        ),
    ),
    Rule(
        "summary",
        "",
        (
            r"\b(?:summar(?:y|ies|ize|ise)\w*|recap|synopsis|plot|storyline|overview|gist|tl;?dr|"
            r"in a nutshell|outline)\b",
            rf"\bwhat is (?:(?:the|this) {_FILM}|it) about",
            rf"\btell me (?:the story|about (?:the|this) {_FILM})",
            rf"\bwhat (?:happens|happened|goes on|is going on)(?: in (?:the|this|it) ?(?:{_FILM})?)?$",
            rf"\bhow does (?:it|(?:the|this) {_FILM}) (?:end|start|begin|open|T)",
            rf"\bdescribe (?:the|this) {_FILM}",
            rf"\bhow does (?:it|(?:the|this) {_FILM})",
            r"^what is the story\b",
        ),
    ),
    Rule(
        "sounds",
        "",
        (
            rf"^(?!.*\b[EM]\b)(?:{_ASKS_FOR})\b.*\b{_SOUND}\b",
            rf"^(?:and |so )?(?:any )?{_SOUND}$",
            r"^(?:when |where )?(?:is|was) (?:it|the film) (?:ever |all )?(?:quiet|silent)\b",
            r"^(?:when |where )?(?:is|was) there (?:any )?silence\b",
        ),
    ),
    Rule(
        "written",
        "",
        (
            r"\b(?:text|title card|sign|signs|credits?|caption|written|writing|letters|read(?:s|"
            r"able)?)\b.*(?:\bon[- ]?screen|\bpicture|\bsay|\bsays|\bwritten|\bread|\bshown|\bthere|T)",
            r"\b(?:text|title cards?|credits?|written)$",
            r"\bwords? (?:is|are|can be)? ?(?:on|seen|read|shown)",
            r"\bwhat does the (?:screen|sign|title|text) (?:say|read)",
        ),
    ),
    Rule(
        "said",
        "",
        (r"\b(?:first|last|final|opening|closing) (?:words?|line|lines|sentence|thing (?:said|P says))",),
    ),
    Rule(
        "appearances",
        "speech",
        (
            rf"\b(?:how often|how many times|how many lines|how long|how much)\b.*\bP (?:{_SAY}|have|has|"
            rf"get)",
            r"\bhow many lines\b.*\bP",
            r"\bspeaking time\b",
            r"\bwhen (?:does|is|do) P (?:first |last )?(?:speak|speaks|talk|talks|speaking|"
            r"talking|heard)\b(?! (?:about|of|to))",
            r"\bwhen (?:do|can) (?:we|you|i|one) (?:first |last )?hear P$",
            r"\bdoes P (?:ever )?(?:speak|talk)$",
            rf"^(?:do|does|did|is|are|can) (?:{_ANYONE}) (?:ever )?(?:speak|talk|speaking|talking|heard)$",
        ),
    ),
    Rule(
        "who said",
        "",
        (
            r"^who (?:is |was |are )?(?:speaking|talking|speaks|talks|singing|sings|the speaker)\b"
            r"(?! about)",
        ),
    ),
    Rule(
        "said",
        "",
        (
            rf"\bwhat (?:is|are|was|do|does|did|else|has|have)\b.*\b{_SAY}\b",
            r"\bquotes?\b",
            r"\blines?\b.*\b(?:P|of|T)",
            r"\bP's (?:lines?|words)\b",
            r"\bwhat (?:words|lines|dialogue)\b",
            r"\bdialogue\b",
            r"\bconversation\b",
            rf"\b{_SAY}\b.*\babout\b",
            r"\bdo (?:P|they|people) talk about",
        ),
    ),
    Rule(
        "mentions",
        "",
        (
            rf"^(?:does|do|did|is|has) .*\b{_SAY}\b.*\bQ",
            r"^is Q\b",
            r"^Q$",
        ),
    ),
    Rule(
        "together",
        "",
        (
            r"\bP(?:,? P)*,? (?:and|with|without|but not|or|&) (?:P|N)\b.*",
            r"\bP\b.* (?:with|alongside|beside|next to|near) (?:P|N)\b",
            r"\bP (?:meets?|talks? (?:to|with)|speaks? (?:to|with)|joins?) (?:P|N)\b",
            r"\b(?:both|all) of them\b",
            r"\btogether\b",
            r"\bdo(?:es)? P (?:ever )?(?:meet|see|join|share).*\bP",
            r"\bP (?:is |be )?alone\b",
            r"\balone\b",
        ),
    ),
    Rule(
        "companions",
        "",
        (
            r"\bwho (?:else )?(?:is|are|was|appears?|stands?|sits?|can be seen|talks?)\b.*\b(?:with|beside|"
            r"next to|near|together with|to) P",
            r"\bwho (?:does|do|did) P (?:meet|see|talk|speak|appear|share)",
            r"\bwho(?:m)? (?:is|was) P (?:with|talking|speaking)",
            r"\bP and who(?:m)?(?: else)?\b",
            r"\bP's company",
            r"\bwho accompanies P",
        ),
    ),
    Rule(
        "feelings",
        "",
        (
            r"\b(?:how (?:do|does|did|is|are|was) (?:P|N|they|people|everyone|everybody|anyone|anybody|the "
            r"(?:people|characters)) (?:feel|feeling|doing emotionally)|what (?:is|are|do|does|did) (?:P|"
            r"they|people|everyone|everybody|anyone|anybody) feel(?:ing)?|feelings?|emotions?|moods?|"
            r"emotional state|facial expressions?|"
            r"expressions?)\b",
        ),
    ),
    Rule("feelings", "", (r"\bE\b",)),
    Rule("cast", "", (r"\bhow long is (?:everyone|everybody|each)",)),
    Rule("said", "", (rf"^when (?:do|does|is|are) (?:{_ANYONE}) {_SAY}$",)),
    Rule(
        "cast",
        "",
        (
            r"\b(?:who (?:is|are|plays?|appears?|features?|stars?)(?: there| all)?(?: in| of)? (?:the|this|"
            rf"it) ?{_FILM}?$|who (?:is|are) in (?:the|this|it)(?: {_FILM})?$|who (?:is|"
            r"are) the (?:\w+ )?(?:characters?|people|persons)|(?:list|name|show)\b.*\b(?:characters?|people|"
            r"persons|cast)|how many (?:different |distinct |named |main )*(?:characters?|people|persons|"
            r"faces)(?! (?:have|has|had|do|does|did|die|died|get|got|were|was) )|"
            r"(?:the|which|what) (?:characters?|people|cast)(?: are| is| appear)?(?: there| in .*)?$|"
            r"\bcast\b|who do you (?:know|recogni[sz]e)|who all is)",
        ),
    ),
    Rule(
        "on screen",
        "",
        (
            rf"^when (?:do|can) (?:we|you|i|one) see (?:{_ANYONE}|nobody|no ?one)$",
            rf"^when (?:do|does|is|are) (?:{_ANYONE}|nobody|the first (?:face|person)) (?:first |last )?"
            rf"(?:{_SEEN}|{_SHOWS})",
            rf"{_WHICH_PEOPLE}\b.*\b(?:{_SEEN}|{_SHOWS}|do (?:we|you|i) see)(?!\w)",
            rf"{_WHICH_PEOPLE}(?: else| all)?(?: (?:is|are|was|were)(?: it| this| that| here)?)?,?"
            r"(?: [TV])*$",
        ),
    ),
    Rule(
        "on screen",
        "",
        (r"\bhow many (?:people|persons|faces|characters)\b(?! (?:have|has|had|do|did|die|died|get|got)\b)",),
    ),
    Rule(
        "appearances",
        "presence",
        (
            r"\b(?:when|where|how often|how many times|how many scenes|how many seconds|how many minutes|"
            r"how long|how much (?:time|screen ?time)|at what (?:time|point)|what times?|which (?:scenes?|"
            r"moments?|parts?|shots?)|show (?:me )?|find|list|every|each|all|first|last|next)\b.*\b(?:P|N)\b",
        ),
    ),
    Rule(
        "happening",
        "",
        (
            r"\b(?:what|describe|tell me|show)\b.*\b(?:happen(?:s|ed|ing)?|going on|goes on|occurs?|"
            r"takes? place|see|seen|shown|show|visible|looks? like|do|does|doing|did|comes? next|next|"
            r"follows|else)\b",
            r"\bwhat(?: is| are)?(?: there)?(?: on screen)? (?:T|V)",
            r"^(?:describe )?(?:T|V)$",
            r"^(?:then|and then|next|what next|and)$",
            r"\bwhat (?:about|is) T",
            r"\b(?:the|this|that) scene\b",
        ),
    ),
    Rule(
        "appearances",
        "presence",
        (
            rf"^(?:is|are|was|does|do|did|has|can|will)\b.*\b(?:P|N)\b.*(?:{_SEEN}|{_SHOWS}|T|V|in|see|there|"
            r"$)",
        ),
    ),
    Rule("on screen", "", (rf"^(?:is|are|was) (?:there )?(?:{_ANYONE}|a (?:face|person|man|woman))\b",)),
    Rule("profile", "", (r"^(?:P|N)$",)),
    Rule(
        "search",
        "role",
        (
            r"^(?:and |so )?(?:who|which (?:person|character|one)) (?:is|was|are|were) (?:the|a|an) "
            r"[a-z' -]+$",
        ),
    ),
)
"""From the particular to the general: the first that fits, and leaves no word unread, decides."""

_ASKS: tuple[tuple[Ask, tuple[str, ...]], ...] = (
    (
        "duration",
        (
            r"^.{0,12}\b(?:how long|how much (?:time|screen ?time|of)|for how long|how many (?:seconds|"
            r"minutes)|screen ?time|total time)\b",
        ),
    ),
    ("count", (r"\b(?:how often|how many|how frequently|count|number of)\b",)),
    (
        "who",
        (r"^(?:and |so |but )?(?:V,? )?(?:T,? )?(?:who|whom|whose|which (?:character|person|people|one))\b",),
    ),
    (
        "when",
        (
            r"\b(?:when|at what|what times?|which (?:moments?|scenes?|parts?|shots?)|where|list|every|"
            r"each time|show|find|first|last|all)\b",
        ),
    ),
    (
        "whether",
        (r"^(?:and |so |but )?(?:V,? )?(?:T,? )?(?:is|are|was|were|does|do|did|has|have|can|will)\b",),
    ),
)
_ASKED = tuple((ask, re.compile("|".join(patterns))) for ask, patterns in _ASKS)


def intent_of(masked: str) -> tuple[Intent, str]:
    """The kind of question and what it is about; `search` where no rule fits.

    >>> intent_of("who is on screen T")
    ('on screen', '')
    """
    fitting = (rule for rule in RULES if rule.any_of.search(masked))
    rule = next((rule for rule in fitting if in_scope(rule.intent, rule.subject, masked)), None)
    return (rule.intent, rule.subject) if rule else ("search", "")


def ask_of(masked: str) -> Ask:
    """Whether it wants a time, a person, a number, a yes or no, or a description."""
    return next((ask for ask, pattern in _ASKED if pattern.search(masked)), "what")
