"""Talking: which mouths on screen move as mouths do that speak."""

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import FaceTrack, Talking
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.mouths import mouth_motion
from storyreel.tools.scene import Scene

STEP_S = 0.5
WINDOW = 12
"""Changes of the mouth, about a second of them, whose median says whether it speaks at a moment…"""
LEAST = 5
"""…and with fewer nothing is said."""
STILL = 1e-3
SLOPE, OFFSET = 3.6, 7.8
"""Log-odds of speaking by the log of that median. Logistic regression over seconds of three people who talk
to the camera, a singer and two dialogues, against their listeners and people who weep, laugh and smile in
silence; right for 93% of the half seconds of a scene with seven people that it never saw. The motion of the
upper face did not help. Correlation with the loudness of speech over two seconds is 0.32 for a mouth's own
speech and 0.03 for that three seconds off, but adds nothing on that scene."""

Array = NDArray[np.float64]


def find_talking(scene: Scene, _args: Args) -> Result[Talking]:
    """How each mouth of a reel moves, by face track in order of time; nothing without sound."""
    if not scene.film.has_sound:
        return Result[Talking]()
    tracks = [track for track in scene.find(FaceTrack) if scene.span.holds(track.span.start_s)]
    found = [_talking(track, *mouth_motion(track, scene.pictures.moves)) for track in tracks]
    return Result[Talking](findings=tuple(talking for talking in found if talking))


def _talking(track: FaceTrack, times_s: Array, changes: Array) -> Talking | None:
    if len(changes) < LEAST:
        return None
    steps = max(1, round(track.span.duration_s / STEP_S))
    middles_s = track.span.start_s + (np.arange(steps) + 0.5) * track.span.duration_s / steps
    medians = np.array([np.median(changes[_nearest(times_s, middle_s)]) for middle_s in middles_s])
    chances = 1 / (1 + np.exp(-SLOPE * np.log(medians + STILL) - OFFSET))
    return Talking(span=track.span, about=track.track_id, chances=tuple(chances.tolist()))


def _nearest(times_s: Array, middle_s: float) -> NDArray[np.intp]:
    return np.argsort(np.abs(times_s - middle_s), kind="stable")[:WINDOW]


TOOL = PerceptionTool(
    name="talking",
    version="1",
    description="Tells which mouths on screen move as if they spoke.",
    run=find_talking,
    result=Result[Talking],
    needs=("faces",),
)
