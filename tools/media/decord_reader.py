"""decord in a process of its own, one for each film: it may hang or crash, and is then killed.

decord reads through a whole file to open it, so the process stays between batches of clips. It ends when
nobody has asked for a while, and with this program.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from math import prod
from pathlib import Path
from threading import Lock, Timer
from typing import IO, NoReturn, cast

import numpy as np

from storyreel.memory.records import Film
from storyreel.tools.media import decord_child
from storyreel.tools.media.decode import LOOK_AREA_PX, size_within
from storyreel.tools.scene import Frame

DEADLINE_S = 30.0
"""For decord to open a film with its first clip; and for each clip more."""
IDLE_S = 60.0
"""How long a film stays open that nobody asks for: about what a model takes for a batch of clips on a GPU."""
FILMS = 4
"""That may be open at once."""
TIME_DIGITS = 3
"""Of times that are right: decord tells them in single precision."""
OTHER_FRAMES = "shows other frames than those asked for"


class DecordFailedError(Exception):
    """decord cannot read this film; the message says why, in words that follow its name."""


class Reader:
    """A film as decord reads it. Once it failed it is not tried again."""

    def __init__(self, film: Film) -> None:
        self._path, (self._width, self._height) = film.path, size_within(LOOK_AREA_PX, film)
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: Timer | None = None
        self._failed: str | None = None
        self._is_late = False
        self.clips = 0
        """How many were read."""

    def clip(self, times_s: Sequence[float], first_s: float) -> tuple[Frame, ...]:
        """The frames shown at film times, of which the film's first picture has `first_s`.

        Raises DecordFailedError.
        """
        with self._lock:
            if self._failed:
                raise DecordFailedError(self._failed)
            with self._at_work() as process:
                frames = self._frames(process, times_s, first_s)
            self.clips += 1
            return frames

    def fail(self, why: str) -> NoReturn:
        """Never tries again, because of what somebody saw. Raises DecordFailedError."""
        with self._lock:
            self._failed = why
            self._end()
        raise DecordFailedError(why)

    def close(self) -> None:
        """Ends the process; the next clip starts another."""
        with self._lock:
            self._end()

    @contextmanager
    def _at_work(self) -> "Iterator[subprocess.Popen[bytes]]":
        """The process, which ends if it is interrupted, and later if nobody asks."""
        if self._idle:
            self._idle.cancel()
        self._process = self._process or self._started()
        try:
            yield self._process
        except BaseException:
            self._end()
            raise
        self._idle = _timer(IDLE_S, self.close)

    def _started(self) -> "subprocess.Popen[bytes]":
        size = map(str, (self._width, self._height))
        command = [sys.executable, "-I", decord_child.__file__, str(Path(self._path).absolute()), *size]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)

    def _frames(
        self, process: "subprocess.Popen[bytes]", times_s: Sequence[float], first_s: float
    ) -> tuple[Frame, ...]:
        shape = (len(times_s), self._height, self._width, 3)
        line, pixels = self._answer(process, [time_s - first_s for time_s in times_s], prod(shape))
        pictures = np.frombuffer(pixels, np.uint8).reshape(shape)
        shown_s = [round(time_s + first_s, TIME_DIGITS) for time_s in json.loads(line)]
        return tuple(Frame(time_s, picture) for time_s, picture in zip(shown_s, pictures, strict=True))

    def _answer(
        self, process: "subprocess.Popen[bytes]", wanted: Sequence[float], size: int
    ) -> tuple[bytes, bytes]:
        """A line and so many bytes. Raises DecordFailedError if they do not come, or not in time."""
        watchdog = _timer(DEADLINE_S, self._give_up)
        try:
            line, pixels = _asked(process, wanted, size)
            if len(pixels) < size:
                self._failed = self._reason(process)
                raise DecordFailedError(self._failed)
            return line, pixels
        finally:
            watchdog.cancel()

    def _give_up(self) -> None:
        self._is_late = True
        if self._process:
            self._process.kill()

    def _reason(self, process: "subprocess.Popen[bytes]") -> str:
        code = process.wait()
        if self._is_late:
            return f"did not answer in {DEADLINE_S:g} s"
        return OTHER_FRAMES if code == decord_child.OTHER_FRAMES else f"ended with code {code}"

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None


def _asked(process: "subprocess.Popen[bytes]", wanted: Sequence[float], size: int) -> tuple[bytes, bytes]:
    questions, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        questions.write(json.dumps(wanted).encode() + b"\n")
        questions.flush()
        return answers.readline(), answers.read(size)
    except BrokenPipeError:
        return b"", b""


def _timer(seconds: float, do: Callable[[], None]) -> Timer:
    """One that keeps no program from ending."""
    timer = Timer(seconds, do)
    timer.daemon = True
    timer.start()
    return timer


@lru_cache(maxsize=FILMS)
def reader_of(film: Film) -> Reader:
    """The film's reader, with its process if that is still there."""
    return Reader(film)
