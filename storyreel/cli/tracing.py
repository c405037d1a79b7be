"""`storyreel trace`."""

from typing import Any

import typer

from storyreel.cli.options import AsJson, LibraryDir
from storyreel.cli.printing import print_json, say
from storyreel.cli.session import opened

trace_app = typer.Typer(help="What was done for a question, step by step.", no_args_is_help=True)


@trace_app.command()
def last(as_json: AsJson = False, library_dir: LibraryDir = None) -> None:
    """Show the last question's run: what was called, what it gave, what was said, what it cost."""
    from storyreel.agent import trace

    with opened(library_dir) as library:
        lines = trace.last(library)
    if as_json:
        print_json({"events": lines})
    else:
        for line in lines:
            say(_told(line))


def _told(line: dict[str, Any]) -> str:
    """An event on one line: its name, and what it says."""
    silent = ("event", "time", "prompts")
    told = {name: value for name, value in line.items() if name not in silent and value not in (None, [])}
    fields = [f"{name}={value}" for name, value in told.items()]
    return f"{line['event']:10} {'  '.join(fields)}"
