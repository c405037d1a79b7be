"""Talking: the mouth that opens and closes is told from the one that only moves with its head."""

import cv2
import numpy as np
import pytest

from storyreel.memory.records import FaceLook, FaceTrack, Span
from storyreel.tools.contract import Args
from storyreel.tools.models import centerface
from storyreel.tools.talking import find_talking
from tests.conftest import tone

SECONDS = 3
MOMENTS_S = np.arange(SECONDS * 25) / 25


@pytest.fixture
def portrait(footage) -> np.ndarray:
    """A photographed face, 240 lines high."""
    picture = cv2.cvtColor(cv2.imread(str(footage("obama.jpg"))), cv2.COLOR_BGR2RGB)
    height, width = picture.shape[:2]
    return cv2.resize(picture, (240 * width // height // 2 * 2, 240), interpolation=cv2.INTER_AREA)


@pytest.fixture
def talking_in(make_film, scene_of):
    """What the tool finds for the faces of a film that are in its first frame and stay there."""

    def find(frames: list[np.ndarray], **what):
        film = make_film(frames=frames, **{"sounds": [tone(200, SECONDS)], **what})
        return find_talking(scene_of(film, known=tracks_in(frames[0])), Args()).findings

    return find


def tracks_in(picture: np.ndarray) -> list[FaceTrack]:
    found = sorted(centerface.detect(picture, 0.6), key=lambda face: face.box.x)
    return [
        FaceTrack(
            span=Span(start_s=0, end_s=SECONDS),
            track_id=f"t0.{number}",
            looks=(
                FaceLook(
                    time_s=0.0, box=face.box, score=face.score, quality=0.9, landmarks=face.landmarks.tolist()
                ),
            ),
        )
        for number, face in enumerate(found, start=1)
    ]


def speaking(picture: np.ndarray, moments_s: np.ndarray) -> list[np.ndarray]:
    """The picture at each moment, with its mouth opened as far as speech does then."""
    height, width = picture.shape[:2]
    left, right = centerface.detect(picture, 0.6)[0].landmarks[3:] * [width, height]
    middle, half = (left + right) / 2, float(np.linalg.norm(right - left)) / 3
    openings = half * np.abs(np.sin(2 * np.pi * 2.2 * moments_s))
    return [opened(picture, middle, half, opening) for opening in openings]


def opened(picture: np.ndarray, middle: np.ndarray, half_width: float, half_height: float) -> np.ndarray:
    axes = (int(half_width), int(half_height))
    return cv2.ellipse(picture.copy(), middle.astype(int).tolist(), axes, 0, 0, 360, (60, 20, 20), -1)


def blinking(picture: np.ndarray) -> list[np.ndarray]:
    """The picture at each moment, its eyes closed once a second."""
    height, width = picture.shape[:2]
    eyes = centerface.detect(picture, 0.6)[0].landmarks[:2] * [width, height]
    half = float(np.linalg.norm(eyes[1] - eyes[0])) / 4
    closed = picture.copy()
    for eye in eyes:
        axes = (int(half), int(half / 2))
        closed = cv2.ellipse(closed, eye.astype(int).tolist(), axes, 0, 0, 360, (170, 120, 100), -1)
    return [closed if moment_s % 1 > 0.8 else picture for moment_s in MOMENTS_S]


def swaying(frames: list[np.ndarray]) -> list[np.ndarray]:
    shifts = [round(8 * np.sin(4 * moment_s)) for moment_s in MOMENTS_S]
    return [np.roll(frame, shift, axis=1) for frame, shift in zip(frames, shifts, strict=True)]


def test_of_two_faces_the_one_whose_mouth_moves_speaks(portrait, talking_in) -> None:
    frames = [np.hstack(both) for both in zip(blinking(portrait), speaking(portrait, MOMENTS_S), strict=True)]
    listener, speaker = talking_in(frames)
    assert (listener.about, speaker.about) == ("t0.1", "t0.2")
    assert speaker.score > 0.6
    assert listener.score < 0.1


def test_chances_follow_the_mouth_through_the_track(portrait, talking_in) -> None:
    (talking,) = talking_in(speaking(portrait, np.maximum(0, MOMENTS_S - 1.5)))
    assert max(talking.during(Span(start_s=0, end_s=1))) < 0.1
    assert min(talking.during(Span(start_s=2, end_s=3))) > 0.5


def test_of_two_mouths_that_move_the_one_like_the_sound_speaks(portrait, talking_in) -> None:
    rhythms = [np.sin(np.pi * per_s * MOMENTS_S + 0.3) ** 2 > 0.5 for per_s in (0.9, 1.35)]
    rows = zip(*(chattering(portrait, when) for when in rhythms), strict=True)
    frames = [np.hstack(row) for row in rows]
    for speaker, when in enumerate(rhythms):
        loud = np.repeat(np.where(when, 1.0, 0.02), 48_000 // 25).astype(np.float32)
        chances = [talking.score for talking in talking_in(frames, sounds=[loud * tone(200, SECONDS)])]
        assert chances[speaker] > chances[1 - speaker] + 0.2
        assert chances[1 - speaker] < 0.5


def chattering(picture: np.ndarray, when: np.ndarray) -> list[np.ndarray]:
    """The picture at each moment, its mouth opening and closing quickly in some of them."""
    moved = speaking(picture, MOMENTS_S * 3)
    return [frame if moving else picture for frame, moving in zip(moved, when, strict=True)]


def test_a_head_that_sways_does_not_speak(portrait, talking_in) -> None:
    (talking,) = talking_in(swaying(blinking(portrait)))
    assert talking.score < 0.2


@pytest.mark.parametrize("shown", ["still", "swaying"])
def test_a_photograph_tells_nothing_of_who_speaks(portrait, talking_in, shown) -> None:
    frames = [portrait] * len(MOMENTS_S)
    assert talking_in(frames if shown == "still" else swaying(frames)) == ()


def test_of_a_mouth_of_few_pixels_nothing_is_said(portrait, talking_in) -> None:
    far = cv2.resize(portrait, (76, 96), interpolation=cv2.INTER_AREA)
    frame = cv2.copyMakeBorder(far, 312, 312, 442, 442, cv2.BORDER_CONSTANT, value=(90, 90, 90))
    assert tracks_in(frame)
    assert talking_in([frame] * len(MOMENTS_S)) == ()


def test_without_sound_nobody_speaks(portrait, talking_in) -> None:
    assert talking_in(speaking(portrait, MOMENTS_S), sounds=[]) == ()
