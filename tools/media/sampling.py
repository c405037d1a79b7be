"""A few frames of each of many clips, for models that look at a film here and there.

decord reads them by random access, in a process of its own with a deadline: on some streams it hangs or
crashes. PyAV stands behind it.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from math import prod
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, NoReturn, cast

import numpy as np

from storyreel.errors import MediaError
from storyreel.memory.records import Film, Span
from storyreel.tools.media import decord_child
from storyreel.tools.media.container import JOINED_FORMATS, opened, picture_stream, start_of
from storyreel.tools.media.decode import LOOK_AREA_PX, Scaler, size_within
from storyreel.tools.media.frames import frames_from
from storyreel.tools.media.stills import runs_of
from storyreel.tools.scene import Frame

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.stream import VideoStream

    from storyreel.tools.media.frames import TimedFrame

DEADLINE_S = 30.0
"""For decord to open a film, which reads through the file, with its first clip; and for each clip more."""
SLACK_S = 0.001
"""By how much a frame may begin after its time; decord tells times in single precision…"""
TIME_DIGITS = 3
"""…of which so many digits are right."""
MOST_OFF = 8.0
"""Of 255: how far a frame of decord's may be off PyAV's, by other scaling; the next scene is farther."""
OTHER_FRAMES = "shows other frames than those asked for"
OnNote = Callable[[str], None]

_FAILED: dict[str, str] = {}
"""Films, by id, on which decord has failed, and why: it is not waited for again."""


class _DecordFailedError(Exception):
    """decord cannot read this film; the message says why, in words that follow its name."""


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
    except _DecordFailedError as error:
        _FAILED[film.id] = str(error)
        on_note(f"frames for captions are read by PyAV, for decord {error}")
    for times_s in wanted[done:]:
        yield tuple(_by_pyav(film, times_s))


def _middles(span: Span, film: Film, count: int) -> list[float]:
    end_s = min(span.end_s, film.duration_s)
    step_s = (end_s - span.start_s) / count
    return [span.start_s + (k + 0.5) * step_s for k in range(count)] if step_s > 0 else []


def _size_of(film: Film) -> tuple[int, int]:
    return size_within(LOOK_AREA_PX, film)


def _by_decord(film: Film, wanted: Sequence[Sequence[float]]) -> Iterator[tuple[Frame, ...]]:
    """The frames of each clip, or none without the gpu extra, which has decord. Raises _DecordFailedError."""
    if find_spec("decord") is None:
        return
    if film.id in _FAILED:
        raise _DecordFailedError(_FAILED[film.id])
    first_s = _first_picture_s(film)
    with _child(film) as child:
        child.ask([[time_s - first_s for time_s in times_s] for times_s in wanted if times_s])
        is_checked = False
        for times_s in wanted:
            frames = child.frames(len(times_s), first_s) if times_s else ()
            if frames and not is_checked:
                _check(film, times_s[-1], frames[-1])
                is_checked = True
            yield frames


def _check(film: Film, time_s: float, frame: Frame) -> None:
    """Raises _DecordFailedError if PyAV sees something else at a time."""
    for right in _by_pyav(film, [time_s]):
        if np.abs(right.pixels.astype(np.int16) - frame.pixels).mean() > MOST_OFF:
            raise _DecordFailedError(OTHER_FRAMES)


def _first_picture_s(film: Film) -> float:
    """Film time of the first picture, which is 0 for decord.

    Raises _DecordFailedError for films in which it cannot tell the time or takes another picture. In MPEG
    streams it also gives other frames than those asked for, without a word, before it hangs.
    """
    with opened(Path(film.path)) as container:
        stream = _picture_of(film, picture_stream(container))
        if container.format.name in JOINED_FORMATS:
            raise _DecordFailedError("mistakes frames in MPEG streams")
        if len(container.streams.video) > 1 or stream.start_time is None or stream.time_base is None:
            raise _DecordFailedError("cannot tell which picture or when")
        return float(stream.start_time * stream.time_base) - start_of(container)


def _picture_of(film: Film, stream: "VideoStream | None") -> "VideoStream":
    if stream is None:
        raise MediaError(f"{film.path!r} has changed: its picture is gone")
    return stream


class _Child:
    """decord in its own process."""

    def __init__(self, process: "subprocess.Popen[bytes]", size: tuple[int, int]) -> None:
        self._process, (self._width, self._height) = process, size
        self._is_late = False

    def ask(self, wanted: Sequence[Sequence[float]]) -> None:
        """Says at which times frames are wanted, clip by clip."""
        questions = cast("IO[bytes]", self._process.stdin)
        try:
            questions.write(json.dumps(wanted).encode())
            questions.close()
        except BrokenPipeError:
            self._fail()

    def frames(self, count: int, first_s: float) -> tuple[Frame, ...]:
        """Those of the next clip."""
        shape = (count, self._height, self._width, 3)
        answers = cast("IO[bytes]", self._process.stdout)
        with self._deadline():
            line, pixels = answers.readline(), answers.read(prod(shape))
        if len(pixels) < prod(shape):
            self._fail()
        pictures = np.frombuffer(pixels, np.uint8).reshape(shape)
        times_s = [round(time_s + first_s, TIME_DIGITS) for time_s in json.loads(line)]
        return tuple(Frame(time_s, picture) for time_s, picture in zip(times_s, pictures, strict=True))

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        watchdog = Timer(DEADLINE_S, self._give_up)
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    def _give_up(self) -> None:
        self._is_late = True
        self._process.kill()

    def _fail(self) -> NoReturn:
        code = self._process.wait()
        if code == decord_child.OTHER_FRAMES:
            raise _DecordFailedError(OTHER_FRAMES)
        late = f"did not answer in {DEADLINE_S:g} s"
        raise _DecordFailedError(late if self._is_late else f"ended with code {code}")


@contextmanager
def _child(film: Film) -> Iterator[_Child]:
    size = _size_of(film)
    command = [sys.executable, "-I", decord_child.__file__, str(Path(film.path).absolute()), *map(str, size)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing) as process:
        try:
            yield _Child(process, size)
        finally:
            process.kill()


def _by_pyav(film: Film, times_s: Sequence[float]) -> Iterator[Frame]:
    """The frames shown at times in rising order."""
    with opened(Path(film.path)) as container:
        stream = _picture_of(film, picture_stream(container))
        stream.thread_type = "AUTO"
        upright = Scaler(film, _size_of(film))
        for run in runs_of(times_s):
            for time_s, frame in _shown_at(run, frames_from(container, stream, film, run[0])):
                yield Frame(time_s, upright(frame))


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
