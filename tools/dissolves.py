"""Dissolves: where one picture turns into another with no cut.

Every picture of a dissolve is a mixture of the one before and the one after it, ever more of the second
(Hampapur, Jain and Weymouth, "Digital Video Segmentation", 1994). What moves through a picture is no mixture,
and what only becomes lighter or darker stays the same picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from statistics import median

import numpy as np
from numpy.typing import NDArray

LENGTHS_S = (0.5, 1.0, 2.0)
"""How long the stretches are that are looked at; in a longer dissolve they lie inside."""
STEPS = 8
"""Stretches begin this many times in their length, on a grid that is the same for all of a film."""
LEAST_FRAMES = 6
LEAST_CHANGE = 15.0
"""Root mean square change of grey levels between the two ends."""
MOST_LIKE = 0.5
"""Correlation of the two ends, which are different pictures."""
MOST_REST = 0.3
"""What no mixture of the ends explains, as a share of their difference; more where both shots move much."""
MOST_PACE = 3.0
"""How many times as fast as on average a dissolve may go; a cut goes at once."""
MOST_RETURN = 0.5
"""How fast it may go back for a moment, where something moves."""

Pictures = NDArray[np.float32]
"""Shape (n, d): small pictures, 0 to 255."""


@dataclass(frozen=True)
class _Mixture:
    """A stretch whose pictures are mixtures of its ends."""

    first: int
    last: int
    middle: int
    """Where it is as much the one as the other."""


def find_dissolves(times_s: NDArray[np.float64], pictures: Pictures, broken: NDArray[np.bool_]) -> list[int]:
    """The middle frames of dissolves, in order.

    `times_s` and `broken` have shape (n,); no dissolve holds a frame that is broken.
    """
    found = [
        mixture
        for first, last in _stretches(times_s)
        if not broken[first : last + 1].any() and (mixture := _mixture(pictures, first, last))
    ]
    return [round(median(one.middle for one in group)) for group in _overlapping(found)]


def _stretches(times_s: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """The first and last frames of every stretch, in order of time for each length."""
    for length_s in LENGTHS_S:
        step_s = length_s / STEPS
        ticks = range(ceil(times_s[0] / step_s), ceil((times_s[-1] - length_s) / step_s))
        begins_s = np.array(ticks) * step_s
        firsts, lasts = np.searchsorted(times_s, begins_s), np.searchsorted(times_s, begins_s + length_s)
        yield from ((int(a), int(b)) for a, b in zip(firsts, lasts, strict=True) if b - a >= LEAST_FRAMES)


def _mixture(pictures: Pictures, first: int, last: int) -> _Mixture | None:
    before, after = pictures[first], pictures[last]
    whole = after - before
    change = float(np.sqrt(np.mean(whole**2)))
    if change < LEAST_CHANGE or _correlation(before, after) > MOST_LIKE:
        return None
    moved = pictures[first : last + 1] - before
    shares = moved @ whole / (whole @ whole)
    rest = np.sqrt(np.maximum(0, (moved**2).mean(axis=1) / change**2 - shares**2))
    pace = np.diff(shares) * (last - first)
    if rest.max() > MOST_REST or pace.max() > MOST_PACE or pace.min() < -MOST_RETURN:
        return None
    return _Mixture(first, last, first + int(np.argmin(np.abs(shares - 0.5))))


def _correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    a, b = one - one.mean(), other - other.mean()
    scale = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / scale if scale else 1.0


def _overlapping(mixtures: list[_Mixture]) -> list[list[_Mixture]]:
    groups: list[list[_Mixture]] = []
    reached = -1
    for one in sorted(mixtures, key=lambda one: one.first):
        if one.first > reached:
            groups.append([])
        groups[-1].append(one)
        reached = max(reached, one.last)
    return groups
