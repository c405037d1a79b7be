"""mini-Xception: what it sees in an upright face on the way to seven expressions, on LiteRT.

Arriaga et al., "Real-time Convolutional Neural Networks for Emotion and Gender Classification" (2017),
trained on FER2013.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS
from storyreel.tools import weights
from storyreel.tools.models.alignment import aligned
from storyreel.tools.scene import Pixels

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import Interpreter

ENTRY = "fer"
SIDE_PX = 64
STATES = 4 * 4 * 128
"""Numbers of the network's last feature map, from which its logits are made."""
FEATURES = len(EMOTIONS) + STATES
TEMPLATE = np.array([[20, 26.4], [44, 26.4], [32, 39], [22.8, 49.2], [41.2, 49.2]], np.float32)
"""Where eyes, nose and corners of the mouth lie in faces as CK+ and FER2013 cut them: medians over CK+."""
FACE = (slice(8, 60), slice(12, 52))
"""The part of a crop that is face in any pose."""
MEAN, DEVIATION = 128, 45
"""Grey levels of every face: what lies in the dark is taken for angry otherwise."""
MOST_CONTRAST = 4
"""How many times contrast may be raised before it is noise that is raised."""

_LAST_MAP, _LOGITS = 74, 76
"""Tensors of the file, whose every byte is checked when it is pulled."""


def crop(pixels: Pixels, landmarks: NDArray[np.float32]) -> Pixels:
    """The face as the network wants it, shape (64, 64, 3); `landmarks` (5, 2) in fractions of the picture."""
    return aligned(pixels, landmarks, TEMPLATE, SIDE_PX)


def describe(crops: Sequence[Pixels]) -> NDArray[np.float32]:
    """Crops, each (64, 64, 3), to the network's logits, in the order of EMOTIONS, then its last feature map.

    Shape (n, 2055). The network's own answer is the softmax of the first seven.
    """
    rows = [_describe(face) for face in crops]
    return np.stack(rows) if rows else np.zeros((0, FEATURES), np.float32)


def _describe(face: Pixels) -> NDArray[np.float32]:
    network = _network()
    network.set_tensor(network.get_input_details()[0]["index"], (_lit(face) / 127.5 - 1)[None, :, :, None])
    network.invoke()
    parts = [network.get_tensor(tensor).ravel() for tensor in (_LOGITS, _LAST_MAP)]
    return np.concatenate(parts).astype(np.float32, copy=False)


def _lit(face: Pixels) -> NDArray[np.float32]:
    """The face in grey and in even light, shape (64, 64), 0 to 255."""
    import cv2

    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean, deviation = grey[FACE].mean(), max(float(grey[FACE].std()), 1e-3)
    lit: NDArray[np.float32] = (grey - mean) * min(MOST_CONTRAST, DEVIATION / deviation) + MEAN
    return np.clip(lit, 0, 255)


@cache
def _network() -> "Interpreter":
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    network = Interpreter(
        str(weights.path(ENTRY, "emotion_model_quantized.tflite")),
        num_threads=1,
        experimental_preserve_all_tensors=True,
        # The default delegate announces itself on stderr, and gains nothing on so small a network.
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    network.allocate_tensors()
    return network
