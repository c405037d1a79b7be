"""What goes wrong with vLLM's server is said in one line."""

import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storyreel.errors import LanguageModelError
from storyreel.serving.command import Wish
from storyreel.serving.environment import Environment
from storyreel.serving.server import Running, is_healthy, running
from tests.agent.llm.conftest import NOBODY, ScriptedServer, scripted

__all__ = ["scripted"]


def test_a_port_that_is_taken_is_said_to_be(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        wish = Wish("some/model", port=other.getsockname()[1])
        environment = Environment(tmp_path, "cpu")
        with (
            pytest.raises(LanguageModelError, match="is taken"),
            running(environment, wish, tmp_path / "log"),
        ):
            pass


def test_one_that_is_up_is_seen_past_a_proxy(scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", NOBODY)
    port = urlsplit(scripted.url).port
    assert port
    assert is_healthy(Wish("some/model", port=port))


def test_a_server_that_ends_by_itself_is_not_waited_for(tmp_path: Path):
    log = tmp_path / "vllm.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "raise MemoryError('no more')"], stdout=out, stderr=out
        )
    with pytest.raises(LanguageModelError, match=r"ended by itself; .* MemoryError: no more"):
        Running("http://127.0.0.1:1/v1", process, log).watch()


def test_one_that_does_not_start_leaves_its_last_words(tmp_path: Path):
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\necho 'ValueError: no such model'\n")
    python.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        wish = Wish("some/model", port=free.getsockname()[1])
    log = tmp_path / "log"
    with (
        pytest.raises(LanguageModelError, match=r"did not start; .* ValueError: no such model"),
        running(Environment(tmp_path, "cpu"), wish, log),
    ):
        pass
