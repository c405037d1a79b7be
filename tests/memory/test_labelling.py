"""Whose labels are whose: votes of single lines give way to who is seen all film long."""

import pytest

from storyreel.memory.drafts import Draft
from storyreel.memory.labelling import link_labels
from storyreel.memory.labels import labels_in
from storyreel.memory.speakers import Appearance, Speaker

TALK = ["anna+P1", "bela+P2", "dora+P3"] * 5
THEIRS = {"anna": "P1", "bela": "P2", "dora": "P3"}


@pytest.fixture
def given(make):
    """Whose each label is, by who is seen in each `label+face`, and who seems to speak some of the lines."""

    def link(lines, seem, reason="face"):
        told = [one.partition("+")[::2] for one in lines]
        said = [make.line(k, "So?", 5 * k, speaker=label) for k, (label, _) in enumerate(told)]
        seen = [Appearance(face, line.span) for line, (_, face) in zip(said, told, strict=True) if face]
        drafts = {face: Draft(face, tracks={face}) for _, face in told if face}
        speakers = {said[place].utterance_id: Speaker(who, 0.8, reason) for place, who in seem.items()}
        link_labels(drafts, labels_in(said, said), speakers, {}, seen)
        return {label: draft.id for draft in drafts.values() for label in draft.labels}

    return link


def test_lines_whose_speaker_seems_to_be_seen_give_a_label_its_face(given):
    assert given(["anna+P1", "anna+P1"], {0: "P1", 1: "P1"}) == {"anna": "P1"}


@pytest.mark.parametrize("reason", ["face", "mouth", "voice"])
def test_a_listener_who_goes_with_another_label_all_film_long_gets_no_label_by_few_lines(given, reason):
    lines = [*TALK, "carol+P1", "carol+P1"]
    assert given(lines, {15: "P1", 16: "P1"}, reason) == THEIRS


def test_a_label_that_has_its_face_does_not_keep_others_from_theirs(given):
    lines = [*TALK, "carol+P4", "carol+P4", "anna+P4", "anna+P4", "anna+P4", "anna+P4"]
    seem = {0: "P1", 3: "P1", 6: "P1", 15: "P4", 16: "P4"}
    assert given(lines, seem) == {**THEIRS, "carol": "P4"}
