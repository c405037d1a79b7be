"""What a call asks about: which stretch, which character; and the result it is given."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from storyreel.agent.cast import cast_of
from storyreel.agent.context import Context
from storyreel.agent.results import Asked, Found, Item
from storyreel.agent.watched import Need, unwatched
from storyreel.memory.characters import resolve
from storyreel.memory.intervals import clipped
from storyreel.memory.records import Character, Span

T = TypeVar("T")
MOST_ITEMS = 40
"""A tool hands back no more: a model must be able to read it."""


def found(
    context: Context,
    items: Sequence[Item],
    span: Span | None,
    needs: Iterable[Need],
    total: int | None = None,
    seconds: float | None = None,
    notes: tuple[str, ...] = (),
    asked: Asked | None = None,
) -> Found:
    """The result, with what was not watched; `total` counts what there is, items may be a few of it."""
    return Found(
        items=tuple(few(items)),
        total=len(items) if total is None else total,
        seconds=seconds,
        span=span,
        asked=asked,
        unwatched=unwatched(context.library, context.film, needs, span),
        notes=notes,
    )


def few(things: Sequence[T]) -> list[T]:
    """The first of many and the last one: either end may be asked for."""
    return list(things) if len(things) <= MOST_ITEMS else [*things[: MOST_ITEMS - 1], things[-1]]


def character_of(context: Context, character: str) -> Character:
    """The character of an id or a name. Raises QuestionError if the film has none of it."""
    cast = cast_of(context.library, context.film)
    spoken_of = next((one for one in cast if one.name == character), None)
    if spoken_of is not None:
        return spoken_of
    meant = resolve(context.library.facts, context.film.id, character)
    return next(one for one in cast if one.id == meant.id)


def others_than(context: Context, people: Sequence[Character]) -> list[Character]:
    """Everybody else in the film."""
    ids = {one.id for one in people}
    return [one for one in cast_of(context.library, context.film) if one.id not in ids]


def span_of(context: Context, start_s: float | None, end_s: float | None) -> Span | None:
    """The stretch asked for; None for all of the film."""
    if start_s is None and end_s is None:
        return None
    return inside(context, start_s or 0.0, context.film.duration_s if end_s is None else end_s)


def inside(context: Context, start_s: float, end_s: float) -> Span:
    """The stretch asked for, inside the film and in order."""
    low, high = sorted((max(0.0, start_s), max(0.0, end_s)))
    return Span(start_s=min(low, context.film.duration_s), end_s=min(high, context.film.duration_s))


def within(spans: Sequence[Span], span: Span | None) -> list[Span]:
    """The parts of spans that lie in the one asked for."""
    return list(spans) if span is None else [clipped(one, span) for one in spans if one.overlap_s(span) > 0]
