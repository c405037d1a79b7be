"""A served model and whether it works: asked patiently, left alone after a failure, each request booked."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from langchain_core.messages import AIMessage, BaseMessage

from storyreel.account import Request, allowed_s, book, left_s
from storyreel.agent.llm.circuit import Circuit
from storyreel.agent.llm.connection import ANSWER_TOKENS, Connection, OnSilence, OnText
from storyreel.agent.llm.endpoint import Endpoint, Served, served
from storyreel.agent.llm.failures import BrokenOffError, DeclinedError, TooLongError, ToolsUnknownError
from storyreel.errors import LanguageModelError
from storyreel.patience import patiently

__all__ = ["ANSWER_TOKENS", "OnText", "Server", "TooLongError", "ToolsUnknownError"]
T = TypeVar("T")
Attempt = Callable[[float], T]
"""Given the seconds that it may take."""


@dataclass
class Server:
    """A served model, and whether it works."""

    endpoint: Endpoint
    circuit: Circuit = field(default_factory=Circuit)
    on_silence: OnSilence = field(default=lambda _: None, repr=False)
    takes_tools: bool = True
    """Until the server says that it does not."""

    @cached_property
    def served(self) -> Served:
        """What it serves; asked once it works. Raises LanguageModelError as `ask` does."""
        return self._tried(lambda _: served(self.endpoint))

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

        Raises ToolsUnknownError if it was given tools and cannot take them, TooLongError if it reads less
        than was thought, LanguageModelError, with the reason, for all else; then the circuit is open.
        """
        connection, began = self._connection, time.monotonic()
        try:
            reply = self._tried(
                lambda time_s: _whole(lambda: connection.ask(messages, time_s, on_text, **options), on_text)
            )
        except TooLongError:  # the next time it is told half as much
            self.served = replace(self.served, context_tokens=self.served.context_tokens // 2)
            raise
        book(self._request(reply, time.monotonic() - began))
        return reply

    def _tried(self, attempt: Attempt[T]) -> T:
        """What an attempt gives. A failure is booked, and opens the circuit if the server is to blame."""
        if reason := self.circuit.broken():
            raise LanguageModelError(reason)
        began = time.monotonic()
        try:
            found = self._patiently(attempt)
        except LanguageModelError as error:
            book(Request(self.name, time.monotonic() - began, failed=str(error)))
            if not isinstance(error, DeclinedError):
                self.circuit.failed(str(error))
            raise
        self.circuit.worked()
        return found

    def _patiently(self, attempt: Attempt[T]) -> T:
        """Tries again, after a while, as long as that may help and there is time."""
        most_s = self.endpoint.answer_s
        is_short = left_s() < most_s
        deadline = time.monotonic() + min(most_s, left_s())
        try:
            return patiently(lambda: attempt(_until(deadline)), deadline)
        except TimeoutError as error:
            limit = f"the {allowed_s():g} s of a question" if is_short else f"{most_s:g} s"
            raise LanguageModelError(f"{self.endpoint.where} took more than {limit}") from error

    @cached_property
    def _connection(self) -> Connection:
        return Connection(self.endpoint, self.served.model, self.on_silence)

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


def _until(deadline: float) -> float:
    """The seconds till then. Raises TimeoutError if there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _whole(ask: Callable[[], AIMessage], on_text: OnText | None) -> AIMessage:
    """What is answered; of half an answer that somebody was told no other beginning is wanted."""
    try:
        return ask()
    except BrokenOffError as error:
        if on_text is None:
            raise
        raise LanguageModelError(str(error)) from error
