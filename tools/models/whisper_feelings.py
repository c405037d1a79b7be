"""Feelings by our head over Whisper's early encoder states and plain measures of the voice.

The recogniser's own states are no use here: it computes the last layer's alone, over 30 s at a time. Two and
three layers over the line alone tell feelings better, also of other languages and microphones, and cost less
than one hundredth of the sound's length: eval/LOG.md.
"""

import numpy as np

from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools.models import prosody, voice_head, whisper
from storyreel.tools.models.head import Array
from storyreel.tools.models.voice_feelings import Leanings
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

LAYERS = (2, 3)
"""How many of Whisper's layers each half of the features comes from."""
FEATURES = len(LAYERS) * 2 * 512 + len(prosody.MEASURES)


class WhisperFeelings:
    """The model, as `voice_feelings.VoiceFeelings`."""

    name = "whisper-base-head-3"
    tells: frozenset[Emotion] = frozenset(EMOTIONS)

    def lean(self, samples: Samples) -> Leanings:
        """As VoiceFeelings', shape (10,)."""
        (row,) = voice_head.load().outputs(describe(samples)[np.newaxis])
        return np.asarray(row, np.float32)


def describe(samples: Samples) -> Array:
    """Shape (FEATURES,) of speech: mean and deviation of the states while somebody speaks, and prosody.

    Prosody is NaN where no pitch is heard. Where nobody seems to speak all of the sound is taken.
    """
    spoken = whisper.speech_regions(samples) or [(0.0, len(samples) / SAMPLE_RATE_HZ)]
    states = [_pooled(samples, spoken, layers) for layers in LAYERS]
    first, last = (round(time_s * SAMPLE_RATE_HZ) for time_s in (spoken[0][0], spoken[-1][1]))
    measured = prosody.measure(samples[first:last])
    missing = np.full(len(prosody.MEASURES), np.nan, np.float32)
    return np.concatenate([*states, missing if measured is None else measured])


def _pooled(samples: Samples, spoken: list[tuple[float, float]], layers: int) -> Array:
    """Shape (1024,): mean and deviation of the states after some layers."""
    states = whisper.encode(samples, layers)
    chosen = np.zeros(len(states), bool)
    for start_s, end_s in spoken:
        chosen[int(start_s * whisper.STATES_HZ) : int(np.ceil(end_s * whisper.STATES_HZ))] = True
    return np.concatenate([states[chosen].mean(axis=0), states[chosen].std(axis=0)])
