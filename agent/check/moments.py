"""When an item was: whether it tells of a time that a sentence names.

A stay from 0:04 to 0:16 tells of `at 0:05` and `from 0:04 to 0:16`, not of `from 0:04 to 0:20`.
"""

from collections.abc import Iterable, Sequence

from storyreel.agent.check.ground import ROUNDING_S, Ground, holds
from storyreel.agent.check.times import Time
from storyreel.agent.results import Found, Item
from storyreel.memory.records import Span

OF_PEOPLE = ("presence", "emotion", "line", "song")
"""Kinds of items that are moments of somebody; a scene has all who are seen at any time of it."""
_LONG_S = 90.0
"""A moment inside something longer than this is not shown by it."""
_EDGE_S = 1.0
"""Clock times are cut to whole seconds."""


def is_at(item: Item, time: Time) -> bool:
    """Whether an item tells of a time: of all of a stretch, unless only something within it is claimed."""
    start_s, end_s = item.span.start_s, item.span.end_s
    if time.end_s < time.start_s:
        return False
    if time.side:
        return _is_bounded(item, time)
    if time.within:
        inside_s = min(end_s, time.end_s + 1) - max(start_s, time.start_s)
        return inside_s > _EDGE_S or inside_s >= 0.5 * item.span.duration_s
    if time.is_stretch:
        return holds(item.span, time.start_s, time.end_s)
    if min(abs(start_s - time.start_s), abs(end_s - time.start_s)) <= min(ROUNDING_S, time.grain_s):
        return True
    return item.span.duration_s <= _LONG_S and start_s < time.start_s + time.grain_s and end_s >= time.start_s


def is_at_all(item: Item, times: Iterable[Time]) -> bool:
    """Whether an item tells of each of the times."""
    return all(is_at(item, time) for time in times)


def is_at_some(item: Item, times: Sequence[Time]) -> bool:
    """Whether an item tells of one of the times, if there are any."""
    return not times or any(is_at(item, time) for time in times)


def _is_bounded(item: Item, time: Time) -> bool:
    """Whether it begins or ends with a time that it is told to be since or until, or lies on its side."""
    start_s, end_s = item.span.start_s, item.span.end_s
    match time.side:
        case "since":
            return abs(start_s - time.start_s) <= _EDGE_S
        case "until":
            return abs(end_s - time.end_s) <= _EDGE_S
        case "after":
            return end_s - time.start_s > ROUNDING_S
        case _:
            return start_s < time.end_s


def results_over(times: Sequence[Time], ground: Ground) -> list[Found]:
    """The results over just one of the times, or moments; those over the whole film, where none is told."""
    if not times:
        return [found for found in ground.results if found.span is None]
    told = [time for time in times if time.within or not time.is_stretch]
    ends_s = [max(time.end_s, time.start_s + (0 if time.is_stretch else time.grain_s)) for time in told]
    spans = [(time.start_s, min(end_s, ground.duration_s)) for time, end_s in zip(told, ends_s, strict=True)]
    return [
        found
        for found in ground.results
        if found.span and any(_is_just(found.span, start_s, end_s) for start_s, end_s in spans)
    ]


def _is_just(span: Span, start_s: float, end_s: float) -> bool:
    return abs(span.start_s - start_s) <= _EDGE_S and abs(span.end_s - end_s) <= _EDGE_S


def distance(item: Item, time: Time) -> tuple[bool, float]:
    """How badly an item fits a time, for sorting; what spans a whole scene or film comes last."""
    return item.kind in ("film", "scene"), abs(item.span.start_s - time.start_s) + abs(
        item.span.end_s - time.end_s
    )


def reaches_into(item: Item, time: Time) -> bool:
    """Whether it lies in a time by more than rounding."""
    low, high = time.start_s, max(time.end_s, time.start_s + time.grain_s)
    return min(item.span.end_s, high) - max(item.span.start_s, low) > (1.0 if time.is_stretch else ROUNDING_S)
