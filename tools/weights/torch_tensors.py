"""Reads the tensors of a file that old PyTorch (before 1.6) saved, without torch and without trusting it.

Such a file is a row of pickles, and a pickle may call anything. This reader knows three names, what a tensor
is made of, and refuses every other; nothing in the file runs. Layout as in `_legacy_save` of PyTorch's
`torch/serialization.py`: magic number, protocol, platform, the object with storages by key, the keys in
order, and for each key the number of its elements and the elements.
"""

import pickle  # what it may load is restricted below
from collections import OrderedDict
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from storyreel.errors import WeightsError

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
MOST_ELEMENTS = 1 << 28
"""More than any weights that are read so: 1 GiB."""

Tensors = dict[str, NDArray[np.float32]]


class _Floats:
    """Stands for torch.FloatStorage, as a name only."""


class _Storage:
    """The elements of some tensors; they come at the end of the file."""

    def __init__(self, elements: int) -> None:
        if not 0 <= elements <= MOST_ELEMENTS:
            raise WeightsError(f"expected at most {MOST_ELEMENTS} numbers of a tensor, got {elements}")
        self.values = np.zeros(elements, np.float32)

    def fill(self, file: IO[bytes]) -> None:
        count = int.from_bytes(file.read(8), "little")
        if count != len(self.values):
            raise WeightsError(f"expected {len(self.values)} numbers of a tensor, got {count}")
        content = file.read(4 * count)
        if len(content) < 4 * count:
            raise WeightsError("the file ends inside a tensor")
        self.values[:] = np.frombuffer(content, "<f4")


def _view(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> NDArray[np.float32]:
    """What torch._utils._rebuild_tensor_v2 makes: elements of a storage, seen in a shape."""
    last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
    if min((offset, *shape, *strides)) < 0 or last >= len(storage.values):
        raise WeightsError(f"a tensor of shape {shape} reaches beyond its {len(storage.values)} numbers")
    in_bytes = [4 * stride for stride in strides]
    return np.lib.stride_tricks.as_strided(storage.values[offset:], shape, in_bytes, writeable=False)


KNOWN = {
    ("torch", "FloatStorage"): _Floats,
    ("torch._utils", "_rebuild_tensor_v2"): _view,
    ("collections", "OrderedDict"): OrderedDict,
}


class _Reader(pickle.Unpickler):
    """Loads plain values and tensors."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, encoding="utf-8")
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  as the base class has it
        try:
            return KNOWN[module, name]
        except KeyError:
            raise WeightsError(f"the file asks for {module}.{name}, which no tensor needs") from None

    def persistent_load(self, reference: Any) -> _Storage:  # noqa: ANN401  as the base class has it
        what, kind, key, _, elements, view = reference
        if what != "storage" or kind is not _Floats or view is not None:
            raise WeightsError(f"expected a storage of floats, got {what!r} {kind!r}")
        return self.storages.setdefault(str(key), _Storage(elements))


def read_tensors(path: Path, table: str) -> Tensors:
    """The tensors of one table of a saved dictionary, by name.

    Raises WeightsError if the file is of another kind, damaged, or asks for anything but tensors.
    """
    with path.open("rb") as file:
        try:
            return _read(file, table)
        except (pickle.UnpicklingError, EOFError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise WeightsError(f"{path.name!r} is no file of tensors: {error}") from error


def _read(file: IO[bytes], table: str) -> Tensors:
    if (_Reader(file).load(), _Reader(file).load()) != (MAGIC, PROTOCOL):
        raise WeightsError("expected a file of tensors as PyTorch wrote it before 1.6")
    _Reader(file).load()  # the platform: sizes of numbers, the same everywhere today
    reader = _Reader(file)
    saved = reader.load()
    for key in _Reader(file).load():
        reader.storages[key].fill(file)
    return {name: np.array(tensor) for name, tensor in saved[table].items()}
