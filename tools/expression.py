"""Expression: what each followed face shows, as stretches in which it stays the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS, Box, EmotionReading, FaceLook, FaceTrack, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import fer
from storyreel.tools.scene import Frame, Pixels, Scene

TEMPERATURE = 1.3
"""Softens the network's probabilities: least negative log likelihood on CK+ (six emotions, 927 faces, values
from 0.5 to 3 tried), where the expected calibration error falls from 0.063 to 0.041."""
CLEAR = 0.45
"""Quality of a look from which a face is read as it is; below, the reading leans towards neutral…"""
DIM = 0.2
"""…and here there is none."""
SMOOTH_S = 0.6
"""Reach of the smoothing to either side."""
STEADY_S = 0.75
"""A change of expression that lasts less is passed over."""
CROP_SIDE = 0.9
"""Side of the square that is read, in heights of the detector's box: how CK+ and FER2013 cut their faces."""
CROP_DOWN = 0.46
"""How far down the detector's box the square's middle lies."""
AT_REST = np.array([0.5 if emotion == "neutral" else 0.5 / 6 for emotion in EMOTIONS])
"""What to expect of a face that cannot be read."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """A track read look by look."""

    times_s: Matrix
    """Shape (n,)."""
    probabilities: Matrix
    """Shape (n, 7), in the order of EMOTIONS."""
    clarity: Matrix
    """Shape (n,), 0 to 1: how well the face could be seen."""


def read_expressions(scene: Scene, _args: Args) -> Result[EmotionReading]:
    """One reading for each stretch of a track that keeps its expression, in order of time."""
    readings = [
        reading
        for track in scene.find(FaceTrack)
        for reading in _readings(track, _moments(track, scene.pictures.looks))
    ]
    readings.sort(key=lambda reading: (reading.span.start_s, reading.about))
    return Result[EmotionReading](findings=tuple(readings))


def _moments(track: FaceTrack, frames: Sequence[Frame]) -> Moments:
    """Reads the face in every look that the track spans, its box interpolated between sightings."""
    seen = [frame for frame in frames if track.looks[0].time_s <= frame.time_s <= track.looks[-1].time_s]
    boxes, quality = _followed(track.looks, [frame.time_s for frame in seen])
    clear = np.flatnonzero(quality > DIM)
    faces = [_crop(seen[k].pixels, boxes[k]) for k in clear]
    return Moments(
        np.array([seen[k].time_s for k in clear]),
        calibrated(fer.expressions(faces)),
        np.clip((quality[clear] - DIM) / (CLEAR - DIM), 0, 1),
    )


def _followed(looks: Sequence[FaceLook], times_s: Sequence[float]) -> tuple[list[Box], Matrix]:
    """Boxes and qualities at the given times, linear between the looks."""
    known_s = [look.time_s for look in looks]
    rows = np.array([(k.box.x, k.box.y, k.box.width, k.box.height, k.quality) for k in looks])
    at = np.stack([np.interp(times_s, known_s, column) for column in rows.T], axis=1)
    boxes = [Box(x=x, y=y, width=width, height=height) for x, y, width, height in at[:, :4].tolist()]
    return boxes, at[:, 4]


def _crop(pixels: Pixels, box: Box) -> Pixels:
    """A square around the face, edges repeated where it leaves the picture."""
    import cv2

    height, width = pixels.shape[:2]
    side = max(2, round(CROP_SIDE * box.height * height))
    middle = ((box.x + box.width / 2) * width, (box.y + CROP_DOWN * box.height) * height)
    move = np.array([[1, 0, side / 2 - middle[0]], [0, 1, side / 2 - middle[1]]])
    square = cv2.warpAffine(pixels, move, (side, side), borderMode=cv2.BORDER_REPLICATE)
    return square.astype(np.uint8, copy=False)


def calibrated(probabilities: NDArray[np.float32]) -> Matrix:
    """Probabilities at the measured temperature (Guo et al., "On Calibration…", 2017), shape (n, 7)."""
    softened = np.clip(probabilities.astype(np.float64), 1e-7, 1) ** (1 / TEMPERATURE)
    shares: Matrix = softened / softened.sum(axis=1, keepdims=True)
    return shares


def _readings(track: FaceTrack, moments: Moments) -> list[EmotionReading]:
    if not len(moments.times_s):
        return []
    labels = _smoothed(moments).argmax(axis=1)
    edges = _steady(labels, moments.times_s)
    borders_s = [(moments.times_s[k - 1] + moments.times_s[k]) / 2 for k in edges[1:-1]]
    spans = pairwise([track.span.start_s, *borders_s, track.span.end_s])
    return [
        _reading(track, Span(start_s=start_s, end_s=end_s), moments, slice(a, b))
        for (start_s, end_s), (a, b) in zip(spans, pairwise(edges), strict=True)
    ]


def _smoothed(moments: Moments) -> Matrix:
    """Means over the neighbouring looks, weighted by clarity."""
    near = np.abs(moments.times_s[:, None] - moments.times_s) <= SMOOTH_S
    shares = near * (moments.clarity + 1e-6)
    smooth: Matrix = shares @ moments.probabilities / shares.sum(axis=1, keepdims=True)
    return smooth


def _steady(labels: NDArray[np.int64], times_s: Matrix) -> list[int]:
    """Indices where stretches of one label begin, and the end; what is too short goes to a neighbour."""
    runs = pairwise([0, *(np.flatnonzero(np.diff(labels)) + 1).tolist(), len(labels)])
    steady = [start for start, end in runs if times_s[end - 1] - times_s[start] >= STEADY_S]
    changes = [after for before, after in pairwise(steady) if labels[before] != labels[after]]
    return [0, *changes, len(labels)]


def _reading(track: FaceTrack, span: Span, moments: Moments, part: slice) -> EmotionReading:
    """The mean of a stretch; as far as the face could not be seen well, what faces show at rest."""
    clarity = moments.clarity[part]
    seen = np.average(moments.probabilities[part], axis=0, weights=clarity + 1e-6)
    mixed = clarity.mean() * seen + (1 - clarity.mean()) * AT_REST
    return EmotionReading(
        span=span,
        about=track.track_id,
        modality="face",
        probabilities=dict(zip(EMOTIONS, (mixed / mixed.sum()).tolist(), strict=True)),
    )


TOOL = PerceptionTool(
    name="expression",
    version="1",
    description="Reads the emotion that each face shows, and when it changes.",
    run=read_expressions,
    result=Result[EmotionReading],
    needs=("faces",),
    weights=(fer.ENTRY,),
)
