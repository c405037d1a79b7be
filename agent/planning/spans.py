"""Which stretch of film a question is about."""

import re
from collections.abc import Sequence

from storyreel.agent.anchors import anchor_of, anchors_of, moment_of
from storyreel.agent.calls import Step
from storyreel.agent.card import FilmCard
from storyreel.agent.results import Item
from storyreel.agent.understanding.question import Event, Question
from storyreel.agent.understanding.times import NEXT_S
from storyreel.memory.records import Span

_REACTS = re.compile(r"\b(?:react|respond|reaction)", re.IGNORECASE)
"""What follows an event is asked for, too."""
_OF_ALL_BESIDE = ("appearances", "feelings", "mentions", "together")
"""Kinds of question that ask of all that comes before or after, not only of what is next."""
_MARGIN_S = 4.0
"""An event's surroundings count as the event for `during`."""


def past_end(question: Question, card: FilmCard) -> bool:
    """Whether the question's time lies past the film's end."""
    return question.span is not None and question.span.start_s >= card.duration_s > 0


def later_past_end(question: Question, steps: Sequence[Step], card: FilmCard) -> Span | None:
    """Where it is so much later than an event, if that lies past the film's end."""
    if question.event is None or question.event.later_s <= 0 or question.event.until:
        return None
    anchor = anchor_of(question.event, steps)
    later = _beside(question.event, anchor, question) if anchor else None
    return later if later and later.start_s >= card.duration_s > 0 else None


def asked_span(question: Question, steps: Sequence[Step], card: FilmCard) -> Span | None:
    """The stretch of film that is asked about; None for all of it, or where its event was not found."""
    if question.event is None:
        return clamped(question.span, card) if question.span else None
    if question.event.until:
        between = _between(question.event, question.event.until, steps)
        return clamped(between, card) if between else None
    anchor = anchor_of(question.event, steps)
    return clamped(_beside(question.event, anchor, question), card) if anchor else None


def clamped(span: Span, card: FilmCard) -> Span:
    """The part of a span inside the film."""
    start_s = min(span.start_s, card.duration_s)
    return Span(start_s=start_s, end_s=min(max(span.end_s, start_s), max(card.duration_s, start_s)))


def _between(first: Event, second: Event, steps: Sequence[Step]) -> Span | None:
    """From the end of one to the start of the other; None where one was not found."""
    found = iter(anchors_of(first, steps))
    ends = [_end(one, None if one.kind == "time" else next(found)) for one in (first, second)]
    known = sorted((end for end in ends if end), key=lambda end: end.start_s)
    if len(known) < len(ends):
        return None
    is_between = known[0].end_s < known[1].start_s
    return Span(start_s=known[0].end_s, end_s=known[1].start_s) if is_between else known[1]


def _end(event: Event, item: Item | None) -> Span | None:
    """Where an end of a stretch is; None for an event that was not found."""
    if event.kind == "time" and event.at_s is not None:
        return Span(start_s=event.at_s, end_s=event.at_s)
    return moment_of(event, item) if item else None


def _beside(event: Event, anchor: Item, question: Question) -> Span:
    start_s, end_s = anchor.span.start_s, anchor.span.end_s
    if event.later_s:
        at_s = max(0.0, (end_s if event.later_s > 0 else start_s) + event.later_s)
        return Span(start_s=at_s, end_s=at_s + 1)
    if event.length_s:
        low_s = end_s if event.relation == "after" else max(0.0, start_s - event.length_s)
        return Span(start_s=low_s, end_s=low_s + event.length_s)
    if event.relation == "in" and _REACTS.search(question.text):
        return Span(start_s=start_s, end_s=end_s + NEXT_S)
    if event.relation == "in":
        margin_s = _MARGIN_S if question.intent == "happening" else 0.0
        return Span(start_s=max(0.0, start_s - margin_s), end_s=end_s + margin_s)
    wide = question.intent in _OF_ALL_BESIDE or question.which != "all" or bool(question.quote)
    if event.relation == "after":
        return Span(start_s=end_s, end_s=1e9 if wide else end_s + NEXT_S)
    return Span(start_s=0.0 if wide else max(0.0, start_s - NEXT_S), end_s=start_s)
