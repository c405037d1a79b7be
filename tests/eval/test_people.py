"""People's figures of merit, and how tracks find their labels."""

from pathlib import Path

import pytest

from storyreel.eval.people import Label, load_labels, person_of, score
from storyreel.memory.records import Box, FaceLook, FaceTrack, PersonCluster, Span

LABELS = [
    Label(1.0, 0.5, 0.4, 0.2, "Anna"),
    Label(1.0, 0.8, 0.4, 0.2, "Ben"),
    Label(5.0, 0.5, 0.4, 0.2, "Ben"),
]


def track(name: str, time_s: float, x: float) -> FaceTrack:
    look = FaceLook(time_s=time_s, box=Box(x=x - 0.05, y=0.3, width=0.1, height=0.2), score=0.9, quality=0.5)
    return FaceTrack(span=Span(start_s=time_s, end_s=time_s + 1), track_id=name, looks=(look,))


def cluster(*tracks: str) -> PersonCluster:
    return PersonCluster(span=Span(start_s=0, end_s=9), tracks=tracks, cohesion=0.9)


TRACKS = [track("t0.1", 1.1, 0.51), track("t0.2", 0.9, 0.79), track("t0.3", 5.0, 0.5)]


def test_a_track_finds_its_label_by_time_and_place() -> None:
    assert [person_of(one, LABELS) for one in TRACKS] == ["Anna", "Ben", "Ben"]
    assert person_of(track("t0.4", 1.0, 0.1), LABELS) is None
    assert person_of(track("t0.5", 3.0, 0.5), LABELS) is None


def test_true_clusters_are_perfect() -> None:
    result = score(TRACKS, [cluster("t0.1"), cluster("t0.2", "t0.3")], LABELS)
    assert (result.purity, result.precision, result.recall) == (1, 1, 1)
    assert result.clusters == {"Anna": 1, "Ben": 1}


def test_one_cluster_for_all_costs_precision_and_one_for_each_costs_recall() -> None:
    glued = score(TRACKS, [cluster("t0.1", "t0.2", "t0.3")], LABELS)
    assert (glued.purity, glued.recall) == (pytest.approx(2 / 3), 1)
    assert glued.precision == pytest.approx((1 / 3 + 2 / 3 + 2 / 3) / 3)
    parted = score(TRACKS, [cluster("t0.1"), cluster("t0.2"), cluster("t0.3")], LABELS)
    assert (parted.precision, parted.recall) == (1, pytest.approx((1 + 1 / 2 + 1 / 2) / 3))
    assert parted.clusters["Ben"] == 2


def test_tracks_that_are_nobodys_are_told_apart_from_errors() -> None:
    result = score(TRACKS, [cluster("t0.2", "t0.3")], LABELS)
    assert (result.tracks, result.unclustered, result.purity) == (2, 1, 1)


def test_the_labels_in_the_repository_can_be_read() -> None:
    (path,) = (Path(__file__).parents[2] / "eval" / "labels").glob("*_faces.csv")
    labels = load_labels(path)
    assert len({label.person for label in labels}) >= 7
    assert all(0 <= label.x <= 1 and 0 < label.height < 1 for label in labels)
