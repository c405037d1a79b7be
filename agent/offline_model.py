"""A chat model without a language model: plans tool calls by rules, words the answer from what they give."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, SystemMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from storyreel.agent.asked import is_asked, places_asked, this_run
from storyreel.agent.calls import Call, Step
from storyreel.agent.card import FilmCard
from storyreel.agent.planner import next_calls
from storyreel.agent.planning.spans import past_end
from storyreel.agent.results import Found
from storyreel.agent.sentences import split
from storyreel.agent.understanding.halves import once_told, understood
from storyreel.agent.understanding.pronouns import Focus
from storyreel.agent.understanding.question import Question
from storyreel.agent.wording.compose import Composed, compose
from storyreel.agent.wording.told import Told
from storyreel.memory.records import Span

CARD_KEY = "film_card"
"""Where the system message carries the film card."""
FOCUS_KEY = "focus"
"""Where an answer carries what it spoke of."""
NOTES_KEY = "notes"
"""Where an answer lists its sentences that claim nothing of the film."""
NAME = "offline"
MOST_REMEMBERED = 6
"""A follow-up may leave out what was said this many questions ago."""


class OfflineChatModel(BaseChatModel):
    """Answers questions about a film with no model at all.

    It needs a system message with the film card in `additional_kwargs`, and raises ValueError without.
    """

    tools: frozenset[str] = frozenset()
    """Names of the tools it may call."""

    @property
    def _llm_type(self) -> str:
        return NAME

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,  # noqa: ARG002 -- BaseChatModel's signature
        **kwargs: Any,  # noqa: ANN401, ARG002 -- the same
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Itself, knowing which of the tools that its rules think of are there."""
        names = frozenset(tool.name for tool in tools if isinstance(tool, BaseTool))
        return OfflineChatModel(tools=names)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 -- BaseChatModel's signature
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 -- the same
        **kwargs: Any,  # noqa: ANN401, ARG002 -- the same
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=respond(messages, self.tools))])


def respond(messages: Sequence[BaseMessage], tools: frozenset[str]) -> AIMessage:
    """The next message of a conversation: tool calls while something is missing, then the answer."""
    card = card_of(messages)
    told = _told_of(question_of(messages, card), _batches(messages), card, tools)
    missing = [call for one in told for call in _missing(one, tools)]
    calls = [call for place, call in enumerate(missing) if call not in missing[:place]]
    if calls:
        return AIMessage(content="", tool_calls=[_tool_call(call) for call in calls])
    composed = [compose(one) for one in told]
    notes = [note for one in composed for note in one.notes]
    return AIMessage(content=_once(composed), additional_kwargs={NOTES_KEY: notes})


def _missing(told: Told, tools: frozenset[str]) -> list[Call]:
    """What must still be asked before an answer."""
    return [call for call in next_calls(told.question, told.steps, told.card) if call.tool in tools]


def _told_of(
    question: Question, batches: Sequence[Sequence[Step]], card: FilmCard, tools: frozenset[str]
) -> list[Told]:
    """What was found for each part of a question, as far as its parts are known yet."""
    if question.then is None:
        return [Told(question, card, [step for batch in batches for step in batch])]
    told, part = [], question
    while True:
        told.append(_found_for(part, batches, card))
        after = _after(told[-1], tools)
        if after is None:
            return told
        part = after


def _found_for(question: Question, batches: Sequence[Sequence[Step]], card: FilmCard) -> Told:
    """The steps that one part asked for, batch by batch."""
    own: list[Step] = []
    for batch in batches:
        wanted = next_calls(question, own, card)
        own += [step for step in batch if step.call in wanted]
    return Told(question, card, own)


def _after(told: Told, tools: frozenset[str]) -> Question | None:
    """The next part; None for the last, and while it waits for an answer that is not there yet."""
    question = told.question
    if question.candidates or past_end(question, told.card):
        return None
    if question.then is not None and question.then.waits and _missing(told, tools):
        return None
    there = told.of("presence", "line", "emotion")
    names = {name for item in there for name in item.people}
    people = tuple(one.id for one in told.card.characters if one.name in names)
    return once_told(question, told.card.setting, people, [item.span for item in there])


def _once(composed: Sequence[Composed]) -> str:
    """The answers as one, with no sentence twice."""
    texts = [sentence.text for one in composed for sentence in split(one.text)]
    return " ".join(dict.fromkeys(texts)) if len(composed) > 1 else composed[0].text


def card_of(messages: Sequence[BaseMessage]) -> FilmCard:
    """The film card that the system message carries. Raises ValueError without one."""
    for message in messages:
        if isinstance(message, SystemMessage) and CARD_KEY in message.additional_kwargs:
            return FilmCard.model_validate(message.additional_kwargs[CARD_KEY])
    raise ValueError(f"expected a system message with {CARD_KEY!r}, got none")


def question_of(messages: Sequence[BaseMessage], card: FilmCard) -> Question:
    """The last question, read in the light of those before it and of what was answered.

    One whose place in a list was not found leaves the talk with the question before it.
    """
    latest: Question | None = None
    previous: Question | None = None
    focus = Focus()
    asked = places_asked(messages)
    for message in messages[asked[-MOST_REMEMBERED:][0] if asked else 0 :]:
        if is_asked(message):
            previous = previous if latest and latest.lacks_its_place else latest
            latest = understood(str(message.text), card.setting, previous, focus)
        elif latest is not None and FOCUS_KEY in message.additional_kwargs:
            focus = _followed(focus, latest, message.additional_kwargs[FOCUS_KEY])
    if latest is None:
        raise ValueError("expected a question, got none")
    return latest


def _followed(focus: Focus, question: Question, kept: dict[str, Any]) -> Focus:
    """The focus once a question was answered, by what is kept with the answer."""
    span, proof = (Span.model_validate(kept[name]) if kept.get(name) else None for name in ("span", "proof"))
    moments = tuple(one and Span.model_validate(one) for one in kept.get("moments", ()))
    return focus.after(question, tuple(kept.get("people", ())), span, proof, moments)


def _batches(messages: Sequence[BaseMessage]) -> list[list[Step]]:
    """The tool calls since the last question, by the messages that made them, with what came back."""
    run = this_run(messages)
    replies = {message.tool_call_id: message for message in run if isinstance(message, ToolMessage)}
    calls = [message.tool_calls for message in run if isinstance(message, AIMessage)]
    return [[_step(call, replies[call["id"] or ""]) for call in made] for made in calls]


def _step(call: ToolCall, reply: ToolMessage) -> Step:
    failed = reply.status == "error"
    found = Found() if failed else Found.model_validate(reply.artifact)
    return Step(Call(call["name"], call["args"]), found, str(reply.text) if failed else None)


def _tool_call(call: Call) -> ToolCall:
    return ToolCall(name=call.tool, args=call.args, id=f"call_{uuid.uuid4().hex[:12]}", type="tool_call")
