"""What somebody feels over time, from what face, voice and words each say.

Late fusion by a logarithmic opinion pool (Genest and Zidek 1986): at each moment, the logarithm of an
emotion's probability is that of its prior plus the weighted sum of what each modality says. A modality that
is silent adds nothing; a low weight or an uncertain attribution pulls towards the prior. Intervals are then
cut by hysteresis, as an edge detector links edges (Canny 1986): strong moments, with the weaker around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS, MODALITIES, Emotion, EmotionInterval, Modality, Span

WEIGHTS: dict[Modality, float] = {"face": 0.8, "voice": 0.8, "text": 0.7}
"""How far each modality is believed, 0 to 1. First values, chosen by the accuracy of each reader alone."""
PRIOR: dict[Emotion, float] = {emotion: 0.2 if emotion == "neutral" else 0.8 / 6 for emotion in EMOTIONS}
"""How common each emotion is before anything is seen."""
STEP_S = 0.25
"""The grid on which readings meet."""
BEGIN_AT = 0.4
"""An interval needs one moment at least this probable."""
GO_ON_AT = 0.3
"""And reaches as far as moments are this probable."""
BRIDGE_S = 2.0
"""Intervals of one emotion closer than this are one."""
SHORTEST_S = 0.5
"""Shorter ones are noise."""
LEAST_CONFIDENCE = 0.35
"""Below this nothing is said."""

_LOG_PRIOR = np.log(np.array([PRIOR[emotion] for emotion in EMOTIONS]))
_FLOOR = 1e-3
"""No single reader can rule an emotion out."""


@dataclass(frozen=True)
class Readings:
    """Emotion readings as columns, one row a reading."""

    ids: Sequence[str]
    who: Sequence[str | None]
    """Character ids; None where it is not known whose feeling it is."""
    about: Sequence[str]
    """Track or utterance ids."""
    starts_s: NDArray[np.float64]
    ends_s: NDArray[np.float64]
    modalities: NDArray[np.int64]
    """Places in MODALITIES."""
    trust: NDArray[np.float64]
    """How sure it is that the reading is of this character, 0 to 1."""
    probabilities: NDArray[np.float32]
    """Shape (n, 7), in the order of EMOTIONS."""


@dataclass(frozen=True)
class _Moments:
    """Fused probabilities of each person at each grid cell where something was read, in that order."""

    persons: NDArray[np.int64]
    cells: NDArray[np.int64]
    fused: NDArray[np.float64]
    """Shape (m, 7)."""


def fuse(
    readings: Readings, emotions: Sequence[Emotion], least_confidence: float = LEAST_CONFIDENCE
) -> list[EmotionInterval]:
    """When each person feels each of the emotions, by start time.

    Readings that are nobody's are fused for each track or utterance by itself.
    """
    if not len(readings.ids):
        return []
    keys = [who or f"~{about}" for who, about in zip(readings.who, readings.about, strict=True)]
    persons = np.unique(keys, return_inverse=True)[1]
    rows_of = _rows_by_person(persons)
    moments = _fused_moments(readings, persons)
    intervals = (
        _interval(readings, rows_of[moments.persons[first]], emotion, _cells_span(moments, first, last),
                  float(moments.fused[first:last, EMOTIONS.index(emotion)].mean()))
        for emotion in emotions
        for first, last in _felt(moments, EMOTIONS.index(emotion))
    )
    kept = [one for one in intervals
            if one.confidence >= least_confidence and one.span.duration_s >= SHORTEST_S]
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
    follows[1:] = on[:-1] if linked is None else on[:-1] & linked[1:]
    firsts = np.flatnonzero(on & ~follows)
    goes_on = np.append(on[1:] & follows[1:], False)
    lasts = np.flatnonzero(on & ~goes_on) + 1
    return [
        (int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)
        if values[first:last].max() >= begin_at
    ]


def _rows_by_person(persons: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    order = np.argsort(persons, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(persons[order])) + 1)


def _fused_moments(readings: Readings, persons: NDArray[np.int64]) -> _Moments:
    rows, cells = _on_grid(readings)
    width = int(cells.max()) + 1
    slots, places = np.unique(persons[rows] * width + cells, return_inverse=True)
    logarithms = np.broadcast_to(_LOG_PRIOR, (len(slots), len(EMOTIONS))).copy()
    beliefs = np.log(np.maximum(readings.probabilities, _FLOOR)) * readings.trust[:, None]
    for number, modality in enumerate(MODALITIES):
        chosen = readings.modalities[rows] == number
        logarithms += WEIGHTS[modality] * _means(beliefs[rows[chosen]], places[chosen], len(slots))
    fused = np.exp(logarithms - logarithms.max(axis=1, keepdims=True))
    return _Moments(slots // width, slots % width, fused / fused.sum(axis=1, keepdims=True))


def _on_grid(readings: Readings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row numbers repeated for each grid cell that the reading touches, and those cells."""
    firsts = np.floor(readings.starts_s / STEP_S).astype(np.int64)
    counts = np.maximum(np.ceil(readings.ends_s / STEP_S).astype(np.int64) - firsts, 1)
    rows = np.repeat(np.arange(len(firsts)), counts)
    before = np.cumsum(counts) - counts
    return rows, firsts[rows] + np.arange(len(rows)) - before[rows]


def _means(values: NDArray[np.float64], places: NDArray[np.int64], length: int) -> NDArray[np.float64]:
    """Shape (length, 7): mean of the rows that share a place, 0 where none has it."""
    counts = np.maximum(np.bincount(places, minlength=length), 1)
    return np.stack(
        [np.bincount(places, column, minlength=length) / counts for column in values.T], axis=1
    )


def _felt(moments: _Moments, emotion: int) -> list[tuple[int, int]]:
    """Ranges of moments that make one interval each."""
    follows_person = np.append(False, np.diff(moments.persons) == 0)
    linked = follows_person & np.append(False, np.diff(moments.cells) == 1)
    joined: list[tuple[int, int]] = []
    for first, last in hysteresis(moments.fused[:, emotion], BEGIN_AT, GO_ON_AT, linked):
        if joined and _is_near(moments, joined[-1][1] - 1, first):
            first = joined.pop()[0]
        joined.append((first, last))
    return joined


def _is_near(moments: _Moments, before: int, after: int) -> bool:
    gap_s = (moments.cells[after] - moments.cells[before] - 1) * STEP_S
    return bool(moments.persons[before] == moments.persons[after] and gap_s <= BRIDGE_S)


def _cells_span(moments: _Moments, first: int, last: int) -> Span:
    return Span(start_s=moments.cells[first] * STEP_S, end_s=(moments.cells[last - 1] + 1) * STEP_S)


def _interval(
    readings: Readings, rows: NDArray[np.int64], emotion: Emotion, span: Span, confidence: float
) -> EmotionInterval:
    """An interval cut to the readings it rests on, which may begin and end within a grid cell."""
    touching = rows[(readings.starts_s[rows] < span.end_s) & (readings.ends_s[rows] >= span.start_s)]
    start_s = max(span.start_s, float(readings.starts_s[touching].min()))
    end_s = max(start_s, min(span.end_s, float(readings.ends_s[touching].max())))
    chances = readings.probabilities[touching, EMOTIONS.index(emotion)]
    return EmotionInterval(
        span=Span(start_s=start_s, end_s=end_s), character_id=readings.who[touching[0]], emotion=emotion,
        confidence=min(1.0, confidence), modalities=_by_modality(readings.modalities[touching], chances),
        evidence=tuple(readings.ids[row] for row in touching[chances >= 1 / len(EMOTIONS)]),
    )


def _by_modality(modalities: NDArray[np.int64], chances: NDArray[np.float32]) -> dict[Modality, float]:
    return {
        modality: float(chances[modalities == number].mean())
        for number, modality in enumerate(MODALITIES) if (modalities == number).any()
    }
