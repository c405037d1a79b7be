"""GE2E hears what Resemblyzer hears: its features, its level, its windows."""

import numpy as np
import pytest

from storyreel.tools.models import ge2e
from storyreel.tools.scene import SAMPLE_RATE_HZ


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    monkeypatch.setenv("STORYREEL_OFFLINE", "1")


def tone(hz: float, seconds: float, level: float = 0.1) -> np.ndarray:
    times_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (level * np.sin(2 * np.pi * hz * times_s)).astype(np.float32)


@pytest.mark.parametrize(("hz", "band"), [(200, 2), (1000, 13), (4000, 32), (7000, 38)])
def test_a_tone_sounds_in_its_band_of_slaneys_scale(hz, band) -> None:
    # 15 mels up to 1 kHz and 27 for a factor of 6.4 make 45.25 up to 8 kHz, in 41 steps
    mels = ge2e.mel_spectrogram(tone(hz, 1))
    assert mels.shape == (101, 40)
    assert int(mels[50].argmax()) == pytest.approx(band, abs=1)


def test_quiet_sound_is_raised_and_loud_sound_left_alone() -> None:
    raised = ge2e.raised(tone(300, 1, level=0.001))
    assert 20 * np.log10(np.sqrt(np.mean(raised**2))) == pytest.approx(-30, abs=0.01)
    loud = tone(300, 1, level=0.5)
    np.testing.assert_array_equal(ge2e.raised(loud), loud)
    assert not ge2e.raised(np.zeros(100, np.float32)).any()


def test_a_long_piece_is_the_mean_of_its_windows() -> None:
    sound = tone(150, 4) + tone(450, 4, 0.05) * (np.arange(4 * SAMPLE_RATE_HZ) > 30_000)
    step, window = ge2e.STEP_FRAMES * ge2e.HOP, ge2e.WINDOW_FRAMES * ge2e.HOP
    parts = [sound[start : start + window] for start in range(0, len(sound) - window, step)]
    whole, *pieces = ge2e.Ge2e().embed([sound, *parts])
    mean = np.mean(pieces, axis=0)
    assert whole @ mean / np.linalg.norm(mean) > 0.99
