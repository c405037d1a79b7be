"""A few frames of each of many clips, for models that look at a film here and there.

decord reads them by random access, in a process of its own with a deadline: on some streams it hangs or
crashes. PyAV stands behind it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from storyreel.memory.records import Film, Span
from storyreel.tools.media.container import JOINED_FORMATS, opened, picture_of, start_of
from storyreel.tools.media.decode import LOOK_AREA_PX, size_within
from storyreel.tools.media.decord_reader import OTHER_FRAMES, DecordFailedError, Reader, reader_of
from storyreel.tools.media.stills import frames_at
from storyreel.tools.scene import Frame

if TYPE_CHECKING:
    from av import VideoFrame

    from storyreel.tools.media.frames import TimedFrame

SLACK_S = 0.001
"""By how much a frame may begin after its time; decord tells times in single precision."""
MOST_OFF = 8.0
"""Of 255: how far a frame of decord's may be off PyAV's, by other scaling; the next scene is farther."""
OnNote = Callable[[str], None]


def samples(
    film: Film, spans: Sequence[Span], count: int, on_note: OnNote = lambda _: None
) -> Iterator[tuple[Frame, ...]]:
    """Of each span, in order, the frames shown at the middles of `count` equal parts of it.

    As shown, of the size of looks. A frame comes twice where the span has fewer; there are none where nothing
    can be decoded, as behind the film's end. `on_note` is told where PyAV stands in for decord, and why.
    Raises MediaError if the file is gone or has no picture.
    """
    wanted = [_middles(span, film, count) for span in spans]
    done = 0
    try:
        for frames in _by_decord(film, wanted):
            yield frames
            done += 1
    except DecordFailedError as error:
        on_note(f"frames for captions are read by PyAV, for decord {error}")
    for times_s in wanted[done:]:
        yield tuple(_by_pyav(film, times_s))


def _middles(span: Span, film: Film, count: int) -> list[float]:
    end_s = min(span.end_s, film.duration_s)
    step_s = (end_s - span.start_s) / count
    return [span.start_s + (k + 0.5) * step_s for k in range(count)] if step_s > 0 else []


def _by_decord(film: Film, wanted: Sequence[Sequence[float]]) -> Iterator[tuple[Frame, ...]]:
    """The frames of each clip, or none without the gpu extra, which has decord. Raises DecordFailedError."""
    if find_spec("decord") is None:
        return
    reader, first_s = reader_of(film), _first_picture_s(film)
    for times_s in wanted:
        frames = reader.clip(times_s, first_s) if times_s else ()
        if frames and _is_due(reader.clips):
            _check(reader, film, times_s[-1], frames[-1])
        yield frames


def _is_due(clips: int) -> bool:
    """Whether the last of so many clips of a film is looked at again: the first, 2nd, 4th, 8th…"""
    return clips & (clips - 1) == 0


def _check(reader: Reader, film: Film, time_s: float, frame: Frame) -> None:
    """Raises DecordFailedError if PyAV sees something else at a time."""
    for right in _by_pyav(film, [time_s]):
        if np.abs(right.pixels.astype(np.int16) - frame.pixels).mean() > MOST_OFF:
            reader.fail(OTHER_FRAMES)


def _first_picture_s(film: Film) -> float:
    """Film time of the first picture, which is 0 for decord.

    Raises DecordFailedError for films in which it cannot tell the time or takes another picture. In MPEG
    streams it also gives other frames than those asked for, without a word, before it hangs.
    """
    with opened(Path(film.path)) as container:
        stream = picture_of(container, film)
        if container.format.name in JOINED_FORMATS:
            raise DecordFailedError("mistakes frames in MPEG streams")
        if len(container.streams.video) > 1 or stream.start_time is None or stream.time_base is None:
            raise DecordFailedError("cannot tell which picture or when")
        return float(stream.start_time * stream.time_base) - start_of(container)


def _by_pyav(film: Film, times_s: Sequence[float]) -> Iterator[Frame]:
    """The frames shown at times in rising order."""
    return frames_at(film, times_s, size_within(LOOK_AREA_PX, film), _shown_at)


def _shown_at(
    times_s: Sequence[float], frames: Iterable["TimedFrame | None"]
) -> Iterator[tuple[float, "VideoFrame"]]:
    """Of each time, the last frame that has begun, or the first one."""
    waiting = list(times_s)
    shown: tuple[float, VideoFrame] | None = None
    for one in frames:
        if one is None or one[0] is None:
            continue
        while shown and waiting and one[0] > waiting[0] + SLACK_S:
            waiting.pop(0)
            yield shown
        if not waiting:
            return
        shown = one[0], cast("VideoFrame", one[1])
    yield from [shown] * len(waiting) if shown else ()
