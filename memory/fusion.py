"""What somebody feels at each moment, from what face, voice and words each say.

Late fusion by a logarithmic opinion pool (Genest and Zidek 1986): at each moment, the logarithm of an
emotion's probability is that of its prior plus the weighted sum of what each modality says. A modality that
is silent adds nothing; a low weight or an uncertain attribution pulls towards the prior. The weights are
learnt: `python -m storyreel.eval.train fusion`; what they rest on stands in `pool.md`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS, MODALITIES, Emotion

POOL = Path(__file__).with_name("pool.json")
"""The weights that ship."""
PRIOR: dict[Emotion, float] = {emotion: 0.24 if emotion == "neutral" else 0.76 / 6 for emotion in EMOTIONS}
"""How common each emotion is before anything is seen. Not learnt, as films are calmer than those that are put
together; the weights are learnt for it. Of 0.2 to 0.34, films put together are calibrated best with this, and
the words of real films tell no more than readers agreed to: eval/LOG.md."""
FILM_ODDS: dict[Emotion, float] = {
    "anger": 1.2,
    "disgust": 1.2,
    "fear": 1.3,
    "happiness": 1.0,
    "sadness": 1.0,
    "surprise": 0.2,
    "neutral": 1.0,
}
"""How much more often lines of films carry each emotion than the reader of words expects, which learnt most
from a sitcom, where every question is a surprise: its probabilities are reweighted so (Saerens, Latinne and
Decaestecker 2002). Chosen by hand-judged lines of two whole films: eval/LOG.md."""
STEP_S = 0.25
"""The grid on which readings meet."""

_ODDS = np.array([FILM_ODDS[emotion] for emotion in EMOTIONS])
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
    """How sure it is that the reading is of this character, times how well it could be perceived, 0 to 1."""
    probabilities: NDArray[np.float32]
    """Shape (n, 7), in the order of EMOTIONS."""


@dataclass(frozen=True)
class Moments:
    """Fused probabilities of each person at each grid cell where something was read, in that order."""

    persons: NDArray[np.int64]
    cells: NDArray[np.int64]
    fused: NDArray[np.float64]
    """Shape (m, 7)."""


def persons_of(readings: Readings) -> NDArray[np.int64]:
    """A number for each reading's person; what is nobody's goes by track or utterance. Shape (n,)."""
    keys = [who or f"~{about}" for who, about in zip(readings.who, readings.about, strict=True)]
    return np.unique(keys, return_inverse=True)[1]


def fuse(
    readings: Readings, persons: NDArray[np.int64], shares: NDArray[np.float64] | None = None
) -> Moments:
    """What each person feels wherever at least one modality says something. At least one reading.

    `shares` are weights other than those that ship, shape (3,).
    """
    evidence = gather(readings, persons)
    believed = weights() if shares is None else shares
    return Moments(evidence.persons, evidence.cells, pooled(evidence.beliefs, believed))


@dataclass(frozen=True)
class Evidence:
    """What the modalities say of each person at each grid cell where something was read, in that order."""

    persons: NDArray[np.int64]
    cells: NDArray[np.int64]
    beliefs: NDArray[np.float64]
    """Shape (m, 3, 7): mean logarithms of probabilities by modality, times trust; 0 where one is silent."""


def gather(readings: Readings, persons: NDArray[np.int64]) -> Evidence:
    """The readings laid on the grid; at least one. `persons` as `persons_of` numbers them, shape (n,)."""
    rows, cells = _on_grid(readings)
    width = int(cells.max()) + 1
    slots, places = np.unique(persons[rows] * width + cells, return_inverse=True)
    said = np.log(np.maximum(for_films(readings), _FLOOR)) * readings.trust[:, None]
    beliefs = np.zeros((len(slots), len(MODALITIES), len(EMOTIONS)))
    for number in range(len(MODALITIES)):
        chosen = readings.modalities[rows] == number
        beliefs[:, number] = _means(said[rows[chosen]], places[chosen], len(slots))
    return Evidence(slots // width, slots % width, beliefs)


def pooled(beliefs: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fused probabilities, shape (m, 7), with so much weight on each modality, shape (3,)."""
    logarithms = _LOG_PRIOR + np.einsum("mke,k->me", beliefs, shares)
    fused = np.exp(logarithms - logarithms.max(axis=1, keepdims=True))
    return np.asarray(fused / fused.sum(axis=1, keepdims=True))


@cache
def weights() -> NDArray[np.float64]:
    """How far each modality is believed, shape (3,), in the order of MODALITIES; 1 is as far as it is sure"""
    found = json.loads(POOL.read_text(encoding="utf-8"))["weights"]
    return np.array([found[modality] for modality in MODALITIES])


def for_films(readings: Readings) -> NDArray[np.float64]:
    """Shape (n, 7): the readings' probabilities, those of words reweighted for films."""
    of_words = readings.modalities == MODALITIES.index("text")
    weighted = readings.probabilities * np.where(of_words[:, None], _ODDS, 1.0)
    return np.asarray(weighted / weighted.sum(axis=1, keepdims=True))


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
    return np.stack([np.bincount(places, column, minlength=length) / counts for column in values.T], axis=1)
