"""What rules read in a question, told to a language model below it: a weak one cannot reckon in seconds."""

import json
from collections.abc import Iterator, Sequence

from langchain_core.messages import BaseMessage, HumanMessage, ToolMessage

from storyreel.agent.card import FilmCard
from storyreel.agent.llm.fit import WISH
from storyreel.agent.offline_model import card_of, question_of
from storyreel.agent.planner import first_calls
from storyreel.agent.understanding.question import Question
from storyreel.prompts.loader import fenced, render


def with_hint(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The conversation with a hint below its last question, the same at each step."""
    place = _place_of_question(messages)
    hint = hint_of(question_of(messages[: place + 1], card_of(messages)), card_of(messages))
    asked = HumanMessage(f"{messages[place].text}\n\n{hint}", id=messages[place].id)
    return [*messages[:place], asked, *messages[place + 1 :]]


def must_call(messages: Sequence[BaseMessage]) -> bool:
    """Whether nothing was found yet for a question that rules would ask tools for."""
    place = _place_of_question(messages)
    found = [one for one in messages[place:] if isinstance(one, ToolMessage) and one.status != "error"]
    card = card_of(messages)
    return not found and bool(first_calls(question_of(messages[: place + 1], card), card))


def _place_of_question(messages: Sequence[BaseMessage]) -> int:
    return max(place for place, one in enumerate(messages) if _is_asked(one))


def _is_asked(message: BaseMessage) -> bool:
    return isinstance(message, HumanMessage) and WISH not in message.additional_kwargs


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
