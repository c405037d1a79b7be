"""Which lines carry the plot: those most like many others, told apart from small talk by rare words."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.agent.understanding.text import content_words

LIKENESS = 0.1
"""Cosine similarity from which two lines count as speaking of the same (Erkan and Radev 2004, LexRank)."""
_LEAST_WORDS = 4
_REACH = 400
"""Lines are compared with this many neighbours: a whole film's matrix would grow with the square of its length."""


def salience(lines: Sequence[str]) -> NDArray[np.float64]:
    """How much each line stands for what is talked about, 0 to 1, shape (n,).

    Degree centrality over TF-IDF vectors (Erkan and Radev 2004), weighted by how much a line says: a line of few
    or common words says little even where it is typical.
    """
    if not lines:
        return np.zeros(0)
    bags = [Counter(word.lower() for word in content_words(line)) for line in lines]
    weights = _rarity(bags)
    central = np.concatenate([_centrality(bags[start:start + _REACH], weights) for start in range(0, len(bags), _REACH)])
    says = np.array([_says(line, bag, weights) for line, bag in zip(lines, bags, strict=True)])
    return np.asarray((0.4 + 0.6 * central) * says, np.float64)


def _rarity(bags: Sequence[Counter[str]]) -> dict[str, float]:
    documents = Counter(word for bag in bags for word in bag)
    return {word: math.log((1 + len(bags)) / (1 + count)) + 1 for word, count in documents.items()}


def _centrality(bags: Sequence[Counter[str]], weights: dict[str, float]) -> NDArray[np.float64]:
    vocabulary = {word: place for place, word in enumerate(dict.fromkeys(word for bag in bags for word in bag))}
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
    weight = sum(weights[word] for word in bag)
    fragment = 0.7 if line.rstrip().endswith(("...", "…", ",", "-")) or line.lstrip()[:1] in ".…-" else 1.0
    return fragment * (1 - math.exp(-weight / 15))
