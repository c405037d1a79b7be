"""Does a thing for several inputs at a time, and never keeps a user who interrupts it waiting."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def together(function: Callable[[T], R], inputs: Sequence[T], at_once: int) -> list[R]:
    """The function's results in order; raises what the first that fails raises, and begins no more then.

    An executor waits for what it began, at the latest when the program ends: a server that keeps silent
    would hold up Ctrl-C as long. These threads are left behind instead.
    """
    results: list[Future[R]] = [Future() for _ in inputs]
    waiting: SimpleQueue[tuple[T, Future[R]]] = SimpleQueue()
    for pair in zip(inputs, results, strict=True):
        waiting.put(pair)
    for _ in range(min(at_once, len(inputs))):
        Thread(target=copy_context().run, args=(_work, function, waiting), daemon=True).start()
    try:
        return [one.result() for one in results]
    finally:
        for one in results:
            one.cancel()


def _work(function: Callable[[T], R], waiting: "SimpleQueue[tuple[T, Future[R]]]") -> None:
    with suppress(Empty):
        while True:
            one, result = waiting.get_nowait()
            if result.set_running_or_notify_cancel():
                _settle(function, one, result)


def _settle(function: Callable[[T], R], one: T, result: "Future[R]") -> None:
    try:
        result.set_result(function(one))
    except BaseException as error:  # raised again where the result is waited for
        result.set_exception(error)
