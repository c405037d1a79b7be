"""Our head that hears feelings in a voice: one linear layer, and what it says of each emotion on average."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS
from storyreel.tools.models.head import FOLDER, Array, softmax

NAME = "voice_emotion"
PLACES = ("arousal", "valence", "dominance")
OUTPUTS = len(EMOTIONS) + len(PLACES)


@dataclass(frozen=True)
class VoiceHead:
    """A linear layer; scaling of the features and the temperature are folded into it."""

    weight: Array
    """Shape (features, 10): emotions in the order of `EMOTIONS`, then `PLACES`; float16 on disk."""
    bias: Array
    """Shape (10,)."""
    mean: Array
    """Shape (features,): what stands in for a feature that could not be measured."""
    usual: Array
    """Shape (7, 10): the mean output for voices that feel each emotion."""
    seen: frozenset[str] = frozenset()
    """Whom it was trained on, `<set>/<speaker>`. Evaluation tells these apart."""

    def outputs(self, features: Array) -> Array:
        """Shape (n, 10) of features of shape (n, features), NaN where one could not be measured.

        Raises ValueError for features of another head.
        """
        if features.ndim != 2 or features.shape[1] != len(self.weight):
            raise ValueError(f"expected features of shape (n, {len(self.weight)}), got {features.shape}")
        whole = np.where(np.isnan(features), self.mean, features)
        return np.asarray((whole - self.mean) @ self.weight + self.bias, np.float32)

    def probabilities(self, features: Array) -> Array:
        """Shape (n, 7), every emotion equally likely before; not compared with the person's other lines."""
        return softmax(self.outputs(features)[:, : len(EMOTIONS)])


@cache
def load() -> VoiceHead:
    """The head that ships."""
    with np.load(FOLDER / f"{NAME}.npz", allow_pickle=False) as arrays:
        numbers: dict[str, NDArray[np.float32]] = {
            name: arrays[name].astype(np.float32) for name in ("weight", "bias", "mean", "usual")
        }
        return VoiceHead(**numbers, seen=frozenset(arrays["seen"].tolist()))


def save(head: VoiceHead) -> None:
    """Ships a head."""
    np.savez_compressed(
        FOLDER / f"{NAME}.npz",
        weight=head.weight.astype(np.float16),
        bias=head.bias,
        mean=head.mean,
        usual=head.usual,
        seen=np.array(sorted(head.seen)),
    )
