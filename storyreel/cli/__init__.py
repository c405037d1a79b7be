"""The command line. Heavy parts are imported by the commands that need them, never at start-up."""

import gc
import sys

from storyreel.errors import StoryreelError

YOUNG_OBJECTS = 50_000
"""Importing makes some hundred thousand objects that all stay: looking for garbage among them every 700
new ones, as Python does by default, takes a sixth of the time of a short command."""


def main() -> None:
    """Runs one command; a StoryreelError becomes one line on stderr and exit code 1."""
    gc.set_threshold(YOUNG_OBJECTS)
    from storyreel.cli.app import app

    try:
        app()
    except StoryreelError as error:
        sys.exit(f"storyreel: {_one_line(error)}")
    except KeyboardInterrupt:
        sys.exit("storyreel: interrupted; what was done so far is kept")


def _one_line(error: StoryreelError) -> str:
    return " ".join(str(error).split())
