"""How far a long measurement or training has come."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
OnStep = Callable[[int, int], None]
"""How much is done, and how much there is."""
SAID_EVERY = 200


def counted(things: Sequence[T], on_step: OnStep) -> Iterator[T]:
    """The things one by one, telling before each, and after the last, how many are done."""
    for number, thing in enumerate(things):
        on_step(number, len(things))
        yield thing
    on_step(len(things), len(things))


def in_words(what: str, say: Callable[[str], None]) -> OnStep:
    """Says now and then how many of what are done."""

    def step(done: int, of: int) -> None:
        if done % SAID_EVERY == 0:
            say(f"{done} of {of} {what}")

    return step
