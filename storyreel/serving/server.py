"""Runs vLLM's server, from its start until it is healthy and until it is told to stop."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from storyreel.errors import LanguageModelError
from storyreel.serving.command import Wish, command, variables
from storyreel.serving.environment import Environment

START_S = 900.0
"""The longest a large model takes to load."""
STOP_S = 20.0
ASK_EVERY_S = 1.0
MEMORY = Path("/proc/meminfo")
"""vLLM runs on Linux alone."""


@dataclass(frozen=True)
class Running:
    """A server that is up."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def group(self) -> int:
        """Its process group: itself and its workers."""
        return self.process.pid

    def watch(self) -> NoReturn:
        """Waits until it ends. Raises LanguageModelError then, with the last line of its log."""
        self.process.wait()
        raise LanguageModelError(f"vLLM ended by itself; {str(self.log)!r} ends with: {_complaint(self.log)}")


@contextmanager
def running(environment: Environment, wish: Wish, log: Path) -> Iterator[Running]:
    """A healthy server; stopped, with all its workers, at the end.

    Raises LanguageModelError if its port is taken or, with the last line of its log, if it ends too early.
    """
    check_free(wish)
    free = free_bytes()
    environ = os.environ | variables(environment.build, free)
    with log.open("wb") as out:
        server = subprocess.Popen(
            command(environment, wish, free), stdout=out, stderr=out, env=environ, start_new_session=True
        )
    try:
        _wait(server, wish, log)
        yield Running(f"http://{wish.host}:{wish.port}/v1", server, log)
    finally:
        _stop(server)


def check_free(wish: Wish) -> None:
    """Raises LanguageModelError if another server listens where this one should: it would seem to be up."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wish.host, wish.port))
        except OSError as error:
            raise LanguageModelError(
                f"port {wish.port} of {wish.host} is taken: choose another with --port"
            ) from error


def _wait(server: "subprocess.Popen[bytes]", wish: Wish, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not is_healthy(wish):
        if server.poll() is not None or time.monotonic() > deadline:
            raise LanguageModelError(f"vLLM did not start; {str(log)!r} ends with: {_complaint(log)}")
        time.sleep(ASK_EVERY_S)


def is_healthy(wish: Wish) -> bool:
    """Whether the server says that it can answer; no proxy of the environment stands between."""
    import httpx

    try:
        health = httpx.get(f"http://{wish.host}:{wish.port}/health", timeout=2.0, trust_env=False)
    except httpx.HTTPError:
        return False
    return health.is_success


def _complaint(log: Path) -> str:
    """The last line that names an error, else the last one."""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line]
    return (errors or lines or ["nothing"])[-1]


def _stop(server: "subprocess.Popen[bytes]") -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if server.poll() is not None:
            return
        os.killpg(server.pid, number)
        try:
            server.wait(STOP_S)
        except subprocess.TimeoutExpired:
            continue


def free_bytes() -> int:
    """Memory that can be had, in bytes: free, or held by copies of files that the system would give back."""
    lines = dict(line.split(":", 1) for line in MEMORY.read_text("ascii").splitlines())
    return int(lines["MemAvailable"].split()[0]) * 1024
