"""What can be measured of music: how fast its beat is, and whether it is in a major or a minor key.

Tempo: periodicity of the onsets, weighted for the tempi that people tap to, as in Ellis, "Beat tracking by
dynamic programming" (2007). Mode: the pitch classes' profile against those of keys, Krumhansl, "Cognitive
foundations of musical pitch" (1990), table 2.1.
"""

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

FFT, HOP = 1024, 160
ONSETS_HZ = SAMPLE_RATE_HZ / HOP
SLOWEST_BPM, FASTEST_BPM = 40.0, 208.0
TAPPED_BPM, OCTAVES = 120.0, 0.9
"""Tempo that is tapped to most, and the spread of the others around it."""
LEAST_PULSE = 0.12
"""Autocorrelation of the onsets below which there is no plain beat."""
LOWEST_HZ, HIGHEST_HZ = 100.0, 2000.0
PITCH_FFT = 4096
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
SILENT = 1e-4
LOUD = 0.1
"""Part of the loudest moment's amplitude from which the pitches of a moment count."""
LEAST_FIT, LEAST_LEAD = 0.6, 0.03
"""Correlation with a key's profile, and its lead over the best of the other mode, below which neither is."""

Array = NDArray[np.float64]


def tempo_bpm(samples: Samples) -> float | None:
    """Beats a minute, 40 to 208; None where no beat is plain. May be half or twice what a listener says."""
    onsets = onset_strength(samples)
    lags = np.arange(int(60 * ONSETS_HZ / FASTEST_BPM), int(60 * ONSETS_HZ / SLOWEST_BPM) + 1)
    if len(onsets) < 2 * lags[-1]:
        return None
    spectrum = np.abs(np.fft.rfft(onsets, 2 * len(onsets))) ** 2
    likeness = np.fft.irfft(spectrum)[: lags[-1] + 1]
    pulse = likeness[lags] / (likeness[0] + 1e-9)
    bpm = 60 * ONSETS_HZ / lags
    best = int(np.argmax(pulse * np.exp(-0.5 * (np.log2(bpm / TAPPED_BPM) / OCTAVES) ** 2)))
    return float(bpm[best]) if pulse[best] >= LEAST_PULSE else None


def onset_strength(samples: Samples) -> Array:
    """Shape (m,), 100 a second: how much the log spectrum rises, its slow course taken off."""
    power = _spectrogram(samples, FFT, HOP)
    bands = np.add.reduceat(power, np.unique(np.geomspace(2, power.shape[1] - 1, 30).astype(int)), axis=1)
    logs = np.log(bands + 1e-4 * bands.mean() + 1e-12)
    rise = np.maximum(np.diff(logs, axis=0), 0).mean(axis=1)
    window = round(ONSETS_HZ)
    slow = np.convolve(rise, np.full(window, 1 / window), "same")
    return np.asarray(rise - slow)


def mode(samples: Samples) -> str | None:
    """`major` or `minor`; None where neither is plain."""
    pitches = pitch_classes(samples)
    fits = {name: _best_fit(pitches, profile) for name, profile in (("major", MAJOR), ("minor", MINOR))}
    first, second = sorted(fits, key=lambda name: -fits[name])
    is_plain = fits[first] >= LEAST_FIT and fits[first] - fits[second] >= LEAST_LEAD
    return first if is_plain else None


def _best_fit(pitches: Array, profile: tuple[float, ...]) -> float:
    """Correlation with the profile of the best of twelve keys; 0 where all pitches are as frequent."""
    if pitches.std() < 1e-9:
        return 0.0
    return max(float(np.corrcoef(np.roll(profile, key), pitches)[0, 1]) for key in range(12))


def pitch_classes(samples: Samples) -> Array:
    """Shape (12,), from C: how often each is heard, whatever the octave; sums to 1 unless silent."""
    heard = samples - samples.mean() if len(samples) else samples
    if not np.any(np.abs(heard) > SILENT):
        return np.zeros(12)
    amplitude = np.sqrt(_spectrogram(heard, PITCH_FFT, PITCH_FFT // 2))
    hertz = np.fft.rfftfreq(PITCH_FFT, 1 / SAMPLE_RATE_HZ)
    inside = (hertz >= LOWEST_HZ) & (hertz <= HIGHEST_HZ)
    peaks = np.zeros_like(amplitude)
    middle = amplitude[:, 1:-1]
    is_peak = (middle > amplitude[:, :-2]) & (middle > amplitude[:, 2:])
    peaks[:, 1:-1] = middle * is_peak
    places = np.round(12 * np.log2(hertz[inside] / 440) + 9).astype(int) % 12
    counts = np.array([np.bincount(places, row, minlength=12) for row in peaks[:, inside]])
    total = counts.sum(axis=1, keepdims=True)
    loud = total[:, 0] >= LOUD * total.max()
    return np.asarray((counts[loud] / np.maximum(total[loud], 1e-9)).mean(axis=0))


def _spectrogram(samples: Samples, size: int, hop: int) -> Array:
    """Shape (m, size / 2 + 1): power."""
    padded = np.pad(samples, (0, max(0, size - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    return np.abs(np.fft.rfft(frames * np.hanning(size).astype(np.float32))) ** 2
