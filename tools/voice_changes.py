"""Where one voice gives way to another, within speech that was embedded step by step."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.models.speaker import Vectors

CONTRAST = 0.7
"""How much of what all speech of a reel has in common is taken off before voices are compared. It is more in
an echoing room or over a telephone, where all voices are alike, and less where people act."""
FINE = 0.15
"""Mean cosine similarity up to which steps are grouped at first, into more groups than there are voices: what
is alike in single steps is mostly noise, so that voices are told apart by the groups' centres."""
LEAST_STEPS = 8
"""A voice is told apart from the others only by so many steps (2 s of speech) that it speaks alone."""
STRENGTH = 12.0
"""How much a step's similarity to a voice counts…"""
CHANGE = 3.0
"""…against a change of voice: a step 0.2 nearer to another voice changes nothing, two of them do."""
ROUNDS = 2
NOBODY = -1

Labels = NDArray[np.intp]
"""Shape (n,): the number of a voice at each step."""


@dataclass(frozen=True)
class Followed:
    """Whose voice is heard at each step, numbered from 0."""

    voices: Labels
    others: Labels
    """The likeliest second voice, if there is one; `NOBODY` where only one voice was told apart."""


def told_apart(vectors: Vectors, same: float, alone: NDArray[np.bool_]) -> Followed:
    """Which voices are heard at each step; `vectors` of shape (n, d), unit length, n > 0.

    Steps in which one speaks `alone`, of shape (n,), are clustered (average linkage, up to a mean cosine
    similarity of `FINE` after taking off `CONTRAST` of their mean); all are followed in order of time with
    the clusters' centres (Viterbi), until no voice is too short to be one. Then the voices with the most
    similar centres become one while these are more alike than `same`, and all is followed again.
    """
    alone = alone if alone.sum() >= LEAST_STEPS else np.ones(len(vectors), np.bool_)
    vectors = _contrasted(vectors)
    labels = np.full(len(vectors), NOBODY, np.intp)
    labels[alone] = _grouped(vectors[alone])
    labels = _settled(vectors, labels, alone)
    labels = _settled(vectors, _united(vectors, labels, alone, same), alone)
    return Followed(labels, _others(vectors, labels, alone))


def _settled(vectors: Vectors, labels: Labels, alone: NDArray[np.bool_]) -> Labels:
    """Labels after following all steps until no voice is too short; numbered from 0 without gaps."""
    while True:
        for _ in range(ROUNDS):
            labels = _followed(vectors, labels, alone)
        steps = np.bincount(labels[alone], minlength=labels.max() + 1)
        if len(steps) == 1 or steps.min() >= LEAST_STEPS:
            return labels
        labels[labels == steps.argmin()] = NOBODY


def _united(vectors: Vectors, labels: Labels, alone: NDArray[np.bool_], same: float) -> Labels:
    """Labels, of the same shape, after giving one to voices whose centres are more alike than `same`."""
    while labels.max() > 0:
        centres = _centres(vectors, labels, alone)
        alike = np.triu(centres @ centres.T, 1)
        kept, other = np.unravel_index(alike.argmax(), alike.shape)
        if alike[kept, other] < same:
            break
        merged = np.where(labels == other, kept, labels)
        labels = np.unique(merged, return_inverse=True)[1].astype(np.intp)
    return labels


def _contrasted(vectors: Vectors) -> Vectors:
    """Unit vectors without most of their mean."""
    rest = vectors - np.float32(CONTRAST) * vectors.mean(axis=0)
    unit: Vectors = rest / np.linalg.norm(rest, axis=1, keepdims=True)
    return unit


def _grouped(vectors: Vectors) -> Labels:
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(vectors) == 1:
        return np.zeros(1, np.intp)
    tree = linkage(vectors, "average", "cosine")
    return np.asarray(fcluster(tree, 1 - FINE, "distance"), np.intp)


def _followed(vectors: Vectors, labels: Labels, alone: NDArray[np.bool_]) -> Labels:
    """Labels after a look back from the voices' centres; numbered from 0 without gaps."""
    smooth = _smoothest(STRENGTH * vectors @ _centres(vectors, labels, alone).T)
    return np.unique(smooth, return_inverse=True)[1].astype(np.intp)


def _centres(vectors: Vectors, labels: Labels, alone: NDArray[np.bool_]) -> Vectors:
    """Unit vectors, shape (voices, d), of the voices that are heard alone, in order of their labels."""
    heard = np.unique(labels[alone & (labels != NOBODY)])
    centres = np.stack([vectors[alone & (labels == voice)].mean(axis=0) for voice in heard])
    unit: Vectors = centres / np.linalg.norm(centres, axis=1, keepdims=True)
    return unit


def _others(vectors: Vectors, labels: Labels, alone: NDArray[np.bool_]) -> Labels:
    """The voice most like each step besides its own."""
    alike = vectors @ _centres(vectors, labels, alone).T
    if alike.shape[1] == 1:
        return np.full(len(labels), NOBODY, np.intp)
    alike[np.arange(len(labels)), labels] = -np.inf
    return np.asarray(alike.argmax(axis=1), np.intp)


def _smoothest(scores: NDArray[np.floating[Any]]) -> Labels:
    """Viterbi: the labels of the highest total score less `CHANGE` for each change; (n, k) to (n,)."""
    best, origins = scores[0], []
    for row in scores[1:]:
        leader = best.argmax()
        stays = best >= best[leader] - CHANGE
        origins.append(np.where(stays, np.arange(len(best)), leader))
        best = np.where(stays, best, best[leader] - CHANGE) + row
    labels = [best.argmax()]
    for origin in reversed(origins):
        labels.append(origin[labels[-1]])
    return np.array(labels[::-1], np.intp)
