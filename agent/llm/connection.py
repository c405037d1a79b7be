"""One request to a served model: its answer piece by piece, and in one line what goes wrong."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import add_ai_message_chunks

from storyreel.agent.llm.endpoint import CONNECT_S, Endpoint
from storyreel.deadline import within
from storyreel.errors import LanguageModelError
from storyreel.hearing import Hearer, heard
from storyreel.patience import BUSY, PassingError, rest_s

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from openai import APIStatusError

ANSWER_TOKENS = 400
"""More than any answer needs: a model that runs on is stopped."""
MOST_LETTERS = 6 * ANSWER_TOKENS
"""A server that does not stop it is not listened to any more."""
LOOP_LETTERS = 60
"""That stand there three times: a loop, no way of putting things."""
MOST_TOLD = 200
"""Letters of a server's own words in a message."""
NO_KEY = "none"
"""Servers that want no key still want the header."""

OnText = Callable[[str], None]


class ToolsUnknownError(LanguageModelError):
    """The server cannot take tools, or cannot read its model's calls of them."""


class BusyServerError(PassingError, LanguageModelError):
    """What may be gone in a moment: a busy server, a lost connection."""


@dataclass
class Connection:
    """The way to one model of a server."""

    endpoint: Endpoint
    model: str

    def ask(
        self,
        messages: Sequence[BaseMessage],
        time_s: float,
        on_text: OnText | None = None,
        **options: Any,  # noqa: ANN401 -- what the endpoint takes
    ) -> AIMessage:
        """The model's next message, if it comes in time. `on_text` is told its words as they come.

        Raises ToolsUnknownError if it was given tools and cannot take them, BusyServerError for what may
        pass, LanguageModelError, with the reason, for all else.
        """
        pieces: list[AIMessageChunk] = []
        text = ""
        hearer = Hearer(on_text, self.endpoint.key) if on_text else None
        for piece in self._pieces(messages, time_s, options):
            pieces.append(piece)
            text += str(piece.text)
            if hearer:
                hearer(str(piece.text))
            if len(text) > MOST_LETTERS or _goes_round(text):
                return self._whole(pieces, ended="length")
        if not (ended := _ended(pieces)):
            raise LanguageModelError(f"{self._where} broke off in mid-answer")
        if hearer:
            hearer.end()
        return self._whole(pieces, ended)

    def _whole(self, pieces: Sequence[AIMessageChunk], ended: str) -> AIMessage:
        """The pieces as a message that holds nothing but what we read of it."""
        try:
            whole = add_ai_message_chunks(pieces[0], *pieces[1:])
            read = {
                "content": str(whole.text),
                "tool_calls": whole.tool_calls,
                "invalid_tool_calls": whole.invalid_tool_calls,
                "usage_metadata": whole.usage_metadata,
                "response_metadata": {"finish_reason": ended},
                "id": whole.id,
            }
            return AIMessage(**heard(read, self.endpoint.key))
        except RecursionError as error:
            raise LanguageModelError(f"{self._where} sent calls too deep to be read") from error

    def _pieces(
        self, messages: Sequence[BaseMessage], time_s: float, options: dict[str, Any]
    ) -> Iterator[AIMessageChunk]:
        began = False
        try:
            for piece in within(time_s, self._stream(messages, time_s, options)):
                began = True
                yield piece
        except Exception as error:  # whatever comes out of a server's bytes is the server's failure
            raise self._explained(error, time_s, options, began) from error

    def _stream(
        self, messages: Sequence[BaseMessage], time_s: float, options: dict[str, Any]
    ) -> Iterator[AIMessageChunk]:
        import openai

        timeout = openai.Timeout(time_s, connect=min(CONNECT_S, time_s))
        stream = self._client.bind(**options, timeout=timeout).stream(list(messages))
        return cast("Iterator[AIMessageChunk]", stream)

    @property
    def _where(self) -> str:
        return f"the language model at {self.endpoint.url}"

    @cached_property
    def _client(self) -> "BaseChatModel":
        """LangChain's client of such servers; it follows no redirect, for nobody named where that leads."""
        import openai
        from langchain.chat_models import init_chat_model
        from pydantic import SecretStr

        # what does not fit its types is our error to tell, not the client's to print
        warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)
        return init_chat_model(
            self.model,
            model_provider="openai",
            base_url=self.endpoint.url,
            api_key=SecretStr(self.endpoint.key or NO_KEY),
            http_client=openai.DefaultHttpxClient(follow_redirects=False),
            temperature=0,
            seed=0,
            max_retries=0,
            max_completion_tokens=ANSWER_TOKENS,
            stream_usage=True,
            use_responses_api=False,
        )

    def _explained(
        self, error: Exception, time_s: float, options: dict[str, Any], began: bool
    ) -> LanguageModelError:
        import openai

        if isinstance(error, openai.APIStatusError):
            return self._refused(error, options)
        if isinstance(error, openai.APITimeoutError | TimeoutError):
            return LanguageModelError(f"{self._where} took more than {time_s:.0f} s")
        if isinstance(error, openai.APIConnectionError):
            lost = LanguageModelError(f"{self._where} broke off in mid-answer")
            return lost if began else BusyServerError(f"{self._where} cannot be reached")
        kind = type(error).__name__
        return LanguageModelError(f"{self._where} broke off or sent what cannot be read ({kind})")

    def _refused(self, error: "APIStatusError", options: dict[str, Any]) -> LanguageModelError:
        told = " ".join(heard(str(error.message), self.endpoint.key).split())[:MOST_TOLD]
        status = error.status_code
        if status in (401, 403):
            return LanguageModelError(f"{self.endpoint.url} does not take the key of STORYREEL_LLM_KEY")
        if status == 400 and ("tools" in options or "extra_body" in options) and "context" not in told:
            return ToolsUnknownError(told)
        message = f"the server at {self.endpoint.url} refused ({status}): {told}"
        if status in BUSY:
            return BusyServerError(message, rest_s(error.response.headers.get("retry-after")))
        return LanguageModelError(message)


def _goes_round(text: str) -> bool:
    """Whether its last words are written for the third time: a weak model would go on so to the end."""
    return len(text) > LOOP_LETTERS and text.count(text[-LOOP_LETTERS:]) > 2


def _ended(pieces: Sequence[AIMessageChunk]) -> str | None:
    """Why the model stopped; None for half an answer."""
    return next((end for one in pieces if (end := one.response_metadata.get("finish_reason"))), None)
