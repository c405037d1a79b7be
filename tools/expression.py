"""Expression: what each followed face shows, as stretches in which it stays the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS, EmotionReading, FaceLook, FaceTrack, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import fer, head
from storyreel.tools.scene import Frame, Scene

HEAD = "expression"
NETWORK_TEMPERATURE = 1.3
"""Softens the network's own logits, which the head corrects: least negative log likelihood on CK+."""
FILM_TEMPERATURE = 1.57
"""Softens the head's answers, which are as sure as CK+'s posed, frontal faces allow: back to the certainty of
the network on LFW, to which the head was held."""
CLEAR = 0.45
"""Quality of a look from which a face is read as it is; below, the reading leans towards neutral…"""
DIM = 0.2
"""…and here there is none."""
SMOOTH_S = 0.6
"""Reach of the smoothing to either side."""
STEADY_S = 0.75
"""A change of expression that lasts less is passed over."""
IN_BOX = np.array([[0.26, 0.38], [0.74, 0.38], [0.5, 0.58], [0.32, 0.76], [0.68, 0.76]])
"""Where landmarks lie in the detector's box if they were not kept: medians over upright faces of CK+."""
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
    """Reads the face in every look that the track spans, its landmarks interpolated between sightings."""
    seen = [frame for frame in frames if track.looks[0].time_s <= frame.time_s <= track.looks[-1].time_s]
    landmarks, quality = _followed(track.looks, [frame.time_s for frame in seen])
    clear = np.flatnonzero(quality > DIM)
    faces = [fer.crop(seen[k].pixels, landmarks[k]) for k in clear]
    return Moments(
        np.array([seen[k].time_s for k in clear]),
        for_films(head.load(HEAD).probabilities(fer.describe(faces))),
        np.clip((quality[clear] - DIM) / (CLEAR - DIM), 0, 1),
    )


def _followed(looks: Sequence[FaceLook], times_s: Sequence[float]) -> tuple[NDArray[np.float32], Matrix]:
    """Landmarks, shape (n, 5, 2), and qualities at the given times, linear between the looks."""
    known_s = [look.time_s for look in looks]
    rows = np.array([[*np.ravel(_landmarks(look)), look.quality] for look in looks])
    at = np.stack([np.interp(times_s, known_s, column) for column in rows.T], axis=1)
    return at[:, :-1].reshape(-1, 5, 2).astype(np.float32), at[:, -1]


def _landmarks(look: FaceLook) -> Matrix:
    """Shape (5, 2), in fractions of the picture."""
    if look.landmarks is not None:
        return np.array(look.landmarks)
    box = look.box
    return np.asarray(np.array([box.x, box.y]) + IN_BOX * np.array([box.width, box.height]))


def for_films(probabilities: head.Array) -> Matrix:
    """The head's answers as sure as they may be outside a studio; shape (n, 7)."""
    logits = np.log(np.maximum(probabilities, 1e-7)) / FILM_TEMPERATURE
    return head.softmax(logits).astype(np.float64)


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
    until_s = np.append(times_s, times_s[-1])  # a run lasts until the next one's first look
    steady = [start for start, end in runs if until_s[end] - times_s[start] >= STEADY_S]
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
    version="2",
    description="Reads the emotion that each face shows, and when it changes.",
    run=read_expressions,
    result=Result[EmotionReading],
    needs=("faces",),
    weights=(fer.ENTRY,),
)
