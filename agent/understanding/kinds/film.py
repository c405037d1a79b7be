"""Kinds of question about the film itself, and about what no tool can tell."""

from storyreel.agent.understanding.kinds.rule import FILM, Rule

RULES = (
    Rule(
        "outside",
        "",
        (
            r"\b(?:based on|true story|direct(?:or|ed(?! (?:at|to|towards?)\b))|produc(?:er|ed)|"
            r"wrote(?! (?:on|in)\b)|writer|budget|box office|"
            r"oscar|award|rating|imdb|"
            r"(?:which|what) year(?! (?:is|was) (?:shown|written|seen|on))|when was (?:it|the film|this) "
            r"(?:made|shot|released|filmed)|actors?|"
            r"actress|plays? the role|filmed|sequel|genre|wear(?:s|ing)?|colou?r of|what colou?r|hair|"
            r"clothes|weather|(?:love|war|ghost|detective|crime) story|romance|comedy|thriller|western|"
            r"musical|documentary|song is|what song|which song|smell|recommend|good film|good movie|thinking|"
            r"think of|how old|years? old)\b",
        ),
    ),
    Rule(
        "film",
        "duration",
        (
            rf"\b(?:how long (?:is|does) (?:the|this|it) ?(?:{FILM})?(?: (?:last|run))?$|(?:length|duration|"
            rf"running time|runtime|run time)(?: of (?:the|this) {FILM})?$|how many (?:minutes|seconds|"
            r"hours) (?:long )?is (?:the|this|it))",
        ),
    ),
    Rule(
        "film",
        "part",
        (
            r"^(?:when|at what (?:time|minute|point)) (?:is|was|do|does|did) T"
            r"(?: (?:start|begin|end|finish|open|close|happen|occur|take place|come))?$",
            r"^(?:how long|from when to when) (?:is|was|do|does|did) T(?: (?:last|run|take|go on))?$",
            r"^how (?:long (?:is|does|was) (?:it|there)(?: take| last)?|"
            r"much time (?:is there|passes|elapses|goes by)) [TV]$",
        ),
    ),
    Rule(
        "film",
        "title",
        (
            rf"\b(?:title|name) of (?:the|this) {FILM}|\b{FILM}'s (?:title|name)\b",
            rf"(?:which|what) {FILM} (?:is|am|are) (?:this|i|we)",
            rf"what is (?:this|the) {FILM} called",
        ),
    ),
    Rule(
        "film",
        "subtitles",
        (
            r"^(?!.*\b(?:say|says|mention)\b).*\bsubtitles?\b",
            r"\bclosed captions?\b|\b(?:with|has|have) captions$",
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
            r"\bhow many (?:shots|cuts)\b(?!.*\bP\b)",
            r"\bshot lengths?\b|\b(?:length|duration) of (?:a|the) shots?\b",
            r"\bnumber of (?:shots|cuts)\b(?!.*\bP\b)",
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
    Rule(
        "film",
        "lines",
        (
            rf"^how many lines(?: of (?:dialogue|text))?"
            rf"(?: (?:are|is) there| (?:does|has|do) (?:(?:the|this) {FILM}|it) (?:have|contain|got))?"
            rf"(?: in (?:all|total|it|(?:the|this) (?:whole |entire )?{FILM}))*$",
        ),
    ),
)
