"""Whether told storylines keep to their film: names by hand, and a film told from its subtitles."""

import pytest

from storyreel.errors import StoryreelError
from storyreel.eval import storylines
from storyreel.eval.citations import Share
from storyreel.eval.storylines import clips_in, forms_kept, names_kept
from storyreel.memory.records import Character
from tests.agent.storyline.conftest import good, scripted

__all__ = ["scripted"]

CAST = [
    Character(id="P1", film_id="f", name="Anna Corvo", speaker_labels=("NURSE",)),
    Character(id="P2", film_id="f", name="Ben Corvo"),
    Character(id="P3", film_id="f", name="Person 3"),
]
LINES = [
    "We sail for Corvo tonight.",
    "Marlow knows where the treasure is.",
    "Why did Marlow never tell us?",
    "The storm will sink us all!",
]


def subtitles(lines):
    cues = [
        f"{number}\n00:00:{number * 5:02},000 --> 00:00:{number * 5 + 3:02},000\n{line}\n"
        for number, line in enumerate(lines, start=1)
    ]
    return "\n".join(cues)


def test_mentions_by_the_one_name_are_told_from_others():
    told = ["Anna Corvo and Ben Corvo are there.", "Anna Corvo looks happy.", "Then Anna leaves."]
    assert names_kept(told, CAST) == (Share(3, 4), Share(1, 2))


def test_labels_of_subtitles_are_names_too():
    assert names_kept(["Nurse leaves.", "Anna Corvo stays."], CAST) == (Share(1, 2), Share(0, 1))


def test_a_name_that_two_people_share_is_neither_ones():
    assert names_kept(["Corvo leaves."], CAST) == (Share(0, 0), Share(0, 0))


def test_forms_of_a_name_are_told_from_one_another():
    told = [
        "There is talk of Mr. Lime.",
        "Harry Lime is dead.",
        "One asks for Harry Lime and Anna.",
        "Anna leaves.",
    ]
    assert forms_kept(told) == Share(2 + 2, 3 + 2)


def test_who_has_only_a_number_has_one_name():
    assert names_kept(["Person 3 is there.", "A person is there."], CAST) == (Share(1, 1), Share(1, 1))


def test_films_with_subtitles_beside_them_are_found(tmp_path):
    for name in ("one.mp4", "one.en.srt", "two.mp4", "three.srt"):
        (tmp_path / name).touch()
    assert [path.name for path in clips_in(tmp_path)] == ["one.mp4"]


@pytest.fixture
def films(tmp_path):
    folder = tmp_path / "subtitles" / "films"
    folder.mkdir(parents=True)
    (folder / "voyage.srt").write_text(subtitles(LINES), encoding="utf-8")
    return folder


def test_quotations_of_a_storyline_stand_in_what_it_cites(tmp_path, films):
    (films / "broken.srt").write_bytes(b"\0\1\2")
    measured = storylines.measure(tmp_path, lambda *_: None)
    rows = {row.metric: row for row in measured.rows}
    assert {row.set for row in measured.rows} == {"storylines, subtitles, offline"}
    quotations = rows["citation precision, quotations"]
    assert quotations.value == 1
    assert quotations.n >= 2
    assert rows["sentences dropped"].n == 1
    [note] = measured.notes
    assert "broken.srt" in note


def test_a_served_model_tells_beside_the_rules_of_the_same_part(tmp_path, films, scripted):
    measured = storylines.measure(tmp_path, lambda *_: None, scripted.plays(*[good] * 9).model())
    rows = {(row.set, row.metric): row for row in measured.rows}
    parts = [
        f"storylines, subtitles, {who}" for who in ("offline", "to 10:00, offline", "to 10:00, test-model")
    ]
    assert list(dict.fromkeys(part for part, _ in rows)) == parts
    assert [rows[part, "citation precision, quotations"].value for part in parts] == [1, 1, 1]
    [stood_in] = [row for (_, metric), row in rows.items() if metric.startswith("rules stood in")]
    assert (stood_in.set, stood_in.n >= 2) == (parts[-1], True)
    assert stood_in.value < 1


def test_a_folder_without_films_is_said_to_be_one(tmp_path):
    with pytest.raises(StoryreelError, match="has no films to tell"):
        storylines.measure(tmp_path, lambda *_: None)
