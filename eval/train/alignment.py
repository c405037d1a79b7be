"""Lays synopses along their screenplays: which scenes does a sentence tell of?

A sentence and a scene are alike as their rare words are (TF-IDF), and a synopsis mostly tells in order. Where
in a screenplay a sentence stands, by its place in the synopsis, is learnt from all films together: synopses
dwell on endings, so that what they tell half-way through stands two thirds through the film.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from storyreel.eval.tripod import Screenplay
from storyreel.tools.models.story_signals import Array, places, tf_idf
from storyreel.tools.models.turning_points import in_order

CLEARNESS = 1.5
"""By how much a likeness of one standard deviation raises the logarithm of a chance."""
KNOTS = np.linspace(0, 1, 11)
KNOT_WIDTH = 0.05
ROUNDS = 8
FIRST_SPREAD, LEAST_SPREAD = 0.2, 0.07
"""How far from the expected place in the screenplay a sentence is looked for, as shares of it."""
_WORD = re.compile(r"[a-z][a-z']+")
_ENDINGS = ("ing", "ed", "es", "s")
_LEAST_STEM = 4


@dataclass(frozen=True)
class Pair:
    """A synopsis and its screenplay, as vectors."""

    likeness: Array
    """Shape (sentences, scenes), in standard deviations."""
    scene_places: Array
    """Shape (scenes,), 0 to 1."""

    @cached_property
    def sentence_places(self) -> Array:
        """Shape (sentences,), 0 to 1."""
        count = len(self.likeness)
        return np.asarray((np.arange(count) + 0.5) / count)

    def chances(self, course: Array, spread: float) -> Array:
        """How likely each sentence tells of each scene, shape (sentences, scenes)."""
        expected = np.interp(self.sentence_places, KNOTS, course)
        off = (self.scene_places - expected[:, None]) / spread
        return in_order(CLEARNESS * self.likeness - off**2 / 2)


def pair_of(sentences: Sequence[str], screenplay: Screenplay) -> Pair:
    """A film told in sentences, and written in scenes."""
    scenes = [Counter(_stems(scene)) for scene in screenplay.scenes]
    unit = tf_idf([*scenes, *(Counter(_stems(sentence)) for sentence in sentences)])
    likeness = unit[len(scenes) :] @ unit[: len(scenes)].T
    return Pair(likeness / max(float(likeness.std()), 1e-9), places(screenplay.beats))


def _stems(text: str) -> list[str]:
    words = (re.sub(r"'s$|'$", "", word) for word in _WORD.findall(text.lower()))
    return [_stem(word) for word in words if len(word) > 2]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def align(pairs: Sequence[Pair]) -> list[Array]:
    """For each film how likely each sentence tells of each scene, shape (sentences, scenes).

    Expectation-maximisation: sentences are laid along scenes by what is expected, then what is expected is
    taken from where they came to lie.
    """
    course, spread = KNOTS, FIRST_SPREAD
    for _ in range(ROUNDS):
        course, spread = _relearnt(pairs, course, spread)
    return [pair.chances(course, spread) for pair in pairs]


def _relearnt(pairs: Sequence[Pair], course: Array, spread: float) -> tuple[Array, float]:
    found = [pair.chances(course, spread) for pair in pairs]
    where = np.concatenate([pair.sentence_places for pair in pairs])
    lies = np.concatenate([chances @ pair.scene_places for chances, pair in zip(found, pairs, strict=True)])
    near = np.exp(-(((where - KNOTS[:, None]) / KNOT_WIDTH) ** 2) / 2)
    off = [
        (chances * (pair.scene_places - np.interp(pair.sentence_places, KNOTS, course)[:, None]) ** 2).sum(
            axis=1
        )
        for chances, pair in zip(found, pairs, strict=True)
    ]
    learnt_spread = float(np.sqrt(np.concatenate(off).mean()))
    return near @ lies / near.sum(axis=1), max(LEAST_SPREAD, learnt_spread)
