"""Anchors: the few looks by which somebody is known again."""

import numpy as np
import pytest

from storyreel.memory.anchors import CALIBRATED, MOST_ANCHORS, alikeness, are_one_person, choose_anchors
from storyreel.memory.records import Box, FaceLook, FaceTrack, Span

(MODEL, *_) = CALIBRATED
BOX = Box(x=0.4, y=0.2, width=0.2, height=0.3)


def direction(*seed: int) -> np.ndarray:
    """A unit vector, shape (128,), that is far from all others."""
    vector = np.random.default_rng(list(seed)).normal(size=128)
    return vector / np.linalg.norm(vector)


def track(name: str, *faces: np.ndarray, quality: float = 0.8, model: str = MODEL) -> FaceTrack:
    """One look each."""
    looks = tuple(
        FaceLook(time_s=k, box=BOX, score=0.9, quality=quality, embedding=tuple(face / np.linalg.norm(face)))
        for k, face in enumerate(faces)
    )
    return FaceTrack(span=Span(start_s=0, end_s=9), track_id=name, looks=looks, embedding_model=model)


def like(face: np.ndarray, number: int, spread: float = 0.15) -> np.ndarray:
    return face + spread * direction(99, number)


ANNA, BEN, MASKED = direction(1), direction(2), direction(1) + 0.9 * direction(3)


def test_they_are_few_and_the_best_comes_first():
    many = [track(f"t{k}", like(ANNA, k), quality=0.5 + 0.01 * k) for k in range(30)]
    anchors = choose_anchors("film", many)
    assert len(anchors) == MOST_ANCHORS
    assert anchors[0].track_id == "t29"
    assert len({anchor.embedding for anchor in anchors}) == MOST_ANCHORS
    assert {anchor.track_id for anchor in anchors} <= {f"t{k}" for k in range(15, 30)}, "of the better half"


def test_each_tells_where_it_comes_from():
    [anchor] = choose_anchors("film", [track("t4.2", ANNA, quality=0.7)])
    assert (anchor.film_id, anchor.track_id, anchor.time_s, anchor.box, anchor.model, anchor.quality) == (
        "film", "t4.2", 0, BOX, MODEL, 0.7,
    )  # fmt: skip


def test_somebody_elses_look_among_many_is_left_out():
    anchors = choose_anchors("film", [*(track(f"t{k}", like(ANNA, k)) for k in range(9)), track("odd", BEN)])
    assert "odd" not in {anchor.track_id for anchor in anchors}


def test_the_same_person_made_up_is_kept_where_a_track_shows_both():
    plain = [track(f"t{k}", like(ANNA, k)) for k in range(9)]
    apart = choose_anchors("film", [*plain, track("masked", MASKED)])
    assert "masked" not in {anchor.track_id for anchor in apart}
    anchors = choose_anchors("film", [*plain, track("unmasked", like(ANNA, 50), MASKED, quality=0.9)])
    assert max(float(np.dot(a.embedding, MASKED)) for a in anchors) == pytest.approx(np.linalg.norm(MASKED))


def test_a_different_look_is_chosen_before_one_more_of_the_same():
    anchors = choose_anchors("film", [track("t1", *(like(ANNA, 0, 0.01 * k) for k in range(20)), MASKED)])
    assert np.dot(anchors[1].embedding, MASKED) > 0.99


def test_nobody_has_none():
    assert choose_anchors("film", []) == ()


class TestKnownAgain:
    def test_one_person_is_and_another_is_not(self):
        first, again, other = (
            choose_anchors("film", [track(name, *(like(face, k + seed) for k in range(4)))])
            for name, face, seed in (("a", ANNA, 0), ("b", ANNA, 10), ("c", BEN, 20))
        )
        assert are_one_person(first, again)
        assert not are_one_person(first, other)
        assert alikeness(first, other) < alikeness(first, again) <= 1

    def test_looks_of_two_models_are_not_compared(self):
        mine, theirs = (choose_anchors("", [track("t", ANNA, model=model)]) for model in (MODEL, "arcface"))
        assert alikeness(mine, theirs) == 0
        assert not are_one_person(mine, theirs)

    def test_a_model_that_was_not_calibrated_knows_nobody(self):
        anchors = choose_anchors("", [track("t", ANNA, model="unheard-of")])
        assert alikeness(anchors, anchors) == pytest.approx(1)
        assert not are_one_person(anchors, anchors)

    def test_nobody_is_like_nobody(self):
        assert not are_one_person((), ())
