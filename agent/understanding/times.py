"""Times in a question: clock times, amounts, parts of the film, and ranges of them."""

import re
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.understanding.past_parts import beside_part
from storyreel.agent.understanding.text import words_of
from storyreel.errors import QuestionError
from storyreel.memory.records import Span

Relation = Literal["in", "before", "after"]

_ONES = words_of(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = words_of("twenty thirty forty fifty sixty seventy eighty ninety")
_NUMBERS = {word: float(value) for value, word in enumerate(_ONES)}
_NUMBERS |= {word: 20.0 + 10 * place for place, word in enumerate(_TENS)}
_NUMBERS |= {
    "a": 1.0,
    "an": 1.0,
    "half": 0.5,
    "half a": 0.5,
    "couple": 2.0,
    "a couple of": 2.0,
    "few": 3.0,
    "a few": 3.0,
}
CARDINALS = _ONES[1:11]
NTHS = words_of("first second third fourth fifth sixth seventh eighth ninth tenth")
_ORDINALS = {word: place for place, word in enumerate(NTHS, start=1)}
_ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_UNITS_S = {"h": 3600.0, "m": 60.0, "s": 1.0}

_NUMBER = (
    r"(?:\d{1,9}(?:\.\d+)?|(?:an? |one )?quarter of an?|three[ -]quarters of an?|half an?|an? couple of|"
    r"an? few|couple|few|half|"
    rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[1:10])}))?|"
    rf"{'|'.join(sorted(_ONES, key=len)[::-1])}|an?)"
)
_UNIT = r"(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
_AMOUNT = (
    rf"{_NUMBER}(?: and a half)?[ -]?(?:hours?(?: and)? (?:\d{{1,2}}|(?:{'|'.join(_TENS)})(?:[ -](?:"
    rf"{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[10:])}|five|ten)(?![\w:]| ?{_UNIT}\b)|{_UNIT}(?: and a "
    rf"half(?! an?\b)|"
    rf"(?:(?: and)? ?{_NUMBER} ?{_UNIT})*))"
)
"""Also `47 and a half minutes`, and `an hour twenty`, whose minutes are left out."""
_COUNTED = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[2:])})"
_CLOCK = r"\d{1,9}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_MINUTE = (
    rf"(?:the )?(?:(?<!\d )(?:minute|min|second) \d{{1,9}}(?!\d| ?s)|minute {_COUNTED}\b"
    r"|\d{1,4}(?:st|nd|rd|th) (?:minute|min|second)\b)"
)
"""`minute 18`, but not of `1 minute 18 seconds`."""
_PERCENT = r"\d{1,3} ?(?:%|percent)"
_HALFWAY = (
    r"(?:halfway|half way|midway|(?:the )?(?:midpoint|half-?way point|half way point)|(?:an? |one "
    r")?(?:quarter|third)(?: of the way)? (?:in(?:to)?|through)|"
    r"(?:two thirds|"
    r"three[ -]quarters)(?: of the way)? (?:in(?:to)?|through)|(?:the |an? |(?<!\d )(?<!\d))hour mark)"
)
_MARK = (
    r"(?:(?:[ -]mark)|(?: (?:in(?:to)?|through)\b(?: (?:the|this) (?:film|movie|video|clip))?)|"
    r"(?: of the way(?: through)?))?"
)
_SHORT = (
    r"\d{1,2}h ?\d{1,2}(?!\d)(?: ?m(?:in)?(?: ?\d{1,2} ?s(?:ec)?)?)?|\d{1,3}'(?!\w)(?: ?\d{1,2}(?:''|\"))?|"
    r"\d{1,3}m(?:in)? ?\d{1,2}(?!\d)(?: ?s)?"
)
"""As `1h05`, `12'30"`, `12m30`."""
_MOMENT = rf"(?:the )?(?:{_CLOCK}|{_SHORT}|{_MINUTE}|{_PERCENT}|{_HALFWAY}|{_AMOUNT}){_MARK}(?!\w)"
_FRACTION = r"half|third|quarter|fifth|tenth|act"
OF_THE_FILM = r" of (?:the|this) (?:film|movie|video|clip|episode)"
_WHOLE = rf"(?:{OF_THE_FILM})?"
_EDGE = (
    r"(?:very )?(?:begin(?:ning)?|start|opening|outset|intro(?:duction)?|prologue|end|epilogue|ending|"
    r"finale|close|conclusion|middle)"
    r"(?! (?:credits?|titles?|scenes?|shots?|lines?|words?|sentences?|moments?))"
)

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"\bbetween (?P<from>{_MOMENT}) and (?P<to>{_MOMENT})",
        rf"\b(?:between|from) (?:the )?(?:(?:minutes?|mins?) )?(?P<low>\d{{1,4}})(?:st|nd|rd|th)? ?(?:and|"
        rf"to|-|till|until) (?:the )?(?P<high>\d{{1,4}})(?:st|nd|rd|th)?(?: (?P<of>{_UNIT}))?(?: "
        rf"mark)?(?![\w:])",
        rf"(?<![\w:.])(?:in |during |at )?(?P<low>\d{{1,4}}) ?(?:-|to) ?(?P<high>\d{{1,4}}) "
        rf"?(?P<of>{_UNIT})\b",
        r"\b(?:in |during |at )?(?:the )?(?:minutes|mins) (?P<low_of_minutes>\d{1,4}) ?(?:and|to|-|through|"
        r"thru|till|"
        r"until) (?P<high_of_minutes>\d{1,4})(?![\w:])",
        rf"\b(?:(?P<through>(?:in|during|over|of|for) the )|(?:at|about|around|roughly|some) "
        rf")?(?P<distance>{_AMOUNT}) (?:before|from|to|until|till) "
        rf"(?:the )?(?:very )?(?P<far_edge>end(?:ing)?|finish|credits|start|beginning){_WHOLE}(?!\w)",
        rf"\b(?:(?P<during>(?:in|during|over|of|for) the )|(?:at|about|around|roughly|some) "
        rf")?(?P<offset>{_AMOUNT}) (?P<side_of>before|after|past) "
        rf"(?P<base>{_CLOCK}|{_SHORT}|{_MINUTE}|{_HALFWAY})",
        rf"\b(?:(?:at|about|around|roughly|some) )?(?P<distance_in>{_AMOUNT}) (?:after|from|past|since) "
        rf"(?:the )?(?:very )?(?:start|beginning|opening)(?:s)?{_WHOLE}(?!\w)",
        rf"\b(?P<no_further>(?:nothing|not|no|nor anything|without)(?: \w+){{0,3}} (?:after|past|beyond)|"
        rf"(?:not|no) (?:further|farther|later) than|"
        rf"(?:watched|seen|got|am|only)(?: \w+){{0,3}} (?:until|till|up to|"
        rf"as far as))(?: about| around)? (?:the first )?(?P<limit>{_MOMENT})",
        rf"\b(?:from |in )?(?P<from>{_MOMENT}) ?(?:-|to|till|until|through) ?(?P<to>{_MOMENT})",
        rf"\bfrom (?P<onwards>{_MOMENT}) (?:to|till|until|through) (?:the )?(?:very )?(?:end|finish|"
        rf"credits){_WHOLE}(?!\w)",
        rf"\bfrom (?:the )?(?:very )?(?:start|beginning) (?:to|till|until|up to|through) "
        rf"(?P<limit>{_MOMENT})",
        rf"\b(?:(?:in|during|of|for|within|over) )?(?:the )?(?P<side>first|last|final|opening|closing) "
        rf"(?P<amount>{_AMOUNT}){_WHOLE}(?!\w)",
        rf"\b(?:(?:in|during|of|within) )?(?:the )?(?P<edge_unit>first|last|final|opening|closing) "
        rf"(?P<unit>minute|hour|second){_WHOLE}\b",
        rf"\b(?:(?:in|during|of) )?(?:the )?(?P<nth>first|second|third|fourth|"
        rf"1st|2nd|3rd|4th|last|final|middle|other) "
        rf"(?P<fraction>{_FRACTION}){_WHOLE}(?!\w)",
        r"\b(?:(?:in|during|at) )?(?:the )?(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|"
        r"ninth|tenth) minute\b",
        rf"\b(?P<edge>(?:at|in|near|towards?|by|until|during|around) (?:the )?{_EDGE}|the "
        rf"{_EDGE}){_WHOLE}(?!\w)",
        r"(?<=\bhappens )(?P<edge_place>first|last|in the end|at last|at first)$",
        r"(?<=\bdoes it )(?P<edge_verb>end|start|begin|open|close)\b|(?:(?<=film )|(?<=clip )|(?<=movie )|"
        r"(?<=video )|(?<=story )|(?<=episode ))(?P<edge_verb_too>ends?|starts?|begins?)$",
        r"\b(?:in |during )?the (?:very )?(?P<edge_scene>first|opening|last|final|closing) "
        rf"(?:scene\b|(?:minutes|seconds|(?:few )?moments){_WHOLE}(?!\w)|moment{_WHOLE}(?=\W*$))"
        r"(?! (?:with|where|of|in which|between))",
        rf"\b(?P<edge_of>{_EDGE} of (?:the|this) (?:film|movie|video|clip|episode))(?!\w)",
        rf"\b(?P<relation>right before|just before|before|prior to|until|up to|by|right after|just "
        rf"after|after|"
        rf"since|from|around|(?<!what )(?<!how )about|near|at|in|during)(?: about| around)? "
        rf"(?P<moment>{_MOMENT})(?: on(?:wards?)?)?",
        rf"(?<![\w:.])(?P<bare>{_CLOCK}|{_MINUTE}|{_PERCENT} (?:in|through)\b|{_HALFWAY}{_MARK}|{_SHORT}|"
        rf"{_AMOUNT} (?:in(?:to)?|mark)\b"
        r"(?: (?:the|this) (?:film|movie|video|clip))?|\d+(?:s|sec|secs)\b)",
        r"\bat (?P<seconds>\d{1,9})(?=$|[?.!,])",
    )
)
_NO_TIME = re.compile(
    r"\b(?:at|around|before|after|by|near|from|since|until|minute|second|first|last) "
    r"(?:[-−–] ?\d|\d+(?:\.\d+)?e\d|\d{10})|(?<![\d:])\d{1,9}:(?:\d\d:)?[6-9]\d(?!\d)|"
    r"\b0+th (?:minute|min|second)\b",
    re.IGNORECASE,
)
_STORY_TIME = re.compile(
    r"^(?:what (?:happens|happened|is (?:happening|going on|said|heard|seen))|"
    r"who is (?:on screen|there|visible|seen)) "
    r"(?:(?:at|by|around) (?:noon|midnight|midday|dawn|dusk|sunrise|sunset|night|lunch(?:time)?|breakfast|"
    r"dinner|\w+ o'clock|\d{1,2} ?[ap]\.?m\.?)|in the (?:morning|afternoon|evening)|on \w+day|in \d{4})$"
)
"""A time of the story's day or year, which no clock of the film shows."""
_NOT_A_MOMENT = re.compile(
    r"^(?:an?|the )?\s*(?:an? )?(?:second|minute|moment)$|^(?:the )?hour$", re.IGNORECASE
)

_NEXT = re.compile(
    rf"\b(?:(?:in|during|for|over) )?the (?:next|following) (?P<length>{_AMOUNT})(?!\w)", re.IGNORECASE
)
_LATER = re.compile(
    rf"\b(?:about |around |some )?(?P<length>{_AMOUNT}) (?P<way>later|after (?:that|this)|further on|on|"
    rf"earlier|before (?:that|"
    r"this))(?=$|[?.!,])",
    re.IGNORECASE,
)

_OFFSET = re.compile(
    rf"\b(?P<through>(?:(?:in|during|within|over|for|of) )?(?:the )?)(?:(?:about|around|some|exactly) )?"
    rf"(?P<length>{_AMOUNT})$",
    re.IGNORECASE,
)

AROUND_S = 5.0
"""How far `around 0:47` reaches to both sides."""
NEXT_S = 20.0
"""How far `right after` and `just before` reach."""


@dataclass(frozen=True)
class TimeMention:
    """A time as a question puts it."""

    start: int
    """Where its words begin in the question, in characters."""
    end: int
    span: Span
    """What it means; may lie past the film's end."""
    relation: Relation = "in"
    """`before` and `after` where the span was opened to the film's start or end."""
    moment_s: float | None = None
    """The moment named, where it is a moment."""


def find_times(text: str, duration_s: float) -> list[TimeMention]:
    """Every time in a question, in order, for a film of this length.

    >>> [mention.span.start_s for mention in find_times("who is on screen at 0:47?", 60)]
    [47.0]
    """
    found: list[TimeMention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            mention = _mention(match, duration_s)
            if mention is not None:
                found.append(_past(match, mention, duration_s))
    return _with_what_follows(sorted(found, key=lambda mention: mention.start), text, duration_s)


def _with_what_follows(found: list[TimeMention], text: str, duration_s: float) -> list[TimeMention]:
    """`At 40:00 … in the next ten minutes` is one stretch, from the moment on."""
    moment = next((one for one in found if one.moment_s is not None), None)
    following = _NEXT.search(text)
    if moment is None or moment.moment_s is None or following is None:
        return found
    end_s = min(moment.moment_s + _amount_s(following["length"]), max(duration_s, moment.moment_s))
    stretch = TimeMention(moment.start, moment.end, Span(start_s=moment.moment_s, end_s=end_s))
    return [
        stretch,
        TimeMention(*following.span(), stretch.span),
        *(one for one in found if one is not moment),
    ]


def find_later(text: str) -> tuple[int, int, float] | None:
    """Where a question tells how much later or earlier than what was spoken of, and seconds.

    >>> find_later("and two minutes later")
    (4, 21, 120.0)
    """
    match = _LATER.search(text)
    if match is None:
        return None
    sign = -1 if re.match("earl|bef", match["way"], re.IGNORECASE) else 1
    return match.start(), match.end(), sign * _amount_s(match["length"])


def find_offset(text: str) -> tuple[str, float, bool]:
    """What stands before an amount at the end of a text, its seconds, and whether all of them are meant.

    >>> find_offset("what happens 5 seconds"), find_offset("what happens in the 5 seconds")
    (('what happens', 5.0, False), ('what happens', 5.0, True))
    """
    match = _OFFSET.search(text)
    if match is None or _NOT_A_MOMENT.match(match["length"]):
        return text, 0.0, False
    return text[: match.start()].rstrip(), _amount_s(match["length"]), bool(match["through"])


def names_no_time(text: str) -> bool:
    """Whether a question names a time that no film has: a negative one, one of ten digits, one as `1:99`.

    >>> names_no_time("What happens at -5?"), names_no_time("What happens at 5?")
    (True, False)
    """
    return _NO_TIME.search(text) is not None


def names_story_time(masked: str) -> bool:
    """Whether a question asks what is so at an hour or a day of the story.

    >>> names_story_time("what happens at noon"), names_story_time("what happens T")
    (True, False)
    """
    return _STORY_TIME.match(masked) is not None


def _mention(match: re.Match[str], duration_s: float) -> TimeMention | None:
    said = {name: value.lower() for name, value in match.groupdict().items() if value}
    for name, read in _READERS.items():
        if name in said:
            return read(match, said, duration_s)
    return None


def _past(match: re.Match[str], mention: TimeMention, duration_s: float) -> TimeMention:
    """What comes after a part, or before it, where the question says so."""
    if not any(match.groupdict().get(name) for name in ("side", "edge_unit", "nth")):
        return mention
    beside = beside_part(match.string, *match.span(), mention.span, duration_s)
    if beside is None:
        return mention
    start, end, span = beside
    return TimeMention(start, end, span, "after" if span.start_s else "before")


def _range(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention | None:
    first, second = _moment(said["from"], duration_s), _moment(said["to"], duration_s)
    if first is None or second is None:
        return None
    low, high = sorted((first.start_s, second.start_s))
    return TimeMention(match.start(), match.end(), Span(start_s=low, end_s=max(high, low + 1)))


def _numbers(match: re.Match[str], said: dict[str, str], _: float) -> TimeMention:
    """`Between 10 and 20 minutes`: the unit is said once, or not at all."""
    low, high = said.get("low") or said["low_of_minutes"], said.get("high") or said["high_of_minutes"]
    unit_s = _UNITS_S[said.get("of", "m")[0]]
    start_s, end_s = sorted((float(low) * unit_s, float(high) * unit_s))
    return TimeMention(match.start(), match.end(), Span(start_s=start_s, end_s=max(end_s, start_s + 1)))


def _from_edge(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention:
    """`Five minutes before the end`."""
    length_s = _amount_s(said.get("distance") or said["distance_in"])
    of_end = re.match("end|fin|cred", said.get("far_edge", ""))
    at_s = max(0.0, duration_s - length_s) if of_end else length_s
    if "through" in said and of_end:
        return TimeMention(match.start(), match.end(), Span(start_s=at_s, end_s=duration_s))
    return TimeMention(match.start(), match.end(), _second(at_s), moment_s=at_s)


def _beside_a_moment(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention | None:
    """`Ten seconds before 33:00`."""
    base = _moment(said["base"], duration_s)
    if base is None:
        return None
    length_s = _amount_s(said["offset"])
    at_s = max(0.0, base.start_s + (-length_s if said["side_of"] == "before" else length_s))
    if "during" in said:
        start_s, end_s = sorted((base.start_s, at_s))
        return TimeMention(match.start(), match.end(), Span(start_s=start_s, end_s=end_s))
    return TimeMention(match.start(), match.end(), _second(at_s), moment_s=at_s)


def _no_further(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention | None:
    """`Nothing after 20:00`, `from the start to 20:00`: all before it."""
    moment = _moment(said["limit"], duration_s)
    if moment is None:
        return None
    return TimeMention(
        match.start(), match.end(), Span(start_s=0, end_s=moment.start_s), "before", moment.start_s
    )


def _onwards(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention | None:
    moment = _moment(said["onwards"], duration_s)
    if moment is None:
        return None
    span, relation = _opened("after", moment, duration_s)
    return TimeMention(match.start(), match.end(), span, relation, moment.start_s)


def _end_part(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention | None:
    length_s = _amount_s(said.get("amount") or f"1 {said['unit']}")
    at_start = (said.get("side") or said["edge_unit"]) in ("first", "opening")
    start_s = 0.0 if at_start else max(0.0, duration_s - length_s)
    end_s = min(length_s, duration_s) if at_start else duration_s
    return TimeMention(match.start(), match.end(), Span(start_s=start_s, end_s=max(start_s, end_s)))


def _fraction(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention:
    parts = {"half": 2, "third": 3, "act": 3, "quarter": 4, "fifth": 5, "tenth": 10}[said["fraction"]]
    place = {"last": parts, "final": parts, "other": parts, "middle": (parts + 1) // 2}.get(said["nth"])
    place = min(place or _ORDINALS[said["nth"]], parts)
    step_s = duration_s / parts
    return TimeMention(match.start(), match.end(), Span(start_s=(place - 1) * step_s, end_s=place * step_s))


def _nth_minute(match: re.Match[str], said: dict[str, str], _: float) -> TimeMention:
    place = _ORDINALS[said["ordinal"]]
    return TimeMention(match.start(), match.end(), Span(start_s=60.0 * (place - 1), end_s=60.0 * place))


_EDGE_NAMES = ("edge", "edge_of", "edge_scene", "edge_place", "edge_verb", "edge_verb_too")


def _edge(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention:
    words = next(said[name] for name in _EDGE_NAMES if name in said)
    length_s = edge_length_s(duration_s)
    if re.search("begin|start|open|outset|first|intro|prologue", words):
        span = Span(start_s=0, end_s=length_s)
    elif "middle" in words:
        span = Span(start_s=(duration_s - length_s) / 2, end_s=(duration_s + length_s) / 2)
    else:
        span = Span(start_s=duration_s - length_s, end_s=duration_s)
    return TimeMention(match.start(), match.end(), span)


def edge_length_s(duration_s: float) -> float:
    """How much of a film is its beginning, middle or end: a tenth, at least 15 s and at most 5 minutes."""
    return min(duration_s, max(15.0, min(300.0, duration_s / 10)))


def _related(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention | None:
    moment = _moment(said["moment"], duration_s)
    if moment is None:
        return None
    if said["relation"] == "in" and not re.search(
        r"minute|second \d|half ?way|mid|%|percent|:", said["moment"]
    ):
        return None
    span, relation = _opened(said["relation"], moment, duration_s)
    return TimeMention(match.start(), match.end(), span, relation, moment.start_s)


def _opened(relation: str, moment: Span, duration_s: float) -> tuple[Span, Relation]:
    at_s = moment.start_s
    if relation in ("right before", "just before"):
        return Span(start_s=max(0.0, at_s - NEXT_S), end_s=at_s), "before"
    if relation in ("right after", "just after"):
        return Span(start_s=at_s, end_s=at_s + NEXT_S), "after"
    if relation in ("before", "prior to", "until", "up to", "by"):
        return Span(start_s=0, end_s=at_s), "before"
    if relation in ("after", "since", "from"):
        return Span(start_s=at_s, end_s=max(duration_s, at_s)), "after"
    if relation in ("around", "about", "near"):
        return Span(start_s=max(0.0, at_s - AROUND_S), end_s=at_s + AROUND_S), "in"
    return moment, "in"


def _bare(match: re.Match[str], said: dict[str, str], duration_s: float) -> TimeMention | None:
    moment = _moment(said.get("bare") or f"{said['seconds']} s", duration_s)
    if moment is None:
        return None
    return TimeMention(match.start(), match.end(), moment, moment_s=moment.start_s)


_READERS = {
    "from": _range,
    "low": _numbers,
    "low_of_minutes": _numbers,
    "offset": _beside_a_moment,
    "distance": _from_edge,
    "distance_in": _from_edge,
    "limit": _no_further,
    "onwards": _onwards,
    "side": _end_part,
    "edge_unit": _end_part,
    "nth": _fraction,
    "ordinal": _nth_minute,
    **dict.fromkeys(_EDGE_NAMES, _edge),
    "relation": _related,
    "bare": _bare,
    "seconds": _bare,
}


def _moment(words: str, duration_s: float) -> Span | None:
    """What a moment's words mean; a second long, or a minute for `minute 2`."""
    if _NOT_A_MOMENT.match(words):
        return None
    if clock := re.search(_CLOCK, words):
        return _grain(clock_s(clock[0]), clock[0])
    if short := re.search(_SHORT, words):
        numbers = [*(float(number) for number in re.findall(r"\d+", short[0])), 0.0, 0.0]
        first_s = 3600 if "h" in short[0] else 60
        return _second(sum(number * first_s / 60**place for place, number in enumerate(numbers[:3])))
    if minute := re.search(rf"(?<!\d )(minute|min|second) (\d+|{_COUNTED})(?! ?s)", words):
        unit_s, number = _UNITS_S[minute[1][0]], int(_number(minute[2]))
        return Span(start_s=unit_s * number, end_s=unit_s * (number + 1))
    if nth := re.search(r"(\d+)(?:st|nd|rd|th) (min|sec)", words):
        unit_s = _UNITS_S[nth[2][0]]
        place = int(nth[1])
        return Span(start_s=unit_s * (place - 1), end_s=unit_s * place) if place else None
    if percent := re.search(r"(\d+) ?(?:%|percent)", words):
        return _second(min(100, int(percent[1])) / 100 * duration_s)
    if part := re.search(_HALFWAY, words):
        return _second(_part_s(part[0], duration_s))
    return _second(_amount_s(words))


def _part_s(words: str, duration_s: float) -> float:
    """How far into the film `halfway`, `a quarter through` or `the hour mark` is."""
    if "hour" in words:
        return _UNITS_S["h"]
    shares = {"three": 0.75, "two third": 2 / 3, "quarter": 0.25, "third": 1 / 3}
    return next((share for name, share in shares.items() if name in words), 0.5) * duration_s


def _second(start_s: float) -> Span:
    return Span(start_s=start_s, end_s=start_s + 1.0)


def _grain(start_s: float, clock: str) -> Span:
    """As much as a clock time leaves open: a second, or of one with tenths, a tenth."""
    decimals = len(clock.replace(",", ".").partition(".")[2])
    return Span(start_s=start_s, end_s=start_s + 10.0**-decimals)


def parse_time(text: str) -> float:
    """Seconds of a time as typed for an option: `0:47`, `1:02:03`, `47`, `47s`, `2 minutes`.

    Raises QuestionError for what is no time, and for a clock time that no clock shows, as `1:99`.

    >>> parse_time("0:47"), parse_time("2 minutes")
    (47.0, 120.0)
    """
    plain = text.strip().lower()
    if re.fullmatch(_CLOCK, plain):
        if any(float(part) >= 60 for part in plain.replace(",", ".").split(":")[1:]):
            raise QuestionError(f"{text!r} is no time: after a colon stands 00 to 59, as in 1:02:03.")
        return clock_s(plain)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    if re.fullmatch(_AMOUNT, plain):
        return _amount_s(plain)
    raise QuestionError(f"{text!r} is no time: write it as 0:47, 1:02:03 or 47s.")


def clock_s(clock: str) -> float:
    """Seconds of a clock time.

    >>> clock_s("1:02:03.5")
    3723.5
    """
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _amount_s(words: str) -> float:
    pairs = re.findall(rf"({_NUMBER})(?: and a half)?[ -]?({_UNIT})(?![a-z])", words, re.IGNORECASE)
    units = [(_number(number), _UNITS_S[unit[0].lower()]) for number, unit in pairs]
    half_s = units[-1][1] / 2 if units and "and a half" in words else 0.0
    minutes = re.search(
        rf"hours?(?: and)? ((?!half|an? )\w+(?:[ -](?!{_UNIT}\b)\w+)?)$", words, re.IGNORECASE
    )
    rest_s = 60 * _number(minutes[1]) if minutes else 0.0
    return sum(number * unit_s for number, unit_s in units) + half_s + rest_s


def _number(words: str) -> float:
    words = words.strip().lower()
    if words in _NUMBERS:
        return _NUMBERS[words]
    if words.replace(".", "", 1).isdigit():
        return float(words)
    if words.startswith("half"):
        return 0.5
    if "quarter" in words:
        return 0.75 if words.startswith("three") else 0.25
    parts = [_NUMBERS.get(part, 0.0) for part in re.split("[ -]", words) if part not in ("a", "an", "of")]
    return sum(parts)
