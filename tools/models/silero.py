"""Silero's voice activity detector, as faster-whisper bundles it: how likely somebody speaks."""

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

WINDOW = 512
"""Samples that one chance is of."""
HZ = SAMPLE_RATE_HZ / WINDOW
LEAST = 1e-4
"""No chance is nearer to 0 or 1 than this."""


def logits(samples: Samples) -> NDArray[np.float32]:
    """Shape (n,), about 31 a second, each of the 32 ms after k / `HZ`: above 0 where speech is likelier."""
    from faster_whisper.vad import get_vad_model

    padded = np.pad(samples, (0, -len(samples) % WINDOW))
    if not len(padded):
        return np.empty(0, np.float32)
    chances = np.clip(get_vad_model()(padded).reshape(-1), LEAST, 1 - LEAST)
    return np.asarray(np.log(chances / (1 - chances)), np.float32)
