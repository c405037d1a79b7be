"""Lets what the user says about people reach whatever was made of them, without watching anything again."""

from collections.abc import Mapping

from storyreel.agent.ingest import runner_for
from storyreel.memory.library import BusyError, Library
from storyreel.memory.records import Film
from storyreel.tools.contract import PerceptionTool, discover

MEANWHILE = (
    "The film is being watched just now: your correction is kept and holds already; faces are clustered by "
    "it too once you ingest the film again."
)


def follow_up(library: Library, film: Film) -> list[str]:
    """Clusters faces anew under what the user told, and does again what rests on that.

    What was not yet done, or is to be done anew by a newer version, is left for the next ingest; so is all of
    it while the film is being watched. Returns a line for each tool that could not do its work, and on that.
    """
    try:
        with library.ingest_lock(film.id, wait_s=0):
            return _do_again(library, film)
    except BusyError:
        return [MEANWHILE]


def _do_again(library: Library, film: Film) -> list[str]:
    runner, tools = runner_for(library, film), discover()
    done = {work.tool: work.version for work in library.facts.works(film.id)}
    stale = {name for name, version in done.items() if name in tools and tools[name].version != version}
    ready = [tool for tool in _following(tools) if tool.name in done and stale.isdisjoint(tool.needs)]
    runs = [runner.run(tool, runner.scene(film.span)) for tool in ready]
    return [f"{run.name}: {run.failed}" for run in runs if run.failed]


def _following(tools: Mapping[str, PerceptionTool]) -> list[PerceptionTool]:
    """The clustering of faces and the tools that read who is who, each after what it needs."""
    found: dict[str, PerceptionTool] = {}
    for name, tool in tools.items():
        if name == "people" or (tool.scope == "film" and not found.keys().isdisjoint(tool.needs)):
            found[name] = tool
    return list(found.values())
