"""A place in what was told last: the second one of the moments of an answer, or of the scenes or halves.

After `When does Ben speak?`, `what happens in the second one?` asks of the second moment that was told; after
`What happens in the first scene?` it asks of the second scene.
"""

import re

from storyreel.agent.understanding.pronouns import Focus, lists_moments
from storyreel.agent.understanding.question import Question
from storyreel.agent.understanding.scenes_asked import place_of
from storyreel.agent.understanding.text import QUOTED
from storyreel.agent.understanding.times import CARDINALS, NTHS
from storyreel.memory.clock import clock
from storyreel.memory.records import Span

_DIGITS = r"[1-9]\d?(?:st|nd|rd|th)"
_NTH = rf"the (?:very )?(?P<nth>{'|'.join(NTHS)}|last|other|{_DIGITS})"
_LATER = rf"the (?P<nth>{'|'.join(NTHS[1:])}|{_DIGITS}) (?:time|moment)\W*$"
"""`The first time` and `at the last moment` mean other things as well."""
_ONE = r"(?:one|of (?:them|those|these))\b"
_CLAUSE = r"(?! (?:that|when|where|who|whom|they|he|she|it|in|of)\b)"
_WAY = r"\b(?P<way>(?:right |just )?(?:before|after)|in|during|at|on|around) "
_LEAD = r"^\W*(?:(?:and|but|so|ok|okay|now|what about|how about|then) )*"
_AT_NTH = re.compile(rf"{_WAY}{_NTH} {_ONE}{_CLAUSE}", re.IGNORECASE)
_AT_TIME = re.compile(rf"{_WAY}{_LATER}", re.IGNORECASE)
_NTH_TIME = re.compile(
    rf"^(?:and |but |so )?(?:what|who|where|how do(?:es)?|does|do|is|are)\b.*(?<!\bfor )(?P<told>{_LATER})",
    re.IGNORECASE,
)
"""`What does he say the third time?`"""
_ABOUT_NTH = re.compile(
    rf"{_LEAD}(?:can you )?(?:tell (?:me )?(?:more )?about|describe|show me) {_NTH} {_ONE}\W*$", re.IGNORECASE
)
_NTH_ALONE = re.compile(rf"{_LEAD}(?P<at>in |at |during )?{_NTH}(?: one)?\W*$", re.IGNORECASE)
_POINTS_AT_ONE = re.compile(rf"(?:{_WAY}|\b(?:about|describe) ){_NTH} {_ONE}{_CLAUSE}", re.IGNORECASE)
_PART = re.compile(
    rf"\b(?P<nth>{'|'.join(NTHS)}|last) (?P<part>half|third|quarter|act|hour|scene)\b|"
    rf"\b(?P<scene>scene) (?:number )?(?P<number>\d{{1,4}}|{'|'.join(CARDINALS)})\b",
    re.IGNORECASE,
)
_NEXT_ONE = re.compile(
    rf"{_LEAD}(?:in )?the (?:(?P<next>next|following|previous) (?:one|scene)|"
    r"(?:one|scene) (?P<way>before|after)(?: (?:that|this|it)(?: one)?)?)\W*$",
    re.IGNORECASE,
)


def with_place_named(text: str, previous: Question | None, focus: Focus) -> str:
    """The question with the time of the moment, or the name of the part, whose place it tells."""
    if previous is None or QUOTED.search(text):
        return text
    part = _PART.search(previous.text)
    lists = len(focus.moments) > 1 and lists_moments(previous)
    if part and not lists:
        return _with_part_named(text, part)
    return _with_moment_named(text, previous, focus)


def points_at_one(text: str) -> bool:
    """Whether it asks of one of several things that were told.

    >>> points_at_one("what happens in the second one"), points_at_one("what happens in the second act")
    (True, False)
    """
    return _POINTS_AT_ONE.search(QUOTED.sub("", text)) is not None


def _with_part_named(text: str, part: re.Match[str]) -> str:
    """`And the second?`, of a question about the first half, asks of the second half."""
    kind = part["part"] or part["scene"]
    if (beside := _NEXT_ONE.match(text)) and kind.lower() == "scene":
        is_before = (beside["next"] or beside["way"]).lower() in ("previous", "before")
        return _scene_beside(part, -1 if is_before else 1) or text
    if alone := _NTH_ALONE.match(text):
        return f"and in the {alone['nth']} {kind}?"
    return _AT_NTH.sub(rf"\g<way> the \g<nth> {kind}", text)


def _scene_beside(scene: re.Match[str], step: int) -> str:
    """`And the next one?`, of the second scene, asks of scene 3; nothing of the last scene."""
    place = place_of(scene["nth"] or scene["number"])
    return f"and in scene {place + step}?" if place >= 0 else ""


def _with_moment_named(text: str, previous: Question, focus: Focus) -> str:
    if alone := _NTH_ALONE.match(text):
        return _in_turn(text, alone, previous, focus)
    if about := _ABOUT_NTH.match(text):
        when = _when(about, focus)
        return f"What happens {when}?" if when else text
    nth = _AT_NTH.search(text) or _AT_TIME.search(text)
    start, end = nth.span() if nth else (0, 0)
    if nth is None and (nth := _NTH_TIME.search(text)):
        start, end = nth.span("told")
    when = _when(nth, focus) if nth else ""
    return f"{text[:start]}{when}{text[end:]}" if when else text


def _in_turn(text: str, alone: re.Match[str], previous: Question, focus: Focus) -> str:
    """`And in the second one?`: the same question there, or what happens in one of the moments just told."""
    when = _when(alone, focus)
    if when and focus.is_one_told(previous.span):
        return f"and {when}?"
    return f"What happens {when}?" if when and alone["at"] and lists_moments(previous) else text


def _when(place: re.Match[str], focus: Focus) -> str:
    """The time of the moment that has the place, as a question puts it; nothing where it was not told."""
    moment = _moment_at(place["nth"].lower(), focus.moments)
    if moment is None:
        return ""
    way = (place.groupdict().get("way") or "").lower()
    if way.endswith("before"):
        return f"{way} {_exactly(moment.start_s)}"
    if way.endswith("after"):
        return f"{way} {_exactly(moment.end_s)}"
    if moment.end_s == moment.start_s:
        return f"at {_exactly(moment.start_s)}"
    return f"from {_exactly(moment.start_s)} to {_exactly(moment.end_s)}"


def _moment_at(nth: str, moments: tuple[Span | None, ...]) -> Span | None:
    if nth == "other":
        return None
    place = place_of(nth)
    at = place - 1 if place > 0 else place
    return moments[at] if moments and at < len(moments) else None


def _exactly(time_s: float) -> str:
    """To the millisecond: what ends as the moment begins is not of it."""
    seconds, thousandths = divmod(round(time_s * 1000), 1000)
    return f"{clock(seconds)}.{thousandths:03}"
