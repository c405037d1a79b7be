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
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict, Field

from storyreel.account import account
from storyreel.agent.asked import this_run, wish
from storyreel.agent.calls import LOOK
from storyreel.agent.llm.budget import affordable, booked_on, is_spent
from storyreel.agent.llm.enough import is_enough, with_next_hint
from storyreel.agent.llm.fit import fitted, size
from storyreel.agent.llm.guided import calls_in, calls_written, held_to, in_plain_words
from storyreel.agent.llm.held import Heard, held_to_numbers, held_to_sentences, numbers_in, sentences_in
from storyreel.agent.llm.hints import must_call, with_hint
from storyreel.agent.llm.server import ANSWER_TOKENS, OnText, Server, TooLongError, ToolsUnknownError
from storyreel.agent.llm.validation import misfits_of, problems_of, without_unasked
from storyreel.agent.offline_model import card_of, question_of, respond
from storyreel.errors import LanguageModelError
from storyreel.prompts.loader import render
from storyreel.services import Budget

STOOD_IN = "stood_in"
"""Where a message of the offline model says why it stands in for the served one."""
PLANNED = "planned_by_rules"
"""Where a message says why its calls were planned by rules."""
REPAIRED = "repaired"
"""Where a message says that its calls were made after others that could not be."""
REJECTED = "rejected"
"""Where a message lists the replies that came before it, each with what was wrong."""
NO_CALL = "nothing of the film is known yet: call a tool"
"""What a model is told that answers before it has asked."""
JSON_PER_TOKEN = 3
"""Letters and signs of what tools are told in."""
Tools = Mapping[str, BaseTool]


class GuardedChatModel(BaseChatModel):
    """A served model that cannot fail: the offline model steps in and says why.

    It needs a system message with the film card, as OfflineChatModel does.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    server: Server
    budget: Budget = Budget()
    tools: dict[str, BaseTool] = Field(default_factory=dict)

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
        return str(_cut(self._plainly(messages, None)).text).strip()

    def chooses(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether it is held to JSON, and so may be asked for numbers as well as for words."""
        return not self._told(messages)

    def choose(self, messages: Sequence[BaseMessage], most: int) -> list[int]:
        """Numbers from 1 to `most`, as the last message wishes. Raises LanguageModelError as `write` does."""
        reply = self._ask_plainly(messages, None, **held_to_numbers(most))
        return numbers_in(str(reply.text), most)

    def _next(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        """The next message, whoever says it."""
        run = this_run(messages)
        if reason := _stood_in(run):
            return self._stand_in(messages, reason)
        try:
            return self._fitting(messages, run, on_text)
        except LanguageModelError as error:
            return self._stand_in(messages, str(error))

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
        if reply.tool_calls:
            new = affordable(self.budget, run, reply)
            return new if new.tool_calls else self._answer(messages, on_text)
        return _cut(reply) if str(reply.text).strip() else self._answer(messages, on_text)

    def _say(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        if told := self._told(messages):
            hearer = None if _must_call_first(messages) else on_text
            try:
                return calls_written(self._ask(messages, told, hearer))
            except ToolsUnknownError:
                self.server.takes_tools = False
        return self._guided(with_next_hint(messages, frozenset(self.tools)))

    def _has_enough(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether a model that is held to JSON, so that asking it costs a step, need not be asked."""
        return self.chooses(messages) and is_enough(messages, frozenset(self.tools))

    def _guided(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """Calls written as JSON; a message without calls or words if the model is ready to answer."""
        wanted = held_to(self._offered(messages).values(), fewest=int(must_call(messages)))
        try:
            return calls_in(self._ask_plainly(messages, None, **wanted))
        except ToolsUnknownError as error:
            return self._planned(messages, str(error))

    def _answer(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        """The answer, with no more calls. Raises LanguageModelError for an empty one."""
        now = render("answer_now", as_json=self.chooses(messages))
        reply = self._plainly([*messages, wish(now)], on_text)
        if not str(reply.text).strip():
            is_call = reply.tool_calls or reply.invalid_tool_calls
            did = "called tools and gave no answer" if is_call else "gave an empty answer"
            raise LanguageModelError(f"{self.server.name} {did}")
        return _cut(reply)

    def _plainly(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        """Words without calls. The tools stay in the prompt: its beginning is in the server's cache."""
        if told := self._told(messages):
            return self._ask(messages, told, on_text, tool_choice="none")
        try:
            heard = Heard(on_text) if on_text else None
            reply = self._ask_plainly(messages, heard, **held_to_sentences())
        except ToolsUnknownError:
            return self._ask_plainly(messages, on_text)
        return reply.model_copy(update={"content": sentences_in(str(reply.text))})

    def _ask(
        self,
        messages: Sequence[BaseMessage],
        told: Sequence[dict[str, Any]],
        on_text: OnText | None,
        **options: Any,  # noqa: ANN401 -- JSON
    ) -> AIMessage:
        said = fitted(with_hint(messages), self._room - _size_of(told))
        return self.server.ask(said, on_text, tools=told, **options, **self._most())

    def _ask_plainly(
        self,
        messages: Sequence[BaseMessage],
        on_text: OnText | None,
        **options: Any,  # noqa: ANN401 -- JSON
    ) -> AIMessage:
        tools = self._offered(messages)
        told = size(in_plain_words(messages[:1], tools)) - size(messages[:1])
        said = in_plain_words(fitted(with_hint(messages), self._room - told), tools)
        return self.server.ask(said, on_text, **options, **self._most())

    def _most(self) -> dict[str, int]:
        """The limit of an answer where it must be less than usual: the prompt and it must fit."""
        most = self.server.served.context_tokens - self._room
        return {"max_completion_tokens": most} if most < ANSWER_TOKENS else {}

    def _told(self, messages: Sequence[BaseMessage]) -> list[dict[str, Any]]:
        """The tools as the server takes them; none if it takes none, or they fill half of what it reads."""
        if not self.server.takes_tools:
            return []
        told = [convert_to_openai_tool(tool) for tool in self._offered(messages).values()]
        return told if _size_of(told) < self._room / 2 else []

    def _offered(self, messages: Sequence[BaseMessage]) -> Tools:
        """Its tools; of a film that was watched, those that ask memory are enough."""
        if card_of(messages).depth not in ("standard", "full"):
            return self.tools
        return {name: tool for name, tool in self.tools.items() if not name.startswith(LOOK)}

    @property
    def _room(self) -> int:
        """How long a prompt may be: at least three quarters of what the model reads at once."""
        reads = self.server.served.context_tokens
        return reads - min(ANSWER_TOKENS, reads // 4)

    def _valid(self, messages: Sequence[BaseMessage], reply: AIMessage) -> AIMessage:
        """The reply, repaired once if its calls cannot be made or miss the question; else rules' calls."""
        problems = self._problems(messages, reply)
        if not problems:
            return reply
        again = _as_asked(messages, self._guided([*messages, *_told_of(reply, problems)]))
        if broken := self._problems(messages, again):
            planned = self._planned(messages, "; ".join(broken.values()))
            return _marked(planned, {REJECTED: [_rejected(reply, problems), _rejected(again, broken)]})
        is_own = PLANNED not in again.additional_kwargs
        return _marked(again, {REJECTED: [_rejected(reply, problems)]} | ({REPAIRED: True} if is_own else {}))

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
        calls = respond(messages, frozenset(self.tools)).tool_calls
        return AIMessage(content="", tool_calls=calls, additional_kwargs={PLANNED: why})

    def _stand_in(self, messages: Sequence[BaseMessage], reason: str) -> AIMessage:
        """The offline model's next message; it plans anew, and knows nothing of the other's calls."""
        message = respond(_without_calls(messages), frozenset(self.tools))
        return _marked(message, {STOOD_IN: reason})


def _size_of(tools: Sequence[dict[str, Any]]) -> int:
    """In tokens; JSON has many signs, but those beside each other make one."""
    return len(str(tools)) // JSON_PER_TOKEN


def _stood_in(run: Sequence[BaseMessage]) -> str | None:
    reasons = [one.additional_kwargs.get(STOOD_IN) for one in run]
    return next((str(reason) for reason in reasons if reason), None)


def _without_calls(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The conversation without calls that the offline model did not make, and their results."""
    foreign = {
        call["id"]
        for one in messages
        if isinstance(one, AIMessage) and STOOD_IN not in one.additional_kwargs
        for call in one.tool_calls
    }
    return [one for one in messages if not _is_about(one, foreign)]


def _is_about(message: BaseMessage, calls: set[str | None]) -> bool:
    if isinstance(message, ToolMessage):
        return message.tool_call_id in calls
    return isinstance(message, AIMessage) and any(call["id"] in calls for call in message.tool_calls)


def _marked(message: AIMessage, marks: Mapping[str, object]) -> AIMessage:
    return message.model_copy(update={"additional_kwargs": {**message.additional_kwargs, **marks}})


def _is_first(messages: Sequence[BaseMessage]) -> bool:
    """Whether a question's first step is asked for."""
    return len(this_run(messages)) == 1


def _must_call_first(messages: Sequence[BaseMessage]) -> bool:
    """Whether words would be no answer yet: nobody is told them."""
    return _is_first(messages) and must_call(messages)


def _rejected(reply: AIMessage, problems: Mapping[str, str]) -> dict[str, Any]:
    """A reply that could not be used, as a trace keeps it."""
    unread = [{"name": call["name"], "args": {"unread": call["args"]}} for call in reply.invalid_tool_calls]
    calls = [{"tool": call["name"], "args": call["args"]} for call in (*reply.tool_calls, *unread)]
    return {"text": str(reply.text), "calls": calls, "why": "; ".join(problems.values())}


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
