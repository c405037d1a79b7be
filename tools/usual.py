"""What is usual for a voice, and how one line differs from it.

A voice leans to anger because its owner is angry, but also because it is theirs, and because of the room.
What all lines of a film, and all of a person, have in common beyond what the feelings heard in them explain
is taken off. That is a mean per person of a mixture with known classes, estimated by expectation
maximisation (Dempster, Laird and Rubin 1977) with a normal prior, which holds it near nought for few lines.
"""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS
from storyreel.tools.models.head import Array, softmax

LINES_OF_FILM = 30
"""So many lines of a film, whoever speaks, count as much as the prior…"""
LINES_OF_PERSON = 16
"""…and so many of one person as what the whole film has in common."""
SOFTENED = 1.5
"""How much less sure than the head the estimation is of a line's emotion: of strange voices the head is too
sure. More would help across languages and hurt who feels one thing all through: eval/LOG.md."""
ROUNDS = 10

_Rows = NDArray[np.floating]


def relative(leanings: Array, people: Sequence[Hashable | None], usual: Array) -> Array:
    """Leanings of shape (n, d) without what is usual for the film and for each person; None is nobody known.

    `usual` has what voices lean to on average that feel each emotion, shape (7, d). All emotions are equally
    likely before: were most lines expected to be calm, who is angry all through would pass for a loud voice.
    """
    if not len(leanings):
        return leanings
    common = _offset(leanings, usual, np.zeros(leanings.shape[1]), LINES_OF_FILM)
    taken = leanings - common
    for person in dict.fromkeys(one for one in people if one is not None):
        own = np.array([one == person for one in people])
        taken[own] = leanings[own] - _offset(leanings[own], usual, common, LINES_OF_PERSON)
    return np.asarray(taken, np.float32)


def _offset(leanings: _Rows, usual: Array, around: _Rows, lines: float) -> _Rows:
    """Shape (d,): what the lines have in common, near what it is `around`."""
    share = len(leanings) / (len(leanings) + lines)
    offset = around
    for _ in range(ROUNDS):
        chances = softmax((leanings - offset)[:, : len(EMOTIONS)] / SOFTENED)
        offset = around + share * ((leanings - chances @ usual).mean(axis=0) - around)
    return offset
