"""What effects are like, as far as the signal alone tells: blows, calls, a rush.

A rush may be wind, water, traffic or applause, and a call a bird's or a siren's: which, the signal does not
tell, and it is not guessed.
"""

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Texture
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

FFT, HOP = 512, 160
FRAMES_HZ = SAMPLE_RATE_HZ // HOP
SHORTEST_S = 0.5
AUDIBLE_DB = 30.0
"""Below the loudest frame; what is fainter tells nothing."""
SUDDEN_DB, SUDDEN_FRAMES = 14.0, 3
"""A blow is that much louder within 30 ms."""
MOST_A_SECOND = 5.0
"""More blows than this are a rush: rain, applause."""
LEAST_TONAL, MOST_TONAL = 0.6, 0.3
"""Shares of audible frames with one plain tone: of calls at least, of a rush at most."""
TONAL = 0.4
"""Part of a frame's power that lies around its strongest tone, from which the tone is plain."""
LOWEST_HZ = 300.0
"""Below lies rumble."""
STEADY_DB = 12.0
"""Range of loudness within which a rush stays."""

Array = NDArray[np.float64]


def texture_of(samples: Samples) -> Texture | None:
    """What the sound is like; None where it is nothing plain, or too short to say."""
    if len(samples) < SHORTEST_S * SAMPLE_RATE_HZ:
        return None
    power = _evened(samples)
    levels_db = 10 * np.log10(power.sum(axis=1) + 1e-12)
    audible = levels_db > levels_db.max() - AUDIBLE_DB
    tonal = float(np.mean(_tone_share(power)[audible] >= TONAL))
    if tonal >= LEAST_TONAL:
        return "calls"
    if tonal > MOST_TONAL:
        return None
    a_second = _blows(levels_db) * FRAMES_HZ / len(levels_db)
    if 0 < a_second <= MOST_A_SECOND:
        return "impacts"
    return "noise" if a_second or _range(levels_db) < STEADY_DB else None


def _evened(samples: Samples) -> Array:
    """Shape (m, 257): power, the highs raised as far as most sounds fall off, without rumble."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FFT)[::HOP]
    hertz = np.fft.rfftfreq(FFT, 1 / SAMPLE_RATE_HZ)
    raised = np.where(hertz >= LOWEST_HZ, hertz / LOWEST_HZ, 0) ** 2
    return np.asarray(np.abs(np.fft.rfft(frames * np.hanning(FFT))) ** 2 * raised)


def _tone_share(power: Array) -> Array:
    """Of each frame, the part of its power that lies around the strongest tone."""
    peak = np.clip(power.argmax(axis=1), 2, power.shape[1] - 3)
    around = sum(np.take_along_axis(power, (peak + k)[:, None], axis=1)[:, 0] for k in (-2, -1, 0, 1, 2))
    return np.asarray(around / (power.sum(axis=1) + 1e-12))


def _blows(levels_db: Array) -> int:
    """How often it gets much louder at once."""
    floored = np.maximum(levels_db, levels_db.max() - 2 * AUDIBLE_DB)
    sudden = floored[SUDDEN_FRAMES:] - floored[:-SUDDEN_FRAMES] >= SUDDEN_DB
    return int(np.sum(sudden[1:] & ~sudden[:-1]) + (len(sudden) > 0 and sudden[0]))


def _range(values: Array) -> float:
    """Between the tenth and the ninetieth of a hundred."""
    return float(np.percentile(values, 90) - np.percentile(values, 10))
