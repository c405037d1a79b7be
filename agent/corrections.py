"""Lets what the user says about people reach whatever was made of them, without watching anything again."""

from storyreel.agent.ingest import runner_for
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.tools.contract import discover

FOLLOWING = ("people", "captioner")
"""Tools that read only what others found, and whose findings change with who is who, in order of need."""


def follow_up(library: Library, film: Film) -> list[str]:
    """Clusters faces anew under what the user told, and tells who is seen in each scene again.

    What was not yet done, or is to be done anew by a newer version, is left for the next ingest. Returns a
    line for each tool that could not do its work.
    """
    runner, tools = runner_for(library, film), discover()
    done = [(work.tool, work.version) for work in library.facts.works(film.id)]
    stale = {name for name, version in done if name in tools and tools[name].version != version}
    ready = [tools[name] for name in FOLLOWING if name in dict(done) and stale.isdisjoint(tools[name].needs)]
    runs = [runner.run(tool, runner.scene(film.span)) for tool in ready]
    return [f"{run.name}: {run.failed}" for run in runs if run.failed]
