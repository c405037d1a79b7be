"""Reads the layers of a network that dlib wrote: of dlib's own format what its face ResNet uses.

A whole number is a byte of length, with 0x80 for a minus, and that many bytes, the lowest first. A fraction
is two whole numbers, mantissa and power of two. A text is its length and its bytes, a flag "0" or "1". A
tensor is a version, four lengths (samples, channels, rows, columns) and little-endian floats. A network
starts with one version a layer, the last layer's first, and goes on with what each layer holds, the first
layer's first. (dlib's serialize.h, float_details.h, cuda/tensor.h, dnn/core.h and dnn/layers.h.)
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32]

FIRST, LATER, MARK = 3, 2, 1
"""Versions of the layer that holds the input, of those above it, and of tags and skips between them."""


@dataclass(frozen=True)
class Window:
    """Where a convolution or a pooling looks."""

    rows: int
    columns: int
    stride: tuple[int, int]
    """Rows, columns."""
    padding: tuple[int, int]


def _nothing() -> Tensor:
    return np.zeros(0, np.float32)


@dataclass(frozen=True)
class Layer:
    """One layer, first things first: what it is called without its version, and what it computes with."""

    kind: str
    weight: Tensor = field(default_factory=_nothing)
    """`con`: filters, shape (made, given, rows, columns); `affine`: factors, shape (channels,); `fc`: shape
    (given, made)."""
    bias: Tensor = field(default_factory=_nothing)
    """Shape (made,) or (channels,)."""
    window: Window = Window(0, 0, (1, 1), (0, 0))
    """One of no rows and no columns is as large as the picture."""


@dataclass(frozen=True)
class Network:
    """What pictures it takes and what it does with them."""

    side_px: int
    mean: tuple[float, float, float]
    """Red, green, blue, taken off each pixel before a division by 256."""
    layers: tuple[Layer, ...]
    """The first first. A `mark` stands for a tag or a skip, which hold nothing."""


def read_network(data: bytes) -> Network:
    """Raises ValueError if it is not such a network, or has a layer that is not known here."""
    stream = Stream(data)
    _read_loss(stream)
    versions = _read_versions(stream)
    side_px, mean = _read_input(stream)
    layers = tuple(_read_layer(stream, version) for version in reversed(versions))
    stream.expect_end()
    return Network(side_px, mean, layers)


class Stream:
    """dlib's elementary values, one after another.

    Raises ValueError where another value stands, or the stream ends.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        taken = self._data[self._place : self._place + count]
        if len(taken) < count:
            raise ValueError(f"expected {count} bytes more, got {len(taken)}")
        self._place += count
        return taken

    def integer(self) -> int:
        """A whole number."""
        head = self.take(1)[0]
        length = head & 0x0F
        if head & 0x70 or not 1 <= length <= 8:
            raise ValueError(f"expected a length of 1 to 8 bytes, got {head:#x}")
        size = int.from_bytes(self.take(length), "little")
        return -size if head & 0x80 else size

    def number(self) -> float:
        """A fraction; not infinite."""
        mantissa, exponent = self.integer(), self.integer()
        if abs(exponent) > 2000:  # dlib marks what is infinite or no number by 32000 and more
            raise ValueError(f"expected a finite number, got exponent {exponent}")
        return mantissa * 2.0**exponent

    def text(self) -> str:
        """A string."""
        return self.take(self.integer()).decode("ascii")

    def flag(self) -> bool:
        """A truth value."""
        return {b"0": False, b"1": True}[self.take(1)]

    def shape(self) -> tuple[int, int, int, int]:
        """Samples, channels, rows, columns."""
        return self.integer(), self.integer(), self.integer(), self.integer()

    def tensor(self) -> Tensor:
        """Numbers in the shape of `shape`."""
        self.expect("the version of a tensor", self.integer(), 2)
        shape = self.shape()
        count = int(np.prod(shape))
        return np.frombuffer(self.take(4 * count), dtype="<f4").astype(np.float32).reshape(shape)

    def expect(self, what: str, got: object, *wanted: object) -> None:
        """Raises ValueError if something else was got."""
        if got not in wanted:
            raise ValueError(f"expected {what} to be {' or '.join(map(repr, wanted))}, got {got!r}")

    def expect_end(self) -> None:
        """Raises ValueError if anything is left."""
        self.expect("the length of what is left", len(self._data) - self._place, 0)


def _read_loss(stream: Stream) -> None:
    stream.expect("the version of the loss", stream.integer(), 1)
    stream.expect("the loss", stream.text(), "loss_metric_2")
    stream.number(), stream.number()  # margin and threshold, for training only


def _read_versions(stream: Stream) -> list[int]:
    """The last layer's first."""
    versions = [stream.integer()]
    while versions[-1] != FIRST:
        stream.expect("the version of a layer", versions[-1], LATER, MARK)
        versions.append(stream.integer())
    return versions


def _read_input(stream: Stream) -> tuple[int, tuple[float, float, float]]:
    stream.expect("the input", stream.text(), "input_rgb_image_sized")
    mean = stream.number(), stream.number(), stream.number()
    rows, columns = stream.integer(), stream.integer()
    stream.expect("the columns", columns, rows)
    return rows, mean


def _read_layer(stream: Stream, version: int) -> Layer:
    if version == MARK:
        return Layer("mark")
    layer = _read_details(stream)
    stream.flag(), stream.flag(), stream.flag()
    stream.tensor(), stream.tensor(), stream.tensor()  # gradients and outputs that training left, if any
    if version == FIRST:
        stream.expect("the samples a picture", stream.integer(), 1)
    return layer


def _read_details(stream: Stream) -> Layer:
    match name := stream.text():
        case "con_4":
            return _read_convolution(stream)
        case "affine_":
            return _read_affine(stream)
        case "max_pool_2" | "avg_pool_2":
            return Layer(name.removesuffix("_2"), window=_read_window(stream))
        case "fc_2":
            return _read_product(stream)
        case "relu_" | "add_prev_":
            return Layer(name.removesuffix("_"))
    raise ValueError(f"expected a layer that is known here, got {name!r}")


def _read_convolution(stream: Stream) -> Layer:
    numbers = stream.tensor().ravel()
    made = stream.integer()
    window = _read_window(stream)
    filters, biases = _read_part(stream), _read_part(stream)
    _read_rates(stream)
    stream.expect("the shape of the biases", biases, (1, made, 1, 1))
    return Layer("con", numbers[:-made].reshape(filters), numbers[-made:], window)


def _read_window(stream: Stream) -> Window:
    rows, columns = stream.integer(), stream.integer()
    return Window(rows, columns, (stream.integer(), stream.integer()), (stream.integer(), stream.integer()))


def _read_affine(stream: Stream) -> Layer:
    numbers = stream.tensor().ravel()
    factors, _summands = _read_part(stream), _read_part(stream)
    stream.expect("the mode, which is to be one number a channel,", stream.integer(), 0)
    channels = factors[1]
    return Layer("affine", numbers[:channels], numbers[channels:])


def _read_product(stream: Stream) -> Layer:
    made, given = stream.integer(), stream.integer()
    numbers = stream.tensor()
    _weight, _bias = _read_part(stream), _read_part(stream)
    stream.expect("the mode, which is to be without a bias,", stream.integer(), 1)
    _read_rates(stream)
    return Layer("fc", numbers.reshape(given, made))


def _read_part(stream: Stream) -> tuple[int, int, int, int]:
    """The shape of a part of a layer's tensor."""
    stream.expect("the version of a part", stream.integer(), 1)
    return stream.shape()


def _read_rates(stream: Stream) -> None:
    stream.number(), stream.number(), stream.number(), stream.number()  # for training only
