"""What sound is like around a moment, as numbers: Whisper's early states and the shape of the spectrum.

The signs are those long used to tell speech from music: how much the spectrum changes (flux), its roll-off,
centroid and flatness, zero crossings, how much of a stretch is quiet, and how the loudness swings at the four
hertz of syllables (Scheirer and Slaney, "Construction and evaluation of a robust multifeature speech/music
discriminator", 1997). None tells how loud the sound is.
"""

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.models import whisper
from storyreel.tools.models.whisper import STATES_HZ
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

FRAME, HOP = 400, 160
"""Samples: 25 ms every 10 ms."""
FRAMES_HZ = SAMPLE_RATE_HZ // HOP
FFT = 512
BINS = FFT // 2 + 1
BANDS = 24
REACH_S = 1.0
"""On both sides of a moment."""
PIECE_S = 10.0
"""Sound is encoded in pieces of this length: what attention costs grows with the square of it."""
SYLLABLES_HZ = (2.5, 6.5)
STEADY_FRAMES = 20
"""0.2 s, over which a held note stays and a syllable does not."""
FLOOR = 1e-5

Array = NDArray[np.float32]


def features(samples: Samples, times_s: NDArray[np.float64]) -> Array:
    """Shape (n, d): the sound within `REACH_S` of each moment; the same whatever its level."""
    return np.concatenate([_encoded(samples, times_s), spectral(samples, times_s)], axis=1)


def _encoded(samples: Samples, times_s: NDArray[np.float64]) -> Array:
    """Shape (n, 1024): mean and deviation of Whisper's early states."""
    size, longest = round(PIECE_S * SAMPLE_RATE_HZ), round(PIECE_S * STATES_HZ)
    pieces = [samples[start : start + size] for start in range(0, len(samples), size)]
    states = np.concatenate([whisper.encode(piece)[:longest] for piece in pieces])
    return _mean_and_deviation(states, times_s, STATES_HZ)


def spectral(samples: Samples, times_s: NDArray[np.float64]) -> Array:
    """Shape (n, 66): the shape of the spectrum, how it changes, and how loudness swings."""
    frames = _frames(samples)
    spectrum = np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32), FFT)
    power = np.asarray(np.abs(spectrum) ** 2 + FLOOR**2, np.float32)
    signs = np.column_stack([_signs(frames, power), _bands(power)])
    swings = _swings(np.log(power.sum(axis=1)), times_s)
    return np.concatenate([_mean_and_deviation(signs, times_s, FRAMES_HZ), swings], axis=1)


def _frames(samples: Samples) -> Array:
    """Shape (m, 400), at least one."""
    padded = np.pad(samples, (0, max(0, FRAME - len(samples))))
    return np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]


def _signs(frames: Array, power: Array) -> Array:
    """Shape (m, 7)."""
    share = power / power.sum(axis=1, keepdims=True)
    places = np.linspace(0, 1, BINS, dtype=np.float32)
    centroid = share @ places
    spread = np.sqrt(np.maximum(share @ places**2 - centroid**2, 0))
    rolloff = (np.cumsum(share, axis=1) < 0.85).mean(axis=1)
    flatness = np.log(power).mean(axis=1) - np.log(power.mean(axis=1))
    crossings = np.mean(np.signbit(frames[:, 1:]) != np.signbit(frames[:, :-1]), axis=1)
    shape = np.sqrt(share)
    return np.column_stack(
        [centroid, spread, rolloff, flatness, crossings, _kept(shape, 1), _kept(shape, STEADY_FRAMES)]
    ).astype(np.float32)


def _kept(shape: Array, later: int) -> Array:
    """How like the spectrum is to that so many frames later, 0 to 1; `shape` has rows of unit length."""
    likeness = np.ones(len(shape), np.float32)
    likeness[:-later] = np.sum(shape[:-later] * shape[later:], axis=1)
    return likeness


def _bands(power: Array) -> Array:
    """Shape (m, 24): log energy in bands as wide as the ear's, against their mean."""
    logs = np.log(power @ _band_weights())
    return np.asarray(logs - logs.mean(axis=1, keepdims=True), np.float32)


def _band_weights() -> Array:
    """Shape (257, 24): neighbouring bands of the mel scale."""
    mels = 2595 * np.log10(1 + np.linspace(0, SAMPLE_RATE_HZ / 2, BINS) / 700)
    band = np.minimum((mels / mels[-1] * BANDS).astype(int), BANDS - 1)
    return np.asarray(np.eye(BANDS)[band], np.float32)


def _swings(loudness: NDArray[np.float32], times_s: NDArray[np.float64]) -> Array:
    """Shape (n, 4): of the log energy around each moment, what part of its swing is as quick as syllables,
    what part quicker, its range, and how often it is low."""
    reach = round(REACH_S * FRAMES_HZ)
    padded = np.pad(loudness, reach, mode="edge")
    middles = np.clip((times_s * FRAMES_HZ).astype(int), 0, len(loudness) - 1)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach)[middles]
    swing = np.abs(np.fft.rfft((around - around.mean(axis=1, keepdims=True)) * np.hanning(2 * reach))) ** 2
    rates_hz = np.fft.rfftfreq(2 * reach, 1 / FRAMES_HZ)
    total = swing.sum(axis=1) + 1e-9
    syllables = (rates_hz >= SYLLABLES_HZ[0]) & (rates_hz <= SYLLABLES_HZ[1])
    low = (around < np.log(np.exp(around).mean(axis=1, keepdims=True) / 2)).mean(axis=1)
    quick = swing[:, rates_hz > SYLLABLES_HZ[1]].sum(axis=1) / total
    spread = np.percentile(around, 90, axis=1) - np.percentile(around, 10, axis=1)
    return np.column_stack([swing[:, syllables].sum(axis=1) / total, quick, spread, low]).astype(np.float32)


def _mean_and_deviation(rows: Array, times_s: NDArray[np.float64], rate_hz: float) -> Array:
    """Shape (n, 2 d), of rows of shape (m, d) within `REACH_S` of each moment."""
    sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])
    squares = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows.astype(np.float64) ** 2, axis=0)])
    first = np.clip(((times_s - REACH_S) * rate_hz).astype(int), 0, len(rows) - 1)
    last = np.clip(((times_s + REACH_S) * rate_hz).astype(int), first + 1, len(rows))
    count = (last - first)[:, None]
    mean = (sums[last] - sums[first]) / count
    variance = (squares[last] - squares[first]) / count - mean**2
    return np.concatenate([mean, np.sqrt(np.maximum(variance, 0))], axis=1).astype(np.float32)
