"""LangSmith is told of a run if the user sets its variables, and of nothing if not; of a key never."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from storyreel.memory.library import Library
from storyreel.memory.records import Film
from tests.agent.llm.conftest import NOBODY, ScriptedServer, calls, says, scripted, send, serving  # noqa: F401 -- a fixture

QUESTION = "Who is on screen at 0:47?"
KEY = "sk-secret"


class Smith:
    """Takes in what LangSmith's client sends."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.status = 202
        smith = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                send(self, 200, "{}")

            def do_POST(self) -> None:
                smith.received.append(self.rfile.read(int(self.headers["Content-Length"])))
                send(self, smith.status, "{}")

            def do_PATCH(self) -> None:
                self.do_POST()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def smith() -> Iterator[Smith]:
    with serving(Smith()) as server:
        yield server


@pytest.fixture
def ask(library: Library, voyage: Film, smith: Smith, scripted: ScriptedServer):  # noqa: F811
    """Asks in a process of its own, as a user would, with these variables set besides."""

    def run(**variables: str) -> str:
        scripted.plays(
            calls(("on_screen", {"start_s": 46.5, "end_s": 47.5})), says("Anna is on screen at 0:47.")
        )
        environ = os.environ | {
            "STORYREEL_LLM_KEY": KEY,
            "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{smith.http.server_port}",
            "LANGSMITH_API_KEY": "ls-of-the-user",
            "LANGSMITH_DISABLE_RUN_COMPRESSION": "true",
        }
        command = [sys.executable, "-m", "storyreel", "ask", voyage.id, QUESTION, "--llm", scripted.url]
        command += ["--library", str(library.directory)]
        done = subprocess.run(command, env=environ | variables, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


def test_its_variables_send_it_the_run_with_each_step(ask, smith: Smith):
    said = ask(LANGSMITH_TRACING="true")
    received = b"".join(smith.received)
    assert "Anna is on screen at 0:47." in said
    for part in (QUESTION, '"prepare"', '"on_screen"', '"GuardedChatModel"', "Anna is on screen at 0:47."):
        assert part.encode() in received
    assert KEY.encode() not in received


def test_one_that_is_not_there_is_one_line_without_the_key_and_soon_over(ask):
    said = ask(LANGSMITH_TRACING="true", LANGSMITH_ENDPOINT=NOBODY, LANGSMITH_API_KEY="bad")
    told = [line for line in said.splitlines() if "LangSmith" in line or "LANGSMITH" in line]
    assert told == [
        "LangSmith was not told of this: see LANGSMITH_ENDPOINT, LANGSMITH_API_KEY and the network."
    ]
    for leak in ("API Key", "bad", "trace=", "Failed"):
        assert leak not in said


def test_one_that_refuses_the_key_is_one_line_too(ask, smith: Smith):
    smith.status = 401
    said = ask(LANGSMITH_TRACING="true")
    assert said.count("LangSmith was not told of this") == 1
    assert "ls-of" not in said
    assert "user" not in said


def test_without_them_it_is_sent_nothing(ask, smith: Smith):
    ask()
    assert smith.received == []
