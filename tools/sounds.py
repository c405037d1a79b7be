"""Sounds: where there is speech, music, effects or silence, in stretches that may overlap.

Speech, music and effects are told by a small head over half seconds (`tools/models/sound_head.py`), silence
by level alone. What a reel's border cuts is joined again when read (`memory/sounds.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.feelings import hysteresis
from storyreel.memory.records import SHORTEST_SOUND_S, Sound, SoundKind, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.models import sound_features, sound_head, whisper
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples, Scene
from storyreel.tools.sound_levels import level_dbfs
from storyreel.tools.textures import texture_of

STEP_S = 0.5
SILENT_DBFS = -60.0
"""A half second below this is silent: about the hiss of a quiet room on a good recording."""
BEGIN_AT, GO_ON_AT = 0.7, 0.4
"""Chances: a stretch needs one half second this likely, and goes on while they are this likely."""

Steps = NDArray[np.float32]
"""Shape (n,): one number for each half second of the reel."""


@dataclass(frozen=True)
class _Heard:
    """A reel's sound and what of it is known, half second by half second."""

    samples: Samples
    span: Span
    chances: dict[SoundKind, Steps]

    def stretch(self, first: int, last: int) -> Span:
        """Of half seconds, the last excluded."""
        start_s = self.span.start_s + first * STEP_S
        return Span(start_s=start_s, end_s=min(self.span.start_s + last * STEP_S, self.span.end_s))

    def alone(self, first: int, last: int) -> bool:
        """Whether neither speech nor music is likely meanwhile."""
        others = (self.chances["speech"], self.chances["music"])
        return all(float(steps[first:last].max()) < GO_ON_AT for steps in others)

    def sound(self, first: int, last: int) -> Samples:
        """Of half seconds, the last excluded."""
        size = round(STEP_S * SAMPLE_RATE_HZ)
        return self.samples[first * size : last * size]


def hear(scene: Scene, _args: Args) -> Result[Sound]:
    """What is heard in a reel; where nothing is likely enough, nothing is said."""
    if not scene.film.has_sound:
        return Result[Sound](notes=("no sound: nothing could be heard",))
    gaps = tuple(gap_note("sound", gap) for gap in scene.sound_gaps(scene.span))
    end_s = min(scene.span.end_s, scene.film.duration_s)
    if end_s - scene.span.start_s < STEP_S:
        return Result[Sound](notes=gaps)
    heard = _heard(scene, Span(start_s=scene.span.start_s, end_s=end_s))
    found = [sound for what in heard.chances for sound in _sounds(heard, what)]
    found.sort(key=lambda one: (one.span.start_s, one.what))
    return Result[Sound](findings=tuple(found), notes=gaps)


def _heard(scene: Scene, span: Span) -> _Heard:
    samples = scene.load_sound(span)
    count = int(np.ceil(len(samples) / (STEP_S * SAMPLE_RATE_HZ)))
    silent = np.array([level < SILENT_DBFS for level in _levels(samples, count)])
    chances: dict[SoundKind, Steps] = {"silence": silent.astype(np.float32)}
    if not silent.all():
        around = _around(scene, span)
        times_s = span.start_s - around.start_s + STEP_S * (np.arange(count, dtype=np.float64) + 0.5)
        found = sound_head.chances(scene.load_sound(around), times_s) * ~silent[:, None]
        chances |= {what: found[:, place] for place, what in enumerate(sound_head.HEARD)}
    return _Heard(samples, span, _without_lost(chances, scene, span))


def _levels(samples: Samples, count: int) -> list[float]:
    size = round(STEP_S * SAMPLE_RATE_HZ)
    return [level_dbfs(samples[k * size : (k + 1) * size]) for k in range(count)]


def _around(scene: Scene, span: Span) -> Span:
    """With what the head hears on both sides, so that both reels hear a border the same way."""
    reach_s = sound_features.REACH_S
    return Span(
        start_s=max(0.0, span.start_s - reach_s), end_s=min(scene.film.duration_s, span.end_s + reach_s)
    )


def _without_lost(chances: dict[SoundKind, Steps], scene: Scene, span: Span) -> dict[SoundKind, Steps]:
    """Nothing is heard where sound could not be decoded, not even silence."""
    known = np.ones(len(chances["silence"]), np.float32)
    for gap in scene.sound_gaps(span):
        first, last = (int((time_s - span.start_s) / STEP_S) for time_s in (gap.start_s, gap.end_s))
        known[max(0, first) : max(0, last + 1)] = 0
    return {what: steps * known for what, steps in chances.items()}


def _sounds(heard: _Heard, what: SoundKind) -> Iterator[Sound]:
    steps = heard.chances[what]
    for first, last in hysteresis(steps.astype(np.float64), BEGIN_AT, GO_ON_AT):
        at_border = first == 0 or last == len(steps)  # it may go on in the next reel
        if (last - first) * STEP_S >= SHORTEST_SOUND_S[what] or at_border:
            sound = heard.sound(first, last)
            yield Sound(
                span=heard.stretch(first, last),
                what=what,
                confidence=float(steps[first:last].mean()),
                level_dbfs=round(level_dbfs(sound), 2),
                texture=texture_of(sound) if what == "effects" and heard.alone(first, last) else None,
            )


TOOL = PerceptionTool(
    name="sounds",
    version="1",
    description="Where speech, music, effects and silence are heard, how loud, and what effects are like.",
    run=hear,
    result=Result[Sound],
    weights=(whisper.ENTRY,),
)
