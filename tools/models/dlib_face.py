"""dlib's face ResNet: an aligned face to 128 numbers that are near for one person and far for two.

He et al., "Deep Residual Learning for Image Recognition" (2016), as trained by Davis King for dlib (2017); on
ONNX Runtime, with the vectors that dlib itself gives.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.tools import weights
from storyreel.tools.scene import Pixels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ENTRY = "dlib-face"
MODEL = "dlib-resnet-v1"
"""What records call it."""
DIMENSIONS = 128
CHIP_PX = 150
BATCH = 16
"""Chips worked on at once: more are no faster, and take memory."""

# Where CenterFace sees eyes, nose and mouth in a chip that dlib's own 5-point predictor aligned: medians over
# LFW and ten_people, made symmetric. Aligning to them replaces the predictor.
TEMPLATE = np.array([[47, 49], [103, 49], [75, 78], [52.5, 104], [97.5, 104]], dtype=np.float32)


def chip(pixels: Pixels, landmarks: NDArray[np.float32]) -> Pixels:
    """The face upright and scaled, shape (150, 150, 3); `landmarks` (5, 2) in fractions of the picture."""
    import cv2

    height, width = pixels.shape[:2]
    move = _similarity(landmarks * np.array([width, height], dtype=np.float32), TEMPLATE)
    aligned = cv2.warpAffine(
        pixels, move, (CHIP_PX, CHIP_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return aligned.astype(np.uint8, copy=False)


def embed(chips: Sequence[Pixels]) -> NDArray[np.float32]:
    """Chips to unit vectors, shape (n, 128)."""
    batches = (np.stack(chips[first : first + BATCH]) for first in range(0, len(chips), BATCH))
    vectors = [_session().run(None, {"chips": batch})[0] for batch in batches]
    together = np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *vectors])
    unit: NDArray[np.float32] = together / np.linalg.norm(together, axis=1, keepdims=True)
    return unit


def _similarity(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
    """The turn, scale and shift, shape (2, 3), that take points nearest to others in the least squares.

    In the plane it is one complex factor and one complex shift.
    """
    a, b = (points.astype(np.float64) @ np.array([1, 1j]) for points in (source, target))
    a0, b0 = a - a.mean(), b - b.mean()
    factor = np.vdot(a0, b0) / np.vdot(a0, a0).real
    shift = b.mean() - factor * a.mean()
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])


@cache
def _session() -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(weights.path(ENTRY, "face.onnx")), options, providers=["CPUExecutionProvider"]
    )
