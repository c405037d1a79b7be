"""Bounds how long something that may hang is waited for."""

from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import NamedTuple, TypeVar, cast

T = TypeVar("T")
SILENCE_S = 10.0
"""A pause that may seem to be the end."""


class _Heard(NamedTuple):
    piece: object = None
    error: BaseException | None = None
    is_last: bool = False


def within(seconds: float, pieces: Iterable[T], on_silence: Callable[[], None] = lambda: None) -> Iterator[T]:
    """The pieces as they come, for at most so many seconds in all; `on_silence` is called at each long pause.

    They are fetched in a thread: a server that drips or keeps silent can hold up a read for ever, but not the
    wait for it. Raises TimeoutError when the time is over, and leaves the thread to its own timeouts.
    """
    heard: SimpleQueue[_Heard] = SimpleQueue()
    enough = Event()
    deadline = monotonic() + seconds
    Thread(target=copy_context().run, args=(_fetch, pieces, heard, enough), daemon=True).start()
    try:
        while not (one := _next(heard, deadline, on_silence)).is_last:
            yield cast("T", one.piece)
    finally:
        enough.set()
    if one.error:
        raise one.error


def _fetch(pieces: Iterable[object], heard: "SimpleQueue[_Heard]", enough: Event) -> None:
    try:
        for piece in pieces:
            if enough.is_set():
                return
            heard.put(_Heard(piece))
    except BaseException as error:  # raised again where it is waited for
        heard.put(_Heard(error=error, is_last=True))
    else:
        heard.put(_Heard(is_last=True))


def _next(heard: "SimpleQueue[_Heard]", deadline: float, on_silence: Callable[[], None]) -> _Heard:
    try:
        return _awaited(heard, min(deadline, monotonic() + SILENCE_S))
    except TimeoutError:
        if monotonic() >= deadline:
            raise
    on_silence()
    return _awaited(heard, deadline)


def _awaited(heard: "SimpleQueue[_Heard]", deadline: float) -> _Heard:
    try:
        return heard.get(timeout=max(0.0, deadline - monotonic()))
    except Empty:
        raise TimeoutError from None
