"""Lets what the user says about people reach whatever was made of them, without watching anything again."""

from storyreel.agent.ingest import runner_for
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.tools.contract import discover

FOLLOWING = ("people", "captioner")
"""Tools that read only what others found, and whose findings change with who is who."""


def follow_up(library: Library, film: Film) -> list[str]:
    """Clusters faces anew under what the user told, and tells who is seen in each scene again.

    What was not yet done is left for later. Returns a line for each tool that could not do its work.
    """
    runner = runner_for(library, film)
    done = {work.tool for work in library.facts.works(film.id)}
    tools = [tool for name, tool in discover().items() if name in FOLLOWING and name in done]
    runs = [runner.run(tool, runner.scene(film.span)) for tool in tools]
    return [f"{run.name}: {run.failed}" for run in runs if run.failed]
