"""How much moves: what stirs in the picture, not the camera."""

import numpy as np
import pytest

from storyreel.memory.records import Box, FaceLook, FaceTrack, Shot, Span
from storyreel.tools.contract import Args
from storyreel.tools.movement import box_at, find_movement

WIDTH_PX, HEIGHT_PX, SECONDS = 320, 240, 3


@pytest.fixture(scope="module")
def ground() -> np.ndarray:
    """A wide still landscape of blobs, so that a shift of it can be seen. Shape (240, 640, 3)."""
    import cv2

    noise = np.random.default_rng(0).integers(0, 256, (HEIGHT_PX, 2 * WIDTH_PX), np.uint8)
    blurred = cv2.GaussianBlur(noise, (0, 0), 6)
    stretched = cv2.normalize(blurred, None, 20, 235, cv2.NORM_MINMAX)
    return np.repeat(stretched[..., None], 3, axis=2)


def still(ground: np.ndarray, _k: int) -> np.ndarray:
    return ground[:, :WIDTH_PX]


def panned(ground: np.ndarray, k: int) -> np.ndarray:
    return ground[:, 3 * k : 3 * k + WIDTH_PX]


def waving(ground: np.ndarray, k: int) -> np.ndarray:
    """A bright bar goes up and down on the right."""
    picture = ground[:, :WIDTH_PX].copy()
    top = 90 + round(60 * np.sin(k))
    picture[top : top + 40, 220:300] = 250
    return picture


@pytest.fixture
def movement(make_film, scene_of, ground):
    def find(kind, known=()):
        film = make_film(frames=[np.ascontiguousarray(kind(ground, k)) for k in range(25 * SECONDS)])
        (found,) = find_movement(scene_of(film, known=known), Args()).findings
        return found

    return find


def face(x: float, y: float = 0.2) -> FaceTrack:
    looks = tuple(
        FaceLook(time_s=time_s, box=Box(x=x, y=y, width=0.08, height=0.1), score=0.9, quality=0.9)
        for time_s in (0.0, SECONDS - 0.1)
    )
    return FaceTrack(span=Span(start_s=0, end_s=SECONDS), track_id="t0.1", looks=looks)


def test_a_still_picture_does_not_move(movement):
    found = movement(still)
    assert len(found.picture) == SECONDS
    assert max(found.picture) < 0.005
    assert max(found.camera) == 0
    assert found.people == (None,) * SECONDS


def test_a_pan_is_the_camera_s_and_not_the_picture_s(movement):
    found = movement(panned)
    assert np.mean(found.camera) == pytest.approx(3 * 25 / WIDTH_PX, rel=0.15)
    assert max(found.picture) < 0.03


def test_what_stirs_is_movement_and_no_pan(movement):
    found = movement(waving)
    assert min(found.picture) > 0.02
    assert max(found.camera) < 0.05


def test_people_move_where_they_are(movement):
    stirred = movement(waving, known=[face(0.75)])
    beside = movement(waving, known=[face(0.1)])
    assert min(stirred.people) > 3 * max(max(beside.people), 0.005)


def test_a_cut_is_no_movement(movement):
    def cut(ground, k):
        return ground[:, :WIDTH_PX] if k < 37 else 255 - ground[:, WIDTH_PX:]

    shots = [
        Shot(span=Span(start_s=a, end_s=b), opening=how, motion=0, brightness=0.5, saturation=0.5)
        for a, b, how in ((0, 1.48, "start"), (1.48, SECONDS, "cut"))
    ]
    assert max(movement(cut, known=shots).picture) < 0.005
    assert max(movement(cut).picture) > 0.02


def test_a_film_without_pictures_has_no_movement(make_film, scene_of):
    film = make_film("heard.m4a", sounds=[np.zeros(48_000 * 2, np.float32)])
    assert find_movement(scene_of(film), Args()).findings == ()


def test_a_face_is_followed_between_its_looks():
    looks = (face(0.2).looks[0], face(0.6).looks[1])
    track = face(0.2).model_copy(update={"looks": looks})
    assert box_at(track, 1.45).x == pytest.approx(0.4, abs=0.01)
    assert box_at(track, SECONDS + 1) is None
