"""Speakers: a label tells, else one face that is seen all along, else nobody."""

import pytest

from storyreel.memory.records import Talking
from storyreel.memory.speakers import Appearance, Turn, who_speaks


@pytest.fixture
def seen(make):
    return lambda who, start_s, end_s: Appearance(who, make.span(start_s, end_s))


def test_a_label_beats_a_face(make, seen):
    said = [make.line(1, "Come in.", 0, 2, speaker="Anna ")]
    found = who_speaks(said, [seen("P2", 0, 10)], {"anna": "P1"})
    assert (found["u1"].character_id, found["u1"].confidence, found["u1"].reason) == ("P1", 1.0, "label")


def test_the_only_face_on_screen_speaks_with_less_confidence_the_less_it_is_seen(make, seen):
    said = [make.line(1, "I am here.", 0, 4), make.line(2, "Still.", 10, 14)]
    found = who_speaks(said, [seen("P1", 0, 4), seen("P1", 10, 13)], {})
    assert found["u1"].character_id == found["u2"].character_id == "P1"
    assert 1 > found["u1"].confidence > found["u2"].confidence > 0


@pytest.mark.parametrize(
    ("what", "appearances"),
    [
        ("nobody is seen", []),
        ("two are seen", [("P1", 0, 4), ("P2", 1, 4)]),
        ("a face just flits by", [("P1", 0, 1.5)]),
        ("it was over before", [("P1", -4, 0)]),
    ],
)
def test_nobody_is_named_when(make, seen, what, appearances):
    shown = [seen(who, start_s + 10, end_s + 10) for who, start_s, end_s in appearances]
    assert who_speaks([make.line(1, "Who?", 10, 14)], shown, {}) == {}, what


@pytest.mark.parametrize(("chance", "speakers"), [(0.6, ["u1"]), (0.4, [])])
def test_a_face_alone_whose_mouth_is_seen_speaks_only_if_that_speaks(make, chance, speakers):
    span = make.span(0, 4)
    face = Appearance("P1", span, Talking(span=span, about="t1", chances=(chance,) * 8))
    assert list(who_speaks([make.line(1, "Hush.", 0, 4)], [face], {})) == speakers


def test_a_voice_is_not_theirs_whose_mouth_is_seen_to_be_still(make, seen):
    span = make.span(0, 4)
    still = Appearance("P1", span, Talking(span=span, about="t1", chances=(0.4,) * 8))
    said, voice = [make.line(1, "What kind of place is this?", 0, 4)], [Turn("P1", span, 0.9)]
    assert who_speaks(said, [still], {}, voice) == {}
    assert who_speaks(said, [seen("P1", 0, 4)], {}, voice)["u1"].reason == "voice"


def test_no_voice_is_surer_than_voices_are_right(make):
    voices = [Turn("P1", make.span(0, 4), 0.99), Turn("P2", make.span(10, 14), 0.7)]
    found = who_speaks([make.line(1, "Hello?", 0, 4), make.line(2, "Well?", 10, 14)], [], {}, voices)
    assert found["u1"].confidence == pytest.approx(0.88)
    assert found["u2"].confidence == pytest.approx(0.7)


def test_one_face_in_several_tracks_counts_together_and_a_passer_by_does_not_matter(make, seen):
    shown = [seen("P1", 0, 2), seen("P1", 2, 4), seen("P2", 3, 4)]
    assert who_speaks([make.line(1, "Me.", 0, 4)], shown, {})["u1"].character_id == "P1"


def test_a_sound_has_no_speaker_and_a_song_has(make, seen):
    said = [make.line(1, "door slams", 0, 2, manner="sound"), make.line(2, "La la", 0, 2, manner="song")]
    assert list(who_speaks(said, [seen("P1", 0, 2)], {})) == ["u2"]


def test_a_line_without_length_or_with_an_unknown_label_is_no_matter(make, seen):
    said = [make.line(1, "!", 1, 1), make.line(2, "Hey.", 0, 2, speaker="???")]
    assert list(who_speaks(said, [seen("P1", 0, 2)], {})) == ["u2"]
