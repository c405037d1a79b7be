"""Speech, music and effects: our own small head over `sound_features`. See `tools/heads/sound.md`."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import SoundKind
from storyreel.tools.models import sound_features
from storyreel.tools.models.head import FOLDER
from storyreel.tools.scene import Samples

HEAD = "sound"
HEARD: tuple[SoundKind, ...] = ("speech", "music", "effects")
"""What it tells, each by itself: they may all be heard at once."""

Array = NDArray[np.float32]


def chances(samples: Samples, times_s: NDArray[np.float64]) -> Array:
    """Shape (n, 3), each 0 to 1: how likely each of `HEARD` is heard around each moment."""
    return of_features(sound_features.features(samples, times_s))


def of_features(features: Array) -> Array:
    """Shape (n, 3), of features of shape (n, d)."""
    weight, bias = _load()
    return sigmoid(features @ weight + bias)


def sigmoid(logits: Array) -> Array:
    """Log-odds as probabilities, in the same shape."""
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


@cache
def _load() -> tuple[Array, Array]:
    with np.load(FOLDER / f"{HEAD}.npz", allow_pickle=False) as arrays:
        return arrays["weight"].astype(np.float32), arrays["bias"].astype(np.float32)


def save(weight: Array, bias: Array) -> Path:
    """Ships a head; shapes (d, 3) and (3,)."""
    path = FOLDER / f"{HEAD}.npz"
    np.savez_compressed(path, weight=weight.astype(np.float16), bias=bias.astype(np.float32))
    return path
