"""Asks a server again, after a while, where that may help."""

import time
from collections.abc import Callable
from typing import TypeVar

from storyreel.errors import StoryreelError

T = TypeVar("T")
WAITS_S = (0.5, 2.0)
"""Before the second and the third attempt."""
BUSY = (408, 409, 429, 500, 502, 503, 504)
"""Statuses that may be others in a moment."""

LONGEST_WAIT_S = 30.0
"""However long a server asks to be left alone."""


class PassingError(StoryreelError):
    """What may be gone in a moment; `wait_s` is what the server asks for."""

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


def patiently(ask: Callable[[], T], deadline: float) -> T:
    """What `ask` gives, asked again after a PassingError as long as `time.monotonic()` allows.

    Raises what the last attempt raises.
    """
    for wait_s in WAITS_S:
        try:
            return ask()
        except PassingError as error:
            pause_s = max(wait_s, error.wait_s)
            if time.monotonic() + pause_s >= deadline:
                raise
            time.sleep(pause_s)
    return ask()


def rest_s(retry_after: str | None) -> float:
    """What a server's Retry-After asks for, in seconds; a date is not waited for."""
    return min(float(retry_after), LONGEST_WAIT_S) if retry_after and retry_after.isdecimal() else 0.0
