"""Kinds of question about the most, the least and the longest."""

from storyreel.agent.understanding.kinds.rule import COMES_UP, EXTREME, FEELING, SAY, STRETCH, Rule

RULES = (
    Rule(
        "mentions",
        "rivals",
        (
            rf"^(?:is|are|do|does) .+ {COMES_UP} (?:\w+ )?(?:more|less) (?:\w+ )?than ",
            rf"^(?:who|what|which)\b.* {COMES_UP} (?:the )?(?:more|most|less|least)\b.*,.+ or ",
        ),
    ),
    Rule(
        "most",
        "emotion",
        (
            r"^(?:is|was|does|do) P (?:feel |look |seem )?M than E$",
            r"^(?:is|was) P (?:more often (?:E|M)|M|more E),? or (?:more )?(?:E|M)$",
            rf"\b(?:which|what) {FEELING}s?\b.*\b(?:most|least|mainly|mostly|(?:pre)?dominates?|prevails?)\b",
            rf"\b(?:main|dominant|predominant|prevailing|most (?:common|frequent|often)) {FEELING}",
        ),
    ),
    Rule(
        "compare",
        "",
        (
            r"\bcompare\b",
            r"^(?:between|(?:out )?of) P(?:,? P)*,? and P\b|^(?:which|who)(?: one)? of P(?:,? P)*,? "
            r"(?:and|or) P\b",
            r"^is P or P (?:the )?M\b",
            r"^is it P or P (?:who|that)\b",
            r"\bP or P$",
            r"\bP .* than P",
        ),
    ),
    Rule(
        "longest",
        "",
        (
            rf"^(?!.*\bP\b).*\b{EXTREME} {STRETCH}",
            rf"^(?!.*\bP\b).*\b{STRETCH} (?:is|was|lasts?) (?:the )?{EXTREME}",
            r"\bP (?:longest|shortest) (?:line|speech)$",
            r"\b(?:longest|shortest) (?:line|speech) (?:of|by|from|that) P\b",
        ),
    ),
    Rule(
        "most",
        "feelings",
        (
            r"^(?:who|which (?:character|person)) (?:is|seems|looks|feels|gets|was)(?: the)? M\b",
            r"^who (?:is |gets |feels |looks |seems )?E (?:the )?(?:most|least)\b",
            r"^who (?:feels|shows|has|is|gets|experiences|expresses) (?:the )?(?:most|greatest|strongest|"
            r"biggest|highest|least) "
            r"E\b",
        ),
    ),
    Rule(
        "strongest",
        "",
        (
            r"\bM\b(?! of the (?:time|film))",
            r"\b(?:with|of|has|have|had) (?:the )?most E\b",
            r"\bbiggest (?:laugh|smile|surprise)",
            r"\bmost (?:emotional|dramatic|intense)\b",
            r"\bhow (?:E|angry|happy|sad) does P get",
        ),
    ),
    *(
        Rule(
            "most",
            counted,
            (
                r"^(?!.*\b(?:with|shares?|together|[EM]|not|never|missing|without)\b)"
                rf"(?:who|which (?:character|person)) (?!{SAY}\b).*"
                rf"\b(?:most|least|fewest|more|fewer)(?: of the)? {counted}\b",
            ),
        )
        for counted in ("lines", "scenes")
    ),
    Rule(
        "most",
        "speech",
        (
            r"\b(?:who|which (?:character|person)) (?:is |does )?(?:talk|speak|say)(?:s|ing)? (?:the "
            r")?(?:(?:second|third|fourth|2nd|3rd|4th) )?(?:most|least|"
            r"more)",
            r"^(?:does|do|is|did) (?:any|some)(?:one|body) (?:\w+ )?(?:talk|speak|say)(?:s|ing)? (?:more|"
            r"less|longer)\b.* than P",
            r"\b(?:number of|how many) (?:different |distinct )*speaking (?:characters|people|roles|parts|"
            r"persons)\b",
            r"^(?!when (?:is )?(?:the )?most).*\b(?:most|least|fewest) "
            r"(?:lines|dialogue|words|talkative|to say)",
            rf"\b{SAY} (?:the )?(?:most|least)\b",
            rf"^(?:who|which (?:characters?|people|persons?)) (?:(?:has|is|are|do|does|did) )?(?:never|not) "
            rf"(?:ever )?(?:{SAY}|"
            r"speaking|talking)(?: throughout| at all)?(?: [TV])*$",
            rf"^how many (?:different |distinct )?(?:people|persons|characters) (?:{SAY}|have lines)$",
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
            r"^(?!is there)(?!.*\b(?:[EM]|important|common|shares?)\b)"
            r"(?!.*\bwith (?:P|most|the most|$)).*"
            r"\b(?:appears?|is|seen|shows? up|on "
            r"screen|present|screen "
            r"?time|visible)\b.*\b(?:the )?(?:most|"
            r"least|more(?! than (?:T|an?|\w+ (?:minutes|seconds|times))\b))\b",
            r"^(?:does|do|is) (?:any|some)(?:one|body) .*\b(?:more|less|longer)\b.* than P",
            r"\b(?:top|rank|ranking|ranked|order|sort|sorted)\b.*\b(?:screen ?time|appear\w*|presence|"
            r"often)\b",
            r"\b(?:most|least) (?:screen ?time|often|frequent(?:ly)?|seen)",
            r"\b(?:most|least) (?:prominent|important)(?! (?:moment|scene|part|event|thing|bit|turn))",
            r"\bmain (?:character|role|person|people)",
            r"\bprotagonist|^who is the (?:lead|hero|heroine|star|central (?:character|figure))\b",
            r"\b(?:hero|star|lead) of\b",
        ),
    ),
)
