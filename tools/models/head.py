"""Our own small heads: one linear layer that turns features into probabilities of the seven emotions.

They lie in `tools/heads`, each a `<name>.npz` of plain arrays with a model card `<name>.md` beside it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS, Emotion, Probabilities

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDER = Path(__file__).parent.parent / "heads"

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """A linear layer; scaling of the features and the temperature are folded into it."""

    weight: Array
    """Shape (features, 7), in the order of `EMOTIONS`; float16 on disk."""
    bias: Array
    """Shape (7,)."""
    seen: frozenset[str] = frozenset()
    """What it was trained on: `<set>/<speaker>`, or the SHA-256 of a file. Evaluation tells these apart."""

    def probabilities(self, features: "Array | csr_matrix") -> Array:
        """Shape (n, 7), rows summing to 1, of features of shape (n, features), dense or sparse.

        Raises ValueError for features of another head.
        """
        if features.ndim != 2 or features.shape[1] != len(self.weight):
            raise ValueError(f"expected features of shape (n, {len(self.weight)}), got {features.shape}")
        return softmax(features @ self.weight + self.bias)


def softmax(logits: NDArray[np.floating[Any]]) -> Array:
    """Shape (n, 7) to the same shape, rows summing to 1."""
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), np.float32)


@cache
def load(name: str) -> Head:
    """The head that ships under this name."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as arrays:
        weight, bias = arrays["weight"].astype(np.float32), arrays["bias"].astype(np.float32)
        return Head(weight, bias, frozenset(arrays["seen"].tolist()))


def seen_by_any() -> frozenset[str]:
    """What any of the heads that ship was trained on."""
    seen: set[str] = set()
    for path in FOLDER.glob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            seen |= set(arrays["seen"].tolist()) if "seen" in arrays else set()
    return frozenset(seen)


def save(head: Head, name: str) -> Path:
    """Ships a head under this name."""
    path = FOLDER / f"{name}.npz"
    np.savez_compressed(
        path, weight=head.weight.astype(np.float16), bias=head.bias, seen=np.array(sorted(head.seen))
    )
    return path


def with_priors(probabilities: Array, trained: Array, expected: Array) -> Array:
    """Bayes' rule for classes that are not as frequent as in training; all of them of shape (n, 7) or (7,).

    Saerens, Latinne and Decaestecker, "Adjusting the Outputs of a Classifier to New a Priori Probabilities"
    (2002), equation 4.
    """
    shifted = probabilities * (expected / trained)
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), np.float32)


def named(row: Array) -> Probabilities:
    """A row of probabilities, shape (7,), by emotion, summing to 1 in double precision."""
    exact = row.astype(np.float64) / row.astype(np.float64).sum()
    return {emotion: float(value) for emotion, value in zip(EMOTIONS, exact, strict=True)}


def vector(by_emotion: dict[Emotion, float]) -> Array:
    """Shape (7,), in the order of `EMOTIONS`."""
    return np.array([by_emotion[emotion] for emotion in EMOTIONS], np.float32)
