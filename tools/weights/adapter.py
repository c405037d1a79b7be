"""Our changes to a network of others: low-rank matrices, added to its weights when they are converted.

Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models" (2021, arXiv:2106.09685). An adapter is an
`.npz` of plain arrays, two for each layer that it changes: `<layer>.down` of shape (rank, inputs) and
`<layer>.up` of shape (outputs, rank).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = dict[str, NDArray[np.float32]]


def adapted(tensors: Tensors, path: Path) -> Tensors:
    """All tensors of the network, those of changed layers (`<layer>.weight`) with the adapter's part added.

    Raises KeyError or ValueError where the adapter is another network's: a defect.
    """
    changed = dict(tensors)
    with np.load(path, allow_pickle=False) as arrays:
        for name in arrays.files:
            layer, _, part = name.rpartition(".")
            if part == "down":
                added = arrays[f"{layer}.up"].astype(np.float32) @ arrays[name].astype(np.float32)
                changed[f"{layer}.weight"] = tensors[f"{layer}.weight"] + added
    return changed


def save(path: Path, pairs: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]) -> None:
    """Writes an adapter: for each layer its `down` and `up`, of the shapes above, as float16."""
    halves: dict[str, Any] = {}  # numpy's stubs take keywords for options
    for layer, (down, up) in pairs.items():
        halves |= {f"{layer}.down": down.astype(np.float16), f"{layer}.up": up.astype(np.float16)}
    np.savez_compressed(path, **halves)
