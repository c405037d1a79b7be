"""A served model and whether it works: asked patiently, left alone after a failure, each request booked."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage

from storyreel.account import Request, book, left_s
from storyreel.agent.llm.circuit import Circuit
from storyreel.agent.llm.connection import (
    ANSWER_TOKENS,
    Connection,
    OnText,
    ToolsUnknownError,
)
from storyreel.agent.llm.endpoint import Endpoint, Served, served
from storyreel.errors import LanguageModelError
from storyreel.patience import patiently

__all__ = ["ANSWER_TOKENS", "OnText", "Server", "ToolsUnknownError"]


@dataclass
class Server:
    """A served model, and whether it works."""

    endpoint: Endpoint
    circuit: Circuit = field(default_factory=Circuit)
    takes_tools: bool = True
    """Until the server says that it does not."""

    @cached_property
    def served(self) -> Served:
        """What it serves; asked once it works."""
        return served(self.endpoint)

    @property
    def name(self) -> str:
        """The model's name as far as it is known."""
        return self.endpoint.model or self.__dict__.get("served", Served("language model", 0)).model

    def ask(
        self,
        messages: Sequence[BaseMessage],
        on_text: OnText | None = None,
        **options: Any,  # noqa: ANN401 -- what the endpoint takes
    ) -> AIMessage:
        """The model's next message. `on_text` is told its words as they come.

        Raises ToolsUnknownError if it was given tools and cannot take them, LanguageModelError, with the
        reason, for all else; then the circuit is open.
        """
        if reason := self.circuit.broken():
            raise LanguageModelError(reason)
        began = time.monotonic()
        try:
            reply = self._patiently(messages, on_text, options)
        except LanguageModelError as error:
            book(Request(self.name, time.monotonic() - began, failed=str(error)))
            if not isinstance(error, ToolsUnknownError):
                self.circuit.failed(str(error))
            raise
        self.circuit.worked()
        book(self._request(reply, time.monotonic() - began))
        return reply

    def _patiently(
        self, messages: Sequence[BaseMessage], on_text: OnText | None, options: dict[str, Any]
    ) -> AIMessage:
        """Asks again, after a while, as long as that may help and there is time."""
        deadline = time.monotonic() + min(self.endpoint.answer_s, left_s())
        return patiently(lambda: self._once(messages, on_text, options, deadline), deadline)

    def _once(
        self,
        messages: Sequence[BaseMessage],
        on_text: OnText | None,
        options: dict[str, Any],
        deadline: float,
    ) -> AIMessage:
        time_s = deadline - time.monotonic()
        if time_s <= 0:
            raise LanguageModelError("the time that the language model has for one question is over")
        return self._connection.ask(messages, time_s, on_text, **options)

    @cached_property
    def _connection(self) -> Connection:
        return Connection(self.endpoint, self.served.model)

    def _request(self, reply: AIMessage, took_s: float) -> Request:
        request = Request(self.name, took_s, ended=reply.response_metadata["finish_reason"])
        used, price = reply.usage_metadata, self.endpoint.price
        if used is None:
            return request
        read, written = used["input_tokens"], used["output_tokens"]
        return replace(
            request,
            read=read,
            cached=used.get("input_token_details", {}).get("cache_read"),
            written=written,
            cost=price.cost(read, written) if price else None,
        )
