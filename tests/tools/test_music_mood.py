"""The mood of music: what is quick, loud and major against what is slow, soft and minor."""

import numpy as np
import pytest

from storyreel.eval import noises
from storyreel.memory.records import Sound, Span
from storyreel.tools.contract import Args
from storyreel.tools.music_mood import affect_of, longest_apart, read_mood
from tests.conftest import SOUND_RATE_HZ


def sound(what: str, start_s: float, end_s: float, confidence: float = 0.95) -> Sound:
    span = Span(start_s=start_s, end_s=end_s)
    return Sound(span=span, what=what, confidence=confidence, level_dbfs=-20)


@pytest.fixture
def played(make_film):
    """A film with music at 48 kHz."""

    def play(**how):
        from scipy.signal import resample_poly

        samples = noises.music(15, np.random.default_rng(3), drums=0.5, **how)
        return make_film(
            "music.m4a", sounds=[resample_poly(samples, SOUND_RATE_HZ // 16_000, 1).astype("f4")]
        )

    return play


def moods(scene):
    return read_mood(scene, Args()).findings


def test_music_has_a_tempo_a_mode_and_a_mood(played, scene_of):
    film = played(mode="major", tempo_bpm=140)
    (mood,) = moods(scene_of(film, known=[sound("music", 0.5, 14.5)]))
    assert mood.tempo_bpm == pytest.approx(140, rel=0.04)
    assert mood.mode == "major"
    assert mood.affect.valence > 0.6
    assert mood.span == Span(start_s=0.5, end_s=14.5)


def test_slow_minor_music_is_calmer_and_sadder_than_quick_major_music(played, scene_of):
    def affect(**how):
        (mood,) = moods(scene_of(played(**how), known=[sound("music", 0, 15)]))
        return mood.affect

    sad, happy = affect(mode="minor", tempo_bpm=66), affect(mode="major", tempo_bpm=150)
    assert sad.valence < 0.5 < happy.valence
    assert sad.arousal < happy.arousal


@pytest.mark.parametrize(
    "known",
    [
        [],
        [sound("effects", 0, 15)],
        [sound("music", 0, 15, confidence=0.6)],
        [sound("music", 0, 4)],
        [sound("music", 0, 15), sound("speech", 4, 11)],
    ],
    ids=["nothing heard", "no music", "music perhaps", "music too short", "speech over it"],
)
def test_nothing_is_said_where_music_does_not_surely_play_alone(played, scene_of, known):
    assert moods(scene_of(played(mode="major"), known=known)) == ()


def test_silence_taken_for_music_gets_no_tempo_and_no_mode(make_film, scene_of):
    film = make_film("silence.m4a", sounds=[np.zeros(15 * SOUND_RATE_HZ, np.float32)])
    (mood,) = moods(scene_of(film, known=[sound("music", 0, 15)]))
    assert (mood.tempo_bpm, mood.mode) == (None, None)
    assert mood.affect.arousal == 0
    assert mood.affect.valence == 0.5


def test_affect_stays_within_its_bounds():
    extreme = [
        affect_of(bpm, mode, level, busy)
        for bpm, mode, level, busy in ((208, "major", 0, 1), (40, "minor", -90, 0), (None, None, -90, 0))
    ]
    assert extreme[0].arousal == 1
    assert extreme[1].arousal == 0
    assert [one.valence for one in extreme] == pytest.approx([0.85, 0.15, 0.5])


def test_the_longest_part_without_speech_is_found():
    music = Span(start_s=0, end_s=20)
    talk = [Span(start_s=12, end_s=14), Span(start_s=-0.0, end_s=3), Span(start_s=13, end_s=15)]
    assert longest_apart(music, talk) == Span(start_s=3, end_s=12)
    assert longest_apart(music, []) == music
    assert longest_apart(music, [music]).duration_s == 0
