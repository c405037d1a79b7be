"""Kinds of question about what is said, heard, read and told."""

from storyreel.agent.understanding.kinds.rule import ANYONE, ASKS_FOR, FILM, MENTION, SAY, SOUND, Rule

RULES = (
    Rule(
        "who said",
        "",
        (
            rf"^(?:who|which (?:character|person|one))\b.*\b(?:{SAY}|utters?|shouts?|asks?|asked|"
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
            rf"every)\b.*\b{MENTION}\b(?!.*\bwhat\b)",
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
            rf"\bwhat is (?:(?:the|this) {FILM}|it) about",
            rf"\btell me (?:the story|about (?:the|this) {FILM})",
            rf"\bwhat (?:happens|happened|goes on|is going on)(?: in (?:the|this|it) ?(?:{FILM})?)?$",
            rf"\bhow does (?:it|(?:the|this) {FILM}) (?:end|start|begin|open|T)",
            rf"\bdescribe (?:the|this) {FILM}",
            rf"\bhow does (?:it|(?:the|this) {FILM})",
            r"^what is the story\b",
        ),
    ),
    Rule(
        "sounds",
        "",
        (
            rf"^(?!.*\b[EM]\b)(?:{ASKS_FOR})\b.*\b{SOUND}\b",
            rf"^(?:and |so )?(?:any )?{SOUND}$",
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
            rf"\b(?:how often|how many times|how many lines|how long|how much)\b.*\bP (?:{SAY}|have|has|"
            rf"get)",
            r"\bhow many lines\b.*\bP",
            r"\bspeaking time\b",
            r"\bwhen (?:does|is|do) P (?:first |last )?(?:speak|speaks|talk|talks|speaking|"
            r"talking|heard)\b(?! (?:about|of|to))",
            r"\bwhen (?:do|can) (?:we|you|i|one) (?:first |last )?hear P$",
            r"\bdoes P (?:ever )?(?:speak|talk)$",
            rf"^(?:do|does|did|is|are|can) (?:{ANYONE}) (?:ever )?(?:speak|talk|speaking|talking|heard)$",
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
            rf"\bwhat (?:is|are|was|do|does|did|else|has|have)\b.*\b{SAY}\b",
            r"\bquotes?\b",
            r"\blines?\b.*\b(?:P|of|T)",
            r"\bP's (?:lines?|words)\b",
            r"\bwhat (?:words|lines|dialogue)\b",
            r"\bdialogue\b",
            r"\bconversation\b",
            rf"\b{SAY}\b.*\babout\b",
            r"\bdo (?:P|they|people) talk about",
        ),
    ),
    Rule(
        "mentions",
        "",
        (
            rf"^(?:does|do|did|is|has) .*\b{SAY}\b.*\bQ",
            r"^is Q\b",
            r"^Q$",
        ),
    ),
)
