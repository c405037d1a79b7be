"""Captions by any vision model on an OpenAI-compatible server: vLLM with Qwen3-VL, and its like."""

import base64
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, cast

from storyreel.account import Request, book, left_s
from storyreel.deadline import within
from storyreel.errors import LanguageModelError, StoryreelError, ToolError
from storyreel.hearing import heard
from storyreel.patience import BUSY, PassingError, patiently, rest_s
from storyreel.printable import printable
from storyreel.services import CAPTIONS, CHAT, DIRECT, Service, base_of, clean_key
from storyreel.together import together
from storyreel.tools.models import clip_files
from storyreel.tools.models.caption_prompt import told
from storyreel.tools.models.captions import Clip, stopped

if TYPE_CHECKING:
    import httpx

Pictures = Literal["images", "video"]
"""How frames are sent: each as a JPEG, or all as one short MP4, which fewer servers take."""
AT_ONCE = 4
"""Clips that a server is asked for at a time."""
CONNECT_S = 5.0
ANSWER_TOKENS = 300
MOST_BYTES = 1_000_000
"""Of an answer: a caption is a few hundred."""
ABSENT = (301, 302, 303, 307, 308, 404, 405)
MOST_TOLD = 200
"""Letters of a server's own words in a message."""


class _BusyServerError(PassingError, ToolError):
    """What may be gone in a moment."""


class EndpointCaptions:
    """A served vision model."""

    def __init__(self, service: Service, pictures: Pictures = "images") -> None:
        """Raises LanguageModelError if the service has no address, or one that is none."""
        self._url = base_of(service.url or "", CAPTIONS)
        self._service, self._pictures = service, pictures
        self._key = clean_key(service.key, CAPTIONS)

    @property
    def name(self) -> str:
        """As it is served; asked of the server where nobody said. Raises LanguageModelError."""
        return _line(self._model)

    @cached_property
    def _model(self) -> str:
        return self._service.model or self._only_model()

    def caption(self, clips: Sequence[Clip]) -> list[str]:
        """See Captions; so many clips at once as a server easily takes."""
        return together(partial(self._patiently, self._model), clips, AT_ONCE)

    def _patiently(self, model: str, clip: Clip) -> str:
        """Asks again, after a while, as long as that may help and there is time; books what it took."""
        began = time.monotonic()
        deadline = began + min(self._service.timeout_s, left_s())
        try:
            body = patiently(lambda: self._ask(self._request(model, clip), deadline), deadline)
            reply = self._reply(body)
        except StoryreelError as error:
            book(Request(_line(model), time.monotonic() - began, failed=str(error)))
            raise
        book(self._booked(model, time.monotonic() - began, reply))
        return self._words_of(reply)

    def _request(self, model: str, clip: Clip) -> dict[str, Any]:
        content = [*self._shown(clip), {"type": "text", "text": told(clip)}]
        return {
            "model": model,
            "messages": [{"role": "user", "content": content}],
            "max_tokens": ANSWER_TOKENS,
            "temperature": 0,
        }

    def _shown(self, clip: Clip) -> Iterator[dict[str, Any]]:
        if self._pictures == "video":
            yield {"type": "video_url", "video_url": {"url": _data("video/mp4", clip_files.mp4(clip))}}
            return
        for place, frame in enumerate(clip.frames):
            yield {"type": "text", "text": f"Frame {place + 1}:"}
            yield {"type": "image_url", "image_url": {"url": _data("image/jpeg", clip_files.jpeg(frame))}}

    def _ask(self, request: dict[str, Any] | None, deadline: float) -> bytes:
        """Posts a chat, or, without one, gets the list of models: the body of the answer."""
        import httpx

        time_s = max(0.0, deadline - time.monotonic())
        try:
            return b"".join(within(time_s, self._pieces(request, time_s)))
        except (httpx.TimeoutException, TimeoutError) as error:
            if isinstance(error, httpx.ConnectTimeout):
                raise self._lost("cannot be reached") from error
            raise self._lost(f"took more than {time_s:.0f} s") from error
        except httpx.ConnectError as error:
            raise self._lost("cannot be reached") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _BusyServerError(f"{self._where} broke off in mid-answer") from error

    def _pieces(self, request: dict[str, Any] | None, time_s: float) -> Iterator[bytes]:
        import httpx

        path, method = (CHAT, "POST") if request else ("/models", "GET")
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        timeout = httpx.Timeout(time_s, connect=min(CONNECT_S, time_s))
        with (
            httpx.Client(headers=headers, timeout=timeout, mounts=DIRECT) as asking,
            asking.stream(method, f"{self._url}{path}", json=request) as reply,
        ):
            if not reply.is_success:
                raise self._refused(reply)
            size = 0
            for piece in reply.iter_bytes():
                size += len(piece)
                if size > MOST_BYTES:
                    raise self._lost("is no OpenAI-compatible server: its answer has no end")
                yield piece

    def _refused(self, reply: "httpx.Response") -> Exception:
        status = reply.status_code
        if status in (401, 403):
            return LanguageModelError(f"{self._url} does not take the key of {CAPTIONS}_KEY")
        if status in ABSENT:
            return self._lost(f"answers {status}: no such model, or no OpenAI-compatible server")
        words = _line(heard(_words(next(reply.iter_bytes(MOST_BYTES), b"")), self._key))
        message = f"{self._where} refused ({status}): {words}"
        if status in BUSY:
            return _BusyServerError(message, rest_s(reply.headers.get("retry-after")))
        return ToolError(message)

    def _reply(self, body: bytes) -> dict[str, Any]:
        """A chat's answer. Raises LanguageModelError for anything else."""
        try:
            reply = heard(json.loads(body), self._key)
            reply["choices"][0]["message"]["content"]
        except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            raise self._lost("is no OpenAI-compatible server") from error
        return cast("dict[str, Any]", reply)

    def _words_of(self, reply: dict[str, Any]) -> str:
        """The words of an answer. Raises ToolError where there are none."""
        choice = reply["choices"][0]
        message = choice["message"]["content"]
        if not isinstance(message, str) or not message.strip():
            raise ToolError(f"{self._where} said nothing")
        return stopped(message) if choice.get("finish_reason") == "length" else message

    def _booked(self, model: str, took_s: float, reply: dict[str, Any]) -> Request:
        """What an answer cost, as far as the server says."""
        ended = reply["choices"][0].get("finish_reason")
        request = Request(_line(model), took_s, ended=_line(str(ended or "itself")))
        usage, price = reply.get("usage"), self._service.price
        told = usage if isinstance(usage, dict) else {}
        read, written = told.get("prompt_tokens"), told.get("completion_tokens")
        if not (isinstance(read, int) and isinstance(written, int)):
            return request
        cost = price.cost(read, written) if price else None
        return replace(request, read=read, written=written, cost=cost)

    def _only_model(self) -> str:
        try:
            listing = heard(json.loads(self._ask(None, time.monotonic() + CONNECT_S))["data"], self._key)
            names = sorted(str(one["id"]) for one in listing)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._lost("is no OpenAI-compatible server") from error
        except ToolError as error:
            raise LanguageModelError(str(error)) from error
        if len(names) != 1:
            listed = _line(", ".join(names)) or "no model"
            raise LanguageModelError(f"{self._url} serves {listed}: choose one with --caption-model")
        return names[0]

    @property
    def _where(self) -> str:
        return f"the captioning model at {self._url}"

    def _lost(self, why: str) -> LanguageModelError:
        return LanguageModelError(f"{self._where} {why}")


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _words(body: bytes) -> str:
    """What a server says of a refusal."""
    text = body.decode("utf-8", "replace")
    try:
        error = json.loads(text)
        text = str(error["error"]["message"] if isinstance(error.get("error"), dict) else error["message"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        text = "in HTML" if text.lstrip().startswith("<") else text
    return text


def _line(text: str) -> str:
    """A server's own words, on one line that a terminal can show."""
    return " ".join(printable(text).split())[:MOST_TOLD]
