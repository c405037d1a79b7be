"""The identity suite on photographs: sets in their layouts, figures beside baselines, nothing swallowed."""

import shutil

import pytest

from storyreel.errors import StoryreelError
from storyreel.eval import photos, recognition, suites
from storyreel.memory.records import Box
from storyreel.tools import weights
from tests.agent.llm.conftest import scripted

__all__ = ["scripted"]


@pytest.fixture
def data(tmp_path):
    """Official portraits of two people: as pairs, one of them with a picture that is none, and by person."""
    pairs, albums = tmp_path / "faces" / "few", tmp_path / "faces" / "albums"
    for file in ("obama.jpg", "obama2.jpg", "biden.jpg"):
        for folder in (pairs, albums / file.rstrip("2.jpg")):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(weights.path("footage", file), folder / file)
    (pairs / "broken.jpg").write_text("no picture")
    lines = ["a,b,same", "obama.jpg,obama2.jpg,1", "obama.jpg,biden.jpg,0", "obama.jpg,broken.jpg,1"]
    (tmp_path / "faces" / "few_pairs.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_every_set_is_measured_beside_a_baseline_and_what_is_missing_is_said(data) -> None:
    seen = []
    report, notes = suites.run(
        "identity", data, False, lambda stage, done, total: seen.append((stage, done, total))
    )
    figures = {(row.set, row.metric): row for row in report.results}
    assert figures["few", "accuracy"].value == pytest.approx(2 / 3)
    assert figures["few", "accuracy"].n == 3
    assert figures["few", "faces found"].value == pytest.approx(3 / 4)
    assert figures["albums", "B-cubed F1"].value == 1
    assert (figures["albums", "people found"].value, figures["albums", "people found"].n) == (2, 2)
    assert figures["few", "accuracy"].baseline["majority"] == pytest.approx(2 / 3)
    assert any("broken.jpg' is missing or no picture" in note for note in notes)
    assert any("speech/meetings" in note for note in notes)
    assert ("few, Storyreel", 4, 4) in seen


def test_rows_have_the_fields_that_are_promised_and_no_others(data) -> None:
    report, _ = suites.run("identity", data, False, lambda *_: None)
    assert {tuple(row.model_dump()) for row in report.results} == {
        ("set", "metric", "value", "n", "baseline")
    }


def test_a_folder_without_sets_is_said_to_be_one(tmp_path) -> None:
    with pytest.raises(StoryreelError, match="holds none of"):
        suites.run("identity", tmp_path, False, lambda *_: None)


def test_nothing_here_can_be_trained_anew(tmp_path) -> None:
    with pytest.raises(StoryreelError, match="leave --cross-validate out"):
        suites.run("identity", tmp_path, True, lambda *_: None)


def test_no_language_model_is_asked_here(tmp_path, scripted) -> None:
    with pytest.raises(StoryreelError, match="leave --llm out"):
        suites.run("identity", tmp_path, False, lambda *_: None, scripted.model())


def test_pairs_are_read_from_both_layouts(tmp_path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "master.csv").write_text("file_x,file_y,Decision\na.jpg,b.jpg,Yes\na.jpg,c.jpg,No\n")
    (tmp_path / "two_pairs.csv").write_text("a,b,same\nAnna/1.jpg,Ben/1.jpg,0\n")
    sets = recognition.pair_sets(tmp_path)
    assert [pair.same for pair in sets["one"]] == [True, False]
    assert sets["two"] == [(tmp_path / "two" / "Anna" / "1.jpg", tmp_path / "two" / "Ben" / "1.jpg", False)]


def test_a_photograph_is_of_the_face_in_its_middle_else_of_the_largest() -> None:
    small_in_the_middle = Box(x=0.45, y=0.45, width=0.1, height=0.1)
    large, larger = Box(x=0, y=0, width=0.3, height=0.3), Box(x=0.6, y=0, width=0.4, height=0.4)
    assert photos.main_face([large, small_in_the_middle, larger]) == 1
    assert photos.main_face([large, larger]) == 1
    assert photos.main_face([]) is None


def test_a_table_that_names_a_file_outside_its_folder_is_not_followed_and_the_rest_is_measured(data) -> None:
    (data / "secret.jpg").write_bytes(b"")
    (data / "faces" / "few_pairs.csv").write_text("a,b,same\n../../secret.jpg,obama.jpg,1", encoding="utf-8")
    report, notes = suites.run("identity", data, False, lambda *_: None)
    assert {row.set for row in report.results} == {"albums"}
    assert any("outside" in note for note in notes)


def test_people_without_one_picture_that_can_be_read_are_measured_as_not_found(data) -> None:
    for picture in (data / "faces").rglob("*.jpg"):
        picture.write_text("no picture", encoding="utf-8")
    report, _ = suites.run("identity", data, False, lambda *_: None)
    figures = {(row.set, row.metric): row.value for row in report.results}
    assert figures["few", "faces found"] == 0
    assert figures["albums", "B-cubed precision"] == 1
