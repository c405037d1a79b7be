"""How lines are spoken: one finding a line in which somebody is heard, none where nobody is."""

import numpy as np
import pytest

from storyreel.errors import ToolError
from storyreel.memory.records import Span, Utterance
from storyreel.tools.delivery import LONGEST_S, TOOL, DeliveryArgs
from storyreel.tools.models import early_layers, voice_head, whisper
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


def hear(scene):
    return TOOL.run(scene, DeliveryArgs())


def test_what_of_the_sound_is_lost_is_said(make_film, damage, scene_of) -> None:
    hurt = damage(make_film("spoken.m4a", sounds=[voice(6)]))
    (note,) = hear(scene_of(hurt, known=[line(0.2, 2.5)])).notes
    assert note.startswith("the sound from 3.")
    assert note.endswith("cannot be decoded")


def test_a_spoken_line_is_heard_once(spoken_film, scene_of) -> None:
    (one,) = hear(scene_of(spoken_film, known=[line(0.2, 2.8)])).findings
    assert one.about == "u1"
    assert len(one.leanings) == voice_head.OUTPUTS
    assert one.pitch_semitones == pytest.approx(12 * np.log2(140 / 55), abs=1.0)
    assert one.syllables_hz == pytest.approx(4, abs=1)


def test_who_is_louder_is_measured_as_louder_and_leans_the_same_way(make_film, scene_of) -> None:
    quiet, loud = (
        hear(scene_of(make_film(f"{gain}.m4a", sounds=[gain * voice(3)]), known=[line(0.2, 2.8)])).findings[0]
        for gain in (0.2, 0.8)
    )
    assert loud.loudness_db - quiet.loudness_db == pytest.approx(12, abs=1)
    assert np.argmax(loud.leanings[:7]) == np.argmax(quiet.leanings[:7])


def test_music_beneath_makes_a_voice_less_clear(make_film, scene_of) -> None:
    times_s = np.arange(4 * 48_000) / 48_000
    quiet = np.zeros(48_000, np.float32)
    speech = np.concatenate([quiet, voice(2), quiet])
    chord = sum(np.sin(2 * np.pi * hz * times_s) for hz in (220, 277, 330)).astype(np.float32)
    alone, under = (
        hear(scene_of(make_film(f"{level}.m4a", sounds=[speech + level * chord]), known=[line(1, 3)]))
        for level in (0.0, 0.02)
    )
    assert under.findings[0].clarity < 0.8 * alone.findings[0].clarity


def test_where_nobody_is_heard_nothing_is_found(spoken_film, scene_of) -> None:
    assert hear(scene_of(spoken_film, known=[line(3.6, 5.6)])).findings == ()


@pytest.mark.parametrize(
    "other",
    [line(0.2, 0.3), line(0.2, 0.5), line(0.2, 2.8, manner="song"), line(0.2, 2.8, manner="sound")],
    ids=["a tenth of a second", "too short", "song", "sound"],
)
def test_only_speech_long_enough_is_heard(other, spoken_film, scene_of) -> None:
    assert hear(scene_of(spoken_film, known=[other])).findings == ()


def test_a_long_line_is_heard_to_its_end_in_parts(make_film, scene_of) -> None:
    film = make_film("long.m4a", sounds=[voice(50)])
    parts = hear(scene_of(film, Span(start_s=0, end_s=30), [line(0.5, 49)])).findings
    assert parts[0].span.start_s == 0.5
    assert parts[-1].span.end_s > 30
    assert max(part.span.duration_s for part in parts) <= LONGEST_S


def test_a_line_belongs_to_the_span_in_which_it_starts(spoken_film, scene_of) -> None:
    crossing = line(0.5, 2.8)
    first, second = Span(start_s=0, end_s=1), Span(start_s=1, end_s=6)
    assert len(hear(scene_of(spoken_film, first, [crossing])).findings) == 1
    assert len(hear(scene_of(spoken_film, second, [crossing])).findings) == 0


def test_a_film_without_sound_says_so(make_film, scene_of) -> None:
    result = hear(scene_of(make_film(scenes=[((9, 9, 9), 1)]), known=[line(0.1, 0.9)]))
    assert result.findings == ()
    assert "no sound" in result.notes[0]


def test_a_model_that_is_not_given_is_asked_for(spoken_film, scene_of) -> None:
    with pytest.raises(ToolError, match="--voice-emotion"):
        TOOL.run(scene_of(spoken_film, known=[line(0.2, 2.8)]), DeliveryArgs(backend="speechbrain"))


def test_a_short_sound_is_encoded_at_its_own_length() -> None:
    states = whisper.encode(np.zeros(SAMPLE_RATE_HZ, np.float32))
    assert states.shape == (whisper.STATES_HZ + 1, 512)  # a last one, half over the end


def test_fewer_layers_hear_otherwise() -> None:
    sound = voice(1)[::3]
    assert not np.allclose(whisper.encode(sound, 2), whisper.encode(sound, 3), atol=0.1)


def test_layers_are_taken_out_of_known_files_only() -> None:
    with pytest.raises(ValueError, match="binary version 6, got 7"):
        early_layers.without(b"\x07\x00\x00\x00rest", lambda _: True)


def test_the_head_takes_only_features_of_its_shape() -> None:
    with pytest.raises(ValueError, match=r"\(n, 2058\), got \(1, 3\)"):
        voice_head.load().outputs(np.zeros((1, 3), np.float32))
