"""Single pictures of a film at given times."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from storyreel.memory.records import Film
from storyreel.tools.media.container import opened, picture_of
from storyreel.tools.media.decode import Scaler
from storyreel.tools.media.frames import frames_from
from storyreel.tools.scene import Frame

if TYPE_CHECKING:
    from av import VideoFrame

    from storyreel.tools.media.frames import TimedFrame

SAME_TIME_S = 0.002
"""How far a still may lie from the time asked for; nearer than any two frames."""
READ_ON_S = 5.0
"""How far to the next still it is quicker to decode on than to seek: about the distance of keyframes."""

Choose: TypeAlias = Callable[
    [Sequence[float], Iterable["TimedFrame | None"]], Iterator[tuple[float, "VideoFrame"]]
]
"""Picks frames for times, both in rising order, each with its time."""


def stills(film: Film, times_s: Sequence[float]) -> Iterator[Frame]:
    """The frames shown at the given film times, in order of time; those that cannot be decoded are left out.

    Raises MediaError if the file is gone or has no picture.
    """
    return frames_at(film, sorted(set(times_s)), (film.width_px, film.height_px), _at)


def frames_at(
    film: Film, times_s: Sequence[float], size_px: tuple[int, int], choose: Choose
) -> Iterator[Frame]:
    """What is chosen for times in rising order, `size_px` wide and high as shown.

    Raises MediaError if the file is gone or has no picture.
    """
    with opened(Path(film.path)) as container:
        stream = picture_of(container, film)
        upright = Scaler(film, size_px)
        for run in _runs_of(times_s):
            for time_s, frame in choose(run, frames_from(container, stream, film, run[0])):
                yield Frame(time_s, upright(frame))


def _at(
    times_s: Sequence[float], frames: Iterable["TimedFrame | None"]
) -> Iterator[tuple[float, "VideoFrame"]]:
    """The frames that begin at the times, both in rising order."""
    wanted = list(times_s)
    for one in frames:
        time_s, frame = one or (None, None)
        while time_s is not None and wanted and wanted[0] < time_s - SAME_TIME_S:
            wanted.pop(0)
        if not wanted:
            return
        if time_s is not None and abs(time_s - wanted[0]) <= SAME_TIME_S:
            yield wanted.pop(0), cast("VideoFrame", frame)


def _runs_of(times_s: Sequence[float]) -> list[list[float]]:
    """Groups of times that are near to one another."""
    runs: list[list[float]] = []
    for time_s in times_s:
        if runs and time_s - runs[-1][-1] <= READ_ON_S:
            runs[-1].append(time_s)
        else:
            runs.append([time_s])
    return runs
