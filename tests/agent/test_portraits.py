"""Pictures of the faces by which characters are known, kept beside the facts."""

import cv2
import pytest

from storyreel.agent.portraits import keep_portraits
from storyreel.memory.characters import characters, forget, undo
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Box, FaceLook, FaceTrack, PersonCluster, Span
from storyreel.tools.media.probe import probe

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def film(library, make_film):
    """Red while one face is seen, blue while another is, at the picture's edge."""
    film = probe(make_film(scenes=[(RED, 1), (BLUE, 1)]))
    library.add(film)
    tracks = [track("t0.1", 0.2, 0, Box(x=0.4, y=0.1, width=0.2, height=0.2))]
    tracks.append(track("t0.2", 1.4, 1, Box(x=-0.05, y=-0.1, width=0.2, height=0.3)))
    clusters = [PersonCluster(span=one.span, tracks=(one.track_id,), cohesion=1) for one in tracks]
    for tool, findings in {"faces": tracks, "people": clusters}.items():
        library.facts.commit(
            Work(film_id=film.id, tool=tool, version="1", inputs="", span=film.span), findings
        )
    return film


def track(name: str, time_s: float, axis: int, box: Box) -> FaceTrack:
    vector = tuple(float(place == axis) for place in range(128))
    look = FaceLook(time_s=time_s, box=box, score=0.9, quality=0.9, embedding=vector)
    span = Span(start_s=time_s, end_s=time_s + 0.4)
    return FaceTrack(span=span, track_id=name, looks=(look,), embedding_model="dlib-resnet-v1-mirrored")


def portraits(library, film):
    return [library.portrait(one) for who in characters(library.facts, film.id) for one in who.anchors]


def test_each_shows_its_moment_of_the_film(library, film):
    assert keep_portraits(library, film) == []
    red, blue = (cv2.imread(str(path))[:, :, ::-1].mean(axis=(0, 1)) for path in portraits(library, film))
    assert red == pytest.approx(RED, abs=12)
    assert blue == pytest.approx(BLUE, abs=12)


def test_what_is_kept_is_not_cut_out_again(library, film):
    keep_portraits(library, film)
    before = [path.stat().st_mtime_ns for path in portraits(library, film)]
    assert keep_portraits(library, film) == []
    assert [path.stat().st_mtime_ns for path in portraits(library, film)] == before


def test_they_go_when_nobody_is_known_by_them_and_with_the_film(library, film):
    keep_portraits(library, film)
    first, second = portraits(library, film)
    forget(library.facts, film.id, "P1")
    keep_portraits(library, film)
    assert (first.exists(), second.exists()) == (False, True)
    undo(library.facts, film.id)
    keep_portraits(library, film)
    assert first.exists()
    library.remove(film.id)
    assert not library.pictures_dir(film.id).exists()


def test_a_film_that_is_gone_is_told_of_and_costs_nothing(library, film):
    keep_portraits(library, film)
    first, second = portraits(library, film)
    first.unlink()
    gone = film.model_copy(update={"path": film.path + ".gone"})
    [note] = keep_portraits(library, gone)
    assert "does not exist" in note
    assert second.exists()
