"""Shows a pull on stderr: a bar on a terminal, else one line an entry. The licence is always named."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from storyreel.tools.weights.pull import OnProgress, Progress


@contextmanager
def on_stderr() -> Iterator[OnProgress]:
    """What to hand to a pull so that the user sees it."""
    if sys.stderr.isatty():
        with _bars() as show:
            yield show
    else:
        yield _line


def _announcement(step: Progress) -> str:
    size = f"{step.entry.download_bytes / 1e6:.0f} MB"
    return f"weights {step.entry.name}: {size}, licence {step.entry.licence}, from {step.entry.source}"


def _line(step: Progress) -> None:
    if step.doing == "starting":
        print(_announcement(step), file=sys.stderr, flush=True)


@contextmanager
def _bars() -> Iterator[OnProgress]:
    from rich import progress
    from rich.console import Console

    bars: dict[str, progress.TaskID] = {}
    with progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        console=Console(stderr=True),
    ) as shown:

        def show(step: Progress) -> None:
            if step.doing == "starting":
                shown.console.print(_announcement(step), highlight=False, markup=False)
                bars[step.entry.name] = shown.add_task("", total=step.entry.download_bytes)
            shown.update(
                bars[step.entry.name],
                completed=step.fetched_bytes,
                description=f"{step.doing} {step.entry.name}",
            )

        yield show
