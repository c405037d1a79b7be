"""Turning points in screenplays: measures by hand, the layout they are published in, and the suite."""

import pytest

from storyreel.errors import StoryreelError
from storyreel.eval import suites, tripod, turning_points
from storyreel.eval.turning_points import Score, score
from storyreel.tools.models import turning_points as shipped
from tests.eval import tripod_maker


def no_progress(*_):
    return None


@pytest.fixture
def data(tmp_path):
    """Twelve films with marked synopses, three with marked scenes."""
    tripod_maker.write(tmp_path / "story" / "made", training=range(12), tests=range(20, 23))
    return tmp_path


@pytest.mark.parametrize(
    ("found", "true", "expected"),
    [
        ([4], [4], Score(1, 1, 0)),
        ([4], [4, 5], Score(1 / 2, 1, 0)),
        ([3, 4, 5], [5, 6], Score(1 / 4, 1, 0)),
        ([4], [9, 6], Score(0, 0, 2 / 20)),
        ([1, 12], [10], Score(0, 0, 2 / 20)),
    ],
)
def test_scores_follow_from_the_papers_definitions(found, true, expected):
    assert score(found, true, scenes=20) == expected


def test_scenes_begin_at_headings_and_the_last_is_not_counted():
    scenes = tripod.cut_into_scenes(tripod_maker.script(3) + "EXT. ROAD - DAY\n\nNobody.\n")
    assert [scene.split("\n")[0] for scene in scenes] == [
        "1   INT. ROOM 0 - DAY",
        "2   INT. ROOM 1 - DAY",
        "3   INT. ROOM 2 - DAY",
        "INT. EPILOGUE - NIGHT",
    ]


@pytest.mark.parametrize(
    "heading", ["INT. HALL", "12 EXT. SEA 12", "INT/EXT. CAR", "EXT./INT. CAR", "INT./EXT. CAR"]
)
def test_every_published_kind_of_heading_opens_a_scene(heading):
    assert len(tripod.cut_into_scenes(f"TITLE\n{heading} - DAY\nA.\n{heading} - NIGHT\nB.\n")) == 1


@pytest.mark.parametrize("line", ["INTO THE HALL", "INTERIOR HALL", "He points. EXTRA smoke."])
def test_other_lines_open_none(line):
    assert tripod.cut_into_scenes(f"{line}\nA.\n{line}\nB.\n") == []


def test_a_scene_tells_who_speaks_and_how_much():
    [beat, _] = tripod.Screenplay(tuple(tripod.cut_into_scenes(tripod_maker.script(2)))).beats
    assert beat.people == {"ANNA", "BEN"}
    assert beat.words.startswith("We must speak of the")
    assert 0.4 < beat.talk < 0.8


def test_marks_are_read_with_the_screenplays_that_are_there(data):
    folder = tripod.folder_in(data)
    films = tripod.training_in(folder)
    assert len(films) == 12
    assert films[0].sentences[1] == "There is a lantern."
    assert films[0].marked == (((1,), (3,), (5,), (7,), (9,)),)
    (folder / tripod.SCREENPLAYS / "Film 20" / "Film 20_script.txt").unlink()
    assert [film.film for film in tripod.tests_in(folder)] == ["Film 21", "Film 22"]


def test_a_films_name_leads_to_no_file_outside_the_set(data):
    (data / "outside").mkdir()
    (data / "outside" / "x_script.txt").write_text(tripod_maker.script(5))
    assert tripod.screenplay_of(tripod.folder_in(data), "../../../outside") is None


def test_the_suite_tells_its_figures_beside_the_plainest_guesses(data):
    report, notes = suites.run("story", data, False, no_progress)
    rows = {row.metric: row for row in report.results}
    assert len(rows) == 8
    distance = rows["distance (mean)"]
    assert distance.n == 15
    assert distance.value < distance.baseline[turning_points.POSITION]
    # synopses mark sentences 1, 3, 5, 7, 9 of 10: scenes 6, 18, 30, 42, 54 of 60; true are 6, 24, 42, 51, 57
    assert distance.baseline[turning_points.POSITION] == pytest.approx((0 + 6 + 12 + 9 + 3) / 60 / 5)
    assert distance.baseline[turning_points.RANDOM] > distance.baseline[turning_points.THEORY]
    assert rows["distance, climax"].n == 3
    assert any("no films to tell" in note for note in notes)


def test_without_training_films_the_shipped_means_stand_in_and_it_is_said(tmp_path):
    tripod_maker.write(tmp_path / "held", tests=[1])
    measured = turning_points.measure(tmp_path / "held", no_progress)
    assert ["mean places are those the shipped head" in note for note in measured.notes] == [True]
    [film] = tripod.tests_in(tmp_path / "held")
    guess = turning_points.at_places(shipped.load().mean_places, film)
    away = [abs(scene - true) for scene, (true,) in zip(guess, film.scenes, strict=True)]
    rows = {row.metric: row for row in measured.rows}
    assert rows["distance (mean)"].baseline[turning_points.POSITION] == pytest.approx(sum(away) / 60 / 5)


def test_a_folder_without_films_is_said_to_be_one(tmp_path):
    with pytest.raises(
        StoryreelError, match=r"holds no turning points: expected .*TRIPOD_screenplays_test\.csv"
    ):
        suites.run("story", tmp_path, False, no_progress)


def test_marks_without_any_screenplay_are_said_to_be_so(tmp_path):
    tripod_maker.write(tmp_path, tests=[1])
    (tmp_path / tripod.SCREENPLAYS / "Film 1" / "Film 1_script.txt").unlink()
    with pytest.raises(StoryreelError, match="no screenplay of"):
        turning_points.measure(tmp_path, no_progress)


def test_marks_that_cannot_be_read_are_named(tmp_path):
    tripod_maker.write(tmp_path, tests=[1])
    path = tmp_path / tripod.TEST_SCENES
    path.write_text(path.read_text().replace("[6]", "six"))
    with pytest.raises(StoryreelError, match="turning points of 'Film 1' cannot be read"):
        turning_points.measure(tmp_path, no_progress)


@pytest.mark.parametrize(
    ("marks", "problem"),
    [("[]", "not every turning point has a scene"), ("[600]", "scene 600 is a turning point")],
)
def test_a_film_whose_marks_fit_no_scene_is_left_out_and_named(tmp_path, marks, problem):
    tripod_maker.write(tmp_path, tests=[1, 2])
    path = tmp_path / tripod.TEST_SCENES
    path.write_text(path.read_text().replace("[6]", marks, 1))
    measured = turning_points.measure(tmp_path, no_progress)
    assert measured.rows[0].n == 5
    assert [problem in note for note in measured.notes] == [True, False]


def test_a_screenplay_without_headings_is_said_to_be_one(tmp_path):
    tripod_maker.write(tmp_path, tests=[1])
    (tmp_path / tripod.SCREENPLAYS / "Film 1" / "Film 1_script.txt").write_text("Anna waits.")
    with pytest.raises(StoryreelError, match="'Film 1': only 0 headings"):
        turning_points.measure(tmp_path, no_progress)


def test_nothing_is_trained_anew(tmp_path):
    with pytest.raises(StoryreelError, match="leave --cross-validate out"):
        suites.run("story", tmp_path, True, no_progress)
