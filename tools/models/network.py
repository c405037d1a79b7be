"""Opens ONNX networks."""

from functools import cache
from typing import TYPE_CHECKING

from storyreel.tools import weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


@cache
def network(entry: str, file: str) -> "InferenceSession":
    """The network in a file of an entry of weights, on the CPU; opened once.

    Its threads sleep between runs; spinning, they take the cores from others. Raises WeightsError if the
    weights cannot be had.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(weights.path(entry, file)), options, providers=["CPUExecutionProvider"]
    )
