"""The voice alone: a scene out of whose sound music and effects were taken, for tools that hear people.

A reel is parted once, with a second on either side, whatever spans are asked for.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from storyreel.memory.records import Span
from storyreel.tools.contract import Args
from storyreel.tools.models.demucs import Demucs
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples, Scene, reels_of

Separator = Literal["none", "demucs"]
MARGIN_S = 1.0
KEPT_REELS = 3


class ListeningArgs(Args):
    """What of the sound is listened to."""

    separator: Separator = Field(
        "none", description="What takes music and effects out of the sound first; none hears all of it."
    )
    checkpoint: str | None = Field(
        None, description="The separator's safetensors file, instead of the one of weights.toml."
    )


def voice_alone(scene: Scene, args: ListeningArgs) -> Scene:
    """The scene as it is, or with the voice alone for its sound.

    Loading its sound then raises ToolError or WeightsError where the separator cannot be had.
    """
    if args.separator == "none":
        return scene
    checkpoint = Path(args.checkpoint) if args.checkpoint else None
    return replace(scene, load_sound=partial(_voice, scene.load_sound, checkpoint, scene.film.duration_s))


def _voice(
    load_sound: Callable[[Span], Samples], checkpoint: Path | None, duration_s: float, span: Span
) -> Samples:
    first, last = round(span.start_s * SAMPLE_RATE_HZ), round(span.end_s * SAMPLE_RATE_HZ)
    voice = np.zeros(last - first, np.float32)
    for reel in reels_of(span):
        begin = round(reel.start_s * SAMPLE_RATE_HZ)
        parted = _of_reel(load_sound, checkpoint, reel, duration_s)
        low, high = max(first, begin), min(last, begin + len(parted))
        if low < high:
            voice[low - first : high - first] = parted[low - begin : high - begin]
    return voice


@lru_cache(maxsize=KEPT_REELS)
def _of_reel(
    load_sound: Callable[[Span], Samples], checkpoint: Path | None, reel: Span, duration_s: float
) -> Samples:
    if reel.start_s >= duration_s:
        return np.zeros(0, np.float32)
    end_s = min(duration_s, reel.end_s + MARGIN_S)
    around = Span(start_s=max(0.0, reel.start_s - MARGIN_S), end_s=end_s)
    begin = round((reel.start_s - around.start_s) * SAMPLE_RATE_HZ)
    voice = Demucs(checkpoint).voice(load_sound(around))
    return voice[begin : begin + round(reel.duration_s * SAMPLE_RATE_HZ)]
