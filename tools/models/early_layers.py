"""Takes layers out of a CTranslate2 model file, to get at what a network thinks half way through.

CTranslate2 gives the last layer's states only. Its `model.bin` (binary version 6) is a list of named tensors,
and a network has as many layers as there are names: a file without the later ones is a network that ends
earlier.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

BINARY_VERSION = 6


def without(model: bytes, dropped: Callable[[str], bool]) -> bytes:
    """The model file without the tensors whose name is `dropped`.

    Raises ValueError if the file is not of binary version 6.
    """
    reader = _Reader(model)
    if (version := reader.number("I")) != BINARY_VERSION:
        raise ValueError(f"expected a CTranslate2 model of binary version {BINARY_VERSION}, got {version}")
    reader.text()
    reader.number("I")
    head = model[: reader.at]
    tensors = [piece for name, piece in reader.tensors() if not dropped(name)]
    aliases = [piece for names, piece in reader.aliases() if not any(dropped(name) for name in names)]
    counts = struct.pack("<I", len(tensors)), struct.pack("<I", len(aliases))
    return b"".join([head, counts[0], *tensors, counts[1], *aliases])


@dataclass
class _Reader:
    model: bytes
    at: int = 0

    def number(self, kind: str) -> int:
        (value,) = struct.unpack_from(f"<{kind}", self.model, self.at)
        self.at += struct.calcsize(f"<{kind}")
        return int(value)

    def text(self) -> str:
        length = self.number("H")  # a zero byte at the end counts
        self.at += length
        return self.model[self.at - length : self.at - 1].decode()

    def tensors(self) -> Iterator[tuple[str, bytes]]:
        """Name and whole entry of every tensor: name, rank, sizes, type, length in bytes, values."""
        for _ in range(self.number("I")):
            begin = self.at
            name = self.text()
            rank = self.number("B")
            self.at += 4 * rank + 1
            length = self.number("I")
            self.at += length
            yield name, self.model[begin : self.at]

    def aliases(self) -> Iterator[tuple[tuple[str, str], bytes]]:
        """Both names and whole entry of every second name that a tensor has."""
        for _ in range(self.number("I")):
            begin = self.at
            names = self.text(), self.text()
            yield names, self.model[begin : self.at]
