"""A real vLLM server on this CPU with a very small real model; minutes to set up, so asked for by name."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyreel.agent.llm.endpoint import Endpoint
from storyreel.serving.command import Wish
from storyreel.serving.environment import Environment
from storyreel.serving.server import Running, running
from storyreel.tools import weights

ROOT = Path(__file__).parents[2]
UNPACK = Path(__file__).with_name("unpack.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("STORYREEL_TEST_VLLM"):
        return
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="make test-vllm runs it"))


@pytest.fixture(scope="session")
def environment() -> Environment:
    made = Environment(ROOT / ".venv-vllm", "cpu")
    made.prepare()
    return made


@pytest.fixture(scope="session")
def model_folder(environment: Environment) -> Path:
    """SmolLM2-135M-Instruct as vLLM loads it, under a name that has its tool calls read."""
    folder = environment.folder / "smollm2-hermes"
    if not (folder / "tokenizer.json").is_file():
        packed = weights.path("smollm2", "smollm2.gguf")
        subprocess.run([environment.python, UNPACK, packed, folder], check=True, capture_output=True)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(
    environment: Environment, model_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    wish = Wish(str(model_folder), port=free_port(), tokens=8192)
    log = tmp_path_factory.mktemp("vllm") / "vllm.log"
    with running(environment, wish, log) as up:
        yield up


@pytest.fixture
def endpoint(server: Running) -> Endpoint:
    return Endpoint(server.url)
