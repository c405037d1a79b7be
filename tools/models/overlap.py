"""Two voices at once: our own small head over GE2E's vector of a window. See `tools/heads/overlap.md`."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.models.head import FOLDER
from storyreel.tools.models.speaker import Vectors

ENCODER = "ge2e-resemblyzer-v1"
"""The only one whose vectors it reads."""
HEAD = "overlap"


def logits(vectors: Vectors) -> NDArray[np.float32]:
    """Shape (n,): above 0 where two voices are likelier than one, if both were equally frequent."""
    weight, bias = _load()
    return np.asarray(vectors @ weight + bias, np.float32)


@cache
def _load() -> tuple[NDArray[np.float32], np.float32]:
    with np.load(FOLDER / f"{HEAD}.npz", allow_pickle=False) as arrays:
        return arrays["weight"].astype(np.float32), np.float32(arrays["bias"])
