"""What is spent on served models while something is done, and how much time is left for it.

An account is open for the length of a `with`, in this thread and those that go on with its context, so that
whoever asks a server need not be handed it. One inside another books on both.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True)
class Request:
    """A server was asked for one message."""

    model: str
    took_s: float
    read: int | None = None
    """Tokens, as the server counts them; None where it does not say."""
    cached: int | None = None
    """Of those read, what the server still knew from earlier prompts; None where it does not say."""
    written: int | None = None
    cost: float | None = None
    """By the price that the user gave."""
    ended: str | None = None
    """Why the model stopped."""
    failed: str | None = None


@dataclass
class Account:
    """The sums of all requests since it was opened."""

    within: "Account | None" = None
    deadline: float = math.inf
    """By `time.monotonic()`."""
    allowed_s: float = math.inf
    """From when the deadline was set."""
    on_request: Callable[[Request], None] = field(default=lambda _: None, repr=False)
    requests: int = 0
    tokens: int | None = None
    """None: no server said."""
    cost: float | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)
    """A server may be asked several things at once."""

    def add(self, request: Request) -> None:
        """Books a request here and wherever this account lies within."""
        with self._lock:
            self.requests += 1
            if request.read is not None and request.written is not None:
                self.tokens = (self.tokens or 0) + request.read + request.written
            if request.cost is not None:
                self.cost = (self.cost or 0.0) + request.cost
            self.on_request(request)
        if self.within:
            self.within.add(request)


_open: ContextVar[Account | None] = ContextVar("account", default=None)


@contextmanager
def account(
    seconds: float = math.inf, on_request: Callable[[Request], None] = lambda _: None
) -> Iterator[Account]:
    """Opens an account: servers are asked for at most so many seconds from now, and each request is told."""
    is_shorter = seconds < left_s()
    deadline = time.monotonic() + min(seconds, left_s())
    opened = Account(_open.get(), deadline, seconds if is_shorter else allowed_s(), on_request)
    token = _open.set(opened)
    try:
        yield opened
    finally:
        _open.reset(token)


def book(request: Request) -> None:
    """Adds a request to the open account, if there is one."""
    if here := _open.get():
        here.add(request)


def allowed_s() -> float:
    """How long servers might be asked in all; infinite where nobody set a bound."""
    here = _open.get()
    return here.allowed_s if here else math.inf


def left_s() -> float:
    """How long servers may still be asked; infinite where nobody set a bound."""
    here = _open.get()
    return here.deadline - time.monotonic() if here else math.inf
