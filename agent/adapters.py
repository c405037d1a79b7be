"""Perception tools as LangChain tools: watch a stretch of film now, and remember what is found."""

import os
from collections.abc import Sequence
from pathlib import Path

from langchain_core.tools import BaseTool

from storyreel.agent.allowance import book, only_reads
from storyreel.agent.calls import LOOK
from storyreel.agent.context import Context
from storyreel.agent.memory_tools import SpanArgs, as_tool
from storyreel.agent.results import Found, Look
from storyreel.agent.runner import Runner, ToolRun
from storyreel.errors import LibraryError, ToolError
from storyreel.memory.records import Span
from storyreel.tools.contract import PerceptionTool, closure, discover

NAMING = ("names", "cast")
"""Tools that say what people are called, by what is known at the time: run with `people`, and quick."""


def perception_tools() -> list[BaseTool]:
    """Every tool of the tools room, named `look_<tool>`."""
    return [as_perception(tool) for tool in discover().values()]


def as_perception(tool: PerceptionTool) -> BaseTool:
    """One perception tool, run on demand with all that it needs."""

    def look(context: Context, start_s: float, end_s: float) -> Found:
        return watch(context, tool.name, start_s, end_s)

    return as_tool(f"{LOOK}{tool.name}", f"Watches a stretch of film now. {tool.description}", SpanArgs, look)


def watch(context: Context, tool: str, start_s: float, end_s: float) -> Found:
    """Runs a tool, and what it needs, where it has not yet run.

    Raises ToolError if the tool itself could not do its work, more would be newly watched than a question may
    take, another process is at work on the film, or its file holds another film by now.
    """
    _check_same(context)
    span = Span(start_s=min(start_s, end_s), end_s=min(max(start_s, end_s), context.film.duration_s))
    runs = _run(context, tool, span)
    own = [run for run in runs if run.name == tool]
    if failed := next((run.failed for run in own if run.failed), None):
        raise ToolError(failed)
    looks = tuple(_look(run, span, context) for run in runs if not run.cached or run.name == tool)
    notes = tuple(dict.fromkeys(note for run in runs for note in run.notes))
    return Found(span=span, total=sum(run.items for run in own), looks=looks, notes=notes)


def _run(context: Context, tool: str, span: Span) -> list[ToolRun]:
    from storyreel.agent.ingest import runner_for

    try:
        with context.library.ingest_lock(context.film.id):
            runner = runner_for(context.library, context.film)
            if not runner.at_work([runner.tools[tool]]):
                raise ToolError(f"no model for {tool} is chosen: `storyreel ingest --captioner` names one")
            needed = runner.at_work(closure({tool}, runner.tools))
            if only_reads(context, tool):
                return _on_film(runner, [one for one in needed if one.scope == "film"])
            book(context, tool, needed, span)
            naming = [runner.tools[name] for name in NAMING] if tool == "people" else []
            return runner.ensure({tool}, span) + _on_film(runner, naming)
    except LibraryError as error:
        raise ToolError(str(error)) from error


def _on_film(runner: Runner, tools: Sequence[PerceptionTool]) -> list[ToolRun]:
    return [runner.run(tool, runner.scene(runner.film.span)) for tool in tools]


def _look(run: ToolRun, asked: Span, context: Context) -> Look:
    seen = _seen(run.span, asked, context)
    return Look(tool=run.name, span=seen, cached=run.cached, items=run.items, failed=run.failed)


def _check_same(context: Context) -> None:
    """Nothing that another film shows may be remembered of this one."""
    path = Path(context.film.path)
    if path.is_file() and os.access(path, os.R_OK):
        there = context.library.film_at(path)
        if there is None or there.id != context.film.id:
            raise ToolError(f"{str(path)!r} is another film now; ingest this one from where it lies")


def _seen(worked: Span, asked: Span, context: Context) -> Span:
    """What a run has really looked at: its reel, or of a whole-film tool, what was asked."""
    if worked.duration_s >= context.film.duration_s and worked.end_s == context.film.duration_s:
        return asked
    return Span(start_s=worked.start_s, end_s=min(worked.end_s, context.film.duration_s))
