"""What each run did, as JSON lines, written as it goes: a crash or a kill leaves what was before it.

A run answers a question, tells a story, or has a server caption a film. Its lines are what was wanted, each
request to a server with its tokens, what the run itself writes, and in the end what all cost, or why it
failed:

    with traced(library, film, question, model) as trace:
        trace.write("answer", **answer)

They stay in the library's folder and are sent nowhere; no key is in them.
"""

import json
import math
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from storyreel.account import Account, Request, account
from storyreel.agent.llm.marks import PLANNED, REJECTED, REPAIRED, STOOD_IN
from storyreel.errors import LibraryError, StoryreelError
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.prompts.loader import digests

MOST_KEPT = 500
"""Runs; older ones go."""
UNREADABLE = "torn"
"""The event of a line that is not whole."""


@dataclass
class Trace:
    """The file of one run, made with its first line; of a library that may not be written, there is none."""

    library: Library
    film: Film
    first: Mapping[str, object]
    """The first line's event and what else it says."""
    spent: Account = field(default_factory=Account)
    """What its requests to servers cost so far."""
    _began: float = field(default_factory=time.monotonic)
    _path: Path | None = None
    _begun: bool = False

    def begin(self) -> None:
        """Writes the first line, unless that was done."""
        if not self._begun:
            self._path, self._begun = _new_file(self.library, self.film), True
            self._write({"event": self.first["event"], "film": self.film.id, **self.first})

    def write(self, event: str, **fields: object) -> None:
        """Adds a line."""
        self.begin()
        self._write({"event": event, **fields})

    def _write(self, fields: Mapping[str, object]) -> None:
        if self._path:
            line = json.dumps({"time": round(time.time(), 3), **fields}, ensure_ascii=False)
            with _explained(self._path.parent), self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")

    def asked(self, request: Request) -> None:
        """Adds a request to a server, and what it cost."""
        self.spent.add(request)
        told = {name: value for name, value in asdict(request).items() if value is not None}
        self.write("request", **told | {"took_s": round(request.took_s, 3)})

    def end(self) -> None:
        """Adds what all cost, if anything was written."""
        if self._begun:
            took_s = round(time.monotonic() - self._began, 3)
            self.write("ended", took_s=took_s, tokens=self.spent.tokens, cost=self.spent.cost)

    def fail(self, error: BaseException) -> None:
        """Adds why the run came to no end, if anything was written."""
        if self._begun:
            self.write("failed", error=_why(error))

    def heard(self, node: str, update: dict[str, Any]) -> None:
        """Adds what a node of the graph changed."""
        for message in update.get("messages", ()):
            if fields := _fields(message):
                self.write(node, **fields)


@contextmanager
def traced(
    library: Library, film: Film, question: str, model: str, seconds: float = math.inf
) -> Iterator[Trace]:
    """A new run's trace; whatever ends the run is its last line.

    Served models are asked for at most so many seconds in all. Raises LibraryError where it cannot be kept.
    """
    trace = of_question(library, film, question, model)
    with account(seconds, trace.asked), _ending(trace):
        trace.begin()
        yield trace


def of_question(library: Library, film: Film, question: str, model: str) -> Trace:
    """The trace of a question, or of whatever else a language model may do; nothing is written yet."""
    first = {"event": "question", "question": question, "model": model, "prompts": digests()}
    return Trace(library, film, first)


@contextmanager
def traced_ingest(library: Library, film: Film, depth: str) -> Iterator[Trace]:
    """The trace of an ingest, which begins with its first request to a server; most ingests leave none."""
    trace = Trace(library, film, {"event": "ingest", "depth": depth})
    with account(on_request=trace.asked), _ending(trace):
        yield trace


@contextmanager
def _ending(trace: Trace) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        trace.fail(error)
        raise
    trace.end()


def _why(error: BaseException) -> str:
    """How a run ended that came to no end, in plain words where it was no defect."""
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return "stopped before its end by the user or the system"
    return str(error) if isinstance(error, StoryreelError) else f"{type(error).__name__}: {error}"


def _new_file(library: Library, film: Film) -> Path | None:
    folder = library.traces_dir
    if not os.access(library.directory, os.W_OK):
        return None
    with _explained(folder):
        folder.mkdir(exist_ok=True)
        for old in sorted(folder.glob("*.jsonl"))[: -MOST_KEPT + 1]:
            old.unlink(missing_ok=True)
    now = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    return folder / f"{now}-{film.id}-{secrets.token_hex(3)}.jsonl"


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"The trace of this run cannot be kept in {str(folder)!r} ({error.strerror}): see that the disk "
            "has space and the folder may be written."
        ) from error


def _fields(message: AnyMessage) -> dict[str, Any]:
    if isinstance(message, ToolMessage):
        return _of_tool(message)
    return _of_model(message) if isinstance(message, AIMessage) else {}


def _of_tool(message: ToolMessage) -> dict[str, Any]:
    found = message.artifact or {}
    return {
        "tool": message.name,
        "status": message.status,
        "items": len(found.get("items", ())),
        "took_s": round(found.get("took_s", 0.0), 4),
        "failed": str(message.text) if message.status == "error" else None,
    }


def _of_model(message: AIMessage) -> dict[str, Any]:
    return {
        "text": str(message.text),
        "calls": [{"tool": call["name"], "args": call["args"]} for call in message.tool_calls],
        "stood_in": message.additional_kwargs.get(STOOD_IN),
        "planned_by_rules": message.additional_kwargs.get(PLANNED),
        "repaired": message.additional_kwargs.get(REPAIRED),
        "rejected": message.additional_kwargs.get(REJECTED, []),
    }


def last(library: Library) -> list[dict[str, Any]]:
    """The lines of the last run; one that a kill tore, or the disk lost, is an event UNREADABLE.

    Raises LibraryError if nothing was asked yet, or the run has written nothing.
    """
    files = sorted(library.traces_dir.glob("*.jsonl"), key=lambda file: file.stat().st_mtime_ns)
    if not files:
        raise LibraryError("Nothing was asked in this library yet: storyreel ask leaves a trace.")
    changed = files[-1].stat().st_mtime
    lines = [_read(line, changed) for line in files[-1].read_bytes().split(b"\n") if line]
    if not lines:
        raise LibraryError("The trace of the last run is empty: it begins just now, or was killed at once.")
    return lines


def _read(line: bytes, changed: float) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        fields = None
    is_event = isinstance(fields, dict) and {"time", "event"} <= fields.keys()
    return fields if is_event else {"time": changed, "event": UNREADABLE, "bytes": len(line)}
