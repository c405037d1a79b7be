"""Tracks of one person are put together, and those of two never."""

import numpy as np
import pytest

from storyreel.memory.records import Box, FaceLook, FaceTrack, Moment, Shot, Span, Told
from storyreel.tools.people import PeopleArgs, find_people

MODEL = "dlib-resnet-v1-mirrored"
BOX = Box(x=0.4, y=0.2, width=0.2, height=0.3)
SPREAD = 0.2
"""Length of what sets one look of a person apart from the next; gives similarities near 0.96."""


def faces_of(people: int, seed: int = 0) -> np.ndarray:
    """A unit vector a person, about 0.84 alike, as dlib's are."""
    random = np.random.default_rng(seed)
    common, own = random.normal(size=128), random.normal(size=(people, 128))
    vectors = common / np.linalg.norm(common) + 0.45 * own / np.linalg.norm(own, axis=1, keepdims=True)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def track(name: str, start_s: float, face: np.ndarray | None, *, quality=0.8, box=BOX, end_s=None, seed=0):
    end_s = end_s if end_s is not None else start_s + 2
    noise = np.random.default_rng([seed, int(start_s * 1000)]).normal(size=128)
    vector = None if face is None else face + SPREAD * noise / np.linalg.norm(noise)
    embedding = None if vector is None else tuple((vector / np.linalg.norm(vector)).tolist())
    looks = (
        FaceLook(time_s=start_s, box=box, score=0.9, quality=quality, embedding=embedding),
        FaceLook(time_s=end_s - 0.1, box=box, score=0.9, quality=quality / 2),
    )
    return FaceTrack(
        span=Span(start_s=start_s, end_s=end_s),
        track_id=name,
        looks=looks,
        embedding_model=None if face is None else MODEL,
    )


@pytest.fixture
def people_of(make_film, scene_of):
    film = make_film(scenes=[((90, 90, 90), 1)])

    def find(*known, told=()):
        scene = scene_of(film, Span(start_s=0, end_s=20_000), known)
        return find_people(scene, PeopleArgs(told=told))

    return find


def groups(result) -> list[set[str]]:
    return [set(cluster.tracks) for cluster in result.findings]


def test_tracks_of_two_people_make_two_clusters_named_by_their_first_track(people_of) -> None:
    anna, ben = faces_of(2)
    result = people_of(
        track("t0.1", 0, anna), track("t0.2", 3, ben), track("t0.3", 6, anna), track("t0.4", 9, ben)
    )
    assert groups(result) == [{"t0.1", "t0.3"}, {"t0.2", "t0.4"}]
    assert result.findings[0].local_id == "p:t0.1"
    assert (result.findings[0].span.start_s, result.findings[0].span.end_s) == (0, 8)
    assert result.findings[0].cohesion > 0.9


def test_two_faces_in_one_picture_are_two_people_however_alike(people_of) -> None:
    (twin,) = faces_of(1)
    result = people_of(track("t0.1", 0, twin), track("t0.2", 0, twin, seed=1))
    assert groups(result) == [{"t0.1"}, {"t0.2"}]


def test_tracks_that_only_take_turns_may_be_one_face(people_of) -> None:
    (anna,) = faces_of(1)
    assert groups(people_of(track("t0.1", 0, anna, end_s=4), track("t0.2", 1, anna))) == [{"t0.1", "t0.2"}]


def test_a_third_look_joins_one_of_two_twins_and_never_both(people_of) -> None:
    (twin,) = faces_of(1)
    result = people_of(
        track("t0.1", 0, twin), track("t0.2", 0, twin, seed=1), track("t0.3", 10, twin, seed=2)
    )
    assert sorted(len(group) for group in groups(result)) == [1, 2]
    assert not any({"t0.1", "t0.2"} <= group for group in groups(result))


def test_a_face_that_runs_on_over_a_reels_border_is_one_person(people_of) -> None:
    left, right = faces_of(2)  # turned round: the embeddings alone would part them
    shots = [
        Shot(span=Span(start_s=a, end_s=b), opening=opening, motion=0.01, brightness=0.5, saturation=0.3)
        for a, b, opening in ((20, 30, "start"), (30, 40, "continued"))
    ]
    before, after = track("t0.1", 26, left, end_s=30), track("t1.1", 30, right)
    assert groups(people_of(before, after, *shots)) == [{"t0.1", "t1.1"}]
    assert len(groups(people_of(before, after, shots[0]))) == 2


def test_who_stands_elsewhere_beyond_the_border_is_somebody_else(people_of) -> None:
    left, right = faces_of(2)
    shot = Shot(
        span=Span(start_s=30, end_s=40), opening="continued", motion=0.01, brightness=0.5, saturation=0.3
    )
    elsewhere = Box(x=0.8, y=0.2, width=0.2, height=0.3)
    result = people_of(track("t0.1", 26, left, end_s=30), track("t1.1", 30, right, box=elsewhere), shot)
    assert len(groups(result)) == 2


def test_faces_that_could_not_be_embedded_are_nobodys_and_the_result_says_so(people_of) -> None:
    (anna,) = faces_of(1)
    result = people_of(track("t0.1", 0, anna), track("t0.2", 3, None), track("t0.3", 6, None))
    assert groups(result) == [{"t0.1"}]
    assert result.notes == (
        "2 face tracks are too small or blurred to tell whose they are, and count as nobody's",
    )


def test_poor_looks_must_be_more_alike_than_good_ones(people_of) -> None:
    (a,) = faces_of(1)
    assert len(groups(people_of(plain("t0.1", 0, a, 0.8), plain("t0.2", 5, nearly(a), 0.8)))) == 1
    poor = plain("t0.1", 0, a, 0.25, lasting_s=10), plain("t0.2", 15, nearly(a), 0.25, lasting_s=10)
    assert len(groups(people_of(*poor))) == 2


def test_who_is_seen_once_briefly_and_unclearly_passes_by_and_the_result_says_so(people_of) -> None:
    anna, *strangers = faces_of(3)
    result = people_of(
        plain("t0.1", 0, anna, 0.8),
        *(plain(f"t0.{k}", 5 * k, face, 0.3, lasting_s=0.8) for k, face in enumerate(strangers, 2)),
    )
    assert groups(result) == [{"t0.1"}]
    assert result.notes == (
        "2 people only pass by, too briefly and unclearly to be known again: nobody to count",
    )


def test_who_is_seen_again_counts_however_poorly_seen(people_of) -> None:
    (guard,) = faces_of(1)
    twice = plain("t0.1", 0, guard, 0.3), plain("t0.2", 9, nearly(guard, 0.96), 0.3)
    assert groups(people_of(*twice)) == [{"t0.1", "t0.2"}]


def test_who_is_seen_for_long_counts_however_poorly_seen(people_of) -> None:
    (guard,) = faces_of(1)
    assert len(groups(people_of(plain("t0.1", 0, guard, 0.3, lasting_s=20)))) == 1


def test_poor_looks_that_are_like_a_person_are_the_persons(people_of) -> None:
    anna, ben, carla = faces_of(3)
    known = [plain(f"t0.{k}", 5 * k, face, 0.8) for k, face in enumerate((anna, ben, carla), 1)]
    assert {"t0.1", "t0.4"} in groups(people_of(*known, plain("t0.4", 50, nearly(anna, 0.95), 0.3)))


def test_a_model_nobody_measured_is_named(people_of) -> None:
    (anna,) = faces_of(1)
    other = [track(f"t0.{k}", 5 * k, anna).model_copy(update={"embedding_model": "another"}) for k in (1, 2)]
    result = people_of(*other)
    assert groups(result) == [{"t0.1", "t0.2"}]
    assert "never measured with 'another'" in result.notes[0]


def test_the_very_same_picture_shown_again_and_again_is_one_person(people_of) -> None:
    faces = faces_of(40, seed=3).astype(np.float32)
    tracks = [
        plain(f"t{turn}.{k}", 10.0 * (turn * 40 + k), face, quality=1.0)
        for turn in range(3)
        for k, face in enumerate(faces)
    ]
    assert {frozenset(group) for group in groups(people_of(*tracks))} == {
        frozenset(f"t{turn}.{k}" for turn in range(3)) for k in range(40)
    }


def plain(name: str, start_s: float, vector: np.ndarray, quality: float, lasting_s: float = 2.0) -> FaceTrack:
    look = FaceLook(time_s=start_s, box=BOX, score=0.9, quality=quality, embedding=tuple(vector.tolist()))
    return FaceTrack(
        span=Span(start_s=start_s, end_s=start_s + lasting_s),
        track_id=name,
        looks=(look,),
        embedding_model=MODEL,
    )


def nearly(vector: np.ndarray, similarity: float = 0.93) -> np.ndarray:
    """A unit vector at the given cosine similarity."""
    away = np.random.default_rng(5).normal(size=len(vector))
    away -= (away @ vector) * vector
    away /= np.linalg.norm(away)
    return similarity * vector + np.sqrt(1 - similarity**2) * away


def test_embeddings_of_different_models_are_never_compared(people_of) -> None:
    (anna,) = faces_of(1)
    other = track("t0.2", 5, anna).model_copy(update={"embedding_model": "another-model"})
    assert groups(people_of(track("t0.1", 0, anna), other)) == [{"t0.1"}, {"t0.2"}]


def test_three_thousand_tracks_are_told_apart(people_of) -> None:
    faces = faces_of(40)
    tracks = [track(f"t{k // 10}.{k % 10}", 3.0 * k, faces[k % 40]) for k in range(3000)]
    result = people_of(*tracks)
    assert len(result.findings) == 40


def told(track: FaceTrack, person: str | None, called: str | None = None) -> Told:
    """The user's word on the face of a track, maybe by the name that the track had once."""
    look = track.looks[0]
    return Told(
        moment=Moment(track_id=called or track.track_id, time_s=look.time_s, box=look.box), person=person
    )


class TestTheUsersWord:
    def test_faces_told_to_be_one_person_are_one_and_bring_those_like_them(self, people_of) -> None:
        anna, ben = faces_of(2)
        tracks = [track("t0.1", 1, anna), track("t0.2", 5, ben), track("t0.3", 9, ben)]
        result = people_of(*tracks, told=[told(tracks[0], "P1"), told(tracks[1], "P1")])
        assert groups(result) == [{"t0.1", "t0.2", "t0.3"}]

    def test_faces_told_apart_are_two_people_though_they_look_alike(self, people_of) -> None:
        (twin,) = faces_of(1)
        tracks = [track("t0.1", 1, twin), track("t0.2", 5, twin)]
        result = people_of(*tracks, told=[told(tracks[0], "P1"), told(tracks[1], "P2")])
        assert groups(result) == [{"t0.1"}, {"t0.2"}]

    def test_even_two_faces_in_one_picture_are_one_person_if_the_user_says_so(self, people_of) -> None:
        (anna,) = faces_of(1)
        mirror = Box(x=0.0, y=0.2, width=0.2, height=0.3)
        tracks = [track("t0.1", 1, anna), track("t0.2", 1, anna, box=mirror)]
        assert len(groups(people_of(*tracks))) == 2
        result = people_of(*tracks, told=[told(one, "P1") for one in tracks])
        assert groups(result) == [{"t0.1", "t0.2"}]

    def test_faces_like_one_that_is_nobodys_are_nobodys(self, people_of) -> None:
        poster, anna = faces_of(2)
        tracks = [track("t0.1", 1, poster), track("t0.2", 5, anna), track("t0.3", 9, poster)]
        assert groups(people_of(*tracks, told=[told(tracks[0], None)])) == [{"t0.2"}]

    def test_a_face_is_meant_by_time_and_place_whatever_its_track_is_called_now(self, people_of) -> None:
        anna, ben = faces_of(2)
        tracks = [track("t0.1", 1, anna), track("t0.2", 5, ben)]
        result = people_of(*tracks, told=[told(tracks[0], "P1", "t9.9"), told(tracks[1], "P1", "t0.1")])
        assert groups(result) == [{"t0.1", "t0.2"}]
        aside = Box(x=0.7, y=0.2, width=0.2, height=0.3)
        elsewhere = Told(moment=Moment(track_id="t0.2", time_s=5, box=aside), person=None)
        assert len(groups(people_of(*tracks, told=[elsewhere]))) == 2

    def test_the_later_word_counts(self, people_of) -> None:
        anna, ben = faces_of(2)
        tracks = [track("t0.1", 1, anna), track("t0.2", 5, ben)]
        words = [told(tracks[0], "P1"), told(tracks[1], "P1"), told(tracks[1], "P2")]
        assert groups(people_of(*tracks, told=words)) == [{"t0.1"}, {"t0.2"}]
