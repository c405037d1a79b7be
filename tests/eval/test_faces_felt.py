"""Faces are measured beside plain ways, on pictures and on films in which the truth is known."""

import numpy as np
import pytest

from storyreel.eval import face_films, faces_felt
from storyreel.eval.corpora import Portrait
from storyreel.eval.faces_felt import likeliest_of_looks
from storyreel.eval.train import face as training
from storyreel.memory.records import EMOTIONS, Span
from storyreel.tools.expression import Moments
from storyreel.tools.media.probe import probe


def measure(data, *, cross_validate=False):
    return faces_felt.measure(data, cross_validate, lambda *_: None)


@pytest.fixture
def face(footage) -> np.ndarray:
    import cv2

    portrait = training.picture(footage("obama.jpg"))
    return cv2.resize(portrait[:, 100:-100], (96, 96), interpolation=cv2.INTER_AREA)


def test_faces_are_measured_beside_the_network_alone(tmp_path, face) -> None:
    import cv2

    folder = tmp_path / "expressions" / "ck48" / "happy"
    folder.mkdir(parents=True)
    cv2.imwrite(str(folder / "S999_001_00000001.png"), face[..., ::-1])
    rows = {(row.set, row.metric): row for row in measure(tmp_path).rows}
    assert set(rows) == {
        (name, metric) for name in ("ck48", "ck48 spoiled") for metric in ("accuracy", "ECE", "Brier")
    }
    assert rows["ck48", "accuracy"].n == 1
    assert set(rows["ck48", "accuracy"].baseline) == {"majority", "the network alone"}


def test_without_unjudged_faces_the_head_is_not_trained_anew_and_a_note_says_so(tmp_path) -> None:
    picture = tmp_path / "expressions" / "ck48" / "happy" / "S999_001_00000001.png"
    picture.parent.mkdir(parents=True)
    picture.touch()
    measured = measure(tmp_path, cross_validate=True)
    assert measured.rows == []
    assert "faces/lfw" in measured.notes[0]


def test_who_shows_three_feelings_is_filmed_and_films_stand_beside_the_plain_way(tmp_path, face) -> None:
    import cv2

    for emotion in ("happy", "anger", "fear"):
        (tmp_path / "expressions" / "ck48" / emotion).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / f"expressions/ck48/{emotion}/S999_001_00000001.png"), face[..., ::-1])
    films = measure(tmp_path).rows[-1]
    assert (films.set, films.metric, films.n) == ("ck48 films", "interval F1", 3)
    assert set(films.baseline) == {"argmax of looks"}


def test_a_film_shows_each_feeling_once_and_lasts_as_long_as_they_do(tmp_path, face) -> None:
    chance = np.random.default_rng(1)
    portraits = [(Portrait(tmp_path, "x", emotion), face) for emotion in ("fear", "anger", "anger")]
    feelings = face_films.feelings_of(portraits, chance)
    assert sorted(feeling.emotion for feeling in feelings) == ["anger", "fear"]
    assert feelings[0].span.end_s == feelings[1].span.start_s
    face_films.write(tmp_path / "film.mp4", feelings, chance)
    assert probe(tmp_path / "film.mp4").duration_s == pytest.approx(feelings[-1].span.end_s, abs=0.1)


def test_looks_that_agree_are_one_interval() -> None:
    answers = np.eye(7)[[3, 3, 4]]
    found = list(likeliest_of_looks(Span(start_s=0, end_s=3), Moments(np.arange(3.0), answers, np.ones(3))))
    assert found == [(EMOTIONS[3], Span(start_s=0, end_s=1.5)), (EMOTIONS[4], Span(start_s=1.5, end_s=3))]
    nothing = Moments(np.zeros(0), np.zeros((0, 7)), np.zeros(0))
    assert list(likeliest_of_looks(Span(start_s=0, end_s=3), nothing)) == []
