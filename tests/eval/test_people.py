"""Labelled films: how tracks find their labels, and films theirs."""

from storyreel.eval.people import LABELS as COLLECTION
from storyreel.eval.people import Label, labelled_films, load_labels, measure_films, person_of
from storyreel.memory.records import Box, FaceLook, FaceTrack, Span

LABELS = [
    Label(1.0, 0.5, 0.4, 0.2, "Anna"),
    Label(1.0, 0.8, 0.4, 0.2, "Ben"),
    Label(5.0, 0.5, 0.4, 0.2, "Ben"),
]


def track(name: str, time_s: float, x: float) -> FaceTrack:
    look = FaceLook(time_s=time_s, box=Box(x=x - 0.05, y=0.3, width=0.1, height=0.2), score=0.9, quality=0.5)
    return FaceTrack(span=Span(start_s=time_s, end_s=time_s + 1), track_id=name, looks=(look,))


TRACKS = [track("t0.1", 1.1, 0.51), track("t0.2", 0.9, 0.79), track("t0.3", 5.0, 0.5)]


def test_a_track_finds_its_label_by_time_and_place() -> None:
    assert [person_of(one, LABELS) for one in TRACKS] == ["Anna", "Ben", "Ben"]
    assert person_of(track("t0.4", 1.0, 0.1), LABELS) is None
    assert person_of(track("t0.5", 3.0, 0.5), LABELS) is None


def test_a_film_finds_its_labels_by_its_name_beside_it_or_in_the_collection(tmp_path) -> None:
    for name in ("mine.mp4", "mine.en.srt", "other.mp4", "mine_faces.csv"):
        (tmp_path / name).write_text("time_s,x,y,height,person\n1,0.5,0.5,0.2,Anna\n")
    assert {film.name: len(labels) for film, labels in labelled_films(tmp_path).items()} == {"mine.mp4": 1}


def test_a_folder_without_labelled_films_has_nothing_to_measure(tmp_path) -> None:
    assert measure_films(tmp_path / "none", lambda *_: None) == ([], [])


def test_the_labels_in_the_repository_can_be_read() -> None:
    collection = {path: load_labels(path) for path in COLLECTION.glob("*_faces.csv")}
    assert max(len({label.person for label in labels}) for labels in collection.values()) >= 7
    assert all(0 <= one.x <= 1 and 0 < one.height < 1 for labels in collection.values() for one in labels)
