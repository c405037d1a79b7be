"""Where a story turns: our own small head over its scenes. See `tools/heads/events.md`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from storyreel.tools.models.head import FOLDER
from storyreel.tools.models.story_signals import Array, Beat, places, shares, signals

HEAD = "events"
TURNING_POINTS = ("opportunity", "change of plans", "point of no return", "major setback", "climax")
"""Papalampidi, Keller and Lapata, "Movie Plot Analysis via Turning Point Identification" (2019), table 1."""


@dataclass(frozen=True)
class Head:
    """For each turning point a linear layer over a scene's features, and softmax over the story's moments.

    What it says of a scene holds for each of its moments, so a scene is the likelier the longer it is.
    """

    weights: Array
    """Shape (features, 5)."""
    mean_places: tuple[float, ...]
    """Mean place of each turning point in the synopses it was trained on, 0 to 1: the plainest guess."""
    seen: frozenset[str] = frozenset()
    """Films whose turning points it was trained on."""

    def chances(self, beats: Sequence[Beat]) -> Array:
        """How likely each scene holds each turning point, shape (5, n), rows summing to 1, in order."""
        if not beats:
            return np.zeros((len(TURNING_POINTS), 0))
        return in_order((features(beats) @ self.weights + np.log(shares(beats))[:, None]).T)

    def scenes(self, beats: Sequence[Beat]) -> list[int]:
        """The scene of each turning point: the median, from which the expected distance is least."""
        return [int(np.searchsorted(np.cumsum(row), 0.5)) for row in self.chances(beats)]


def features(beats: Sequence[Beat]) -> Array:
    """Shape (n, features): place and its square, which make a bell of each turning point; then signals."""
    where = places(beats)
    return np.concatenate([np.stack([4 * where, 8 * where**2], axis=1), signals(beats)], axis=1)


def in_order(gains: Array) -> Array:
    """How likely each of m things lies at each of n places, if none lies before the one it follows.

    Takes logarithms of chances, shape (m, n), and gives chances, rows summing to 1: the forward-backward
    algorithm over all sequences that keep order.
    """
    ahead, behind = gains.copy(), np.zeros_like(gains)
    for row in range(1, len(gains)):
        ahead[row] += np.logaddexp.accumulate(ahead[row - 1])
    for row in range(len(gains) - 2, -1, -1):
        behind[row] = np.logaddexp.accumulate((behind[row + 1] + gains[row + 1])[::-1])[::-1]
    both = ahead + behind
    grown = np.exp(both - both.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True))


@cache
def load() -> Head:
    """The head that ships."""
    with np.load(FOLDER / f"{HEAD}.npz", allow_pickle=False) as arrays:
        return Head(
            arrays["weights"].astype(np.float64),
            tuple(arrays["mean_places"].tolist()),
            frozenset(arrays["seen"].tolist()),
        )


def save(head: Head, folder: Path = FOLDER) -> Path:
    """Ships a head."""
    path = folder / f"{HEAD}.npz"
    np.savez_compressed(
        path,
        weights=head.weights.astype(np.float32),
        mean_places=np.array(head.mean_places),
        seen=np.array(sorted(head.seen), np.str_),
    )
    return path
