"""Cuts fused emotion probabilities into intervals.

By hysteresis, as an edge detector links edges (Canny 1986): strong moments, with the weaker ones around them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.fusion import STEP_S, Moments, Readings, for_films, fuse, persons_of
from storyreel.memory.records import EMOTIONS, MODALITIES, Emotion, EmotionInterval, Modality, Span


@dataclass(frozen=True)
class Limits:
    """How probable a feeling must be to be told."""

    begin_at: float = 0.4
    """An interval needs one moment at least this probable."""
    go_on_at: float = 0.3
    """And reaches as far as moments are this probable."""


LIMITS = Limits()
BRIDGE_S = 2.0
"""Intervals of one emotion no farther apart than this are one."""
SHORTEST_S = 0.5
"""Shorter ones are noise."""
LEAST_CONFIDENCE = 0.35
"""Below this nothing is said."""
SUPPORT = 1 / len(EMOTIONS)
"""A reading is evidence for an emotion that it gives more than an even chance."""

CONFLICT_AT = 0.4
"""A modality that gives a feeling of the other kind at least this chance speaks against an interval."""
PLEASANT: frozenset[Emotion] = frozenset({"happiness"})
UNPLEASANT: frozenset[Emotion] = frozenset({"anger", "disgust", "fear", "sadness"})
"""Only these two kinds conflict: surprise goes with either, and of two unpleasant feelings that a face and a
voice are read as, one is more often misread than hidden."""


def intervals(
    readings: Readings,
    emotions: Sequence[Emotion],
    least_confidence: float = LEAST_CONFIDENCE,
    limits: Limits = LIMITS,
    shares: NDArray[np.float64] | None = None,
) -> list[EmotionInterval]:
    """When each person feels each of the emotions, by start time.

    Readings that are nobody's make intervals for each track or utterance by itself. `shares` are weights of
    modalities other than those that ship, shape (3,).
    """
    if not len(readings.ids):
        return []
    persons = persons_of(readings)
    moments = fuse(readings, persons, shares)
    rows = _Rows.of(readings, persons)
    found = [
        rows.interval(emotion, stretch)
        for emotion in emotions
        for stretch in _stretches(moments, EMOTIONS.index(emotion), limits)
        if stretch.confidence >= least_confidence
    ]
    kept = [one for one in found if one.span.duration_s >= SHORTEST_S]
    return sorted(kept, key=lambda one: (one.span.start_s, one.span.end_s, one.character_id or "~"))


def hysteresis(
    values: NDArray[np.float64], begin_at: float, go_on_at: float, linked: NDArray[np.bool_] | None = None
) -> list[tuple[int, int]]:
    """Half-open index ranges where values stay at least `go_on_at` and reach `begin_at` somewhere.

    `linked[i]` tells whether value i follows on value i - 1; by default all do.

    >>> hysteresis(np.array([0.3, 0.5, 0.3, 0.1, 0.3]), 0.4, 0.3)
    [(0, 3)]
    """
    on = values >= go_on_at
    follows = np.zeros(len(on), bool)
    follows[1:] = on[1:] & on[:-1] & (True if linked is None else linked[1:])
    firsts = np.flatnonzero(on & ~follows)
    if not len(firsts):
        return []
    lasts = np.flatnonzero(on & ~np.append(follows[1:], False)) + 1
    bounds = np.stack([firsts, lasts], axis=1).ravel()
    strong = np.maximum.reduceat(np.append(values, -np.inf), bounds)[::2] >= begin_at
    return list(zip(firsts[strong].tolist(), lasts[strong].tolist(), strict=True))


@dataclass(frozen=True)
class _Stretch:
    """A person feels an emotion for a while, by the grid."""

    person: int
    start_s: float
    end_s: float
    confidence: float


def _stretches(moments: Moments, emotion: int, limits: Limits) -> Iterable[_Stretch]:
    values = moments.fused[:, emotion]
    linked = np.append(False, (np.diff(moments.persons) == 0) & (np.diff(moments.cells) == 1))
    ranges = hysteresis(values, limits.begin_at, limits.go_on_at, linked)
    sums = np.append(0.0, np.cumsum(values))
    for first, last in _bridged(moments, ranges):
        yield _Stretch(
            person=int(moments.persons[first]),
            start_s=float(moments.cells[first]) * STEP_S,
            end_s=float(moments.cells[last - 1] + 1) * STEP_S,
            confidence=float((sums[last] - sums[first]) / (last - first)),
        )


def _bridged(moments: Moments, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges with those of one person that lie near made one."""
    most_cells = BRIDGE_S / STEP_S
    bridged: list[tuple[int, int]] = []
    for first, last in ranges:
        before = bridged[-1][1] - 1 if bridged else None
        if (
            before is not None
            and moments.persons[before] == moments.persons[first]
            and moments.cells[first] - moments.cells[before] - 1 <= most_cells
        ):
            first = bridged.pop()[0]
        bridged.append((first, last))
    return bridged


@dataclass(frozen=True)
class _Rows:
    """The readings as lists, which are quicker than arrays for the few that one interval touches."""

    readings: Readings
    by_person: list[list[int]]
    """Row numbers in order of start time."""
    starts_s: list[float]
    ends_s: list[float]
    modalities: list[Modality]
    likely: NDArray[np.float64]
    """Shape (n, 7): probabilities as they are fused."""
    longest_s: float

    @classmethod
    def of(cls, readings: Readings, persons: NDArray[np.int64]) -> "_Rows":
        order = np.lexsort((readings.starts_s, persons))
        borders = np.flatnonzero(np.diff(persons[order])) + 1
        return cls(
            readings,
            [rows.tolist() for rows in np.split(order, borders)],
            readings.starts_s.tolist(),
            readings.ends_s.tolist(),
            [MODALITIES[number] for number in readings.modalities.tolist()],
            for_films(readings),
            float((readings.ends_s - readings.starts_s).max()),
        )

    def interval(self, emotion: Emotion, stretch: _Stretch) -> EmotionInterval:
        """A stretch cut to the readings it rests on, which may begin and end within a grid cell."""
        rows = self._touching(stretch)
        chances = self.readings.probabilities[rows, EMOTIONS.index(emotion)].tolist()
        start_s = max(stretch.start_s, min(self.starts_s[row] for row in rows))
        end_s = min(stretch.end_s, max(self.ends_s[row] for row in rows))
        return EmotionInterval(
            span=Span(start_s=start_s, end_s=max(start_s, end_s)),
            character_id=self.readings.who[rows[0]],
            emotion=emotion,
            confidence=min(1.0, stretch.confidence),
            modalities=self._by_modality(rows, chances),
            evidence=tuple(
                self.readings.ids[row] for row, chance in zip(rows, chances, strict=True) if chance > SUPPORT
            ),
            conflict=self._against(emotion, rows),
        )

    def _touching(self, stretch: _Stretch) -> list[int]:
        rows = self.by_person[stretch.person]
        first = bisect_left(rows, stretch.start_s - self.longest_s, key=self.starts_s.__getitem__)
        last = bisect_left(rows, stretch.end_s, key=self.starts_s.__getitem__)
        return [row for row in rows[first:last] if self.ends_s[row] >= stretch.start_s]

    def _by_modality(self, rows: Sequence[int], chances: Sequence[float]) -> dict[Modality, float]:
        given: dict[Modality, list[float]] = {}
        for row, chance in zip(rows, chances, strict=True):
            given.setdefault(self.modalities[row], []).append(chance)
        return {modality: sum(many) / len(many) for modality, many in given.items()}

    def _against(self, emotion: Emotion, rows: Sequence[int]) -> dict[Modality, Emotion]:
        """What the modalities are surest of that say the contrary."""
        contrary = UNPLEASANT if emotion in PLEASANT else PLEASANT if emotion in UNPLEASANT else frozenset()
        against: dict[Modality, Emotion] = {}
        for modality in dict.fromkeys(self.modalities[row] for row in rows) if contrary else ():
            mean = self.likely[[row for row in rows if self.modalities[row] == modality]].mean(axis=0)
            likeliest = EMOTIONS[int(mean.argmax())]
            if likeliest in contrary and mean.max() >= CONFLICT_AT:
                against[modality] = likeliest
        return against
