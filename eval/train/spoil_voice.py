"""Makes one recording of a voice into others': another throat, another microphone, and a film around it."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from storyreel.eval.train.spoil import spoiled
from storyreel.tools.scene import Samples

FASTER_OCTAVES = 0.2
"""Played up to so much faster or slower, and so higher or lower."""
TILT_DB = 2.5
"""Deviation of the steps between a microphone's bands."""
BANDS = (0.0, 0.02, 0.06, 0.12, 0.25, 0.5, 0.75, 1.0)
"""Of half the sample rate."""


def another(samples: Samples, backgrounds: Sequence[Samples], chance: np.random.Generator) -> Samples:
    """The same speech by somebody like the speaker, elsewhere."""
    if chance.random() < 0.6:
        samples = _at_another_speed(samples, chance)
    if chance.random() < 0.6:
        samples = _by_another_microphone(samples, chance)
    if chance.random() < 0.1:
        samples = _clipped(samples, chance)
    return spoiled(samples, backgrounds, chance)


def _at_another_speed(samples: Samples, chance: np.random.Generator) -> Samples:
    from scipy.signal import resample_poly

    factor = 2 ** chance.uniform(-FASTER_OCTAVES, FASTER_OCTAVES)
    ratio = Fraction(float(factor)).limit_denominator(40)
    return np.asarray(resample_poly(samples, ratio.numerator, ratio.denominator), np.float32)


def _by_another_microphone(samples: Samples, chance: np.random.Generator) -> Samples:
    from scipy.signal import firwin2, lfilter

    level_db = np.cumsum(chance.normal(0, TILT_DB, len(BANDS)))
    band = firwin2(129, BANDS, 10 ** ((level_db - level_db.mean()) / 20))
    return np.asarray(lfilter(band, 1, samples), np.float32)


def _clipped(samples: Samples, chance: np.random.Generator) -> Samples:
    top = float(np.abs(samples).max()) * chance.uniform(0.2, 0.7)
    return np.clip(samples, -top, top)


def mixed(samples: Samples, behind: Samples, level_db: float, chance: np.random.Generator) -> Samples:
    """Speech over another sound, so many decibels above it."""
    start = int(chance.integers(len(behind)))
    other = np.resize(np.roll(behind, -start), len(samples))
    loudness, noise = (float(np.sqrt(np.mean(sound**2))) + 1e-9 for sound in (samples, other))
    return np.asarray(samples + other * (loudness / noise * 10 ** (-level_db / 20)), np.float32)
