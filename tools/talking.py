"""Talking: which mouths on screen move as mouths do that speak."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.intervals import clipped
from storyreel.memory.records import FaceTrack, Talking
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.lip_sync import Loudness, likeness
from storyreel.tools.mouths import Motion, motion_of
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
upper face did not help."""
BESIDE_OTHERS = 0.7
"""What motion is worth where another mouth can be seen too: that one may be the one that speaks…"""
LIKENESS = 4.0
"""…and log-odds for each unit by which a mouth's likeness to the sound is above the others' best…"""
DOUBT = 0.3
"""…less what keeps mouths that are equally like it from being named. Chosen so that few are wrong, on three
people who talk beside one another and beside a woman who weeps and laughs."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class _Mouth:
    """A track's mouth, as far as it can be seen."""

    track: FaceTrack
    motion: Motion

    @property
    def can_tell(self) -> bool:
        """Whether enough of it is seen, and of a living face."""
        return len(self.motion.mouth) >= LEAST and not self.motion.is_photograph

    @cached_property
    def moments_s(self) -> Array:
        """The middles of equal parts of the track. Shape (n,)."""
        steps = max(1, round(self.track.span.duration_s / STEP_S))
        middles: Array = (
            self.track.span.start_s + (np.arange(steps) + 0.5) * self.track.span.duration_s / steps
        )
        return middles

    @cached_property
    def log_odds(self) -> Array:
        """By how much it moves, at its moments. Shape (n,)."""
        medians = [np.median(self.motion.mouth[self._nearest(moment_s)]) for moment_s in self.moments_s]
        return np.asarray(SLOPE * np.log(np.array(medians) + STILL) + OFFSET)

    def _nearest(self, moment_s: float) -> NDArray[np.intp]:
        return np.argsort(np.abs(self.motion.times_s - moment_s), kind="stable")[:WINDOW]


def find_talking(scene: Scene, _args: Args) -> Result[Talking]:
    """How each mouth of a reel moves, by face track in order of time; nothing without sound.

    A photograph's mouth is left out: it is as still while the person speaks.
    """
    if not scene.film.has_sound:
        return Result[Talking]()
    tracks = [track for track in scene.find(FaceTrack) if scene.span.holds(track.span.start_s)]
    mouths = [_Mouth(track, motion_of(track, scene.pictures.moves)) for track in tracks]
    return Result[Talking](findings=tuple(_talking(scene, [mouth for mouth in mouths if mouth.can_tell])))


def _talking(scene: Scene, mouths: Sequence[_Mouth]) -> Iterator[Talking]:
    likenesses = _likenesses(scene, mouths)
    for k, mouth in enumerate(mouths):
        others = [(mouths[j], likenesses[j]) for j in likenesses if j != k]
        best = np.array([_best(others, moment_s) for moment_s in mouth.moments_s])
        ahead = likenesses.get(k, 0.0) - np.maximum(best, -1)
        compared = BESIDE_OTHERS * mouth.log_odds + LIKENESS * ahead - DOUBT
        chances = 1 / (1 + np.exp(-np.where(np.isfinite(best), compared, mouth.log_odds)))
        yield Talking(span=mouth.track.span, about=mouth.track.track_id, chances=tuple(chances.tolist()))


def _likenesses(scene: Scene, mouths: Sequence[_Mouth]) -> dict[int, Array]:
    """Likeness to the sound at the moments of each mouth that is seen together with another, by number."""
    together = [
        k
        for k, mouth in enumerate(mouths)
        if any(mouth.track.span.overlap_s(one.track.span) > 0 for one in mouths if one is not mouth)
    ]
    if not together:
        return {}
    span = clipped(scene.span, scene.film.span)
    loudness = Loudness(scene.load_sound(span), span.start_s)
    return {
        k: likeness(mouths[k].motion.times_s, mouths[k].motion.mouth, loudness, mouths[k].moments_s)
        for k in together
    }


def _best(others: Sequence[tuple[_Mouth, Array]], moment_s: float) -> float:
    """The greatest likeness of those that are seen at a moment; -inf where there is none."""
    there = [(mouth, alike) for mouth, alike in others if mouth.track.span.holds(moment_s)]
    at = (float(alike[np.abs(mouth.moments_s - moment_s).argmin()]) for mouth, alike in there)
    return max(at, default=-np.inf)


TOOL = PerceptionTool(
    name="talking",
    version="3",
    description="Tells which mouths on screen move as if they spoke.",
    run=find_talking,
    result=Result[Talking],
    needs=("faces",),
)
