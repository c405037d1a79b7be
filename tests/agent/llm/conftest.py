"""A server on 127.0.0.1 that speaks the protocol of chat completions and says what a test tells it to."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, TypeVar

import pytest

from storyreel.agent.llm.circuit import Circuit
from storyreel.agent.llm.endpoint import Endpoint
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.server import Server
from storyreel.services import Budget, Price

Request = dict[str, Any]
NOBODY = "http://127.0.0.1:9"
"""Where nobody listens: a proxy that would be in the way."""
Reply = Callable[[BaseHTTPRequestHandler, Request], None]


def says(text: str, finish: str = "stop") -> Reply:
    """An answer in a few pieces."""
    words = text.split(" ")
    deltas = [{"content": word + (" " if place + 1 < len(words) else "")} for place, word in enumerate(words)]
    return lambda handler, _: stream(handler, deltas, finish)


def calls(*wanted: tuple[str, dict[str, Any] | str]) -> Reply:
    """Calls of tools, with arguments as a record or as the model's own text."""
    deltas = [
        {
            "tool_calls": [
                {
                    "index": number,
                    "id": f"call-{number}-{name}",
                    "type": "function",
                    "function": {
                        "name": name,
                        "arguments": args if isinstance(args, str) else json.dumps(args),
                    },
                }
            ]
        }
        for number, (name, args) in enumerate(wanted)
    ]
    return lambda handler, _: stream(handler, deltas, "tool_calls")


def plans(*wanted: tuple[str, dict[str, Any]]) -> Reply:
    """Calls written as the JSON that the decoding was held to."""
    return says(json.dumps({"calls": [{"tool": name, "args": args} for name, args in wanted]}))


def tells(*sentences: str) -> Reply:
    """An answer as the JSON that the decoding was held to."""
    return says(json.dumps({"sentences": sentences}))


def chooses(*numbers: int) -> Reply:
    """Sentences of tools, by their numbers."""
    return says(json.dumps({"numbers": numbers}))


def refuses(status: int, message: str = "no") -> Reply:
    def reply(handler: BaseHTTPRequestHandler, _: Request) -> None:
        send(handler, status, json.dumps({"error": {"message": message}}))

    return reply


def breaks_off(text: str) -> Reply:
    """Half a stream: words, and then the connection is gone."""
    return lambda handler, _: stream(handler, [{"content": text}], finish=None)


def breaks_off_inside(text: str) -> Reply:
    """Less than that: the connection is gone in the middle of an event."""

    def reply(handler: BaseHTTPRequestHandler, _: Request) -> None:
        stream(handler, [{"content": text}], finish=None)
        handler.wfile.write(b'data: {"choices": [{"ind')

    return reply


def drips(stop: threading.Event, drop: bytes = b": still there\n\n") -> Reply:
    """A stream that stays alive and says nothing."""

    def reply(handler: BaseHTTPRequestHandler, _: Request) -> None:
        stream(handler, [], finish=None)
        with suppress(OSError):  # who asked has gone
            while not stop.wait(0.05):
                handler.wfile.write(drop)

    return reply


def redirects(url: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler, _: Request) -> None:
        handler.send_response(307)
        handler.send_header("Location", url)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return reply


def send(handler: BaseHTTPRequestHandler, status: int, body: str, kind: str = "application/json") -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body.encode())))
    handler.end_headers()
    handler.wfile.write(body.encode())


def stream(handler: BaseHTTPRequestHandler, deltas: Sequence[dict[str, Any]], finish: str | None) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    for delta in ({"role": "assistant", "content": ""}, *deltas):
        event(handler, {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    if finish is None:
        return
    event(handler, {"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    event(handler, {"choices": [], "usage": usage})
    handler.wfile.write(b"data: [DONE]\n\n")


def event(handler: BaseHTTPRequestHandler, data: dict[str, Any]) -> None:
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "test-model", **data}
    handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())


class IPv6Server(ThreadingHTTPServer):
    address_family = socket.AF_INET6


class ScriptedServer:
    """Plays its replies in order, the last one again and again, and keeps what it was asked."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.replies: list[Reply] = [says("I cannot tell.")]
        self.requests: list[Request] = []
        self.context_tokens: int | None = 32_000
        self.keys: list[str | None] = []
        self.models: str | None = None
        """What it says of its models, where that is not the usual."""
        self.lists: Reply = lambda handler, _: send(handler, 200, self.models or self.listing())
        script = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                script.keys.append(self.headers["Authorization"])
                script.lists(self, {})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                script.keys.append(self.headers["Authorization"])
                script.requests.append(json.loads(self.rfile.read(length)))
                reply = script.replies.pop(0) if len(script.replies) > 1 else script.replies[0]
                reply(self, script.requests[-1])

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.http = (ThreadingHTTPServer if ":" not in host else IPv6Server)((host, 0), Handler)
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.http.server_port}/v1"

    def listing(self) -> str:
        return json.dumps({"data": [{"id": "test-model", "max_model_len": self.context_tokens}]})

    def plays(self, *replies: Reply) -> "ScriptedServer":
        self.replies = list(replies)
        return self

    def model(
        self, answer_s: float = 30.0, key: str = "", price: Price | None = None, budget: Budget | None = None
    ) -> GuardedChatModel:
        endpoint = Endpoint(self.url, None, key, answer_s, price)
        return GuardedChatModel(server=Server(endpoint, Circuit()), budget=budget or Budget())


class HasHttp(Protocol):
    http: ThreadingHTTPServer


S = TypeVar("S", bound=HasHttp)


@contextmanager
def serving(server: S) -> Iterator[S]:
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.http.shutdown()
    server.http.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between attempts."""
    monkeypatch.setattr("storyreel.patience.WAITS_S", (0.01, 0.02))


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    with serving(ScriptedServer()) as server:
        yield server


@pytest.fixture
def another() -> Iterator[ScriptedServer]:
    with serving(ScriptedServer()) as server:
        yield server
