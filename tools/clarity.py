"""How clearly a voice is heard: alone, long enough, neither clipped nor cut off above 4 kHz."""

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

LENGTH_S = 1.5
"""Speech as long as this is long enough."""
ALONE_DB = 20.0
"""Speech so far above what is heard in its pauses is as good as alone…"""
BURIED_DB = 0.0
"""…and at this level it is hardly heard: eval/LOG.md has what is lost between the two."""
LEAST = 0.15
"""Of each part; what is heard at all counts for something."""
AS_LOUD = 0.99
"""Of the loudest sample: many as loud were cut off."""
CLIPPED_SHARES = (0.002, 0.05)
"""Fewer samples are as loud in any speech; with more it is all distorted."""
CUT_HZ = 4200.0
TELEPHONE = 0.7
"""What a telephone leaves."""
FRAME = 320
"""20 ms."""
FEWEST_FRAMES = 10
"""Without speech, by which what is behind it can be judged."""
SILENCE = 1e-9

Regions = list[tuple[float, float]]
"""Start and end of each stretch of speech, in seconds."""


def clarity(samples: Samples, spoken: Regions, around: Regions) -> float:
    """0 to 1, of a line's sound and a little around it.

    `spoken` is the line's speech, `around` all speech that is heard, of the lines beside it too.
    """
    speech = samples[_mask(len(samples), spoken)]
    if not speech.any():
        return 0.0
    above_db = above_background_db(samples, spoken, around)
    parts = (
        len(speech) / SAMPLE_RATE_HZ / LENGTH_S,
        (above_db - BURIED_DB) / (ALONE_DB - BURIED_DB),
        1 - (_clipped_share(speech) - CLIPPED_SHARES[0]) / CLIPPED_SHARES[1],
        TELEPHONE if is_telephone(speech) else 1.0,
    )
    return float(np.prod([np.clip(part, LEAST, 1.0) for part in parts]))


def above_background_db(samples: Samples, spoken: Regions, around: Regions) -> float:
    """How far speech lies above what is heard in pauses; without pauses, above its own quietest tenth."""
    whole = len(samples) // FRAME * FRAME
    power = (samples[:whole].reshape(-1, FRAME) ** 2).mean(axis=1) + SILENCE
    speaks, silent = (
        _mask(len(samples), regions)[:whole].reshape(-1, FRAME).any(axis=1) == wanted
        for regions, wanted in ((spoken, True), (around, False))
    )
    if silent.sum() >= FEWEST_FRAMES:
        behind = float(np.median(power[silent]))
    else:
        behind = float(np.percentile(power[speaks], 10))
    return float(10 * np.log10(max(power[speaks].mean() - behind, SILENCE) / behind))


def _mask(length: int, regions: Regions) -> NDArray[np.bool_]:
    within = np.zeros(length, bool)
    for start_s, end_s in regions:
        within[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)] = True
    return within


def _clipped_share(speech: Samples) -> float:
    loud = np.abs(speech)
    return float(np.mean(loud >= AS_LOUD * loud.max()))


def is_telephone(speech: Samples) -> bool:
    """Whether next to nothing is left above 4.2 kHz."""
    spectrum = np.abs(np.fft.rfft(speech)) ** 2
    hz = np.fft.rfftfreq(len(speech), 1 / SAMPLE_RATE_HZ)
    return bool(spectrum[hz > CUT_HZ].sum() < 1e-4 * spectrum.sum())
