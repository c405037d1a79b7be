"""Kinds of question about what is said, heard, read and told."""

from storyreel.agent.understanding.kinds.rule import (
    ANYONE,
    ASKS_FOR,
    BOTH,
    ENDS,
    FILM,
    MENTION,
    NOISE,
    SAY,
    SOUND,
    Rule,
)

RULES = (
    Rule(
        "who said",
        "",
        (
            r"^whose (?:line|words)\b",
            r"^Q\W* who (?:says|said|is|was)\b",
            r"^(?:who|which (?:character|person|one)) uses? (?:the )?(?:word|words|phrase|term|"
            r"expression)\b",
            r"^who (?:says|said|asks|asked|utters)\b(?! (?:anything|something|that about|the most))",
        ),
    ),
    Rule(
        "mentions", "to whom", (rf"^(?:to )?whom? (?:do|does|did) (?:P|N|he|she) {SAY} (?:that )?Q(?: to)?$",)
    ),
    Rule(
        "sounds",
        "",
        (
            rf"^how (?:many|much) (?:seconds|minutes|time)?(?: of)? ?(?:{SOUND}|silence|speech|{NOISE})\b",
            rf"^(?:when |where )?(?:is|are|was|were) there (?:ever )?(?:a|an|any|"
            rf"some)? ?(?:\w+ )?{NOISE}\b{ENDS}",
            rf"^(?:when |how often |how many times )?(?:does|do|did|is|are|can) (?:(?:a|an|the|any|some|"
            rf"somebody|someone|anyone|anybody|people|they) )?(?:\w+ )?{NOISE}\b{ENDS}",
        ),
    ),
    Rule(
        "sounds",
        "",
        (
            r"^(?:when |where |how often )?(?:do|does|did|can|could) (?:we|you|i|one|the audience) (?:ever |"
            r"first |actually )?"
            r"hear (?:a|an|any|some|the) (?!(?:words?|name|phrase|line|mention|story|news)\b)",
        ),
    ),
    Rule(
        "said",
        "",
        (
            rf"^what (?:do|does|did|are|is|were) (?:P(?:,? P)* and P|P|he|she|they|both|{ANYONE}) (?:\w+ "
            rf")?(?:talk|speak|chat|"
            r"argue|quarrel)(?:ing)? about(?: [TV])*$",
        ),
    ),
    Rule(
        "said",
        "",
        (
            rf"^(?:when|where|how often|how many times|how long) (?:do|does|did|are) {BOTH} (?:\w+ )?(?:talk|"
            rf"speak|chat)(?:ing)?"
            r"(?: (?:to|with) (?:each other|one another))?(?: first| last)?(?: [TV])*$",
        ),
    ),
    Rule(
        "appearances",
        "speech",
        (
            r"^(?:does|do|did|has|have) P (?:ever |even )?(?:say|said) (?:anything|something|a word|much)"
            r"(?: there)?(?: [TV])*$",
        ),
    ),
    Rule("mentions", "", (r"\b(?:any|there|some|first|last) (?:\w+ )?(?:talk|mentions?|word) of\b",)),
    Rule(
        "mentions",
        "",
        (r"^(?:does|do|did|is|are|was|were|has) .+ (?:named|occur|come up|crop up|spoken of|talked of)$",),
    ),
    Rule("mentions", "", (r"\bP name (?:\w+ )?(?:said|spoken|uttered|mentioned|heard)\b",)),
    Rule(
        "written",
        "",
        (r"\bQ (?:\w+ )?(?:appears?|shown|displayed|written|on screen|visible)\b",),
    ),
    Rule("mentions", "", (r"\b(?:quote|line|phrase|words?|sentence) Q$",)),
    Rule(
        "mentions",
        "",
        (
            rf"^how many (?:lines|times)\b.*\b{MENTION}\b",
            r"^(?!what\b).*\b(?:when|where|how often|how many times|who|does|do|did|is|are|was|first|last|"
            rf"every|all|list|count)\b.*\b{MENTION}\b(?!.*\bwhat\b)",
        ),
    ),
    Rule(
        "mentions",
        "",
        (
            r"\b(?:when|where|how often|how many times|(?:every|each) time)\b.*\b(?:say|says|said|"
            r"the words?|the name|the phrase)\b",
        ),
    ),
    Rule(
        "summary",
        "",
        (
            r"\b(?:summar(?:y|ies|ize|ise)\w*|recap|synopsis|plot|storyline|overview|gist|tl;?dr|sum(?:s|"
            r"med)? (?:it |this |everything )?up|in a nutshell|outline)\b",
            r"^catch (?:me|us)\b|\b(?:catch(?:ing)? up|fill me in|bring me up to speed|(?:the )?story so "
            r"far|happened so far|happens so far|what (?:have|did|do) i miss(?:ed)?|what is it "
            r"(?:all )?about|explain the (?:story|film|movie|plot))\b",
            r"^(?:so )?what (?:has|have|had|did) (?:it )?happened\b",
            r"^(?:can you )?explain (?:the )?T",
            rf"\bwhat is (?:(?:the|this) {FILM}|it) about",
            rf"\btell me (?:the story|about (?:the|this) {FILM})",
            rf"\bwhat (?:happens|happened|goes on|is going on)(?: in (?:the|this|it) ?(?:{FILM})?)?$",
            rf"\bhow (?:does|did) (?:it|(?:the|this) {FILM}) (?:all )?(?:end|start|begin|open|T)",
            rf"\bdescribe (?:the|this) {FILM}",
            rf"\bhow does (?:it|(?:the|this) {FILM})",
            rf"^what is (?:this|it|that)(?: {FILM})? (?:all )?about$|^(?:the )?ending(?: explained)?$",
            r"\bhow (?:does|do|did) (?:it|things|everything) (?:all )?(?:turn out|finish|work out)\b",
            r"\b(?:most important|key|crucial|pivotal|decisive|main) "
            r"(?:moments?|scenes?|events?|parts?|things?)\b",
            r"\bturning points?\b(?! (?:in|of|for) P)|\bhighlights\b",
            r"\bfrom how it (?:begins|starts) to how it ends\b|\bfrom (?:the )?(?:start|beginning) to "
            r"(?:the )?(?:end|finish)$",
        ),
    ),
    Rule(
        "sounds",
        "",
        (
            rf"^(?!.*\b[EM]\b)(?:{ASKS_FOR})\b.*\b{SOUND}\b",
            r"^what (?:can|do|does|could) (?:be|we|you|i|one|anyone) (?:be )?(?:heard|hear)(?: T)?"
            r"(?:,? (?:apart from|besides|other than|without)(?: [a-z]+){1,3}(?: T)?)?$",
            r"\b(?:loudest|noisiest|quietest)\b",
        ),
    ),
    Rule(
        "written",
        "",
        (
            r"\b(?:text|title card|sign|signs|credits?|caption|written|writing|letters|read(?:s|"
            r"able)?)\b.*(?:\bon[- ]?screen|\bpicture|\bsay|\bsays|\bwritten|\bread|\bshown|\bthere|T)",
            r"\b(?:text|title cards?|credits?|written)$",
            r"\bwritten (?:on|in|upon)\b|\b(?:title|credits|text|caption) (?:appears?|shown|shows? up|"
            r"comes? up|rolls?)\b",
            r"^(?:when |where )?(?:do|does|can|is|are) (?:the |we |you |i )?(?:\w+ )?(?:title|credits|text|"
            r"subtitle)s? (?:first )?(?:appear|roll|shown|seen|start|begin|come up|read)\b",
            r"\bP name (?:\w+ )?(?:shown|written|read|seen|on screen)\b",
            r"\bwords? (?:is|are|can be)? ?(?:on|seen|read|shown)",
            r"\b(?:date|year|name|title|number|logo|headline)s? (?:\w+ )?(?:appears?|shown|seen|displayed|"
            r"come up|written)\b.*\b(?:on|in) (?:the )?(?:screen|picture)|\bwhat is (?:written )?(?:on|in) "
            r"(?:the|that|this|a) (?:\w+ )?(?:sign|signs|poster|note|label|billboard|notice|newspaper|"
            r"banner|plaque|wall|door|page)$",
            r"\bwhat (?:does|do|did) (?:the|that|this|a) (?:\w+ )?(?:screen|signs?|titles?|text|headlines?|"
            r"posters?|letter|note|label|billboard|notice|newspaper|inscription|banner|plaque|card|message|"
            r"telegram|diary|map|tattoo|headstone|gravestone|invitation|envelope|ticket|contract|e-?mail|"
            r"chalkboard|blackboard|whiteboard) (?:[\w-]+ ){0,4}(?:say|read)s?\b",
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
            rf"\b(?:how often|how many times|how many (?:lines|words)|how long|how much)\b.*\bP (?:{SAY}|"
            rf"have|has|"
            rf"get(?! [EM]))",
            r"\bhow many lines\b.*\bP",
            r"\bspeaking time\b|^has P (?:anything|something|much) to say\b",
            r"\bwhen (?:does|is|do) P (?:first |last )?(?:speak|speaks|talk|talks|speaking|"
            r"talking|heard)\b(?! (?:about|of|to))",
            r"\bwhen (?:do|can) (?:we|you|i|one) (?:first |last )?hear P$",
            r"\bdoes P (?:ever )?(?:speak|talk)$",
            rf"^(?:do|does|did|is|are|can) (?:{ANYONE}) (?:ever )?(?:speak|talk|speaking|talking|heard|"
            r"say (?:a word|something|anything))(?: [TV])*$",
        ),
    ),
    Rule(
        "who said",
        "",
        (
            r"^who (?:is |was |are )?(?:speaking|talking|speaks|talks|singing|sings|the speaker)\b"
            r"(?! about)",
            rf"^who (?:is|was) the (?:very )?(?:first|last) (?:(?:person|one|character) )?(?:to |who |that )?"
            rf"{SAY}(?: [TV])*$",
            r"^who has the (?:very )?(?:first|last) (?:lines?|words?)(?: [TV])*$",
        ),
    ),
    Rule(
        "said",
        "",
        (
            rf"\bwhat (?:is|are|was|do|does|did|else|has|have)\b.*\b{SAY}\b",
            r"\bquotes?\b",
            r"\blines?\b.*\b(?:P|of|T)",
            r"\bP (?:lines?|words)\b",
            r"\bwhat (?:words|lines|dialogue)\b",
            r"\bdialogue\b|\btranscripts?\b|\bsubtitles? (?:of|from|for) T",
            r"\bconversations?\b",
            rf"\b{SAY}\b.*\babout\b",
            rf"^(?:do|does|did|are|is) {BOTH} (?:ever )?(?:talk|speak|chat|converse)(?:s|ing)?(?: (?:to|"
            rf"with) each other)?$",
            r"\b(?:find|show me|give me) the (?:line|lines|part|bit) (?:about|of|on|with)\b",
        ),
    ),
    Rule(
        "mentions",
        "",
        (
            rf"^(?:does|do|did|is|has) .*\b{SAY}\b.*\bQ",
            rf"^(?:does|do|did|has|have) (?:P|{ANYONE}) (?:ever |really )?(?:say|says|said) "
            r"(?!(?:anything|something|everything|what|that|much|so|it|to|about|who|where|when|why)\b)[a-z]",
        ),
    ),
)
