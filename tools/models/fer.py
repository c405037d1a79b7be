"""mini-Xception: an upright grey face to seven expressions, on LiteRT.

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
from storyreel.tools.scene import Pixels

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import Interpreter

ENTRY = "fer"
SIDE_PX = 64


def expressions(faces: Sequence[Pixels]) -> NDArray[np.float32]:
    """Face crops, each (height, width, 3), to probabilities, shape (n, 7).

    FER2013's order of classes is that of EMOTIONS.
    """
    if not faces:
        return np.zeros((0, len(EMOTIONS)), dtype=np.float32)
    return np.stack([_read(face) for face in faces])


def _read(face: Pixels) -> NDArray[np.float32]:
    import cv2

    small = cv2.resize(face, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    network = _network()
    network.set_tensor(
        network.get_input_details()[0]["index"], (grey.astype(np.float32) / 127.5 - 1)[None, :, :, None]
    )
    network.invoke()
    probabilities: NDArray[np.float32] = network.get_tensor(network.get_output_details()[0]["index"])[0]
    return probabilities


@cache
def _network() -> "Interpreter":
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    network = Interpreter(
        str(weights.path(ENTRY, "emotion_model_quantized.tflite")),
        num_threads=1,
        # The default delegate announces itself on stderr, and gains nothing on so small a network.
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    network.allocate_tensors()
    return network
