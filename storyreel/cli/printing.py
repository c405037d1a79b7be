"""How the commands write: JSON on stdout, tables and sentences for people, progress on stderr."""

import errno
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from storyreel.errors import StoryreelError
from storyreel.printable import CONTROLS, printable

if TYPE_CHECKING:
    from storyreel.agent.ingest import OnProgress


def say(text: str, *, nl: bool = True) -> None:
    """Text for people on stdout, whatever a film put into it."""
    _write(printable(text), nl)


def print_json(value: object) -> None:
    """One JSON object on stdout."""
    text = json.dumps(value, ensure_ascii=not _takes_unicode(), indent=2)
    _write(CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text), nl=True)


def _write(text: str, nl: bool) -> None:
    try:
        typer.echo(text, nl=nl)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise StoryreelError("the answer cannot be written: there is no space left for it") from error


def _takes_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns as wide as they need to be; plain text, so that it can be piped."""
    cells = [list(header), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    for row in cells:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    """On one line, as wide as it will be shown."""
    return printable(" ".join(str(value).splitlines()))


def warn(line: str) -> None:
    """A line for the user's eyes that is not the result."""
    typer.echo(printable(line), err=True)


@contextmanager
def progress_bars(title: str) -> "Iterator[OnProgress]":
    """A bar a stage on stderr; nothing where stderr is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:>14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    bars: dict[str, TaskID] = {}
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        progress.console.print(
            printable(title), highlight=False, markup=False
        ) if console.is_terminal else None

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage, total=total)
            progress.update(bars[stage], completed=done)

        yield advance
