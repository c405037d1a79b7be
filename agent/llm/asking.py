"""Asks a served model: what of a conversation it is told, in which form, and as much as it can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from storyreel.agent.calls import LOOK
from storyreel.agent.llm.fit import fitted, size
from storyreel.agent.llm.guided import in_plain_words
from storyreel.agent.llm.held import Heard, held_to_sentences, sentences_in
from storyreel.agent.llm.hints import with_hint
from storyreel.agent.llm.server import ANSWER_TOKENS, OnText, Server, ToolsUnknownError
from storyreel.agent.offline_model import card_of

JSON_PER_TOKEN = 3
"""Letters and signs of what tools are told in."""
Tools = Mapping[str, BaseTool]


@dataclass(frozen=True)
class Asker:
    """A served model and the tools that it may call."""

    server: Server
    tools: Tools

    def says(self, messages: Sequence[BaseMessage], on_text: OnText | None) -> AIMessage:
        """Words without calls. The tools stay in the prompt: its beginning is in the server's cache."""
        if self.calls_natively(messages):
            return self.natively(messages, on_text, tool_choice="none")
        try:
            heard = Heard(on_text) if on_text else None
            reply = self.in_words(messages, heard, **held_to_sentences())
        except ToolsUnknownError:
            return self.in_words(messages, on_text)
        return reply.model_copy(update={"content": sentences_in(str(reply.text))})

    def natively(
        self,
        messages: Sequence[BaseMessage],
        on_text: OnText | None,
        **options: Any,  # noqa: ANN401 -- JSON
    ) -> AIMessage:
        """The next message, with the tools as the protocol has them."""
        tools = self._as_json(messages)
        said = fitted(with_hint(messages), self._room - _size_of(tools))
        return self.server.ask(said, on_text, tools=tools, **options, **self._most())

    def in_words(
        self,
        messages: Sequence[BaseMessage],
        on_text: OnText | None,
        **options: Any,  # noqa: ANN401 -- JSON
    ) -> AIMessage:
        """The next message, with the tools and their results told in plain words."""
        tools = self.offered(messages)
        told = size(in_plain_words(messages[:1], tools)) - size(messages[:1])
        said = in_plain_words(fitted(with_hint(messages), self._room - told), tools)
        return self.server.ask(said, on_text, **options, **self._most())

    def calls_natively(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether the server takes tools, and they do not fill half of what it reads."""
        return self.server.takes_tools and 0 < _size_of(self._as_json(messages)) < self._room / 2

    def offered(self, messages: Sequence[BaseMessage]) -> Tools:
        """Its tools; of a film that was watched, those that ask memory are enough."""
        if card_of(messages).depth not in ("standard", "full"):
            return self.tools
        return {name: tool for name, tool in self.tools.items() if not name.startswith(LOOK)}

    def _as_json(self, messages: Sequence[BaseMessage]) -> list[dict[str, Any]]:
        return [convert_to_openai_tool(tool) for tool in self.offered(messages).values()]

    def _most(self) -> dict[str, int]:
        """The limit of an answer where it must be less than usual: the prompt and it must fit."""
        most = self.server.served.context_tokens - self._room
        return {"max_completion_tokens": most} if most < ANSWER_TOKENS else {}

    @property
    def _room(self) -> int:
        """How long a prompt may be: at least three quarters of what the model reads at once."""
        reads = self.server.served.context_tokens
        return reads - min(ANSWER_TOKENS, reads // 4)


def _size_of(tools: Sequence[dict[str, Any]]) -> int:
    """In tokens; JSON has many signs, but those beside each other make one."""
    return len(str(tools)) // JSON_PER_TOKEN
