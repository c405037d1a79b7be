"""The command line. Heavy parts are imported by the commands that need them, never at start-up."""

import gc
import signal
import sys
from io import TextIOWrapper

from storyreel.errors import StoryreelError
from storyreel.printable import printable

YOUNG_OBJECTS = 50_000
"""Importing makes some hundred thousand objects that all stay: looking for garbage among them every 700
new ones, as Python does by default, takes a sixth of the time of a short command."""

STOPS = {130: "interrupted", 143: "stopped"}
"""How a command says that it ends on Ctrl-C or SIGTERM, by its exit code: 128 and the signal's number."""
KEEP_NOTHING = (["eval"], ["doctor"], ["serve-llm"], ["trace"])
"""Commands that put nothing away as they go."""
LONGEST_LINE = 1000
"""Letters of a complaint that are shown: a name in it may have ten thousand."""


def main() -> None:
    """Runs one command; a StoryreelError becomes one line on stderr and exit code 1."""
    gc.set_threshold(YOUNG_OBJECTS)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    _replace_unknown_letters()
    from storyreel.cli.app import app
    from storyreel.cli.sending import traces_sent

    try:
        _check_arguments(sys.argv[1:])
        with traces_sent():
            app()
    except StoryreelError as error:
        sys.exit(f"storyreel: {_one_line(error)}")
    except SystemExit as ended:
        if isinstance(ended.code, int) and ended.code in STOPS:
            kept = "" if sys.argv[1:2] in KEEP_NOTHING else "; what was done so far is kept"
            print(f"storyreel: {STOPS[ended.code]}{kept}", file=sys.stderr)
        raise


def _replace_unknown_letters() -> None:
    """A letter that a terminal lacks is shown as another; bytes typed that are no letter are read as one."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _check_arguments(words: list[str]) -> None:
    """Raises StoryreelError for one that is not Unicode, which no record can hold."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise StoryreelError(f"{word!a} is not valid Unicode: rename the file, or type it anew") from None


def _one_line(error: StoryreelError) -> str:
    line = printable(" ".join(str(error).split()))
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[: LONGEST_LINE // 2]} […] {line[-LONGEST_LINE // 2 :]}"
