"""Turns Resemblyzer's speaker encoder from a PyTorch file into an ONNX graph, without torch.

Three LSTM layers of 256, of whose last state one linear layer, a ReLU and a division by the length make a
unit vector of 256: the network of Wan et al., "Generalized End-to-End Loss for Speaker Verification" (2018,
arXiv:1710.10467), as Resemblyzer built it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyreel.tools.weights.torch_tensors import Tensors, read_tensors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAYERS = 3
OPSET = 17


def convert(folder: Path) -> None:
    """Makes `ge2e.onnx` out of `pretrained.pt`.

    Its input, `mels`, has shape (frames, batch, 40), its output, `embeddings`, shape (batch, 256).
    """
    import onnx
    from onnx import TensorProto, helper

    tensors = read_tensors(folder / "pretrained.pt", "model_state")
    mels = helper.make_tensor_value_info("mels", TensorProto.FLOAT, ["frames", "batch", 40])
    found = helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["batch", 256])
    nodes = [node for layer in range(LAYERS) for node in _layer(layer)] + _head()
    graph = helper.make_graph(nodes, "ge2e", [mels], [found], _constants(tensors))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, folder / "ge2e.onnx")


def _layer(number: int) -> list[Any]:  # onnx has no types
    from onnx import helper

    reads = [f"states{number - 1}" if number else "mels", *(f"{part}{number}" for part in "WRB")]
    run = helper.make_node("LSTM", reads, [f"all{number}", f"last{number}"], hidden_size=256)
    return [run, helper.make_node("Squeeze", [f"all{number}", "directions"], [f"states{number}"])]


def _head() -> list[Any]:
    from onnx import helper

    return [
        helper.make_node("Squeeze", [f"last{LAYERS - 1}", "first"], ["last"]),
        helper.make_node("Gemm", ["last", "linear.weight", "linear.bias"], ["projected"], transB=1),
        helper.make_node("Relu", ["projected"], ["positive"]),
        helper.make_node("LpNormalization", ["positive"], ["embeddings"], axis=1, p=2),
    ]


def _constants(tensors: Tensors) -> list[Any]:
    import numpy as np
    from onnx import numpy_helper

    values: dict[str, NDArray[Any]] = {"directions": np.array([1]), "first": np.array([0])}
    values |= {name: tensors[name] for name in ("linear.weight", "linear.bias")}
    for number in range(LAYERS):
        values[f"W{number}"] = _gates(tensors[f"lstm.weight_ih_l{number}"])[np.newaxis]
        values[f"R{number}"] = _gates(tensors[f"lstm.weight_hh_l{number}"])[np.newaxis]
        biases = [_gates(tensors[f"lstm.bias_{part}_l{number}"]) for part in ("ih", "hh")]
        values[f"B{number}"] = np.concatenate(biases)[np.newaxis]
    return [numpy_helper.from_array(value, name) for name, value in values.items()]


def _gates(rows: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Reorders the four gates from PyTorch's input, forget, cell, output to ONNX's i, o, f, c."""
    import numpy as np

    given, forget, cell, out = np.split(rows, 4)
    return np.concatenate([given, out, forget, cell])
