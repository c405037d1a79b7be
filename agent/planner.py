"""Which tools a question needs next, by rules, given what the tools have said so far."""

import re
from collections.abc import Sequence

from storyreel.agent.anchors import event_calls, hint_calls
from storyreel.agent.calls import Call, Step
from storyreel.agent.card import FilmCard
from storyreel.agent.planning.absence import WHILE_AWAY, gaps_without, presence_of_absent
from storyreel.agent.planning.kinds import CALLS, about_stranger
from storyreel.agent.planning.looks import looks, since_last_look
from storyreel.agent.planning.spans import asked_span, past_end
from storyreel.agent.planning.wish import Wish
from storyreel.agent.understanding.question import Question

_SETTLED_BEFORE = ("help", "vague", "unclear")
_OF_PEOPLE = (
    "appearances",
    "together",
    "companions",
    "feelings",
    "compare",
    "profile",
    "said",
    "happening",
    "on screen",
    "strongest",
    "mentions",
    "same",
    "toward",
    "arc",
    "turn",
    "disagree",
    "conflict",
    "tension",
    "sounds",
    "longest",
)


def next_calls(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """The calls to make now; none when it is time to answer."""
    fresh = since_last_look(steps)
    wanted = _wanted(question, fresh, card)
    missing = [call for call in wanted if all(step.call != call for step in fresh)]
    return missing or looks(fresh, steps, card)


def first_calls(question: Question, card: FilmCard) -> list[Call]:
    """The calls to begin with, of every part of the question that needs no answer first."""
    calls = [call for part in question.parts for call in next_calls(part, (), card)]
    return [call for place, call in enumerate(calls) if call not in calls[:place]]


def _wanted(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    if question.intent in _SETTLED_BEFORE or question.candidates or past_end(question, card):
        return [Call("film_summary", {})] if past_end(question, card) else []
    if question.strangers and (question.intent in _OF_PEOPLE or _is_why_of_stranger(question)):
        return about_stranger(question)
    if question.event is None and question.absent and question.intent in WHILE_AWAY:
        return _while_away(question, steps, card)
    if question.event is None:
        return CALLS[question.intent](Wish(question, card, asked_span(question, steps, card)))
    anchors = event_calls(question.event)
    span = asked_span(question, steps, card)
    if span is not None:
        return [*anchors, *CALLS[question.intent](Wish(question, card, span))]
    tried = all(any(step.call == call for step in steps) for call in anchors)
    hints = [call for event in question.event.sought for call in hint_calls(event)]
    return [*anchors, *(hints if tried else [])]


def _is_why_of_stranger(question: Question) -> bool:
    """Whether it asks why somebody nobody knows does or feels something; a name elsewhere may be a place."""
    name = re.escape(question.strangers[0])
    return question.intent == "why" and bool(re.search(rf"(?i:\bwhy \w+(?: the)?) {name}\b", question.text))


def _while_away(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """First when they are there, then what is asked for of the times between."""
    where = presence_of_absent(question, card)
    gaps = gaps_without(question, steps, card)
    calls = CALLS[question.intent]
    return [*where, *(call for gap in gaps for call in calls(Wish(question, card, gap)))]
