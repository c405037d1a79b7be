"""Opening the library and finding films, for the commands."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from storyreel.cli.printing import progress_bars, warn
from storyreel.config import Settings
from storyreel.services import ANSWERS

if TYPE_CHECKING:
    from storyreel.agent.ingest import IngestReport
    from storyreel.agent.llm.model import GuardedChatModel
    from storyreel.memory.library import Library
    from storyreel.memory.records import Film


def settings(library_dir: Path | None) -> Settings:
    """The environment's settings, with the folder given on the command line if there is one."""
    found = Settings.from_environment()
    return replace(found, library_dir=library_dir) if library_dir else found


def language_model(url: str | None, name: str | None) -> "GuardedChatModel | None":
    """The language model of the command line, else the environment's; None lets rules answer.

    Raises typer.BadParameter for a model without a server.
    """
    if not (url or os.environ.get(ANSWERS)):
        if name:
            raise typer.BadParameter(f"--llm-model names a model of a server: name it by --llm or {ANSWERS}")
        return None  # what it would load takes a second
    from storyreel.agent.llm import wanted

    if model := wanted.language_model(url, name):
        model.server.on_silence = _tell_silence
    return model


def _tell_silence(most_s: float) -> None:
    """Tells who waits at a terminal that nothing hangs."""
    if sys.stderr.isatty():
        warn(f"Still waiting for the language model: it has {most_s:.0f} s for this.")


@contextmanager
def opened(library_dir: Path | None) -> "Iterator[Library]":
    """The film library, open for the length of a command."""
    from storyreel.memory.library import Library

    with Library.open(settings(library_dir).library_dir) as library:
        yield library


def find_film(library: "Library", which: str) -> "Film":
    """A film of the library by path, id or title; a file not yet in it is watched to quick depth first."""
    return find_or_watch(library, which)[0]


def find_or_watch(library: "Library", which: str) -> "tuple[Film, IngestReport | None]":
    """As `find_film`, with what was done if the film had to be watched."""
    from storyreel.errors import LibraryError

    try:
        return library.film(which), None
    except LibraryError:
        if not os.path.exists(which):
            raise
    report = _watch_quickly(library, which)
    return library.film(which), report


def _watch_quickly(library: "Library", which: str) -> "IngestReport":
    from storyreel.agent.ingest import ingest

    warn(f"{which} is not in the library: watching it quickly first (storyreel ingest watches more closely).")
    with progress_bars("Watching quickly") as on_progress:
        report = ingest(library, Path(which), "quick", on_progress=on_progress)
    for line in report.warnings:
        warn(f"note: {line}")
    return report


def warn_of_depth(library: "Library", film: "Film") -> None:
    """Says how closely a film was watched, where watching it more closely may find more."""
    depth = library.recall(film.id, "depth")
    if depth in ("standard", "full"):
        return
    watched = f"to {depth} depth only" if depth else "in part only"
    command = f"storyreel ingest {shlex.quote(film.path)}"
    warn(f"{film.title} was watched {watched}: {command} watches it more closely.")
