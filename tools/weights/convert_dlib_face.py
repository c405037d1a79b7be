"""Turns dlib's face ResNet into an ONNX graph that gives the same vectors, without dlib.

What dlib does pixel by pixel and channel by channel (mean and scale of the picture, affine layers) is folded
into the convolutions: what is left is convolutions, two kinds of pooling, sums and one product.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from storyreel.tools.weights.dlib_stream import Layer, Network, Window, read_network

SCALE = 256
"""dlib divides pixels by this after taking off their mean."""
OPSET, IR_VERSION = 17, 8

Shape = tuple[int, int, int]
"""Channels, rows, columns."""


def convert(folder: Path) -> None:
    """Makes `face.onnx` out of `dlib_face_recognition_resnet_model_v1.dat`.

    Its input is `chips`, uint8, shape (n, 150, 150, 3), RGB; its output `vectors`, float32, shape (n, 128),
    as dlib gives them: nearly, not quite, of unit length.
    """
    import onnx

    network = read_network((folder / "dlib_face_recognition_resnet_model_v1.dat").read_bytes())
    model = to_onnx(network)
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, folder / "face.onnx")


def to_onnx(network: Network) -> Any:  # noqa: ANN401  onnx has no types
    """The ONNX model of a network of dlib's."""
    from onnx import TensorProto, helper

    graph = _Graph(network.side_px)
    for layer in _folded(network):
        graph.add(layer)
    side_px, numbers = network.side_px, graph.shape[0]
    chips = helper.make_tensor_value_info("chips", TensorProto.UINT8, ["n", side_px, side_px, 3])
    vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", numbers])
    graph.nodes[-1].output[0] = "vectors"
    made = helper.make_graph(graph.nodes, "face", [chips], [vectors], graph.weights)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)


def _folded(network: Network) -> Iterator[Layer]:
    """The layers, the picture's scaling in the first, every affine one in the convolution before it."""
    first, *layers = network.layers
    waiting = _fold_scaling(first, network.mean)
    for layer in layers:
        if layer.kind == "affine":
            waiting = _fold_affine(waiting, layer)
        else:
            yield waiting
            waiting = layer
    yield waiting


def _fold_scaling(layer: Layer, mean: tuple[float, float, float]) -> Layer:
    """Exact only without padding, which stands for zeros after the scaling."""
    import numpy as np

    if layer.kind != "con" or layer.window.padding != (0, 0):
        raise ValueError(f"expected a convolution without padding first, got {layer.kind!r}")
    weight = layer.weight.astype(np.float64) / SCALE
    bias = layer.bias - np.einsum("mgrc,g->m", weight, mean)
    return replace(layer, weight=weight.astype(np.float32), bias=bias.astype(np.float32))


def _fold_affine(layer: Layer, affine: Layer) -> Layer:
    if layer.kind != "con":
        raise ValueError(f"expected an affine layer after a convolution, got it after {layer.kind!r}")
    weight = layer.weight * affine.weight[:, None, None, None]
    return replace(layer, weight=weight, bias=layer.bias * affine.weight + affine.bias)


class _Graph:
    """An ONNX graph that grows by one layer after another."""

    def __init__(self, side_px: int) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.value = "chips"
        """The name of what the last node gives."""
        self.shape: Shape = (3, side_px, side_px)
        self._marked: list[tuple[str, Shape]] = []
        self._append("Cast", to=1)  # to float32
        self._append("Transpose", perm=[0, 3, 1, 2])

    def add(self, layer: Layer) -> None:
        """Appends the nodes of a layer."""
        {
            "con": self._add_convolution,
            "max_pool": self._add_max_pool,
            "avg_pool": self._add_mean_pool,
            "relu": self._add_relu,
            "fc": self._add_product,
            "mark": self._mark,
            "add_prev": self._add_sum,
        }[layer.kind](layer)

    def _append(self, kind: str, *more_inputs: str, **attributes: Any) -> None:  # noqa: ANN401
        from onnx import helper

        inputs, self.value = [self.value, *more_inputs], f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [self.value], **attributes))

    def _weight(self, numbers: Any) -> str:  # noqa: ANN401  an array of floats or whole numbers
        from onnx import numpy_helper

        name = f"weight{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(numbers, name))
        return name

    def _add_convolution(self, layer: Layer) -> None:
        self._append_window("Conv", layer.window, self._weight(layer.weight), self._weight(layer.bias))
        self.shape = (len(layer.bias), *self.shape[1:])

    def _add_max_pool(self, layer: Layer) -> None:
        self._append_window("MaxPool", layer.window)

    def _add_mean_pool(self, layer: Layer) -> None:
        if (layer.window.rows, layer.window.columns) == (0, 0):
            self._append("GlobalAveragePool")
            self.shape = (self.shape[0], 1, 1)
        else:
            self._append_window("AveragePool", layer.window)

    def _append_window(self, kind: str, window: Window, *weights: str) -> None:
        """At the right and the bottom, what no whole window covers is left out, by dlib as by ONNX."""
        size, stride, padding = (window.rows, window.columns), window.stride, window.padding
        self._append(kind, *weights, kernel_shape=size, strides=stride, pads=[*padding, *padding])
        rows, columns = (
            (self.shape[1 + axis] + 2 * padding[axis] - size[axis]) // stride[axis] + 1 for axis in (0, 1)
        )
        self.shape = (self.shape[0], rows, columns)

    def _add_relu(self, _layer: Layer) -> None:
        self._append("Relu")

    def _add_product(self, layer: Layer) -> None:
        self._append("Flatten")
        self._append("MatMul", self._weight(layer.weight))
        self.shape = (layer.weight.shape[1], 1, 1)

    def _mark(self, _layer: Layer) -> None:
        """A block's first two marks are tags, its third a skip back to where the first stands."""
        if len(self._marked) < 2:
            self._marked.append((self.value, self.shape))
        else:
            self.value, self.shape = self._marked[0]

    def _add_sum(self, _layer: Layer) -> None:
        """Adds what was marked last; what one lacks in channels, rows or columns counts as zeros."""
        here, there = (self.value, self.shape), self._marked[-1]
        channels, rows, columns = (max(pair) for pair in zip(here[1], there[1], strict=True))
        self.shape = (channels, rows, columns)
        other = self._padded(*there)
        self.value = self._padded(*here)
        self._append("Add", other)
        self._marked = []

    def _padded(self, value: str, shape: Shape) -> str:
        """The name of a value with zeros at its ends, up to the shape that the graph now has."""
        import numpy as np

        if shape == self.shape:
            return value
        more = [large - small for large, small in zip(self.shape, shape, strict=True)]
        self.value = value
        self._append("Pad", self._weight(np.array([0, 0, 0, 0, 0, *more], np.int64)))
        return self.value
