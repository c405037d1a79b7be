"""What is heard in a film, whole again where reels cut it."""

import pytest

from storyreel.memory.records import Affect, MusicMood, Sound, Span
from storyreel.memory.sounds import heard, moods


def sound(what, start_s, end_s, confidence=0.9, level_dbfs=-20.0, texture=None):
    return Sound(
        span=Span(start_s=start_s, end_s=end_s),
        what=what,
        confidence=confidence,
        level_dbfs=level_dbfs,
        texture=texture,
    )


def times(found):
    return [(one.what, one.span.start_s, one.span.end_s) for one in found]


def test_music_over_a_reel_s_border_is_one_piece_of_music(library, film, tell):
    tell("sounds", sound("music", 20, 30, 0.8), sound("music", 30, 60, 0.9), sound("music", 60, 65, 1.0))
    (music,) = heard(library.facts, film.id)
    assert music.span == Span(start_s=20, end_s=65)
    assert music.confidence == pytest.approx((8 + 27 + 5) / 45)
    assert len(music.evidence) == 3


def test_kinds_overlap_and_stay_apart(library, film, tell):
    tell("sounds", sound("music", 0, 20), sound("speech", 5, 8), sound("speech", 8.5, 10))
    assert times(heard(library.facts, film.id)) == [("music", 0, 20), ("speech", 5, 10)]
    assert times(heard(library.facts, film.id, what=["speech"])) == [("speech", 5, 10)]


def test_a_snatch_at_a_border_that_nothing_goes_on_from_is_not_told(library, film, tell):
    tell("sounds", sound("music", 29, 30), sound("effects", 29, 30))
    assert times(heard(library.facts, film.id)) == [("effects", 29, 30)]


def test_a_moment_has_what_is_heard_then(library, film, tell):
    tell("sounds", sound("silence", 10, 20), sound("effects", 20, 25))
    assert times(heard(library.facts, film.id, Span(start_s=15, end_s=15))) == [("silence", 10, 20)]
    assert heard(library.facts, film.id, Span(start_s=50, end_s=60)) == []


def test_loud_parts_count_for_more_of_the_level(library, film, tell):
    tell("sounds", sound("effects", 20, 30, level_dbfs=-40.0), sound("effects", 30, 40, level_dbfs=-10.0))
    (one,) = heard(library.facts, film.id)
    assert one.level_dbfs == pytest.approx(-13, abs=0.1)


def test_moods_come_in_order_of_time(library, film, tell):
    calm, wild = (
        MusicMood(
            span=Span(start_s=at_s, end_s=at_s + 9), affect=Affect(arousal=a, valence=0.5), confidence=0.9
        )
        for at_s, a in ((70, 0.2), (10, 0.9))
    )
    tell("music_mood", calm, wild)
    assert [mood.affect.arousal for mood in moods(library.facts, film.id)] == [0.9, 0.2]
    assert moods(library.facts, film.id, Span(start_s=60, end_s=80)) == [calm]
