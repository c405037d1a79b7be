"""Sound levels: how loud the film is, second by second."""

import numpy as np

from storyreel.memory.records import SoundLevels, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.scene import Samples, Scene

LOWEST_DBFS = -90.0
"""Below the noise of 16 bits; digital silence counts as this."""


def measure(scene: Scene, _args: Args) -> Result[SoundLevels]:
    """The levels of a reel's seconds; nothing without a sound track."""
    if not scene.film.has_sound:
        return Result[SoundLevels](notes=("no sound: nothing could be heard",))
    end_s = min(scene.span.end_s, scene.film.duration_s)
    gaps = scene.sound_gaps(scene.span)
    starts_s = np.arange(scene.span.start_s, end_s).tolist()
    seconds = [Span(start_s=start_s, end_s=min(start_s + 1, end_s)) for start_s in starts_s]
    levels = tuple(_level(scene, second, gaps) for second in seconds)
    span = Span(start_s=scene.span.start_s, end_s=max(scene.span.start_s, end_s))
    found = (SoundLevels(span=span, levels_dbfs=levels),) if levels else ()
    return Result[SoundLevels](findings=found, notes=tuple(gap_note("sound", gap) for gap in gaps))


def _level(scene: Scene, second: Span, gaps: tuple[Span, ...]) -> float | None:
    if any(gap.overlap_s(second) > second.duration_s / 2 for gap in gaps):
        return None
    return round(level_dbfs(scene.load_sound(second)), 2)


def level_dbfs(samples: Samples) -> float:
    """Root mean square in decibels below full scale, -90 to 0; a sine of full scale is -3."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return float(np.clip(10 * np.log10(max(power, 1e-12)), LOWEST_DBFS, 0.0))


TOOL = PerceptionTool(
    name="sound_levels",
    version="1",
    description="How loud each second of the film is.",
    run=measure,
    result=Result[SoundLevels],
)
