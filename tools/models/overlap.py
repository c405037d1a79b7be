"""Two voices at once: our own small head over Whisper's encoder states. See `tools/heads/overlap.md`."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.models import whisper
from storyreel.tools.models.head import FOLDER
from storyreel.tools.models.whisper import STATES_HZ, States
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

Times = Sequence[float] | NDArray[np.float64]

HEAD = "overlap"
REACH = 15
"""States on both sides of a moment that it is heard by: 0.3 s."""

PIECE_S = 10.0
"""Sound is encoded in pieces of this length: what attention costs grows with the square of it."""


def logits(samples: Samples, times_s: Times) -> NDArray[np.float32]:
    """Shape (n,): above 0 where two or more voices are likelier than one, by moments of the sound.

    As frequent as in training, where two speak at once for a seventh of all speech.
    """
    weight, bias = _load()
    return np.asarray(features(samples, times_s) @ weight + bias, np.float32)


def features(samples: Samples, times_s: Times) -> NDArray[np.float32]:
    """Shape (n, 1024): means, then deviations, of the states around each moment."""
    states = _states(samples)
    middles = np.minimum((np.asarray(times_s) * STATES_HZ).astype(int), len(states) - 1)
    around = [states[max(0, middle - REACH) : middle + REACH + 1] for middle in middles]
    return np.stack([np.concatenate([near.mean(axis=0), near.std(axis=0)]) for near in around])


def _states(samples: Samples) -> States:
    """Encoder states of all of the sound, 50 a second."""
    size, longest = round(PIECE_S * SAMPLE_RATE_HZ), round(PIECE_S * STATES_HZ)
    pieces = [samples[start : start + size] for start in range(0, len(samples), size)]
    return np.concatenate([whisper.encode(piece)[:longest] for piece in pieces])


@cache
def _load() -> tuple[NDArray[np.float32], np.float32]:
    with np.load(FOLDER / f"{HEAD}.npz", allow_pickle=False) as arrays:
        return arrays["weight"].astype(np.float32), np.float32(arrays["bias"])


def seen() -> frozenset[str]:
    """Whom the head has heard in training: `<set>/<speaker>`."""
    with np.load(FOLDER / f"{HEAD}.npz", allow_pickle=False) as arrays:
        return frozenset(arrays["seen"].tolist())
