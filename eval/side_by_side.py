"""Films put together of others, side by side, with the sound of one: so it is known who speaks."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from storyreel.memory.records import Film, Span
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import sound_of
from storyreel.tools.scene import SAMPLE_RATE_HZ, Pixels, Samples

if TYPE_CHECKING:
    import av

FRAME_RATE_HZ = 25
LINES = 480
LONGEST_S = 20.0
SOUND_FRAME = 1024


def put_together(parts: Sequence[Path], heard: Path, path: Path) -> list[float]:
    """Writes a film of the parts from left to right, as long as the shortest, with the sound of `heard`.

    Returns where each part ends, in fractions of the width.
    """
    import av

    films = [probe(part) for part in parts]
    length_s = min(LONGEST_S, *(film.duration_s for film in films))
    sound = sound_of(probe(heard), Span(start_s=0, end_s=length_s))
    edges = np.cumsum([_width(film) for film in films])
    rows = zip(*(_pictures(film) for film in films), strict=False)
    with av.open(str(path), "w") as container:
        seen = container.add_stream("libx264", FRAME_RATE_HZ)
        seen.width, seen.height, seen.pix_fmt = int(edges[-1]), LINES, "yuv420p"
        spoken = container.add_stream("aac", SAMPLE_RATE_HZ, layout="mono")
        for piece in _sound_frames(sound):
            container.mux(spoken.encode(piece))
        container.mux(spoken.encode(None))
        for row in islice(rows, int(length_s * FRAME_RATE_HZ)):
            container.mux(seen.encode(av.VideoFrame.from_ndarray(np.hstack(row), "rgb24")))
        container.mux(seen.encode(None))
    return [float(edge) for edge in edges / edges[-1]]


def _width(film: Film) -> int:
    return round(film.width_px * LINES / film.height_px / 2) * 2


def _pictures(film: Film) -> Iterator[Pixels]:
    """At a steady rate."""
    import av

    with av.open(film.path) as container:
        number = 0
        for frame in container.decode(video=0):
            while frame.time is not None and frame.time >= number / FRAME_RATE_HZ:
                yield cast("Pixels", frame.to_ndarray(format="rgb24", width=_width(film), height=LINES))
                number += 1


def _sound_frames(sound: Samples) -> Iterator["av.AudioFrame"]:
    import av

    for first in range(0, len(sound), SOUND_FRAME):
        frame = av.AudioFrame.from_ndarray(sound[None, first : first + SOUND_FRAME], "flt", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, first, Fraction(1, SAMPLE_RATE_HZ)
        yield frame
