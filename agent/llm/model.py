"""A served model with the offline model behind it, as one LangChain chat model.

Where the server fails, rules and templates answer instead and the message says why. Where the model calls
tools that cannot be called, it is told so once; then the rules plan that step.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import BaseTool
from pydantic import ConfigDict, Field

from storyreel.account import account
from storyreel.agent.asked import this_run, wish
from storyreel.agent.llm.asking import Asker
from storyreel.agent.llm.budget import affordable, booked_on, is_spent
from storyreel.agent.llm.enough import is_enough, with_next_hint
from storyreel.agent.llm.fit import size
from storyreel.agent.llm.guided import calls_in, calls_written, held_to
from storyreel.agent.llm.held import held_to_numbers, numbers_in
from storyreel.agent.llm.hints import must_call
from storyreel.agent.llm.marks import PLANNED, REJECTED, REPAIRED, marked, rejected
from storyreel.agent.llm.server import OnText, Server, TooLongError, ToolsUnknownError
from storyreel.agent.llm.standing_in import stand_in, stood_in
from storyreel.agent.llm.validation import misfits_of, problems_of, without_unasked
from storyreel.agent.offline_model import card_of, question_of, respond
from storyreel.errors import LanguageModelError
from storyreel.prompts.loader import render
from storyreel.services import Budget

NO_CALL = "nothing of the film is known yet: call a tool"
"""What a model is told that answers before it has asked."""


class GuardedChatModel(BaseChatModel):
    """A served model that cannot fail: the offline model steps in and says why.

    It needs a system message with the film card, as OfflineChatModel does.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    server: Server
    budget: Budget = Budget()
    tools: dict[str, BaseTool] = Field(default_factory=dict)

    @property
    def _asker(self) -> Asker:
        return Asker(self.server, self.tools)

    @property
    def _names(self) -> frozenset[str]:
        return frozenset(self.tools)

    @property
    def _llm_type(self) -> str:
        return "guarded"

    @property
    def model_name(self) -> str:
        """The served model's."""
        return self.server.name

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,  # noqa: ARG002 -- BaseChatModel's signature
        **kwargs: Any,  # noqa: ANN401, ARG002 -- the same
    ) -> "GuardedChatModel":
        """Itself, with these tools."""
        named = {tool.name: tool for tool in tools if isinstance(tool, BaseTool)}
        return self.model_copy(update={"tools": named})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 -- BaseChatModel's signature
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401, ARG002 -- the same
    ) -> ChatResult:
        on_text = run_manager.on_llm_new_token if run_manager else None
        began = time.monotonic()
        with account() as spent:
            message = self._next(messages, on_text)
        guessed = spent.requests * size(messages)
        booked = booked_on(message, time.monotonic() - began, spent.tokens or guessed)
        return ChatResult(generations=[ChatGeneration(message=booked)])

    def write(self, messages: Sequence[BaseMessage]) -> str:
        """Plain text by the served model, as the last message wishes; it calls nothing.

        Raises LanguageModelError if it fails: here nothing stands in.
        """
        return str(_cut(self._asker.says(messages, None)).text).strip()

    def chooses(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether it is held to JSON, and so may be asked for numbers as well as for words."""
        return not self._asker.calls_natively(messages)

    def choose(self, messages: Sequence[BaseMessage], most: int) -> list[int]:
        """Numbers from 1 to `most`, as the last message wishes. Raises LanguageModelError as `write` does."""
        reply = self._asker.in_words(messages, None, **held_to_numbers(most))
        return numbers_in(str(reply.text), most)

    def _next(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        """The next message, whoever says it."""
        run = this_run(messages)
        if reason := stood_in(run):
            return stand_in(messages, self._names, reason)
        try:
            return self._fitting(messages, run, on_text)
        except LanguageModelError as error:
            return stand_in(messages, self._names, str(error))

    def _fitting(
        self, messages: Sequence[BaseMessage], run: Sequence[BaseMessage], on_text: OnText | None
    ) -> AIMessage:
        """The served model's next message, asked once more with less if it was too long for the server."""
        try:
            return self._served(messages, run, on_text)
        except TooLongError:
            return self._served(messages, run, on_text)

    def _served(
        self, messages: Sequence[BaseMessage], run: Sequence[BaseMessage], on_text: OnText | None
    ) -> AIMessage:
        """The served model's next message: calls that can be made, or an answer that is not empty."""
        if is_spent(self.budget, run) or self._has_enough(messages):
            return self._answer(messages, on_text)
        reply = self._valid(messages, _as_asked(messages, self._say(messages, on_text)))
        new = affordable(self.budget, run, reply)
        if new.tool_calls:
            return new
        if str(reply.text).strip() and not reply.tool_calls:
            return _cut(reply)
        before = reply.additional_kwargs.get(REJECTED, [])
        return marked(self._answer(messages, on_text), {REJECTED: before})

    def _say(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        if self._asker.calls_natively(messages):
            hearer = None if _must_call_first(messages) else on_text
            try:
                return calls_written(self._asker.natively(messages, hearer))
            except ToolsUnknownError:
                self.server.takes_tools = False
        return self._guided(with_next_hint(messages, self._names))

    def _has_enough(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether a model that is held to JSON, so that asking it costs a step, need not be asked."""
        return self.chooses(messages) and is_enough(messages, self._names)

    def _guided(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """Calls written as JSON; a message without calls or words if the model is ready to answer."""
        wanted = held_to(self._asker.offered(messages).values(), fewest=int(must_call(messages)))
        try:
            return calls_in(self._asker.in_words(messages, None, **wanted))
        except ToolsUnknownError as error:
            return self._planned(messages, str(error))

    def _answer(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        """The answer, with no more calls. Raises LanguageModelError for an empty one."""
        now = render("answer_now", as_json=self.chooses(messages))
        reply = self._asker.says([*messages, wish(now)], on_text)
        if not str(reply.text).strip():
            is_call = reply.tool_calls or reply.invalid_tool_calls
            did = "called tools and gave no answer" if is_call else "gave an empty answer"
            raise LanguageModelError(f"{self.server.name} {did}")
        return _cut(reply)

    def _valid(self, messages: Sequence[BaseMessage], reply: AIMessage) -> AIMessage:
        """The reply, repaired once if its calls cannot be made or miss the question; else rules' calls."""
        problems = self._problems(messages, reply)
        if not problems:
            return reply
        again = _as_asked(messages, self._guided([*messages, *_told_of(reply, problems)]))
        if broken := self._problems(messages, again):
            planned = self._planned(messages, "; ".join(broken.values()))
            return marked(planned, {REJECTED: [rejected(reply, problems), rejected(again, broken)]})
        is_own = PLANNED not in again.additional_kwargs
        return marked(again, {REJECTED: [rejected(reply, problems)]} | ({REPAIRED: True} if is_own else {}))

    def _problems(self, messages: Sequence[BaseMessage], reply: AIMessage) -> dict[str, str]:
        """By call id, what is wrong with a reply; of a question's first step, also with what it is about."""
        problems = problems_of(reply, self.tools)
        if problems or not _is_first(messages):
            return problems
        if not reply.tool_calls and _must_call_first(messages):
            return {"": NO_CALL}
        card = card_of(messages)
        return misfits_of(reply, question_of(messages, card), card)

    def _planned(self, messages: Sequence[BaseMessage], why: str) -> AIMessage:
        calls = respond(messages, self._names).tool_calls
        return AIMessage(content="", tool_calls=calls, additional_kwargs={PLANNED: why})


def _is_first(messages: Sequence[BaseMessage]) -> bool:
    """Whether a question's first step is asked for."""
    return len(this_run(messages)) == 1


def _must_call_first(messages: Sequence[BaseMessage]) -> bool:
    """Whether words would be no answer yet: nobody is told them."""
    return _is_first(messages) and must_call(messages)


def _as_asked(messages: Sequence[BaseMessage], reply: AIMessage) -> AIMessage:
    """A first step without limits that the question does not set."""
    if not _is_first(messages) or not reply.tool_calls:
        return reply
    return without_unasked(reply, question_of(messages, card_of(messages)))


def _told_of(reply: AIMessage, problems: Mapping[str, str]) -> list[BaseMessage]:
    """The reply as an earlier step of the conversation, and what is wrong with it."""
    calls = [call for call in reply.tool_calls if call["id"] in problems]
    said = AIMessage(content=str(reply.text), tool_calls=calls, id=reply.id)
    if not calls:
        wrong = "; ".join(problems.values())
        return [said, wish(f"That cannot be: {wrong}.")]
    ids = [str(call["id"]) for call in calls]
    return [said, *(ToolMessage(problems[id_], tool_call_id=id_, status="error") for id_ in ids)]


def _cut(reply: AIMessage) -> AIMessage:
    """A reply that was stopped for its length, cut after its last whole sentence."""
    if reply.response_metadata.get("finish_reason") != "length":
        return reply
    text = str(reply.text)
    end = max(text.rfind(mark) for mark in ".!?")
    return reply.model_copy(update={"content": text[: end + 1]})
