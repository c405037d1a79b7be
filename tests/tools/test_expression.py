"""Expressions are told in stretches, and with no more certainty than the face allows."""

from itertools import pairwise

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS, Box, FaceLook, FaceTrack, Shot, Span, Talking
from storyreel.tools.contract import Args
from storyreel.tools.expression import HEAD, SPEECH, Moments, moments_of, read_expressions, readings_of
from storyreel.tools.faces import FacesArgs, find_faces
from storyreel.tools.models import centerface, fer, head

WHERE = Box(x=0.4, y=0.4, width=0.2, height=0.3)


def whole_shot(end_s: float) -> Shot:
    return Shot(
        span=Span(start_s=0, end_s=end_s), opening="start", motion=0.01, brightness=0.5, saturation=0.3
    )


def track(quality: float, box: Box, end_s: float = 2.0) -> FaceTrack:
    looks = tuple(
        FaceLook(time_s=time_s, box=box, score=0.9, quality=quality) for time_s in (0.0, end_s - 0.1)
    )
    return FaceTrack(span=Span(start_s=0, end_s=end_s), track_id="t0.1", looks=looks)


@pytest.fixture
def woman(footage, scene_of):
    """What is read of the footage of a woman: first in tears, then frightened, then laughing."""
    path = footage("WolfgangLanger_Pexels.mp4")
    shots = [whole_shot(scene_of(path).film.duration_s)]
    faces = find_faces(scene_of(path, known=shots), FacesArgs()).findings
    return read_expressions(scene_of(path, known=[*shots, *faces]), Args()).findings


def test_tells_how_one_face_changes_from_tears_to_fright_to_laughter(woman) -> None:
    assert [reading.label for reading in woman] == ["sadness", "fear", "happiness"]
    assert [reading.span.start_s for reading in woman] == pytest.approx([0, 6.4, 9.4], abs=1)
    assert len({reading.about for reading in woman}) == 1


def test_stretches_follow_one_another_without_gaps(woman) -> None:
    for earlier, later in pairwise(woman):
        assert earlier.span.end_s == later.span.start_s


def test_a_face_too_poor_to_be_read_is_not_read(make_film, scene_of) -> None:
    film = make_film(scenes=[((120, 90, 80), 2)])
    poor = track(quality=0.1, box=Box(x=0.4, y=0.4, width=0.05, height=0.08))
    assert read_expressions(scene_of(film, known=[poor]), Args()).findings == ()


def test_a_face_half_seen_is_read_as_it_is_and_weighs_less(footage, scene_of) -> None:
    path, span = footage("WolfgangLanger_Pexels.mp4"), Span(start_s=0, end_s=3)
    (face,) = find_faces(scene_of(path, span, [whole_shot(3)]), FacesArgs()).findings
    blurred = face.model_copy(
        update={"looks": tuple(look.model_copy(update={"quality": 0.3}) for look in face.looks)}
    )
    (sure,) = read_expressions(scene_of(path, span, [face]), Args()).findings
    (unsure, *_) = read_expressions(scene_of(path, span, [blurred]), Args()).findings
    assert unsure.label == sure.label
    assert unsure.weight < sure.weight / 2


def test_a_face_that_speaks_weighs_less_than_one_that_is_silent(footage, scene_of) -> None:
    path, span = footage("WolfgangLanger_Pexels.mp4"), Span(start_s=13, end_s=15)
    (face,) = find_faces(scene_of(path, span, [whole_shot(15)]), FacesArgs()).findings
    silent, speaking = (
        Talking(span=face.span, about=face.track_id, chances=(chance,) * 4) for chance in (0.0, 1.0)
    )
    (alone,) = read_expressions(scene_of(path, span, [face]), Args()).findings
    (still,) = read_expressions(scene_of(path, span, [face, silent]), Args()).findings
    (moved,) = read_expressions(scene_of(path, span, [face, speaking]), Args()).findings
    assert still == alone
    assert moved.weight == pytest.approx((1 - SPEECH) * still.weight)
    assert moved.label == still.label == "happiness"


def test_something_that_is_no_face_weighs_next_to_nothing(make_film, scene_of) -> None:
    chance = np.random.default_rng(3)
    film = make_film(frames=[chance.integers(0, 256, (240, 320, 3), np.uint8)] * 25)
    mistaken = track(quality=0.9, box=Box(x=0.3, y=0.2, width=0.3, height=0.5), end_s=1.0)
    readings = read_expressions(scene_of(film, known=[mistaken]), Args()).findings
    assert all(reading.weight < 0.1 for reading in readings)


def test_a_glimpse_of_another_expression_does_not_break_a_stretch() -> None:
    times_s = np.arange(12) / 4
    sure = np.full((12, 7), 0.02)
    sure[:, EMOTIONS.index("sadness")] = 0.88
    sure[5] = np.roll(sure[5], 1)
    (stretch,) = readings_of(track(quality=0.9, box=WHERE, end_s=3.0), Moments(times_s, sure, np.ones(12)))
    assert stretch.label == "sadness"
    assert (stretch.span.start_s, stretch.span.end_s) == (0, 3)


def test_nothing_is_said_of_a_time_in_which_the_face_cannot_be_read() -> None:
    times_s = np.array([0.0, 0.25, 0.5, 5.0, 5.25, 5.5])
    happy = np.full((6, 7), 0.02)
    happy[:, EMOTIONS.index("happiness")] = 0.88
    before, after = readings_of(track(quality=0.9, box=WHERE, end_s=5.6), Moments(times_s, happy, np.ones(6)))
    assert (before.span.end_s, after.span.start_s) == (0.5, 5.0)


def test_the_peak_lies_where_the_expression_is_strongest(woman) -> None:
    for reading in woman:
        assert reading.span.start_s <= reading.peak_s <= reading.span.end_s
    assert woman[-1].peak_s > 12  # she laughs with her whole face only then


def test_a_face_that_leaves_the_picture_is_still_read(make_film, scene_of) -> None:
    film = make_film(scenes=[((120, 90, 80), 2)])
    edge = track(quality=0.9, box=Box(x=-0.1, y=-0.1, width=0.3, height=0.5))
    moments = moments_of(edge, scene_of(film, known=[edge]).pictures.looks)
    assert np.allclose(moments.probabilities.sum(axis=1), 1)


def test_a_face_whose_landmarks_were_not_kept_is_read_by_its_box(footage, scene_of) -> None:
    path, span = footage("WolfgangLanger_Pexels.mp4"), Span(start_s=12, end_s=15)
    (face,) = find_faces(scene_of(path, span, [whole_shot(15)]), FacesArgs()).findings
    bare = face.model_copy(
        update={"looks": tuple(look.model_copy(update={"landmarks": None}) for look in face.looks)}
    )
    (reading,) = read_expressions(scene_of(path, span, [bare]), Args()).findings
    assert reading.label == "happiness"


def test_a_face_is_read_the_same_however_it_is_turned_in_the_picture(footage, scene_of) -> None:
    import cv2

    frame = next(iter(scene_of(footage("noface_face.mov"), Span(start_s=5.5, end_s=6)).pictures.looks))
    upright = cv2.copyMakeBorder(frame.pixels, 200, 200, 200, 200, cv2.BORDER_REPLICATE)
    height, width = upright.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 25, 1)
    turned = cv2.warpAffine(upright, turn, (width, height))
    marks = centerface.detect(upright, 0.5)[0].landmarks * [width, height]
    both = [
        fer.crop(upright, (marks / [width, height]).astype(np.float32)),
        fer.crop(turned, ((np.c_[marks, np.ones(5)] @ turn.T) / [width, height]).astype(np.float32)),
    ]
    straight, tilted = head.load(HEAD).probabilities(fer.describe(both))
    assert np.abs(straight - tilted).max() < 0.2
    assert EMOTIONS[straight.argmax()] == EMOTIONS[tilted.argmax()] == "happiness"


def test_nothing_is_read_of_no_faces() -> None:
    assert head.load(HEAD).probabilities(fer.describe([])).shape == (0, len(EMOTIONS))
