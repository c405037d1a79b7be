"""Stretches of film whose ends are events: `between the door slam and the footsteps`."""

import re

from storyreel.agent.understanding.events import Clause
from storyreel.agent.understanding.kinds.rule import CHANGE, SOMEBODY_UNKNOWN
from storyreel.agent.understanding.times import find_times

_RANGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:from|between) (?P<first>[^,]+?) (?:and|to|until|till|up to) (?P<second>[^,]+), (?P<rest>.+)$",
        r"^(?P<head>.*?)\bbetween (?P<first>[^,]+?) and (?P<second>[^,]+)$",
        r"^(?P<head>.*?)\bfrom (?P<first>[^,]+?) (?:up to|to|until|till) (?P<second>[^,]+)$",
    )
)
_OF_NO_STRETCH = re.compile(
    r"\b(?:differ\w*|relation\w*|compar\w+|conversations?|dialogue|talks?|fights?|love|tension|chemistry|bond|"
    r"feelings?|distance|connection|way|road|journey|far|choose|choice|letters?|messages?|"
    r"(?:go|goes|going|went|walk\w*|run\w*|rac(?:e|es|ing)|driv\w+|drove|travel\w*|mov(?:e|es|ed|ing)|"
    rf"{CHANGE}|comes?|came|gets?|got|turn\w*|switch\w*|fl(?:y|ies|ew)|sail\w*|carr\w+|takes?|took|brings?|brought|"
    r"deliver\w*|sends?|sent|drag\w*|transport\w*|smuggl\w+|fetch\w*))"
    r"(?: \w+){0,2} $",
    re.IGNORECASE,
)
"""What stands before two people, places or moods, and not before two moments."""
_IS_MOMENT = re.compile(
    r"^(?:Q$|when \w|the (?:moment|time|point|scene) (?:when|where|that|of) |(?:the|an?|his|her|their) \w|"
    r"[A-Z][\w.'-]* \w+ing\b|"
    r"[\w.' -]+? (?:says?|said|asks?|shouts?|sings?|speaks?|meets?|enters?|leaves?|arrives?|appears?|dies|"
    r"slams?|line|words|anger|fear|sadness|happiness|joy|surprise|death|song|arrival|entrance|first|last)\b)",
    re.IGNORECASE,
)
_OPENER = re.compile(r"^(?:when|the (?:moment|time|point|scene) (?:when|where|that|of)) ", re.IGNORECASE)
_NO_MOMENT = re.compile(
    rf"^(?:{SOMEBODY_UNKNOWN}|the (?:two|three|both|others?|characters?|people)\b.*|"
    r"the (?:first|second|third|last|film|movie))$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|how|is there|are there|do|does|did)\b", re.IGNORECASE)
_FILM_EDGE = re.compile(
    r"^the (?:very )?(?:(?P<start>(?:opening|first|main|title)|top)|closing|end|final|last|finish|credits)"
    r"(?: (?:credits?|titles?|scenes?|shots?|frames?|images?|pictures?|minutes?|moments?))?$",
    re.IGNORECASE,
)
"""Where a film begins and ends."""


def find_range(text: str, duration_s: float) -> Clause | None:
    """The stretch that a question asks about, if its ends are two events, or an event and a time.

    >>> find_range("what happens between the song and the door slam", 60).until
    'the door slam'
    """
    for pattern in _RANGES:
        if (match := pattern.search(text)) and _is_stretch(match, duration_s):
            first, second = (_OPENER.sub("", match[end].strip()) for end in ("first", "second"))
            said = match.groupdict()
            rest = f"V, {said['rest']}" if said.get("rest") else f"{match['head'].strip()} V".strip()
            return Clause(first, "in", rest, until=second)
    return None


def time_of_end(words: str, duration_s: float, is_second: bool) -> float | None:
    """Where an end lies that is told as a time, in seconds; None of an event."""
    if edge := _FILM_EDGE.match(words):
        return 0.0 if edge["start"] else duration_s
    times = find_times(f"at {words}", duration_s)
    if not times or times[0].end - times[0].start < len(words):
        return None
    span, moment_s = times[0].span, times[0].moment_s
    return moment_s if moment_s is not None else span.end_s if is_second else span.start_s


def _is_stretch(match: re.Match[str], duration_s: float) -> bool:
    """Whether both ends are moments, and one at least is not told as a time."""
    if _OF_NO_STRETCH.search(match.groupdict().get("head") or "") or _is_of_times(match, duration_s):
        return False
    ends = (match["first"].strip(), match["second"].strip())
    are_times = [time_of_end(end, duration_s, is_second=False) is not None for end in ends]
    return not all(are_times) and all(
        is_time or (_IS_MOMENT.match(end) and not _NO_MOMENT.match(end) and not _ASKS.search(end))
        for end, is_time in zip(ends, are_times, strict=True)
    )


def _is_of_times(match: re.Match[str], duration_s: float) -> bool:
    """Whether both ends together are one time: `between the 50th and the 70th minute`."""
    times = find_times(match.string, duration_s)
    return any(one.start <= match.start("first") and match.start("second") < one.end for one in times)
