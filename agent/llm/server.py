"""A served model: asks it, listens piece by piece, and says in one line what goes wrong."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import add_ai_message_chunks

from storyreel.agent.llm.circuit import Circuit
from storyreel.agent.llm.endpoint import CONNECT_S, Endpoint, Served, served
from storyreel.errors import LanguageModelError

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

RETRIES = 2
"""With waits that double, for what may pass: a busy server, a lost connection."""
ANSWER_TOKENS = 700
"""More than any answer needs: a model that runs on is stopped."""
NO_KEY = "none"
"""Servers that want no key still want the header."""

OnText = Callable[[str], None]


class ToolsUnknownError(LanguageModelError):
    """The server cannot take tools, or cannot read its model's calls of them."""


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
        try:
            reply = self._listen(messages, on_text, options)
        except ToolsUnknownError:
            raise
        except LanguageModelError as error:
            self.circuit.failed(str(error))
            raise
        self.circuit.worked()
        return reply

    def _listen(
        self, messages: Sequence[BaseMessage], on_text: OnText | None, options: dict[str, Any]
    ) -> AIMessage:
        began = time.perf_counter()
        pieces: list[AIMessageChunk] = []
        try:
            for piece in self.client.bind(**options).stream(list(messages)):
                pieces.append(cast("AIMessageChunk", piece))
                if on_text and piece.text:
                    on_text(str(piece.text))
                if time.perf_counter() - began > self.endpoint.answer_s:
                    raise TimeoutError
        except Exception as error:  # whatever comes out of a server's bytes is the server's failure
            raise self._explained(error, options) from error
        return self._whole(pieces, time.perf_counter() - began)

    @cached_property
    def client(self) -> "BaseChatModel":
        """LangChain's client of such servers."""
        import httpx
        from langchain.chat_models import init_chat_model
        from pydantic import SecretStr

        return init_chat_model(
            self.served.model,
            model_provider="openai",
            base_url=self.endpoint.url,
            api_key=SecretStr(self.endpoint.key or NO_KEY),
            temperature=0,
            seed=0,
            timeout=httpx.Timeout(self.endpoint.answer_s, connect=CONNECT_S),
            max_retries=RETRIES,
            max_completion_tokens=ANSWER_TOKENS,
            stream_usage=True,
            use_responses_api=False,
        )

    def _whole(self, pieces: Sequence[AIMessageChunk], took_s: float) -> AIMessage:
        """The pieces as a message that holds nothing but what we read of it."""
        heard = add_ai_message_chunks(pieces[0], *pieces[1:]) if pieces else AIMessageChunk(content="")
        if not (ended := heard.response_metadata.get("finish_reason")):
            raise LanguageModelError(f"the language model at {self.endpoint.url} broke off in mid-answer")
        return AIMessage(
            content=str(heard.text),
            tool_calls=heard.tool_calls,
            invalid_tool_calls=heard.invalid_tool_calls,
            usage_metadata=heard.usage_metadata,
            response_metadata={"finish_reason": ended, "took_s": took_s},
            id=heard.id,
        )

    def _explained(self, error: Exception, options: dict[str, Any]) -> LanguageModelError:
        import openai

        where = f"the language model at {self.endpoint.url}"
        if isinstance(error, openai.APIStatusError):
            return self._refused(error, options)
        if isinstance(error, openai.APITimeoutError | TimeoutError):
            return LanguageModelError(f"{where} took more than {self.endpoint.answer_s:.0f} s")
        if isinstance(error, openai.APIConnectionError):
            return LanguageModelError(f"{where} cannot be reached")
        if isinstance(error, LanguageModelError):
            return error
        return LanguageModelError(f"{where} broke off or sent what cannot be read ({type(error).__name__})")

    def _refused(self, error: "Any", options: dict[str, Any]) -> LanguageModelError:  # noqa: ANN401 -- openai's is imported late
        status, told = error.status_code, " ".join(str(error.message).split())[:200]
        told = told.replace(self.endpoint.key, "…") if self.endpoint.key else told
        if status in (401, 403):
            return LanguageModelError(f"{self.endpoint.url} does not take the key of STORYREEL_LLM_KEY")
        if status == 400 and ("tools" in options or "extra_body" in options) and "context" not in told:
            return ToolsUnknownError(told)
        return LanguageModelError(f"the server at {self.endpoint.url} refused ({status}): {told}")
