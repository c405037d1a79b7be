"""Pitch, loudness, rate, pauses: plain measures mean what they say."""

import numpy as np
import pytest

from storyreel.tools.models import prosody
from storyreel.tools.scene import SAMPLE_RATE_HZ


def buzz(
    pitch_hz: float, syllables_hz: float = 4.0, duration_s: float = 2.0, level: float = 0.2
) -> np.ndarray:
    """Harmonics of a pitch that swell and fade in syllables."""
    times_s = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    harmonics = range(1, int(4000 / pitch_hz))
    tone = sum(np.sin(2 * np.pi * pitch_hz * number * times_s) / number for number in harmonics)
    swell = 0.02 + np.clip(np.sin(2 * np.pi * syllables_hz * times_s), 0, 1)
    return (level * tone * swell).astype(np.float32)


def measured(samples: np.ndarray) -> dict[str, float]:
    row = prosody.measure(samples)
    assert row is not None
    return dict(zip(prosody.MEASURES, row.tolist(), strict=True))


@pytest.mark.parametrize("pitch_hz", [80, 120, 220, 400])
def test_pitch_is_found_in_its_octave(pitch_hz) -> None:
    expected = 12 * np.log2(pitch_hz / prosody.LOWEST_HZ)
    assert measured(buzz(pitch_hz))["pitch_semitones"] == pytest.approx(expected, abs=0.5)


def test_twice_the_amplitude_is_6_decibels_louder_and_nothing_else() -> None:
    quiet, loud = measured(buzz(150, level=0.1)), measured(buzz(150, level=0.2))
    assert loud.pop("loudness_db") - quiet.pop("loudness_db") == pytest.approx(6.02, abs=0.05)
    assert loud == pytest.approx(quiet, abs=0.05)


@pytest.mark.parametrize("syllables_hz", [3, 5])
def test_syllables_are_counted(syllables_hz) -> None:
    assert measured(buzz(150, syllables_hz))["syllables_hz"] == pytest.approx(syllables_hz, abs=0.6)


def test_a_pause_is_a_pause() -> None:
    speech = buzz(150)
    halting = np.concatenate([speech, np.zeros_like(speech), speech])
    assert measured(halting)["pause_share"] > measured(speech)["pause_share"] + 0.2


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(SAMPLE_RATE_HZ, np.float32),
        np.zeros(10, np.float32),
        0.1 * np.random.default_rng(0).standard_normal(SAMPLE_RATE_HZ).astype(np.float32),
    ],
    ids=["silence", "nothing", "noise"],
)
def test_without_a_pitch_nothing_is_measured(samples) -> None:
    assert prosody.measure(samples) is None
