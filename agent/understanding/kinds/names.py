"""Kinds of question about who people are, and why."""

from storyreel.agent.understanding.kinds.rule import Rule

RULES = (
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
            r"\bhow do you know\b.*\b(?:P|N)\b",
            r"\b(?:why|how come)\b.*\bP\b.*\b(?:called|named|known as|P|N)$",
            r"\bwhy do you call\b.*\bP\b",
            r"\bwhat makes you (?:think|believe|sure)\b.*\b(?:P|it|this|that) is (?:P|N)$",
            r"\bis (?:P|this|that) really (?:P|N)$",
            r"^what is (?:the )?(?:real |full )?P name$|"
            r"^what is P (?:real |full |actual |true |first |last |family )?name$|^what is the name "
            r"of P$|^what is P "
            r"called$|\b(?:real|full|actual|true) name of P$",
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
            r"^(?!.*\bM\b).*\b(?:P|N)\b.*\b(?:P|N)\b.*\b(?:same|one|two|different|distinct)(?: (?:person|"
            r"people|persons|"
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
            r"^what is (?:up )?with P (?:being|always|so)\b.*\bE\b",
            r"^what (?:always |often |first )?E (?:P|N|him|her)\b",
            r"\b(?:why|how come|for what reason|the reason (?:for|why)|what (?:is the )?(?:cause|reason)|"
            r"what (?:makes|made|causes|caused))\b",
        ),
    ),
    Rule(
        "profile",
        "",
        (
            r"^(?:who (?:\w+ )?(?:is|was) (?:even )?(?:this |that )?(?:P|N)(?: again)?|(?:tell me "
            r"(?:(?:more|all|everything|something) )?about|"
            r"describe|introduce) "
            r"(?:P|N)|(?:P|N),? who|what (?:do (?:you|we) (?:know|learn|find out)|is known|can you "
            r"(?:say|tell me?)) about P|"
            r"P)$",
        ),
    ),
)
