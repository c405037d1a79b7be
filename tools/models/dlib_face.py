"""dlib's face ResNet: an aligned face to 128 numbers that are near for one person and far for two.

He et al., "Deep Residual Learning for Image Recognition" (2016), as trained by Davis King for dlib (2017); on
ONNX Runtime, with the vectors that dlib itself gives.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.models.alignment import aligned
from storyreel.tools.models.network import network
from storyreel.tools.scene import Pixels

ENTRY = "dlib-face"
MODEL = "dlib-resnet-v1-mirrored"
"""What records call it: dlib's network, each face seen as it is and mirrored."""
DIMENSIONS = 128
CHIP_PX = 150
BATCH = 16
"""Chips worked on at once: more are no faster, and take memory."""

# Where CenterFace sees eyes, nose and mouth in a chip that dlib's own 5-point predictor aligned (medians over
# LFW, made symmetric), and 3% larger, which recognises better. Aligning to them replaces the predictor.
TEMPLATE = np.array([[45.6, 46.7], [104.4, 46.7], [75, 79.2], [50.3, 105.4], [99.7, 105.4]], np.float32)


def chip(pixels: Pixels, landmarks: NDArray[np.float32]) -> Pixels:
    """The face upright and scaled, shape (150, 150, 3); `landmarks` (5, 2) in fractions of the picture."""
    return aligned(pixels, landmarks, TEMPLATE, CHIP_PX)


def embed(chips: Sequence[Pixels]) -> NDArray[np.float32]:
    """Chips to unit vectors, shape (n, 128): the mean of each chip's vector and its mirror image's."""
    both = vectors([*chips, *(one[:, ::-1] for one in chips)]).reshape(2, -1, DIMENSIONS).sum(axis=0)
    unit: NDArray[np.float32] = both / np.linalg.norm(both, axis=1, keepdims=True)
    return unit


def vectors(chips: Sequence[Pixels]) -> NDArray[np.float32]:
    """What the network itself makes of chips, shape (n, 128): dlib's own vectors, not of unit length."""
    batches = (np.stack(chips[first : first + BATCH]) for first in range(0, len(chips), BATCH))
    made = [network(ENTRY, "face.onnx").run(None, {"chips": batch})[0] for batch in batches]
    return np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *made])
