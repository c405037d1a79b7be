"""When a film is tense, by its people's feelings, its pictures and its sounds."""

import numpy as np
from numpy.typing import NDArray

from storyreel.agent.context import Context
from storyreel.agent.recall.asked import found, span_of
from storyreel.agent.recall.felt import FEELING_NEEDS, items_of
from storyreel.agent.results import Found, Item
from storyreel.agent.wording.phrases import listed
from storyreel.memory import tension as tensions
from storyreel.memory import timeline as timelines
from storyreel.memory.records import Span

MOST_PEAKS = 3
MOMENT_S = 3.0
"""A stretch no longer than this is asked about as a moment: how tense it is then."""
NEAR_PEAK = 0.8
"""A tense stretch reaches as far as the curve keeps this share of its peak,"""
LONGEST_S = 30
"""but no farther than so many seconds to either side."""
LEAST_OF_FIRST = 0.6
"""Lower peaks than this share of the highest are not worth telling,"""
USUAL = 0.75
"""nor what is no higher than this share of the film's seconds."""
RAISED = 0.6
"""A part this high, 0 to 1, is what makes a stretch tense."""
_PARTS = {
    "feelings": "what people feel",
    "motion": "much motion",
    "rhythm": "quick cutting",
    "loudness": "loud sound",
    "music": "excited music",
}
_MEASURED = {
    "feelings": "feelings",
    "motion": "motion",
    "rhythm": "cutting",
    "loudness": "loudness",
    "music": "music",
}
_FEELING_RAISED = 0.25
"""Of feelings, which are no ranks but seldom sure, so much is raised."""


def tension(context: Context, start_s: float | None = None, end_s: float | None = None) -> Found:
    """When the film, or a part of it, is most tense, and what makes it so; of a moment, how tense it is."""
    span = span_of(context, start_s, end_s)
    curve = tensions.curve(context.library.facts, context.film)
    known = _only(curve.values, span)
    items: list[Item] = []
    for stretch in _stretches(known, span):
        items += [_item(stretch, curve, context), *_felt(stretch, context)]
    return found(context, items, span, FEELING_NEEDS, notes=(_measured(curve),))


def _only(values: NDArray[np.float64], span: Span | None) -> NDArray[np.float64]:
    """The curve, unknown outside the span."""
    if span is None:
        return values.copy()
    seconds = np.arange(len(values))
    return np.where(
        (seconds + 1 > span.start_s) & (seconds < max(span.end_s, span.start_s + 1)), values, np.nan
    )


def _stretches(values: NDArray[np.float64], span: Span | None) -> list[Span]:
    """The moment asked for, or around each of the highest peaks; the highest first."""
    if np.isnan(values).all():
        return []
    if span is not None and span.duration_s <= MOMENT_S:
        return [span]
    left, stretches = values.copy(), list[Span]()
    least = max(LEAST_OF_FIRST * float(np.nanmax(values)), float(np.nanquantile(values, USUAL)))
    while len(stretches) < MOST_PEAKS and not np.isnan(left).all():
        peak = int(np.nanargmax(left))
        if stretches and left[peak] <= least:
            break
        first, last = _around(left, peak, least)
        stretches.append(Span(start_s=float(first), end_s=float(last)))
        left[_hill(values, first, last)] = np.nan
    return stretches


def _around(values: NDArray[np.float64], peak: int, least: float) -> tuple[int, int]:
    """The seconds around a peak that are nearly as high, half-open."""
    high = np.nan_to_num(values) >= max(NEAR_PEAK * values[peak], least)
    first = last = peak
    while first > 0 and high[first - 1] and peak - first < LONGEST_S:
        first -= 1
    while last + 1 < len(values) and high[last + 1] and last - peak < LONGEST_S:
        last += 1
    return first, last + 1


def _hill(values: NDArray[np.float64], first: int, last: int) -> slice:
    """A stretch with its slopes: down to where the curve rises again."""
    while first > 0 and values[first - 1] <= values[first]:
        first -= 1
    while last < len(values) and values[last] <= values[last - 1]:
        last += 1
    return slice(first, last)


def _item(stretch: Span, curve: tensions.Tension, context: Context) -> Item:
    seconds = slice(int(stretch.start_s), max(int(stretch.start_s) + 1, int(stretch.end_s)))
    value = float(np.nanmean(curve.values[seconds])) if not np.isnan(curve.values[seconds]).all() else 0.0
    known = curve.values[~np.isnan(curve.values)]
    above = min(99, round(100 * float((known < value).mean())))
    raised = [
        words
        for name, words in _PARTS.items()
        if name in curve.parts and _is_raised(curve.parts[name][seconds], name)
    ]
    by = f": {listed(raised)}" if raised else ""
    inside = Span(start_s=stretch.start_s, end_s=min(stretch.end_s, context.film.duration_s))
    return Item(
        kind="tension",
        span=inside,
        text=f"tension {value:.2f} of 1, more than in {above} percent of the film{by}",
    )


def _is_raised(values: NDArray[np.float64], name: str) -> bool:
    known = values[~np.isnan(values)]
    return bool(len(known)) and float(known.mean()) >= (_FEELING_RAISED if name == "feelings" else RAISED)


def _felt(stretch: Span, context: Context) -> list[Item]:
    """The surest tense feeling there."""
    facts, film = context.library.facts, context.film
    felt = timelines.emotion_intervals(facts, film.id, span=stretch)
    tense = [one for one in felt if one.emotion in tensions.TENSE]
    return items_of(context, sorted(tense, key=lambda one: -one.confidence)[:1])


def _measured(curve: tensions.Tension) -> str:
    """What the curve rests on, and what it lacks."""
    there = [words for name, words in _MEASURED.items() if name in curve.parts]
    lacks = [words for name, words in _MEASURED.items() if name not in curve.parts]
    without = f"; {listed(lacks)} {'was' if len(lacks) == 1 else 'were'} not measured" if lacks else ""
    return f"Tension is reckoned from {listed(there) or 'nothing so far'}{without}."
