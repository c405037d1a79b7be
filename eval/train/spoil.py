"""Makes clean studio speech sound like film: music, noise, rooms, telephones."""

from collections.abc import Sequence

import numpy as np

from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

NOISE_LEVELS_DB = (3.0, 20.0)
"""Speech above what plays behind it."""
ECHOES_S = (0.1, 0.5)
"""Time in which a room's echo fades by 60 dB."""
TELEPHONE_HZ = (300.0, 3400.0)


def spoiled(samples: Samples, backgrounds: Sequence[Samples], chance: np.random.Generator) -> Samples:
    """The same speech in another place: at random in a room, over a telephone, with something behind it."""
    if chance.random() < 0.4:
        samples = in_a_room(samples, chance)
    if chance.random() < 0.25:
        samples = by_telephone(samples)
    if chance.random() < 0.8:
        samples = _over(samples, _behind(len(samples), backgrounds, chance), chance.uniform(*NOISE_LEVELS_DB))
    loudest = float(np.abs(samples).max()) + 1e-6
    return np.asarray(samples * (chance.uniform(0.2, 1.0) / loudest), np.float32)


def in_a_room(samples: Samples, chance: np.random.Generator) -> Samples:
    """The same sound with a room's echo."""
    from scipy.signal import fftconvolve

    fade_s = chance.uniform(*ECHOES_S)
    times_s = np.arange(int(fade_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    echo = chance.standard_normal(len(times_s)) * 10 ** (-3 * times_s / fade_s) * 0.05
    echo[0] = 1.0
    return np.asarray(fftconvolve(samples, echo)[: len(samples)], np.float32)


def by_telephone(samples: Samples) -> Samples:
    """The same sound over a telephone."""
    from scipy.signal import butter, sosfilt

    band = butter(4, TELEPHONE_HZ, "bandpass", fs=SAMPLE_RATE_HZ, output="sos")
    return np.asarray(sosfilt(band, samples), np.float32)


def _behind(length: int, backgrounds: Sequence[Samples], chance: np.random.Generator) -> Samples:
    choice = int(chance.integers(len(backgrounds) + 1))
    if choice == len(backgrounds):
        return chance.standard_normal(length).astype(np.float32)
    sound = backgrounds[choice]
    return np.resize(np.roll(sound, -int(chance.integers(len(sound)))), length)


def _over(samples: Samples, behind: Samples, level_db: float) -> Samples:
    loudness, other = np.sqrt(np.mean(samples**2)), np.sqrt(np.mean(behind**2)) + 1e-9
    return samples + behind * np.float32(loudness / other * 10 ** (-level_db / 20))
