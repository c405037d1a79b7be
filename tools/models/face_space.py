"""How unlike the faces that the expression head learnt from a face is: profiles, visors, blurs, no faces.

What the network makes of usual faces lies near a plane of few dimensions. The distance from it tells what is
not one of them (Turk and Pentland, "Eigenfaces for Recognition", 1991; of features of networks: Wang et al.,
"ViM: Out-of-Distribution with Virtual-logit Matching", 2022).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.models.head import FOLDER, Array

NAME = "face_space"
DIMENSIONS = 120


@dataclass(frozen=True)
class FaceSpace:
    """A plane among the network's states."""

    mean: Array
    """Shape (d,)."""
    axes: Array
    """Shape (DIMENSIONS, d), orthonormal; float16 on disk."""
    usual: float
    """Distance of the median face from the plane."""

    def strangeness(self, states: Array) -> Array:
        """How far from the plane each face lies, the median clear face at 1; shape (n, d) to (n,)."""
        off = states - self.mean
        return np.asarray(_distances(off, self.axes) / self.usual, np.float32)


def fit(states: Array, clean: NDArray[np.bool_]) -> FaceSpace:
    """The plane nearest to the states, shape (n, d); `clean` (n,) marks the faces that tell what is usual."""
    mean = states.mean(axis=0)
    off = states - mean
    _, found = np.linalg.eigh(off.T @ off)
    axes = np.ascontiguousarray(found.T[::-1][:DIMENSIONS]).astype(np.float32)
    return FaceSpace(mean, axes, float(np.median(_distances(off[clean], axes))))


def _distances(off: Array, axes: Array) -> Array:
    return np.asarray(np.linalg.norm(off - (off @ axes.T) @ axes, axis=1), np.float32)


@cache
def load() -> FaceSpace:
    """The plane that ships beside the expression head."""
    with np.load(FOLDER / f"{NAME}.npz", allow_pickle=False) as arrays:
        return FaceSpace(arrays["mean"], arrays["axes"].astype(np.float32), float(arrays["usual"]))


def save(space: FaceSpace) -> None:
    """Ships a plane."""
    axes, usual = space.axes.astype(np.float16), np.float32(space.usual)
    np.savez_compressed(FOLDER / f"{NAME}.npz", mean=space.mean, axes=axes, usual=usual)
