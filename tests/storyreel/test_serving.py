"""`storyreel serve-llm` says what cannot be before it installs gigabytes."""

import socket

import pytest

from storyreel.serving.environment import Environment


@pytest.fixture
def serve(storyreel, tmp_path, monkeypatch):
    """Asks for a server, for which nothing may be installed."""

    def prepare(_: Environment) -> None:
        pytest.fail("it would have installed vLLM")

    monkeypatch.setattr(Environment, "prepare", prepare)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    return lambda *words: storyreel("serve-llm", *words)


@pytest.fixture
def taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken(serve, taken_port):
    told = serve("some/model", "--port", taken_port, "--build", "cpu")
    assert told.code == 1
    assert told.complaint.endswith(f"port {taken_port} of 127.0.0.1 is taken: choose another with --port")


def test_several_gpus_for_the_build_without_any(serve):
    told = serve("some/model", "--gpus", 4, "--build", "cpu")
    assert told.code == 1
    assert "the CPU build uses none" in told.complaint


def test_a_folder_that_is_not_there(serve):
    told = serve("~/no-model")
    assert told.code == 1
    assert "is no folder with a model" in told.complaint


def test_a_folder_may_begin_at_home(serve, tmp_path, taken_port):
    (tmp_path / "model").mkdir()
    told = serve("~/model", "--port", taken_port, "--build", "cpu")
    assert "is taken" in told.complaint
