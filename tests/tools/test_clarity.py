"""A voice counts for less the worse it is heard."""

import numpy as np
import pytest

from storyreel.tools.clarity import above_background_db, clarity, is_telephone
from storyreel.tools.scene import SAMPLE_RATE_HZ

SPOKEN = [(1.0, 3.0)]


@pytest.fixture
def speech() -> np.ndarray:
    """Two seconds of something like speech, syllables of coloured noise, with a second of quiet around."""
    times_s = np.arange(4 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    noise = np.random.default_rng(0).standard_normal(len(times_s))
    syllables = np.clip(np.sin(2 * np.pi * 4 * times_s), 0, None) * ((times_s >= 1) & (times_s < 3))
    return (0.1 * noise * syllables + 1e-4 * noise).astype(np.float32)


def under(speech: np.ndarray, level_db: float) -> np.ndarray:
    hum = np.random.default_rng(1).standard_normal(len(speech)).astype(np.float32)
    loudness = np.sqrt(np.mean(speech[SAMPLE_RATE_HZ : 3 * SAMPLE_RATE_HZ] ** 2))
    return speech + hum * np.float32(loudness * 10 ** (-level_db / 20))


def test_a_voice_alone_is_clear(speech) -> None:
    assert clarity(speech, SPOKEN, SPOKEN) == 1.0


@pytest.mark.parametrize("level_db", [20, 10, 0])
def test_it_is_measured_how_far_speech_lies_above_the_rest(speech, level_db) -> None:
    assert above_background_db(under(speech, level_db), SPOKEN, SPOKEN) == pytest.approx(level_db, abs=1.0)


def test_the_louder_the_rest_the_less_clear(speech) -> None:
    found = [clarity(under(speech, level_db), SPOKEN, SPOKEN) for level_db in (20, 10, 5, 0)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.25 < 0.4 < found[1] < 0.7


def test_speech_of_the_next_line_is_no_noise(speech) -> None:
    loud = speech.copy()
    loud[: SAMPLE_RATE_HZ // 2] = loud[3 * SAMPLE_RATE_HZ + 1600 :] = 0.2
    assert clarity(loud, SPOKEN, [(0.0, 0.5), (1.0, 3.0), (3.1, 4.0)]) == 1.0
    assert clarity(loud, SPOKEN, SPOKEN) < 0.5


def test_short_clipped_and_telephone_speech_count_for_less(speech) -> None:
    from scipy.signal import butter, sosfiltfilt

    assert clarity(speech, [(1.0, 1.3)], SPOKEN) < 0.3
    assert clarity(np.clip(speech, -0.03, 0.03), SPOKEN, SPOKEN) < 0.5
    band = butter(12, 3800, fs=SAMPLE_RATE_HZ, output="sos")
    telephone = sosfiltfilt(band, speech).astype(np.float32)
    assert is_telephone(telephone)
    assert clarity(telephone, SPOKEN, SPOKEN) == pytest.approx(0.7)


def test_silence_is_not_clear() -> None:
    assert clarity(np.zeros(SAMPLE_RATE_HZ, np.float32), [(0.0, 1.0)], []) == 0.0
