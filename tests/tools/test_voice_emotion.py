"""Emotion in a voice: one reading a spoken line, none where nobody is heard."""

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS, Span, Utterance
from storyreel.tools import voice_emotion
from storyreel.tools.contract import Args
from storyreel.tools.models import early_layers, head, whisper
from storyreel.tools.scene import SAMPLE_RATE_HZ


def line(start_s: float, end_s: float, **what) -> Utterance:
    number = what.pop("number", 1)
    span = Span(start_s=start_s, end_s=end_s)
    return Utterance(span=span, utterance_id=f"u{number}", words="Hm.", source="subtitles", **what)


def voice(duration_s: float, pitch_hz: float = 140.0) -> np.ndarray:
    """A buzz through the resonances of an open vowel, in syllables: a voice to a voice detector."""
    from scipy.signal import lfilter

    rate_hz = 48_000
    times_s = np.arange(int(duration_s * rate_hz)) / rate_hz
    wobble = 1 + 0.08 * np.sin(2 * np.pi * 3 * times_s)
    buzz = np.diff(np.floor(np.cumsum(pitch_hz * wobble) / rate_hz), prepend=0)
    for formant_hz, width_hz in ((700, 90), (1220, 110), (2600, 160)):
        radius = np.exp(-np.pi * width_hz / rate_hz)
        turn = 2 * radius * np.cos(2 * np.pi * formant_hz / rate_hz)
        buzz = lfilter([1 - radius], [1, -turn, radius**2], buzz)
    syllables = np.clip(np.sin(2 * np.pi * 4 * times_s) + 0.4, 0, 1)
    return (0.5 * buzz * syllables / np.abs(buzz).max()).astype(np.float32)


@pytest.fixture
def spoken_film(make_film):
    return make_film("spoken.m4a", sounds=[np.concatenate([voice(3), np.zeros(3 * 48_000, np.float32)])])


def read(scene):
    return voice_emotion.TOOL.run(scene, Args())


def test_what_of_the_sound_is_lost_is_said(make_film, damage, scene_of) -> None:
    hurt = damage(make_film("spoken.m4a", sounds=[voice(6)]))
    (note,) = read(scene_of(hurt, known=[line(0.2, 2.5)])).notes
    assert note.startswith("the sound from 3.")
    assert note.endswith("cannot be decoded")


def test_a_spoken_line_gets_one_reading(spoken_film, scene_of) -> None:
    (reading,) = read(scene_of(spoken_film, known=[line(0.2, 2.8)])).findings
    assert reading.about == "u1"
    assert reading.modality == "voice"
    assert sum(reading.probabilities.values()) == pytest.approx(1)


def test_where_nobody_is_heard_there_is_no_reading(spoken_film, scene_of) -> None:
    assert read(scene_of(spoken_film, known=[line(3.6, 5.6)])).findings == ()


@pytest.mark.parametrize(
    "other", [line(0.2, 0.5), line(0.2, 2.8, manner="song"), line(0.2, 2.8, manner="sound")]
)
def test_only_speech_long_enough_is_read(other, spoken_film, scene_of) -> None:
    assert read(scene_of(spoken_film, known=[other])).findings == ()


def test_a_line_belongs_to_the_span_in_which_it_starts(spoken_film, scene_of) -> None:
    crossing = line(0.5, 2.8)
    first, second = Span(start_s=0, end_s=1), Span(start_s=1, end_s=6)
    assert len(read(scene_of(spoken_film, first, [crossing])).findings) == 1
    assert len(read(scene_of(spoken_film, second, [crossing])).findings) == 0


def test_a_film_without_sound_says_so(make_film, scene_of) -> None:
    result = read(scene_of(make_film(scenes=[((9, 9, 9), 1)]), known=[line(0.1, 0.9)]))
    assert result.findings == ()
    assert "no sound" in result.notes[0]


def test_without_evidence_emotions_are_as_frequent_as_in_films() -> None:
    (row,) = voice_emotion.as_in_films(np.full((1, 7), 1 / 7, np.float32))
    assert EMOTIONS[int(row.argmax())] == "neutral"
    assert row == pytest.approx(voice_emotion.FILM_PRIOR, abs=1e-5)


def test_a_reading_is_less_sure_in_a_film_than_in_a_studio() -> None:
    studio = np.array([[0.9, 0.01, 0.01, 0.01, 0.01, 0.01, 0.05]], np.float32)
    assert voice_emotion.as_in_films(studio)[0, 0] < 0.7


def test_a_short_sound_is_encoded_at_its_own_length() -> None:
    states = whisper.encode(np.zeros(SAMPLE_RATE_HZ, np.float32))
    assert states.shape == (whisper.STATES_HZ + 1, 512)  # a last one, half over the end


def test_layers_are_taken_out_of_known_files_only() -> None:
    with pytest.raises(ValueError, match="binary version 6, got 7"):
        early_layers.without(b"\x07\x00\x00\x00rest", lambda _: True)


def test_the_head_takes_only_features_of_its_shape() -> None:
    with pytest.raises(ValueError, match=r"\(n, 1024\), got \(1, 3\)"):
        head.load(voice_emotion.HEAD).probabilities(np.zeros((1, 3), np.float32))
