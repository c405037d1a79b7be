"""How much a mouth moves: what changes in it from picture to picture once the head is held still.

After Everingham, Sivic & Zisserman, "Hello! My name is... Buffy" (2006), who take the least difference of the
mouth between neighbouring frames over a small search window. Here the face is first brought upright and to
one size by its landmarks and held still, so that a nod or a pan is no speech.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import FaceTrack
from storyreel.tools.scene import Frame, Pixels

EYES_TO_MOUTH_PX = 24
"""Between the middle of the eyes and that of the mouth, in an upright face…"""
LEAST_EYES_TO_MOUTH_PX = 9
"""…and in the picture it comes from, where a mouth is about as wide: smaller ones are too few pixels."""
SIDE_PX, EYES_AT_PX = 96, (48, 36)
UPPER = (slice(24, 46), slice(28, 68))
"""Brow to nose: what moves with the head and not with the lips."""
MOUTH = (slice(55, 69), slice(38, 58))
"""The lips; a larger part of the chin and cheeks tells less."""
FACE = (slice(24, 74), slice(28, 68))
HEAD_REACH_PX = 12
"""How far a head may go between two pictures, beyond where its landmarks lead."""
MOST = 0.7
"""A larger change is no mouth's: the face was lost or something passed before it. Speech makes 0.1 to 0.4."""
ALIVE, LIVELIEST = 0.11, 97
"""A face of which mouth and upper part together change no more than this even in its liveliest 3% of pictures
is a photograph: of those in films put together of photographs, shown still or swaying, the most is 0.11; of
living faces of four films, listeners in a dark hall among them, the least is 0.12."""
FLAT = 2.0
"""Grey levels added to a face's contrast, so that a dark or blurred one does not make motion out of noise."""

Array = NDArray[np.float64]
Face = NDArray[np.float32]
"""Shape (96, 96), grey."""
Region = tuple[slice, slice]


@dataclass(frozen=True)
class Motion:
    """How a face changes between neighbouring pictures, in units of its contrast; all of shape (n,)."""

    times_s: Array
    mouth: Array
    upper: Array

    @property
    def is_photograph(self) -> bool:
        """Whether it changes too little to be a living face's: then a still mouth tells nothing."""
        return float(np.percentile(self.mouth, LIVELIEST) + np.percentile(self.upper, LIVELIEST)) <= ALIVE


NOTHING = Motion(np.empty(0), np.empty(0), np.empty(0))


def motion_of(track: FaceTrack, moves: Sequence[Frame]) -> Motion:
    """How a face moves; empty for one that is too small in the pictures or has no landmarks."""
    seen = [frame for frame in moves if track.span.holds(frame.time_s)]
    marks = _landmarks_at(track, seen)
    if len(seen) < 2 or _eyes_to_mouth_px(marks) < LEAST_EYES_TO_MOUTH_PX:
        return NOTHING
    faces = [_upright(frame.pixels, place) for frame, place in zip(seen, marks, strict=True)]
    times_s = np.array([frame.time_s for frame in seen])
    mouth, upper = np.array([_change(before, now) for before, now in pairwise(faces)]).T
    is_held = mouth <= MOST
    return Motion(((times_s[1:] + times_s[:-1]) / 2)[is_held], mouth[is_held], upper[is_held])


def _landmarks_at(track: FaceTrack, frames: Sequence[Frame]) -> Array:
    """Shape (n, 5, 2), in pixels: between two looks, landmarks move evenly."""
    looks = [look for look in track.looks if look.landmarks]
    if not looks or not frames:
        return np.empty((0, 5, 2))
    points = np.array([look.landmarks for look in looks]).reshape(len(looks), 10)
    times_s, looked_s = [frame.time_s for frame in frames], [look.time_s for look in looks]
    between = np.stack([np.interp(times_s, looked_s, points[:, k]) for k in range(10)], axis=1)
    height, width = frames[0].pixels.shape[:2]
    return cast("Array", between.reshape(-1, 5, 2) * [width, height])


def _eyes_to_mouth_px(marks: Array) -> float:
    if not len(marks):
        return 0.0
    return float(np.median(np.linalg.norm(marks[:, 3:].mean(axis=1) - marks[:, :2].mean(axis=1), axis=1)))


def _upright(pixels: Pixels, marks: Array) -> Face:
    """The face with the eyes above the mouth, at a fixed distance."""
    import cv2

    eyes = marks[:2].mean(axis=0)
    down = marks[3:].mean(axis=0) - eyes
    length = max(float(np.hypot(*down)), 1.0)
    cos, sin = down[1] / length, down[0] / length
    turn = EYES_TO_MOUTH_PX / length * np.array([[cos, -sin], [sin, cos]])
    matrix = np.column_stack([turn, np.array(EYES_AT_PX) - turn @ eyes])
    face = cv2.warpAffine(pixels, matrix, (SIDE_PX, SIDE_PX), borderMode=cv2.BORDER_REPLICATE)
    return cast("Face", cv2.GaussianBlur(face.astype(np.float32), (3, 3), 0))


def _change(before: Face, now: Face) -> tuple[float, float]:
    """Of the mouth and of the upper face, the head held still."""
    import cv2

    x, y = _head_shift(before, now)
    shift = np.array([[1, 0, -x], [0, 1, -y]])
    held = cast("Face", cv2.warpAffine(before, shift, (SIDE_PX, SIDE_PX), borderMode=cv2.BORDER_REPLICATE))
    contrast = float(now[UPPER].std() + now[MOUTH].std()) / 2
    mouth, upper = (_least_difference(held, now, region) for region in (MOUTH, UPPER))
    return mouth / (contrast + FLAT), upper / (contrast + FLAT)


def _head_shift(before: Face, now: Face) -> tuple[float, float]:
    """Where the face of now was before, in pixels right and down of where it is now."""
    import cv2

    rows, columns = FACE
    reach = HEAD_REACH_PX
    around = before[rows.start - reach : rows.stop + reach, columns.start - reach : columns.stop + reach]
    errors = cast("Face", cv2.matchTemplate(around, now[FACE], cv2.TM_SQDIFF))
    y, x = np.unravel_index(int(errors.argmin()), errors.shape)
    return x + _dip(errors[y, x - 1 : x + 2]) - reach, y + _dip(errors[y - 1 : y + 2, x]) - reach


def _dip(three: NDArray[np.float32]) -> float:
    """How far from the middle one a parabola through three neighbours is lowest; 0 at an edge."""
    if len(three) < 3:
        return 0.0
    left, middle, right = (float(value) for value in three)
    bend = left - 2 * middle + right
    return float(np.clip((left - right) / bend / 2, -0.5, 0.5)) if bend > 0 else 0.0


def _least_difference(held: Face, now: Face, region: Region) -> float:
    """Least mean absolute difference of a region over shifts of up to a pixel, in grey levels."""
    rows, columns = region
    shifted = (
        held[rows.start + y : rows.stop + y, columns.start + x : columns.stop + x]
        for y in (-1, 0, 1)
        for x in (-1, 0, 1)
    )
    return min(float(np.abs(now[region] - one).mean()) for one in shifted)
