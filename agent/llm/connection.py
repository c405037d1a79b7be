"""One request to a served model: its answer piece by piece, and in one line what goes wrong."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata, add_ai_message_chunks

from storyreel.agent.llm.endpoint import CONNECT_S, Endpoint
from storyreel.agent.llm.failures import MOST_TOLD, BrokenOffError, BusyServerError, DeclinedError, refusal
from storyreel.deadline import within
from storyreel.errors import LanguageModelError
from storyreel.hearing import Hearer, heard

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from openai import APIConnectionError, APIStatusError

ANSWER_TOKENS = 400
"""More than any answer needs: a model that runs on is stopped."""
MOST_LETTERS = 6 * ANSWER_TOKENS
"""A server that does not stop it is not listened to any more."""
LOOP_LETTERS = 60
"""That stand there three times: a loop, no way of putting things."""
NO_KEY = "none"
"""Servers that want no key still want the header."""

WHOLE = ("stop", "length", "tool_calls", "function_call")
"""How a model ends what it may be taken at; else somebody else ended it, as a filter does."""
OnText = Callable[[str], None]
OnSilence = Callable[[float], None]
"""Called with the seconds that a server is given in all, when none of its words came for a while."""


@dataclass
class Connection:
    """The way to one model of a server."""

    endpoint: Endpoint
    model: str
    on_silence: OnSilence

    def ask(
        self,
        messages: Sequence[BaseMessage],
        time_s: float,
        on_text: OnText | None = None,
        **options: Any,  # noqa: ANN401 -- what the endpoint takes
    ) -> AIMessage:
        """The model's next message, if it comes in time. `on_text` is told its words as they come.

        Raises TimeoutError if it does not, ToolsUnknownError if it was given tools and cannot take them,
        BrokenOffError for half an answer, BusyServerError for what else may pass, LanguageModelError, with
        the reason, for all else.
        """
        hearer = Hearer(on_text or (lambda _: None), self.endpoint.key)
        pieces, runs_on = _listened(self._pieces(messages, time_s, options), hearer)
        if runs_on:
            return self._whole(pieces, ended="length")
        ended = self._ended(pieces)
        hearer.end()
        return self._whole(pieces, ended)

    def _ended(self, pieces: Sequence[AIMessageChunk]) -> str:
        """Why the model stopped. Raises LanguageModelError for an answer that is not whole."""
        ended = _end_of(pieces)
        if ended is None:
            raise BrokenOffError(f"{self.endpoint.where} broke off in mid-answer")
        if ended not in WHOLE:
            told = heard(ended, self.endpoint.key)[:MOST_TOLD]
            raise DeclinedError(f"{self.endpoint.where} did not let its model finish ({told})")
        return ended

    def _whole(self, pieces: Sequence[AIMessageChunk], ended: str) -> AIMessage:
        """The pieces as a message that holds nothing but what we read of it."""
        try:
            whole = add_ai_message_chunks(pieces[0], *pieces[1:])
            read = {
                "content": str(whole.text),
                "tool_calls": whole.tool_calls,
                "invalid_tool_calls": whole.invalid_tool_calls,
                "usage_metadata": _counted(whole.usage_metadata),
                "response_metadata": {"finish_reason": ended},
                "id": whole.id,
            }
            return AIMessage(**heard(read, self.endpoint.key))
        except RecursionError as error:
            raise LanguageModelError(f"{self.endpoint.where} sent calls too deep to be read") from error

    def _pieces(
        self, messages: Sequence[BaseMessage], time_s: float, options: dict[str, Any]
    ) -> Iterator[AIMessageChunk]:
        last: AIMessageChunk | None = None
        ended = False
        try:
            stream = self._stream(messages, time_s, options)
            for last in within(time_s, stream, lambda: self.on_silence(time_s)):
                ended = ended or _end_of([last]) is not None
                yield last
        except Exception as error:  # whatever comes out of a server's bytes is the server's failure
            if ended:
                return  # what comes after the end only counts tokens
            if isinstance(error, LanguageModelError | TimeoutError):
                raise
            raise self._explained(error, options, began=last is not None) from error

    def _stream(
        self, messages: Sequence[BaseMessage], time_s: float, options: dict[str, Any]
    ) -> Iterator[AIMessageChunk]:
        import openai

        timeout = openai.Timeout(time_s, connect=min(CONNECT_S, time_s))
        stream = self._client.bind(**options, timeout=timeout).stream(list(messages))
        return cast("Iterator[AIMessageChunk]", stream)

    @cached_property
    def _client(self) -> "BaseChatModel":
        """LangChain's client of such servers."""
        from langchain.chat_models import init_chat_model
        from pydantic import SecretStr

        from storyreel.agent.llm.bounded import client

        # what does not fit its types is our error to tell, not the client's to print
        warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)
        return init_chat_model(
            self.model,
            model_provider="openai",
            base_url=self.endpoint.url,
            api_key=SecretStr(self.endpoint.key or NO_KEY),
            http_client=client(),
            temperature=0,
            seed=0,
            max_retries=0,
            max_completion_tokens=ANSWER_TOKENS,
            stream_usage=True,
            use_responses_api=False,
        )

    def _explained(self, error: Exception, options: dict[str, Any], *, began: bool) -> Exception:
        import openai

        if isinstance(error, openai.APIStatusError):
            with_tools = "tools" in options or "extra_body" in options
            told = heard(_words_of(error), self.endpoint.key)
            return refusal(self.endpoint.url, error.response, told, with_tools=with_tools)
        if isinstance(error, openai.APIConnectionError):
            return self._lost(error, began=began)
        kind = type(error).__name__
        return LanguageModelError(f"{self.endpoint.where} broke off or sent what cannot be read ({kind})")

    def _lost(self, error: "APIConnectionError", *, began: bool) -> Exception:
        import httpx
        import openai

        is_there = not isinstance(error.__cause__, httpx.ConnectTimeout)
        if isinstance(error, openai.APITimeoutError) and is_there:
            return TimeoutError()
        lost = BrokenOffError(f"{self.endpoint.where} broke off in mid-answer")
        return lost if began else BusyServerError(f"{self.endpoint.where} cannot be reached")


def _words_of(error: "APIStatusError") -> str:
    """What the server itself says of its refusal."""
    body = error.body
    return str(body.get("message", body) if isinstance(body, dict) else body or "")


def _counted(usage: UsageMetadata | None) -> UsageMetadata | None:
    """What a server says of its tokens, where that is numbers."""
    if usage is None:
        return None
    read, written = usage["input_tokens"], usage["output_tokens"]
    cached = usage.get("input_token_details", {}).get("cache_read")
    if not (_is_number(read) and _is_number(written)):
        return None
    known = InputTokenDetails(cache_read=cached) if _is_number(cached) else InputTokenDetails()
    total = read + written
    return UsageMetadata(
        input_tokens=read, output_tokens=written, total_tokens=total, input_token_details=known
    )


def _is_number(told: object) -> TypeGuard[int]:
    return isinstance(told, int) and told >= 0


def _listened(pieces: Iterable[AIMessageChunk], hearer: Hearer) -> tuple[list[AIMessageChunk], bool]:
    """The pieces, until the model runs on or goes round, and whether it does."""
    taken, text = [], ""
    for piece in pieces:
        taken.append(piece)
        text += str(piece.text)
        hearer(str(piece.text))
        if len(text) > MOST_LETTERS or _goes_round(text):
            return taken, True
    return taken, False


def _goes_round(text: str) -> bool:
    """Whether its last words are written for the third time: a weak model would go on so to the end."""
    return len(text) > LOOP_LETTERS and text.count(text[-LOOP_LETTERS:]) > 2


def _end_of(pieces: Sequence[AIMessageChunk]) -> str | None:
    """Why the model stopped; None for half an answer."""
    return next((end for one in pieces if (end := one.response_metadata.get("finish_reason"))), None)
