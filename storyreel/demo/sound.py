"""The sample film's sound: a few recorded sentences, and music and noises made of sines and noise.

Nobody else is heard. Mono, 16 kHz, float32, -1 to 1.
"""

import numpy as np

from storyreel.demo.script import Cue, Noise, cues, duration_s
from storyreel.memory.records import Span
from storyreel.tools import weights
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

_HISS = 0.0008
"""A room is never quite silent."""
_CHORDS_HZ = ((220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7))


def soundtrack() -> Samples:
    """The whole film's sound, the same at every call. Raises WeightsError where a recording is missing."""
    chance = np.random.default_rng(1)
    track = _HISS * chance.standard_normal(_samples(duration_s()), dtype=np.float32)
    for span, cue in cues():
        first = _samples(span.start_s)
        heard = _heard(cue, span, chance)[: len(track) - first]
        track[first : first + len(heard)] += heard
    return track


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE_HZ)


def _heard(cue: Cue, span: Span, chance: np.random.Generator) -> Samples:
    if cue.recording:
        return _recorded(cue.recording)
    if cue.noise:
        return _noise(cue.noise, np.arange(_samples(span.duration_s)) / SAMPLE_RATE_HZ, chance)
    return np.zeros(0, np.float32)


def _recorded(file: str) -> Samples:
    import av

    with av.open(weights.path("narration", file)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE_HZ)
        pieces = [
            piece.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for piece in resampler.resample(frame)
        ]
    return np.concatenate(pieces)


def _noise(noise: Noise, times_s: np.ndarray, chance: np.random.Generator) -> Samples:
    if noise == "music":
        return _music(times_s)
    hiss = chance.standard_normal(len(times_s))
    if noise == "door":
        return _float(0.5 * np.exp(-18 * times_s) * (hiss + 2 * np.sin(2 * np.pi * 70 * times_s)) / 2)
    if noise == "glass":
        ringing = sum(np.sin(2 * np.pi * hz * times_s) for hz in (2637.0, 3951.0, 5274.0, 6645.0))
        return _float(0.1 * np.exp(-7 * times_s) * (ringing + hiss))
    return _float(0.25 * np.exp(-25 * (times_s % 0.6)) * np.sin(2 * np.pi * 90 * (times_s % 0.6)))


def _music(times_s: np.ndarray) -> Samples:
    """A broken chord a second, each note dying away."""
    music = np.zeros(len(times_s))
    for number, onset_s in enumerate(np.arange(0, times_s[-1], 1 / 3)):
        since_s = np.maximum(times_s - onset_s, 0)
        pitch_hz = _CHORDS_HZ[number // 3 % 3][number % 3]
        music += (times_s >= onset_s) * np.exp(-3 * since_s) * np.sin(2 * np.pi * pitch_hz * since_s)
    fade = np.clip((times_s[-1] - times_s) / 0.3, 0, 1)
    return _float(0.15 * music * fade)


def _float(samples: np.ndarray) -> Samples:
    return samples.astype(np.float32)
