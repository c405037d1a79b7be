"""Sounds made by rule, of which it is known what they are: noises of things, and plain music.

Real recordings with a free licence are few; these widen what a head learns from and are never measured alone.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

Chance = np.random.Generator
LEVEL = 0.05
"""Root mean square."""
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
PROGRESSIONS = ((0, 3, 4, 0), (0, 5, 3, 4), (0, 4, 5, 3), (0, 3, 0, 4))
"""Degrees of the scale that chords stand on."""


def times_s(length_s: float) -> NDArray[np.float64]:
    """The moments of samples."""
    return np.arange(round(length_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def _levelled(sound: NDArray[np.float64]) -> Samples:
    return np.asarray(LEVEL * sound / (np.sqrt(np.mean(sound**2)) + 1e-9), np.float32)


def coloured(length: int, slope: float, chance: Chance) -> NDArray[np.float64]:
    """Noise whose power falls with frequency to this power: 0 white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    spectrum *= np.maximum(np.fft.rfftfreq(length, 1 / SAMPLE_RATE_HZ), 20) ** (-slope / 2)
    return np.fft.irfft(spectrum, length)


def _swell(length_s: float, rate_hz: float, depth: float, chance: Chance) -> NDArray[np.float64]:
    """A slow rise and fall, at random, between 1 - depth and 1."""
    knots = max(2, round(length_s * rate_hz) + 1)
    at = np.linspace(0, length_s, knots)
    return 1 - depth * np.interp(times_s(length_s), at, chance.random(knots))


def wind(length_s: float, chance: Chance) -> Samples:
    """Brown noise that swells."""
    t = times_s(length_s)
    return _levelled(coloured(len(t), chance.uniform(1.2, 2.2), chance) * _swell(length_s, 0.7, 0.9, chance))


def water(length_s: float, chance: Chance) -> Samples:
    """White to pink noise, steady: rain, a river, far traffic."""
    t = times_s(length_s)
    return _levelled(coloured(len(t), chance.uniform(0, 1.2), chance) * _swell(length_s, 1.0, 0.3, chance))


def engine(length_s: float, chance: Chance) -> Samples:
    """A rumble of many harmonics over noise, its speed wandering a little."""
    t = times_s(length_s)
    speed_hz = chance.uniform(20, 90) * (0.9 + 0.2 * _swell(length_s, 0.3, 1.0, chance))
    turns = np.cumsum(speed_hz) / SAMPLE_RATE_HZ
    tones = sum(
        np.sin(2 * np.pi * k * turns + chance.uniform(0, 6)) / k ** chance.uniform(0.4, 1.2)
        for k in range(1, 20)
    )
    noise = coloured(len(t), 1.0, chance)
    return _levelled(tones / np.std(tones) + chance.uniform(0.2, 1.0) * noise / noise.std())


def _bursts(
    length_s: float, at_s: NDArray[np.float64], decay_s: float, slope: float, chance: Chance
) -> NDArray[np.float64]:
    """Noises that begin at once and fade, one at each moment."""
    t = times_s(length_s)
    sound = np.zeros(len(t))
    for start_s in at_s:
        first = round(start_s * SAMPLE_RATE_HZ)
        fade = np.exp(-times_s(min(6 * decay_s, length_s - start_s)) / decay_s)
        length = min(len(fade), len(sound) - first)
        if length > 8:
            burst = coloured(length, slope, chance)
            sound[first : first + length] += chance.uniform(0.4, 1) * burst / burst.std() * fade[:length]
    return sound


def impacts(length_s: float, chance: Chance) -> Samples:
    """Blows at random: doors, shots, things that fall."""
    at_s = np.sort(chance.uniform(0, length_s, max(1, round(length_s * chance.uniform(0.3, 1.5)))))
    return _levelled(_bursts(length_s, at_s, chance.uniform(0.02, 0.4), chance.uniform(0.3, 1.6), chance))


def footsteps(length_s: float, chance: Chance) -> Samples:
    """Dull short blows, nearly regular."""
    gap_s = chance.uniform(0.3, 0.7)
    at_s = np.arange(0.1, length_s - 0.1, gap_s)
    at_s = np.clip(at_s + chance.normal(0, 0.03, len(at_s)), 0, length_s - 0.05)
    return _levelled(_bursts(length_s, at_s, chance.uniform(0.015, 0.05), chance.uniform(0.8, 2.0), chance))


def crackle(length_s: float, chance: Chance) -> Samples:
    """Many small claps at random: applause, fire, rain on a roof."""
    at_s = np.sort(chance.uniform(0, length_s, round(length_s * chance.uniform(15, 80))))
    return _levelled(_bursts(length_s, at_s, chance.uniform(0.003, 0.015), chance.uniform(0, 0.7), chance))


def birds(length_s: float, chance: Chance) -> Samples:
    """Whistles that glide up and down between two and seven kilohertz, with pauses."""
    sound = np.zeros(len(times_s(length_s)))
    start_s, base_hz = chance.uniform(0, 0.5), chance.uniform(2200, 5000)
    while start_s < length_s - 0.3:
        note = times_s(chance.uniform(0.05, 0.3))
        sweep_hz = base_hz * (
            1 + chance.uniform(-0.4, 0.4) * np.sin(np.pi * note / note[-1] * chance.uniform(0.5, 3))
        )
        whistle = np.sin(2 * np.pi * np.cumsum(sweep_hz) / SAMPLE_RATE_HZ) * np.hanning(len(note))
        first = round(start_s * SAMPLE_RATE_HZ)
        sound[first : first + len(note)] += whistle[: len(sound) - first]
        start_s += note[-1] + (
            chance.exponential(0.08) if chance.random() < 0.75 else chance.exponential(0.8)
        )
    return _levelled(sound + 0.01 * chance.standard_normal(len(sound)))


def howls(length_s: float, chance: Chance) -> Samples:
    """Long cries with harmonics that rise and fall: animals, sirens, hinges."""
    sound = np.zeros(len(times_s(length_s)))
    start_s = chance.uniform(0, 0.5)
    while start_s < length_s - 0.5:
        note = times_s(chance.uniform(0.4, 2.0))
        base_hz = chance.uniform(150, 1200)
        glide = base_hz * (1 + chance.uniform(-0.5, 0.8) * np.sin(np.pi * note / note[-1]) ** 2)
        turns = np.cumsum(glide) / SAMPLE_RATE_HZ
        cry = sum(np.sin(2 * np.pi * k * turns) / k**1.5 for k in range(1, 5)) * np.hanning(len(note))
        first = round(start_s * SAMPLE_RATE_HZ)
        sound[first : first + len(note)] += cry[: len(sound) - first]
        start_s += note[-1] + chance.exponential(0.7)
    return _levelled(sound + 0.01 * coloured(len(sound), 1, chance))


EFFECTS: dict[str, Callable[[float, Chance], Samples]] = {
    one.__name__: one for one in (wind, water, engine, impacts, footsteps, crackle, birds, howls)
}
"""By name."""


def music(
    length_s: float,
    chance: Chance,
    mode: str | None = None,
    tempo_bpm: float | None = None,
    drums: float | None = None,
) -> Samples:
    """A chord progression with a bass and a melody, at random where it is not said.

    `mode` is major or minor, `drums` how loud they are against the rest, 0 to 1.
    """
    mode = mode or str(chance.choice(list(SCALES)))
    beat_s = 60 / (tempo_bpm or chance.uniform(60, 170))
    drums = chance.choice([0.0, 0.0, 0.3, 0.8]) if drums is None else drums
    tonic, timbre = int(chance.integers(45, 57)), _Timbre.at_random(chance)
    sound = _tune(length_s, chance, mode, beat_s, tonic, timbre)
    beats_s = np.arange(0, length_s - 0.1, beat_s)
    beaten = _bursts(length_s, beats_s, 0.05, 1.0, chance)
    return _levelled(sound / (sound.std() + 1e-9) + drums * beaten / (beaten.std() + 1e-9))


def _tune(
    length_s: float, chance: Chance, mode: str, beat_s: float, tonic: int, timbre: "_Timbre"
) -> NDArray[np.float64]:
    """Four beats a chord, a bass on each, and above it a melody with rests."""
    progression = PROGRESSIONS[int(chance.integers(len(PROGRESSIONS)))]
    sound = np.zeros(len(times_s(length_s)))
    for beat in range(int(length_s / beat_s)):
        degree = progression[beat // 4 % 4]
        if beat % 4 == 0:
            for step in (0, 2, 4):
                _play(sound, timbre, beat * beat_s, 4 * beat_s, _pitch(tonic, mode, degree + step), 0.5)
        _play(sound, timbre, beat * beat_s, beat_s, _pitch(tonic - 12, mode, degree), 0.8)
        for half in range(2):
            if chance.random() < 0.7:
                step = degree + int(chance.choice([0, 2, 4, 1, 7]))
                start_s = (beat + half / 2) * beat_s
                _play(sound, timbre, start_s, beat_s / 2, _pitch(tonic + 12, mode, step), 0.6)
    return sound


class _Timbre:
    """How an instrument sounds: its overtones, and how fast its notes come and go."""

    def __init__(self, overtones: NDArray[np.float64], attack_s: float, decay_s: float) -> None:
        self.overtones, self.attack_s, self.decay_s = overtones, attack_s, decay_s

    @classmethod
    def at_random(cls, chance: Chance) -> "_Timbre":
        overtones = chance.uniform(0.2, 1, 8) / np.arange(1, 9) ** chance.uniform(0.5, 2.0)
        return cls(overtones, chance.choice([0.005, 0.02, 0.1]), chance.choice([0.3, 0.8, 5.0]))

    def note(self, length_s: float, pitch_hz: float) -> NDArray[np.float64]:
        t = times_s(length_s)
        fade = (
            np.minimum(t / self.attack_s, 1)
            * np.exp(-t / self.decay_s)
            * np.minimum((length_s - t) / 0.02, 1)
        )
        harmonics = [k for k in range(1, 9) if k * pitch_hz < SAMPLE_RATE_HZ / 2]
        tone = sum(self.overtones[k - 1] * np.sin(2 * np.pi * k * pitch_hz * t) for k in harmonics)
        return np.asarray(tone * fade)


def _pitch(tonic: int, mode: str, degree: int) -> float:
    """Hertz of a degree of the scale on a tonic, which is a MIDI number."""
    octave, step = divmod(degree, 7)
    return float(440 * 2 ** ((tonic + 12 * octave + SCALES[mode][step] - 69) / 12))


def _play(
    sound: NDArray[np.float64],
    timbre: _Timbre,
    start_s: float,
    length_s: float,
    pitch_hz: float,
    level: float,
) -> None:
    first = round(start_s * SAMPLE_RATE_HZ)
    note = timbre.note(length_s, pitch_hz)[: len(sound) - first]
    sound[first : first + len(note)] += level * note
