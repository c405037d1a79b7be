"""What tells where a story turns, in films as in screenplays: talk, news, changes, people."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SIGNALS = ("talk", "fresh", "change", "central", "newcomers", "leads", "cries", "questions")
NEAR = 0.06
"""How far, as a share of the story, a scene's neighbourhood reaches to either side."""
BLOCK = 0.05
"""Of the story: how much before a scene is compared with as much after it."""
LEADS = 6
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Beat:
    """A scene, as far as it tells how a story goes."""

    words: str
    """What is said in it."""
    length: float
    """In seconds of film, or words of a screenplay: a page is played for about a minute."""
    talk: float
    """Share of it that is speech, 0 to 1."""
    people: frozenset[str]
    """Who is there or speaks."""

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word is said, small letters only."""
        return Counter(_WORD.findall(self.words.lower()))


def shares(beats: Sequence[Beat]) -> Array:
    """How much of the story each scene is, summing to 1, shape (n,)."""
    lengths = np.array([max(beat.length, 1e-6) for beat in beats])
    return np.asarray(lengths / lengths.sum())


def places(beats: Sequence[Beat]) -> Array:
    """Where the middle of each scene lies in the story, 0 to 1, shape (n,)."""
    share = shares(beats)
    return np.asarray(np.cumsum(share) - share / 2)


def signals(beats: Sequence[Beat]) -> Array:
    """Shape (n, SIGNALS): of each scene's neighbourhood, how far it stands out within the story.

    What a signal has in common with the place, as that people are new in the beginning, is taken off it: of
    places the head knows more than a film of a hundred scenes can tell.
    """
    where = places(beats)
    near = np.exp(-(((where[:, None] - where) / NEAR) ** 2) / 2)
    smooth = near @ np.stack(_raw(beats), axis=1) / near.sum(axis=1, keepdims=True)
    course = np.stack([np.ones(len(where)), where, where**2], axis=1)
    rest = smooth - course @ np.linalg.lstsq(course, smooth, rcond=None)[0]
    return np.stack([_standard(one) for one in rest.T], axis=1)


def _standard(values: Array) -> Array:
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-9))


def _raw(beats: Sequence[Beat]) -> list[Array]:
    """In the order of SIGNALS."""
    unit = tf_idf([beat.counts for beat in beats])
    return [
        np.array([beat.talk for beat in beats]),
        _fresh(beats),
        _change(unit),
        np.asarray((unit @ unit.sum(axis=0) - (unit**2).sum(axis=1)) / max(1, len(beats) - 1)),
        _newcomers(beats),
        _leads(beats),
        _marks(beats, "!"),
        _marks(beats, "?"),
    ]


def tf_idf(bags: Sequence[Counter[str]]) -> Array:
    """Shape (n, words), each row of unit length, or 0 where nothing is said."""
    documents = Counter(word for bag in bags for word in bag)
    column = {word: place for place, word in enumerate(documents)}
    matrix = np.zeros((len(bags), max(1, len(column))))
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            matrix[row, column[word]] = (1 + np.log(count)) * np.log((1 + len(bags)) / documents[word])
    return np.asarray(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9))


def _fresh(beats: Sequence[Beat]) -> Array:
    """Share of a scene's words that nobody said before."""
    said: set[str] = set()
    fresh = []
    for beat in beats:
        fresh.append(len(beat.counts.keys() - said) / max(1, len(beat.counts)))
        said |= beat.counts.keys()
    return np.array(fresh)


def _change(unit: Array) -> Array:
    """How unlike the talk after a scene's beginning is to the talk before it (Hearst 1997, TextTiling)."""
    reach = max(1, round(BLOCK * len(unit)))
    sums = np.concatenate([np.zeros((1, unit.shape[1])), np.cumsum(unit, axis=0)])
    rows = np.arange(len(unit))
    before = sums[rows] - sums[np.maximum(rows - reach, 0)]
    after = sums[np.minimum(rows + reach, len(unit))] - sums[rows]
    norms = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return np.asarray(np.where(norms > 0, 1 - (before * after).sum(axis=1) / np.maximum(norms, 1e-9), 0.0))


def _newcomers(beats: Sequence[Beat]) -> Array:
    met: set[str] = set()
    counts = []
    for beat in beats:
        counts.append(len(beat.people - met))
        met |= beat.people
    return np.array(counts, np.float64)


def _leads(beats: Sequence[Beat]) -> Array:
    """How many are there of those who are in most scenes."""
    often = Counter(who for beat in beats for who in sorted(beat.people)).most_common(LEADS)
    leads = {who for who, _ in often}
    return np.array([len(beat.people & leads) for beat in beats], np.float64)


def _marks(beats: Sequence[Beat], mark: str) -> Array:
    return np.array([beat.words.count(mark) / max(1, len(beat.words.split())) for beat in beats])
