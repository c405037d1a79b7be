"""Which lines carry the plot: those most like many others, told apart from small talk by rare words."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.agent.understanding.text import content_words, word_set

LIKENESS = 0.1
"""Cosine similarity from which two lines count as speaking of the same (Erkan and Radev 2004, LexRank)."""
_LEAST_WORDS = 4
_SMALL_TALK = word_set(
    "know think right okay ok yes yeah yep nope well like want need come comes came look looks good "
    "make makes made take takes took sure thing things see seen let mean little oh uh um er ah hey "
    "hello goodbye bye please thanks thank sorry sir madam miss mister mrs ma'am guess suppose maybe "
    "perhaps gonna wanna gotta going anyway still even much many way back now what's that's it's i'm "
    "i've i'll i'd you're you've you'll don't didn't doesn't isn't wasn't won't can't let's there's "
    "he's she's we're they're fine nice course kind sort bit lot big old new day night today tomorrow "
    "minute try put use keep give gave ask wait stop listen hear heard believe hope feel help call "
    "called find work people man woman boy girl fellow guy one two first last"
)
"""Words that fill talk in any film and tell nothing of this one."""
_NAME_WEIGHT = 3.0
"""A line that names somebody or some place tells more."""
_REACH = 400
"""Lines are compared with this many neighbours: a matrix of all grows with the square of their number."""


def salience(lines: Sequence[str]) -> NDArray[np.float64]:
    """How much each line stands for what is talked about, 0 to 1, shape (n,).

    Degree centrality over TF-IDF vectors (Erkan and Radev 2004), weighted by how much a line says: a line of
    few or common words says little even where it is typical.
    """
    if not lines:
        return np.zeros(0)
    bags = [Counter(_telling(line)) for line in lines]
    weights = _rarity(bags)
    central = np.concatenate(
        [_centrality(bags[start : start + _REACH], weights) for start in range(0, len(bags), _REACH)]
    )
    says = np.array([_says(line, bag, weights) for line, bag in zip(lines, bags, strict=True)])
    return np.asarray((0.4 + 0.6 * central) * says, np.float64)


def _telling(line: str) -> list[str]:
    return [word for word in (word.lower() for word in content_words(line)) if word not in _SMALL_TALK]


def _rarity(bags: Sequence[Counter[str]]) -> dict[str, float]:
    documents = Counter(word for bag in bags for word in bag)
    return {word: math.log((1 + len(bags)) / (1 + count)) + 1 for word, count in documents.items()}


def _centrality(bags: Sequence[Counter[str]], weights: dict[str, float]) -> NDArray[np.float64]:
    vocabulary = {
        word: place for place, word in enumerate(dict.fromkeys(word for bag in bags for word in bag))
    }
    matrix = np.zeros((len(bags), max(1, len(vocabulary))))
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            matrix[row, vocabulary[word]] = count * weights[word]
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit = matrix / np.where(norms == 0, 1, norms)
    degree = ((unit @ unit.T) >= LIKENESS).sum(axis=1) - 1.0
    degree[norms[:, 0] == 0] = 0
    return np.asarray(np.clip(degree, 0, None) / max(1.0, degree.max()))


def _says(line: str, bag: Counter[str], weights: dict[str, float]) -> float:
    """How much a line says by itself: content words up to about a dozen, whole sentences before fragments."""
    if len(re.findall(r"\w+", line)) < _LEAST_WORDS:
        return 0.05
    names = len(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", line))
    weight = sum(weights[word] for word in bag) + _NAME_WEIGHT * names
    fragment = 0.7 if line.rstrip().endswith(("...", "…", ",", "-")) or line.lstrip()[:1] in ".…-" else 1.0
    return fragment * (1 - math.exp(-weight / 20))
