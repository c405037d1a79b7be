"""How something is said, in plain measures: pitch, loudness, rate, pauses, brightness, steadiness of a voice.

Pitch by the autocorrelation of Boersma, "Accurate short-term analysis of the fundamental frequency" (1993);
syllables by peaks of loudness, after de Jong and Wempe, "Praat script to detect syllable nuclei" (2009);
brightness by the alpha ratio of Eyben et al., "The Geneva Minimalistic Acoustic Parameter Set" (2016).
"""

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

MEASURES = (
    "pitch_semitones",
    "pitch_spread_semitones",
    "pitch_change_semitones",
    "loudness_db",
    "loudness_spread_db",
    "syllables_hz",
    "pause_share",
    "brightness_db",
    "brightness_spread_db",
    "roughness",
)
"""What `measure` gives, in this order. Semitones are counted from 55 Hz; decibels from full scale."""
HOP = 160
"""10 ms."""
WINDOW = 640
"""40 ms: two periods of the lowest pitch."""
PITCHES_HZ = (60.0, 500.0)
LEAST_PERIODIC = 0.45
"""Of the autocorrelation at the pitch's period, Boersma's threshold for voicing."""
LOWEST_HZ = 55.0
LEAP_SEMITONES = 3.0
"""A larger change between two frames is an error of an octave, or another sound."""
DIP_DB = 2.0
"""Between two syllables loudness falls at least so far (de Jong and Wempe 2009)."""
BRIGHT_HZ = (50.0, 1000.0, 5000.0)
"""The alpha ratio compares what lies above the middle with what lies below."""
SILENCE_DB = -90.0

Row = NDArray[np.float32]
_Values = NDArray[np.float64]


def measure(samples: Samples) -> Row | None:
    """Shape (len(MEASURES),) of one voice's speech; None if no pitch is heard for a tenth of a second."""
    frames = _frames(samples)
    if not len(frames):
        return None
    spectra = np.abs(np.fft.rfft(frames * np.hanning(WINDOW), 2 * WINDOW)) ** 2
    periods, periodic = _periods(spectra)
    loudness = 10 * np.log10(np.maximum((frames**2).mean(axis=1), 10 ** (SILENCE_DB / 10)))
    voiced = (periodic > LEAST_PERIODIC) & (loudness > loudness.max() - 35)
    if voiced.sum() < 10:
        return None
    pitch = 12 * np.log2(SAMPLE_RATE_HZ / periods / LOWEST_HZ)
    pace = _syllables(loudness, voiced) * SAMPLE_RATE_HZ / HOP / len(frames), 1 - voiced.mean()
    bright = _brightness(spectra)[voiced]
    light = bright.mean(), _spread(bright), 1 - periodic[voiced].mean()
    return np.array([*_melody(pitch, voiced), *_volume(loudness[voiced]), *pace, *light], np.float32)


def _melody(pitch: _Values, voiced: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Middle, spread, and mean change from frame to frame where it does not leap, in semitones."""
    steps = np.abs(np.diff(pitch))[voiced[1:] & voiced[:-1]]
    even = steps[steps < LEAP_SEMITONES]
    return float(np.median(pitch[voiced])), _spread(pitch[voiced]), float(even.mean()) if len(even) else 0.0


def _volume(spoken_db: _Values) -> tuple[float, float]:
    return float(10 * np.log10((10 ** (spoken_db / 10)).mean())), _spread(spoken_db)


def _frames(samples: Samples) -> _Values:
    """Shape (n, WINDOW), overlapping."""
    if len(samples) < WINDOW:
        return np.zeros((0, WINDOW))
    return np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP].astype(np.float64)


def _periods(spectra: _Values) -> tuple[_Values, _Values]:
    """The likeliest period of each frame, in samples, and how periodic the frame is, 0 to 1."""
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(WINDOW), 2 * WINDOW)) ** 2)
    lags = np.fft.irfft(spectra, axis=1)
    shortest, longest = (int(SAMPLE_RATE_HZ / hz) for hz in PITCHES_HZ[::-1])
    alike = lags[:, shortest : longest + 1] / np.maximum(lags[:, :1], 1e-12)
    alike = alike / (window[shortest : longest + 1] / window[0])
    # a period fits as well twice or three times: of equals the shortest is meant
    preferred = alike - 0.1 * np.log2(np.arange(shortest, longest + 1) / shortest)
    best = preferred.argmax(axis=1)
    return (best + shortest).astype(float), np.clip(alike[np.arange(len(alike)), best], 0, 1)


def _brightness(spectra: _Values) -> _Values:
    """Decibels of what is above 1 kHz over what is below, of each frame."""
    hz = np.fft.rfftfreq(2 * WINDOW, 1 / SAMPLE_RATE_HZ)
    low, middle, high = BRIGHT_HZ
    below = spectra[:, (hz >= low) & (hz < middle)].sum(axis=1)
    above = spectra[:, (hz >= middle) & (hz < high)].sum(axis=1)
    return np.asarray(10 * np.log10(np.maximum(above, 1e-12) / np.maximum(below, 1e-12)))


def _syllables(loudness: _Values, voiced: NDArray[np.bool_]) -> int:
    """Peaks of loudness in voiced speech."""
    from scipy.signal import find_peaks

    smooth = np.convolve(loudness, np.full(5, 0.2), "same")
    peaks, _ = find_peaks(smooth, prominence=DIP_DB, height=smooth.max() - 25)
    return int(voiced[peaks].sum())


def _spread(values: _Values) -> float:
    low, high = np.percentile(values, (10, 90))
    return float(high - low)
