"""What rules read in a question, told to a language model below it: a weak one cannot reckon in seconds."""

import json
from collections.abc import Iterator, Sequence

from langchain_core.messages import BaseMessage, HumanMessage, ToolMessage

from storyreel.agent.asked import places_asked, this_run
from storyreel.agent.card import FilmCard
from storyreel.agent.offline_model import card_of, question_of
from storyreel.agent.planner import first_calls
from storyreel.agent.understanding.question import Question
from storyreel.prompts.loader import fenced, render


def with_hint(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The conversation with a hint below its last question, the same at each step."""
    place, card = places_asked(messages)[-1], card_of(messages)
    hint = hint_of(question_of(messages, card), card)
    asked = HumanMessage(f"{messages[place].text}\n\n{hint}", id=messages[place].id)
    return [*messages[:place], asked, *messages[place + 1 :]]


def must_call(messages: Sequence[BaseMessage]) -> bool:
    """Whether nothing was found yet for a question that rules would ask tools for."""
    card = card_of(messages)
    return not has_found(messages) and bool(first_calls(question_of(messages, card), card))


def has_found(messages: Sequence[BaseMessage]) -> bool:
    """Whether a tool has told anything since the last question."""
    return any(isinstance(one, ToolMessage) and one.status != "error" for one in this_run(messages))


def hint_of(question: Question, card: FilmCard) -> str:
    """What rules would call first; where they can plan nothing, what they read in it."""
    calls = [] if question.foreign else first_calls(question, card)
    told = [{"tool": call.tool, "args": call.args} for call in calls]
    return render("hint", calls=json.dumps(told) if told else "", read=list(_read(question, card)))


def _read(question: Question, card: FilmCard) -> Iterator[str]:
    """The names, times and feelings in it, as tools take them."""
    yield from (f"{fenced(card.name_of(who))} is {who}" for who in question.people)
    if question.span:
        yield f"Its time is from start_s {question.span.start_s:g} to end_s {question.span.end_s:g}"
    if question.emotions:
        yield f"Its emotions are {', '.join(question.emotions)}"
