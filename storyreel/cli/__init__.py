"""The command line. Heavy parts are imported by the commands that need them, never at start-up."""

import sys

from storyreel.errors import StoryreelError


def main() -> None:
    """Runs one command; a StoryreelError becomes one line on stderr and exit code 1."""
    from storyreel.cli.app import app

    try:
        app()
    except StoryreelError as error:
        sys.exit(f"storyreel: {_one_line(error)}")
    except KeyboardInterrupt:
        sys.exit("storyreel: interrupted; what was done so far is kept")


def _one_line(error: StoryreelError) -> str:
    return " ".join(str(error).split())
