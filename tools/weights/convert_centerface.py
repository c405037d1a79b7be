"""Frees CenterFace from the picture size its ONNX file was written for: 10 pictures of 32×32.

Its weights are also taken off the list of inputs, where old exporters put them: a runtime must treat an input
as changeable and so folds nothing into it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any


def convert(folder: Path) -> None:
    """Rewrites `centerface.onnx` in a folder.

    The input becomes (batch, 3, height, width), both sides multiples of 32; the four outputs, heat, scale,
    offset and landmarks in this order, become (batch, 1 | 2 | 2 | 10, height / 4, width / 4).
    """
    import onnx

    path = folder / "centerface.onnx"
    model = onnx.load_model(path)
    graph = model.graph
    weights = {weight.name for weight in graph.initializer}
    pictures = [value for value in graph.input if value.name not in weights]
    del graph.input[:]
    graph.input.extend(pictures)
    del graph.value_info[:]  # shapes of what lies between, for the old size
    _name_dimensions(graph.input, {0: "batch", 2: "height", 3: "width"})
    _name_dimensions(graph.output, {0: "batch", 2: "quarter_height", 3: "quarter_width"})
    model.ir_version = max(model.ir_version, 4)  # the first that lets weights not be inputs
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, path)


def _name_dimensions(values: Iterable[Any], names: dict[int, str]) -> None:  # onnx has no types
    for value in values:
        for axis, name in names.items():
            value.type.tensor_type.shape.dim[axis].dim_param = name
