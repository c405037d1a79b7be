"""How many speak: our own small head over Whisper's encoder states. See `tools/heads/overlap.md`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.models import whisper
from storyreel.tools.models.head import FOLDER
from storyreel.tools.models.whisper import STATES_HZ, States
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

Times = Sequence[float] | NDArray[np.float64]
Logits = NDArray[np.float32]
"""Shape (n,)."""

HEAD = "overlap"
REACH = 15
"""States on both sides of a moment that it is heard by: 0.3 s."""

PIECE_S = 10.0
"""Sound is encoded in pieces of this length: what attention costs grows with the square of it."""


@dataclass(frozen=True)
class Speaking:
    """What is heard at moments of the sound."""

    anybody: Logits
    """Above 0 where somebody speaks rather than nobody."""
    several: Logits
    """Above 0 where, if anybody does, two or more speak rather than one."""


@dataclass(frozen=True)
class Head:
    """Two linear layers; scaling of the features is folded into them."""

    weights: NDArray[np.float32]
    """Shape (2, 1024): for anybody, for several."""
    biases: NDArray[np.float32]
    """Shape (2,)."""
    seen: frozenset[str] = frozenset()
    """Whom it has heard in training: `<set>/<speaker>`, or `meeting/<recording>`."""

    def heard(self, samples: Samples, times_s: Times) -> Speaking:
        """How many speak at each moment, as frequent as in training."""
        anybody, several = (features(samples, times_s) @ self.weights.T + self.biases).T
        return Speaking(anybody, several)


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
def shipped() -> Head:
    """The head that comes with the program."""
    with np.load(FOLDER / f"{HEAD}.npz", allow_pickle=False) as arrays:
        weights, biases = (arrays[name].astype(np.float32) for name in ("weights", "biases"))
        return Head(weights, biases, frozenset(arrays["seen"].tolist()))


def ship(head: Head) -> None:
    """Puts a head in the shipped one's place."""
    path = FOLDER / f"{HEAD}.npz"
    np.savez_compressed(path, weights=head.weights, biases=head.biases, seen=np.array(sorted(head.seen)))
