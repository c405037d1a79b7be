"""How tense a film is by what it does, second by second, compared with itself."""

import numpy as np
import pytest

from storyreel.memory.records import Affect, Movement, MusicMood, Shot, SoundLevels, Span
from storyreel.memory.tension_cues import cues


@pytest.fixture
def tell(library, film, make):
    """Commits what a tool finds in a stretch of the film, from its start if not said."""

    def tell_(tool, *findings):
        library.facts.commit(make.work(film, tool), findings)

    return tell_


def levels(start_s, *values):
    return SoundLevels(span=Span(start_s=start_s, end_s=start_s + len(values)), levels_dbfs=values)


def shot(start_s, end_s, opening="cut"):
    span = Span(start_s=start_s, end_s=end_s)
    return Shot(span=span, opening=opening, motion=0, brightness=0.5, saturation=0.5)


def test_nothing_is_known_of_a_film_that_no_tool_has_looked_at(library, film):
    found = cues(library.facts, film)
    for curve in (found.motion, found.rhythm, found.loudness, found.music):
        assert curve.shape == (120,)
        assert np.isnan(curve).all()


def test_the_loudest_second_ranks_highest_and_lost_sound_is_unknown(library, film, tell):
    tell("sound_levels", levels(0, -40.0, -20.0, None, -60.0), levels(30, -10.0))
    loudness = cues(library.facts, film).loudness
    assert loudness[[3, 0, 1, 30]].tolist() == pytest.approx([0.125, 0.375, 0.625, 0.875])
    assert np.isnan(loudness[[2, 4, 29, 31]]).all()


def test_what_never_changes_is_in_the_middle(library, film, tell):
    tell("sound_levels", levels(0, *[-30.0] * 10))
    assert cues(library.facts, film).loudness[:10].tolist() == [0.5] * 10


def test_quick_cutting_ranks_above_a_long_take_and_reels_are_no_cuts(library, film, tell):
    quick = [shot(90 + k, 91 + k) for k in range(30)]
    tell("shots", shot(0, 30, "start"), shot(30, 60, "continued"), shot(60, 90), *quick)
    rhythm = cues(library.facts, film).rhythm
    assert rhythm[105] > 0.8 > 0.5 > rhythm[10]
    assert rhythm[20] == rhythm[35]


def test_motion_is_laid_where_its_reel_begins(library, film, tell):
    nobody = (None,) * 3
    tell(
        "movement",
        Movement(span=Span(start_s=0, end_s=3), picture=(None, 0.01, 0.02), people=nobody, camera=nobody),
        Movement(span=Span(start_s=30, end_s=33), picture=(0.2, 0.1, 0.1), people=nobody, camera=nobody),
    )
    motion = cues(library.facts, film).motion
    assert np.nanargmax(motion) == 30
    assert np.isnan(motion[[0, 3, 29, 33]]).all()


def test_music_is_known_only_while_it_plays(library, film, tell):
    def music(start_s, end_s, arousal):
        span = Span(start_s=start_s, end_s=end_s)
        return MusicMood(span=span, affect=Affect(arousal=arousal, valence=0.5), confidence=0.9)

    tell("music_mood", music(10.2, 20.0, 0.3), music(20.0, 29.6, 0.8))
    playing = cues(library.facts, film).music
    assert playing[12] < playing[25]
    assert np.isnan(playing[[9, 30]]).all()
