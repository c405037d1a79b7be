"""The times of a sentence: clock times, seconds, stretches, and times put into words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.understanding.times import TimeMention, clock_s, find_times

CLOCK = re.compile(r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?:\.\d+)?(?!:?\d)")
_C = CLOCK.pattern
Side = Literal["", "before", "after", "since", "until"]
_SIDES: dict[str, Side] = {
    "before": "before",
    "by": "before",
    "no later than": "before",
    "not later than": "before",
    "after": "after",
    "since": "since",
    "no earlier than": "since",
    "as early as": "since",
}
"""What is no later than a moment begins before it; what is no earlier, or as early, begins with it."""
_RANGE = re.compile(
    rf"({_C}) ?(?:–|-|—|to|until|till) ?({_C})|(?P<within>\bbetween )({_C}) and ({_C})", re.IGNORECASE
)
_EDGE = (
    r"the (?:very )?(?:{})(?: of (?:the|this) (?:film|movie|video|clip))?\b(?! (?:credit|scene|shot|title))"
)
_END = _EDGE.format("end|ending|finish|close")
_UP_TO = r"(?:until|till|up to|through to|through|to)"
_FROM_START = re.compile(
    rf"\b(?:from|since) {_EDGE.format('start|beginning|outset|opening')}(?: on| onwards?)?"
    rf"(?: {_UP_TO} (?:(?P<at>{_C})|(?P<end>{_END})))?",
    re.IGNORECASE,
)
_TO_END = re.compile(
    rf"(?:\bfrom (?P<at>{_C})(?: on)? )?(?<!close )(?<!near )\b{_UP_TO} {_END}", re.IGNORECASE
)
_SIDE = re.compile(
    rf"\b(?P<word>{'|'.join(_SIDES)}|until|till|up to|as late as) (?P<at>{_C})|"
    rf"\bfrom (?P<from>{_C}) (?:on|onwards?)\b",
    re.IGNORECASE,
)
_ALL_OF = re.compile(r"for (?:all (?:of )?)?the (?:first|last|final|opening|closing)\b", re.IGNORECASE)
"""`for the first ten seconds` is all of them, `in the first ten seconds` some moment."""
_EVER_S = 1e9
_SECONDS = re.compile(
    r"\b(?:at|from|until|around|before|after|by|to) (\d+(?:\.\d+)?) ?(?:s|sec|seconds?)\b"
    r"|\b(\d+(?:\.\d+)?) seconds? (?:into|mark|in(?=[,.;]|$))|\bsecond (\d+)\b"
)
_IN_WORDS_S = 5.0
"""How much a time in minutes leaves open: `two minutes in` is no second; `forty seconds in` is one."""
_S = r"(\d+(?:\.\d+)?) ?"
_RANGE_OF_SECONDS = re.compile(
    rf"\b(?:from|between) {_S}(?:s|sec|seconds)? ?(?:to|and|–|-) ?{_S}(?:s|sec|seconds)\b"
)
_IN_SECONDS = re.compile(r"\bsecond", re.IGNORECASE)
_LOOSE = re.compile(r"(?:towards?|near) (?:the )?(?:end|beginning|start|opening|close)\b", re.IGNORECASE)
_HOLE = re.compile(r",\s+,")
"""Where times were taken out of a text."""
_ROUNDED_S = 1.0
_LASTS = re.compile(r"\b(?:for|than) (?:about |around )?$", re.IGNORECASE)
_IN_ALL = re.compile(r"^ (?:all|total)\b", re.IGNORECASE)
"""`for 18 seconds in all` and `more than in 95 percent` are no moments."""


@dataclass(frozen=True)
class Time:
    """A moment or a stretch as a sentence puts it, in seconds of film."""

    start_s: float
    end_s: float
    grain_s: float = 1.0
    """A time told in whole seconds may mean any moment of that second; one told in tenths, of that tenth."""
    is_stretch: bool = False
    within: bool = False
    """Somewhere between its ends, not all of it."""
    side: Side = ""
    """On which side of a moment, where a single one bounds it."""


def times_in(text: str, duration_s: float) -> tuple[tuple[Time, ...], str]:
    """The times of a text about a film of this length, and the text without them."""
    found, text = _with_edges(text, duration_s)
    found += map(_side, _SIDE.finditer(text))
    text = _SIDE.sub(" ", text)
    for match in _RANGE.finditer(text):
        low, high = match[1] or match[4], match[2] or match[5]
        found.append(Time(clock_s(low), clock_s(high), is_stretch=True, within=bool(match["within"])))
    rest = _RANGE.sub(" ", text)
    found += [_moment(match) for match in CLOCK.findall(rest)]
    rest = CLOCK.sub(" ", rest)
    for low, high in _RANGE_OF_SECONDS.findall(rest):
        found.append(Time(float(low), float(high), is_stretch=True))
    rest = _RANGE_OF_SECONDS.sub(" ", rest)
    for match in _SECONDS.finditer(rest):
        seconds = next(filter(None, match.groups()))
        found.append(Time(float(seconds), float(seconds), _grain_s(seconds)))
    return _with_those_in_words(found, _SECONDS.sub(" ", rest), duration_s)


def _with_edges(text: str, duration_s: float) -> tuple[list[Time], str]:
    """The stretches of a text that begin or end as the film does, and the text without them."""
    found: list[Time] = []
    for match in _FROM_START.finditer(text):
        end_s = clock_s(match["at"]) if match["at"] else duration_s
        bounded = bool(match["at"] or match["end"])
        found.append(Time(0.0, end_s, is_stretch=True, within=not bounded, side="" if bounded else "since"))
    text = _FROM_START.sub(" ", text)
    for match in _TO_END.finditer(text):
        start_s = clock_s(match["at"]) if match["at"] else 0.0
        side: Side = "" if match["at"] else "until"
        found.append(Time(start_s, duration_s, is_stretch=True, within=not match["at"], side=side))
    return found, _TO_END.sub(" ", text)


def _side(match: re.Match[str]) -> Time:
    at_s, word = clock_s(match["at"] or match["from"]), (match["word"] or "since").lower()
    side = _SIDES.get(word, "until")
    if side in ("after", "since"):
        return Time(at_s, _EVER_S, is_stretch=True, within=True, side=side)
    by_then = side == "before" and word != "before"  # within that second, too
    return Time(0.0, at_s + by_then, is_stretch=True, within=True, side=side)


def _moment(time: str) -> Time:
    return Time(clock_s(time), clock_s(time), _grain_s(time))


def _grain_s(time: str) -> float:
    return 10.0 ** -len(time.partition(".")[2])


def _with_those_in_words(found: list[Time], rest: str, duration_s: float) -> tuple[tuple[Time, ...], str]:
    """Times such as `two minutes in` and `in the last ten seconds` too."""
    for mention in reversed(find_times(rest, duration_s)):
        if _LASTS.search(rest[: mention.start]) or _IN_ALL.search(rest[mention.end :]):
            continue
        if _is_put_exactly(mention, rest[mention.end :], found):
            rest = f"{rest[: mention.start]} {rest[mention.end :]}"
            continue
        told = rest[mention.start : mention.end]
        found.append(_loosely(mention, duration_s) if _LOOSE.match(told) else _told(mention, told))
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    return tuple(found), rest


def _is_put_exactly(mention: TimeMention, after: str, found: Iterable[Time]) -> bool:
    """Whether clock times stood right behind it, of a stretch that has all of what it means.

    `At the end, between 0:51 and 1:17, …` is that stretch.
    """
    low_s, high_s = mention.span.start_s + _ROUNDED_S, mention.span.end_s - _ROUNDED_S
    return bool(_HOLE.match(after)) and any(
        time.is_stretch and time.start_s <= low_s and high_s <= time.end_s for time in found
    )


def _loosely(mention: TimeMention, duration_s: float) -> Time:
    """A quarter of the film about what is named."""
    low_s = max(0.0, min(mention.span.start_s, 0.75 * duration_s))
    high_s = min(duration_s, max(mention.span.end_s, 0.25 * duration_s))
    return Time(low_s, high_s, is_stretch=True, within=True)


def _told(mention: TimeMention, words: str) -> Time:
    start_s, end_s = mention.span.start_s, mention.span.end_s
    if _ALL_OF.match(words):
        return Time(start_s, end_s, is_stretch=True)
    if mention.moment_s is None or mention.relation != "in" or end_s - start_s > 1:
        return Time(start_s, end_s, is_stretch=True, within=True)
    return Time(start_s, start_s, 1.0 if _IN_SECONDS.search(words) else _IN_WORDS_S)
