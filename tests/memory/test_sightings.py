"""Sightings: a label goes with the face that is seen with its lines and with no other's, all film long."""

import pytest

from storyreel.memory.labels import labels_in
from storyreel.memory.records import Talking
from storyreel.memory.sightings import Sightings
from storyreel.memory.speakers import Appearance

LINE_S, EVERY_S = 3.0, 5.0


@pytest.fixture
def film(make):
    """What is said and seen in a film of a line every five seconds, each `label`, `label+face` or `+face`."""

    def tell(*lines, moving=None):
        said, seen = [], []
        for number, one in enumerate(lines):
            label, _, face = one.partition("+")
            start_s = number * EVERY_S
            line = make.line(number, "So?", start_s, start_s + LINE_S, speaker=label or None)
            said.append(line)
            if face:
                mouth = Talking(span=line.span, about=f"t{number}", chances=(moving,) * 6) if moving else None
                seen.append(Appearance(face, line.span, mouth))
        return Sightings(labels_in(said, said), seen)

    return tell


@pytest.fixture
def talk():
    """Two who are seen whenever they speak."""
    return ["anna+P1", "bela+P2"] * 5


@pytest.fixture
def listening():
    """Two who are as often seen while the other speaks."""
    return ["anna+P1", "anna+P2", "bela+P1", "bela+P2"] * 3


KNOWN = {"anna": "P1", "bela": "P2"}


def found(film, settled=KNOWN):
    return {one.label: one.character_id for one in film.matches(settled)}


def test_one_line_is_enough_where_the_film_always_shows_who_speaks(film, talk):
    assert found(film(*talk, "carol+P3", "+P4")) == {"carol": "P3"}


def test_one_line_is_not_enough_where_the_film_shows_listeners_as_often(film, listening):
    assert found(film(*listening, "carol+P3", "+P4", "+P5")) == {}


def test_one_line_is_not_enough_where_few_lines_are_labelled(film, talk):
    unlabelled = [f"+{line[-2:]}" for line in talk]
    assert found(film(*unlabelled, "carol+P3"), {}) == {}


def test_many_lines_are_enough_without_anything_known_before(film, talk):
    (anna, bela) = film(*talk).matches({})
    assert (anna.label, anna.character_id, anna.seen, anna.of) == ("anna", "P1", 5, 5)
    assert (bela.label, bela.character_id) == ("bela", "P2")
    assert min(anna.confidence, bela.confidence) > 0.85


def test_a_face_that_goes_as_well_with_two_labels_is_neither(film, talk):
    assert found(film(*talk, "carol+P3", "dora+P3")) == {}


def test_a_label_whose_lines_show_two_faces_alike_is_neither(film, talk):
    assert found(film(*talk, "carol+P3", "carol+P4")) == {}


def test_who_is_settled_stays_so(film, talk):
    assert found(film(*talk, "carol+P1", "anna+P3")) == {}


@pytest.mark.parametrize(("chance", "who"), [(0.95, {"anna": "P1"}), (None, {}), (0.1, {})])
def test_a_mouth_that_moves_speaks_for_its_face_and_a_still_one_against_it(film, chance, who):
    lines = ["anna+P1", "anna+P2", "bela+P2", "bela+P3", "anna+P1"]
    assert found(film(*lines, moving=chance), {"bela": "P2"}) == who


def test_a_voice_is_believed_only_of_a_face_that_is_seen_with_the_label(film, talk):
    assert film(*talk).is_against("anna", "P2")
    assert not film(*talk).is_against("anna", "P1")


def test_where_few_lines_are_labelled_a_voice_may_know_better(film, talk):
    unlabelled = [f"+{line[-2:]}" for line in talk]
    assert not film(*unlabelled, "anna+P2").is_against("anna", "P1")


def test_a_face_that_is_seen_with_one_label_throughout_is_likelier_its_than_anothers(film, talk):
    told = film(*talk, *["dora+P3"] * 5, "carol+P1", "carol+P1")
    assert told.is_likelier_another("carol", "P1", ["anna", "bela"])
    assert not told.is_likelier_another("carol", "P1", ["bela"])
    assert not told.is_likelier_another("anna", "P1", ["bela", "carol"])


def test_where_few_lines_are_labelled_no_face_is_likelier_anothers(film, talk):
    unlabelled = [f"+{line[-2:]}" for line in talk]
    assert not film(*unlabelled, "anna+P1", "carol+P1").is_likelier_another("carol", "P1", ["anna"])


@pytest.mark.parametrize("line", ["carol", "narrator+P3"])
def test_who_is_not_seen_or_talks_over_pictures_has_no_face(film, talk, line):
    assert found(film(*talk, "+P3", line)) == {}


@pytest.mark.parametrize("lines", [(), ("anna",), ("anna", "bela")])
def test_nothing_goes_with_nothing(film, lines):
    assert film(*lines).matches({}) == []


def test_who_is_left_over_is_not_therefore_the_one(film):
    assert found(film("anna+P1"), {}) == {}
