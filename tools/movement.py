"""Movement: how much moves in the picture and in the people in it, whatever the camera does.

Each picture is laid on the one before by phase correlation (Kuglin and Hines, "The phase correlation image
alignment method", 1975), which takes off pans and tilts, not zooms, turns or what passes close by.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Box, FaceTrack, Movement, Shot, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import Frame, Scene

WIDTH_PX = 128
EVERY = 2
"""Pictures are compared with the second next, 0.16 s later: slow motion then shows above the noise."""
LONGEST_S = 0.5
"""Pictures farther apart are not compared."""
FURTHEST = 0.25
"""Of the width: a larger shift is no pan but a mistake."""
BODY_WIDTHS, BODY_HEIGHTS = 3.0, 6.0
"""A body by its face: shoulders are two to three faces wide, hips lie four to five below the chin."""

Grey = NDArray[np.float32]
"""Shape (height, 128), 0 to 1."""


@dataclass(frozen=True)
class _Change:
    """What differs between two neighbouring pictures."""

    time_s: float
    picture: float
    people: float | None
    camera: float
    """Picture widths a second."""


def find_movement(scene: Scene, _args: Args) -> Result[Movement]:
    """The movement of a reel's seconds; nothing without pictures."""
    moves = scene.pictures.moves[::EVERY]
    end_s = min(scene.span.end_s, scene.film.duration_s)
    count = int(np.ceil(end_s - scene.span.start_s))
    if len(moves) < 2 or count < 1:
        return Result[Movement]()
    changes = list(_changes(moves, scene.find(Shot), scene.find(FaceTrack)))
    seconds = [[one for one in changes if int(one.time_s - scene.span.start_s) == k] for k in range(count)]
    found = Movement(
        span=Span(start_s=scene.span.start_s, end_s=end_s),
        picture=tuple(_mean([one.picture for one in second]) for second in seconds),
        people=tuple(_mean([one.people for one in second if one.people is not None]) for second in seconds),
        camera=tuple(_mean([one.camera for one in second]) for second in seconds),
    )
    return Result[Movement](findings=(found,))


def _mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 5) if values else None


def _changes(moves: Sequence[Frame], shots: Sequence[Shot], tracks: Sequence[FaceTrack]) -> Iterator[_Change]:
    """Of pictures of one shot."""
    cuts_s = np.array([shot.span.start_s for shot in shots])
    small = [(frame.time_s, _small(frame)) for frame in moves]
    for (before_s, before), (now_s, now) in pairwise(small):
        is_cut = np.any((cuts_s > before_s) & (cuts_s <= now_s))
        if not is_cut and now_s - before_s <= LONGEST_S:
            yield _change(before, now, before_s, now_s, tracks)


def _small(frame: Frame) -> Grey:
    import cv2

    height, width = frame.pixels.shape[:2]
    size = (WIDTH_PX, max(16, round(WIDTH_PX * height / width)))
    small = cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small / 255, np.float32)


def _change(before: Grey, now: Grey, before_s: float, now_s: float, tracks: Sequence[FaceTrack]) -> _Change:
    difference, shift_px = _held_difference(before, now)
    people = _bodies([box for track in tracks if (box := box_at(track, now_s))], now.shape)
    return _Change(
        time_s=(before_s + now_s) / 2,
        picture=float(np.nanmean(difference)),
        people=float(np.nanmean(difference[people])) if not np.isnan(difference[people]).all() else None,
        camera=shift_px / WIDTH_PX / (now_s - before_s),
    )


def _held_difference(before: Grey, now: Grey) -> tuple[Grey, float]:
    """Absolute difference with the camera held still, NaN where the picture before shows nothing of it, and
    by how many pixels it moved; where holding it does not help, it did not move."""
    import cv2

    plain = np.abs(now - before)
    # copies: it windows what it is given in place
    (x, y), _ = cv2.phaseCorrelate(before.copy(), now.copy(), _window(now.shape))
    length_px = float(np.hypot(x, y))
    if not 0.5 <= length_px <= FURTHEST * WIDTH_PX:
        return plain, 0.0
    shift = np.array([[1, 0, x], [0, 1, y]])
    size = (now.shape[1], now.shape[0])
    held = cv2.warpAffine(before, shift, size, borderMode=cv2.BORDER_CONSTANT, borderValue=np.nan)
    difference = np.asarray(np.abs(now - held), np.float32)
    if not np.nanmean(difference) < np.nanmean(plain):
        return plain, 0.0
    return difference, length_px


def _window(shape: tuple[int, ...]) -> Grey:
    return np.asarray(np.outer(np.hanning(shape[0]), np.hanning(shape[1])), np.float32)


def box_at(track: FaceTrack, time_s: float) -> Box | None:
    """Where a face is at a moment: between two looks, it moves evenly; None outside its track."""
    if not track.span.holds(time_s):
        return None
    looked_s = [look.time_s for look in track.looks]
    sides = ((look.box.x, look.box.y, look.box.width, look.box.height) for look in track.looks)
    x, y, width, height = (float(np.interp(time_s, looked_s, side)) for side in zip(*sides, strict=True))
    return Box(x=x, y=y, width=width, height=height)


def _bodies(faces: Sequence[Box], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where faces and the bodies below them are; shape (height, width)."""
    height, width = shape
    mask = np.zeros(shape, bool)
    for face in faces:
        middle, half = face.x + face.width / 2, BODY_WIDTHS * face.width / 2
        top, bottom = face.y, face.y + BODY_HEIGHTS * face.height
        rows = slice(max(0, int(top * height)), max(0, int(np.ceil(bottom * height))))
        columns = slice(max(0, int((middle - half) * width)), max(0, int(np.ceil((middle + half) * width))))
        mask[rows, columns] = True
    return mask


TOOL = PerceptionTool(
    name="movement",
    version="1",
    description="How much moves in the picture and in the people, second by second, and how the camera pans.",
    run=find_movement,
    result=Result[Movement],
    needs=("shots", "faces"),
)
