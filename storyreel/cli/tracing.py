"""`storyreel trace`."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import typer

from storyreel.cli.options import AsJson, LibraryDir
from storyreel.cli.printing import print_json, say
from storyreel.cli.session import opened, settings
from storyreel.errors import LibraryError

trace_app = typer.Typer(help="What was done for a question, step by step.", no_args_is_help=True)
Line = Mapping[str, Any]


@trace_app.command()
def last(as_json: AsJson = False, library_dir: LibraryDir = None) -> None:
    """Show the last run: what was wanted, called, found, said and dropped, and what it cost.

    A run is a question, a story, or an ingest that had a server caption the film.
    """
    from storyreel.agent import trace

    folder = settings(library_dir).library_dir.expanduser()
    if not folder.is_dir():
        raise LibraryError(f"There is no library in {str(folder)!r}: storyreel ingest makes one.")
    with opened(library_dir) as library:
        lines = trace.last(library)
    if as_json:
        print_json({"events": lines})
        return
    for line in lines:
        _show(line)
    if lines[-1]["event"] not in ("ended", "failed"):
        say("The run goes on, or was killed here.")


def _show(line: Line) -> None:
    """An event on one line or more, the first with its time and name."""
    told = TOLD.get(line["event"], _anything)(line) or [""]
    clock = time.strftime("%H:%M:%S", time.localtime(line["time"]))
    say(f"{clock}  {line['event']:9} {told[0]}".rstrip())
    for more in told[1:]:
        say(f"{'':20} {more}")


def _question(line: Line) -> list[str]:
    prompts = ", ".join(f"{name} {digest}" for name, digest in line["prompts"].items())
    return [f"{line['question']} (film {line['film']}, model {line['model']})", f"prompts: {prompts}"]


def _ingest(line: Line) -> list[str]:
    return [f"to {line['depth']} depth (film {line['film']})"]


def _request(line: Line) -> list[str]:
    took = f"{line['model']}, {line['took_s']:.1f} s"
    if "failed" in line:
        return [f"{took}: {line['failed']}"]
    if "read" not in line:
        return [f"{took}: {line['ended']}"]
    cached = f" ({line['cached']} from its cache)" if line.get("cached") else ""
    spent = f"{line['read']} tokens read{cached}, {line['written']} written"
    return [f"{took}: {spent}{_cost(line)}, ended by {line['ended']}"]


def _message(line: Line) -> list[str]:
    told = [f"rejected {one['said'] or 'silence'}: {one['why']}" for one in line.get("rejected", ())]
    calls = [f"{call['tool']}({_arguments(call['args'])})" for call in line.get("calls", ())]
    told += [f"calls {', '.join(calls)}"] if calls else []
    told += [f"says {line['text']}"] if line.get("text") else []
    told += ["repaired after that"] if line.get("repaired") else []
    told += [f"planned by rules: {line['planned_by_rules']}"] if line.get("planned_by_rules") else []
    return told + ([f"rules stand in: {line['stood_in']}"] if line.get("stood_in") else [])


def _tool(line: Line) -> list[str]:
    found = f"failed: {line['failed']}" if line.get("failed") else f"{line['items']} found"
    return [f"{line['tool']}: {found}, {line['took_s']:.3f} s"]


def _answer(line: Line) -> list[str]:
    cited = [f"cited {one['start_s']:g}–{one['end_s']:g} s: {one['text']}" for one in line["citations"]]
    return [line["answer"], *cited, *(f"dropped: {one}" for one in line["unsupported"])]


def _ended(line: Line) -> list[str]:
    tokens = f", {line['tokens']} tokens" if line.get("tokens") is not None else ""
    return [f"{line['took_s']:.1f} s{tokens}{_cost(line)}"]


def _failed(line: Line) -> list[str]:
    return [line["error"]]


def _torn(line: Line) -> list[str]:
    return [f"{line['bytes']} bytes of a line that is not whole and cannot be read"]


def _anything(line: Line) -> list[str]:
    known = {name: value for name, value in line.items() if name not in ("event", "time")}
    return [_arguments({name: value for name, value in known.items() if value not in (None, [])})]


def _cost(line: Line) -> str:
    return f", cost {line['cost']:.6f}" if line.get("cost") is not None else ""


def _arguments(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


TOLD: dict[str, Callable[[Line], list[str]]] = {
    "question": _question,
    "ingest": _ingest,
    "request": _request,
    "model": _message,
    "check": _message,
    "tools": _tool,
    "answer": _answer,
    "ended": _ended,
    "failed": _failed,
    "torn": _torn,
}
