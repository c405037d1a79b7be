"""Event clauses: the `after they reach orbit` of a question, and what it takes to find it in the film."""

import re
from dataclasses import dataclass, replace

from storyreel.agent.understanding.times import Relation, find_later, find_offset

_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|will|can|would|should)\b"
_OPENERS: tuple[tuple[str, Relation], ...] = (
    (r"right after|just after|soon after|shortly after|after|once|as soon as|following|since", "after"),
    (
        r"right before|just before|shortly before|before|until|up to when|up to(?= (?:the|an?|Q)\b)|"
        r"leading up to|prior to",
        "before",
    ),
    (
        r"in the (?:scene|part|moment|shot|bit) (?:where|when|in which|with|of|about)|(?:in|during) the "
        r"scene (?:where|when|in which|with|of|"
        r"about)|at the (?:moment|point|time) (?:when|where|that|of)|during|while|when|as (?=\w+ \w+)|where",
        "in",
    ),
)
_START = tuple(
    (
        re.compile(rf"^(?:and |so |but )?(?:{words})\s+(?P<clause>[^,]+?),\s*(?P<rest>.+)$", re.IGNORECASE),
        relation,
    )
    for words, relation in _OPENERS
)
_INSIDE = tuple(
    (re.compile(rf"(?<=\w)\s+(?:and )?(?:{words})\s+(?P<clause>.+)$", re.IGNORECASE), relation)
    for words, relation in _OPENERS
)
_ASKING_VERB = re.compile(
    r"^(?:show|tell|find|know|say|list|give)(?: me| us)?(?: the times?)?$", re.IGNORECASE
)
_PREVIOUS = re.compile(
    r"^(?:that|this|it|then|the same time|that (?:moment|time|scene|point|happens)|this (?:moment|time|"
    r"scene|happens)|"
    r"it happens|the (?:moment|time|scene))(?: too| also| as well)?$",
    re.IGNORECASE,
)
_POINTING: tuple[tuple[str, Relation], ...] = (
    (
        r"^(?:and |so )?(?:then|what(?: happens| comes| is)? next|next|what then|and then what|what "
        r"follows|go on|continue)$",
        "after",
    ),
    (
        r"\b(?:what happens|what happened|what comes|who comes|who (?:is|appears|speaks)(?: on screen)?) "
        r"(?:next|then|afterwards|later|thereafter)$",
        "after",
    ),
    (r"\b(?:say|do|speak|talk|go|feel) (?:next|afterwards|thereafter)$", "after"),
    (r"^(?:and |so )?(?:what (?:about|happens|happened) )?(?:right )?after(?:wards?)?$", "after"),
    (r"^(?:and |so )?(?:what (?:about|happens|happened) )?(?:right |just )?before(?:hand)?$", "before"),
    (
        r"\b(?:at|in|during) (?:that|this|the same) (?:moment|time|scene|point|part)|\bright then\b|\bthen$",
        "in",
    ),
    (r"^(?:is|are|was|were) (?:any|some)(?:one|body) else (?:there|around|present)$", "in"),
    (r"^who else (?:is|are|was|were) (?:there|around|present)$", "in"),
    (r"\belse there(?: then)?$|\bwho is there(?: then)?$|^is (?:\w+ )?there(?: then)?$", "in"),
)
_MOODIEST = r"(?:(?!lat|b|w|lo|sho|fi|la|old|new|young|ear|funn|dull)\w+est|most \w+ed|most \w+ful)"
_MOODIEST_LINE = re.compile(
    r"^(?:(?:quote|what (?:is|was)|which is|give me|show me|tell me|find|read)(?: me)? )"
    rf"(?:(?P<who>\w[\w .]*?)'s? (?P<mood>{_MOODIEST}) (?:line|words|quote)|"
    rf"the (?P<how>{_MOODIEST}) (?:line|words|quote) (?:of|by|from|said by) (?P<by>\w[\w .]*))$",
    re.IGNORECASE,
)
"""`Anna's angriest line`: how long or which in order it is, is something else."""
_ANSWERS = re.compile(
    r"^(?P<who>who|what (?:does|did) \w+) (?:answers?|replies to|reply to|responds? to) "
    r"(?!the (?:phone|door|bell|call|question)\b)"
    r"(?!(?:when|where|after|before|to|about|if|in|at|on|while|during|him|her|them|it|me|us|you)\b)(?P<clause>[^,]+)$",
    re.IGNORECASE,
)
_OF_SPEECH = re.compile(
    r"\b(?:say|says|said|speaks?|spoke|speaking|talks?|talking|answers?|repl(?:y|ies)|responds?|words?|lines?)\b",
    re.IGNORECASE,
)
_APPEARS = re.compile(
    r"\b(?:appear(?:s|ed|ing)?|entering|arriving|leaving|"
    r"returning|turns? up|comes|goes|returns?|comes? back|walks? in|enters?|entered|"
    r"arrives?|shows? up|"
    r"comes? in|is (?:first )?(?:seen|shown|on "
    r"screen)|leaves?|"
    r"is there|is around|on screen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """An event clause cut out of a question."""

    words: str
    relation: Relation
    rest: str
    """The question without it, with V in its place."""
    later_s: float = 0.0
    """How much later than the event, or what was talked about last; below 0, how much earlier."""
    length_s: float = 0.0
    """How much of the film right after or before the event is asked about; 0 where that is not said."""
    until: str = ""
    """Of a stretch between two events: the words of the other."""

    @property
    def is_previous(self) -> bool:
        """Whether it points at what was talked about last."""
        return self.words == "" or bool(_PREVIOUS.match(self.words))

    @property
    def is_appearance(self) -> bool:
        """Whether it tells of somebody coming into the picture."""
        return bool(_APPEARS.search(self.words))

    @property
    def is_of_speech(self) -> bool:
        """Whether what is asked besides is what is said, and by whom."""
        return bool(_OF_SPEECH.search(self.rest))


_ABSENT = re.compile(
    r"(?<=\w),?(?: i mean)? (?:when|while|where|as long as|with) (?P<who>(?:(?!\b(?:when|while|where|"
    r"with)\b)[\w' -])+?) "
    r"(?:(?:(?:is|are) )?(?:not|never) "
    r"(?:there|around|present|visible|seen|on[ -]?screen|in (?:the )?(?:shot|picture|frame|scene))|"
    r"(?:is|are) (?:away|gone|absent|elsewhere|off[ -]?screen|out of (?:the )?"
    r"(?:shot|picture|frame|scene)))$",
    re.IGNORECASE,
)
_SAME_PERSON = re.compile(
    r",? (?:while|when|though|although|yet|and yet) (?=(?:still )?(?:sounding|looking|seeming|saying|"
    r"(?:he|she|they) (?:sounds?|looks?|smiles?|laughs?|cries)|what (?:he|she|they) says?|"
    r"(?:his|her|their|the) (?:voice|face|words?|tone|lines?)\b))",
    re.IGNORECASE,
)
_AFTER_A_MOOD = re.compile(
    r"(?<=\w) (?:after|following) (?:being|feeling|having been|having felt) (?=\w+(?: [TV])*$)", re.IGNORECASE
)
_NOT_SO = re.compile(
    r",? (?:when|while|though|although|but|and|even though) (?:he|she|they) (?:really |actually |clearly )?"
    r"(?:is|are|does|do|feels?)(?: really| actually)? not(?: really| at all| so)?$",
    re.IGNORECASE,
)
"""What it means to pretend."""
_NOT_COUNTED = re.compile(
    r",? (?:if |when |and )?(?:the )?(?:times|scenes|moments|parts|ones) (?:when|where|with|in which) "
    r"(?P<who>[\w' -]+?)"
    r"(?: (?:is|are))?(?: (?:there|present|around|in it))?(?: as well| too| also)? (?:are|is) (?:not|never) "
    r"(?:counted|included|considered)$",
    re.IGNORECASE,
)
_WITHOUT_TIMES = re.compile(
    r"(?<=\bwithout) (?:those|(?:the )?(?:times|scenes|moments|parts|ones)) (?:when|where|with|in which) "
    r"(?P<who>[\w' -]+?)(?: (?:is|are)(?: (?:there|present|around|in it))(?: as well| too| also)?)?$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r" (?:when|while) they are together$", re.IGNORECASE)
_BOTH_AT_ONCE = re.compile(
    r"(?<=\w)(?P<both> (?:and|with|together|both|two|opposite|never) .+?)(?<! there)(?<! seen) (?:at|in) "
    r"(?:the same (?:time|moment|scene|shot)|once)$",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(r"^how (?:long|far|many (?:minutes|seconds|hours))\b", re.IGNORECASE)


def without_whom(text: str) -> str:
    """The question with `when Anna is not there` said as `without Anna`.

    >>> without_whom("who is on screen when Anna is not there")
    'who is on screen without Anna'
    """
    for told in (_ABSENT, _NOT_COUNTED):
        text = told.sub(r" without \g<who>", text)
    return _WITHOUT_TIMES.sub(r" \g<who>", text)


def with_one_subject(text: str) -> str:
    """The question with `smiles while sounding afraid` said as `smiles but sounding afraid`: it is no event.

    >>> with_one_subject("when does she smile while her voice is afraid")
    'when does she smile but her voice is afraid'
    """
    told = _SAME_PERSON.sub(" but ", _NOT_SO.sub("", _BOTH_AT_ONCE.sub(r"\g<both>", text)))
    return _AFTER_A_MOOD.sub(" from ", _TOGETHER.sub(" together", told))


def find_clause(text: str) -> Clause | None:
    """The event clause of a question whose times are masked as T, if it has one.

    >>> find_clause("what happens after they reach orbit").words
    'they reach orbit'
    """
    pointing = None if re.search(r"\bT\b", text) else _pointing(text)
    return _opening(text) or pointing or _answering(text) or _at_the_height(text) or _inside(text)


def _at_the_height(text: str) -> Clause | None:
    """Somebody's angriest line is what they say when they are angriest."""
    match = _MOODIEST_LINE.match(text)
    if match is None:
        return None
    who, mood = match["who"] or match["by"], match["mood"] or match["how"]
    return Clause(f"{who} is {mood}", "in", f"what does {who} say V")


def _answering(text: str) -> Clause | None:
    """Who answers somebody speaks next after them."""
    match = _ANSWERS.match(text)
    if match is None:
        return None
    verb = "speaks" if match["who"].lower() == "who" else "say"
    return Clause(match["clause"].strip(), "after", f"{match['who']} {verb} V")


def _pointing(text: str) -> Clause | None:
    if later := find_later(text):
        start, _, later_s = later
        return Clause("", "after" if later_s > 0 else "before", f"{text[:start].rstrip()} V".strip(), later_s)
    for pattern, relation in _POINTING:
        if match := re.search(pattern, text, re.IGNORECASE):
            rest = text if match.start() == 0 or relation == "after" else text[: match.start()] + " V"
            return Clause("", relation, rest.strip())
    return None


def _opening(text: str) -> Clause | None:
    for pattern, relation in _START:
        match = pattern.match(text)
        if match and not re.match(rf"(?:T\b|{_AUXILIARY})", match["clause"]):
            return Clause(match["clause"].strip(), relation, f"V, {match['rest']}")
    return None


def _inside(text: str) -> Clause | None:
    fits = [(match, relation) for pattern, relation in _INSIDE if (match := pattern.search(text))]
    fits = [(match, relation) for match, relation in fits if _is_event(match, text)]
    if not fits:
        return None
    match, relation = min(fits, key=lambda fit: fit[0].start())
    before, words = text[: match.start()], match["clause"].strip()
    if relation == "in":
        return Clause(words, relation, f"{before} V")
    before, offset_s, is_length = find_offset(before)
    later_s = -offset_s if relation == "before" else offset_s
    clause = Clause(words, relation, f"{before} V".strip())
    return replace(clause, length_s=offset_s) if is_length else replace(clause, later_s=later_s)


def _is_event(match: re.Match[str], text: str) -> bool:
    before = text[: match.start()]
    if re.match(r"T\b", match["clause"]):
        return False
    opener = match[0].strip().split()[0].lower()
    if opener in ("when", "where", "as") and (
        re.match(_AUXILIARY, match["clause"])
        or before.lower().strip() in ("and", "so", "but", "also")
        or _ASKING_VERB.search(before)
    ):
        return False
    return opener not in ("since", "until", "before", "till") or not _HOW_LONG.match(before)
