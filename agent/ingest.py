"""Watching a film into the library: a LangGraph graph whose nodes are the perception tools.

Before the reels come the tools that read the whole film's text, then each reel passes through the reel tools, then
those that need everything. Resuming needs no checkpoint: work that is done is skipped by its key.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import add
from pathlib import Path
from typing import Annotated, Any, TypedDict

from langgraph.graph import END, START, StateGraph

from storyreel.agent.runner import Runner, ToolRun, stages
from storyreel.memory import characters, vectors
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Record
from storyreel.tools.contract import DEPTHS, Depth, PerceptionTool, discover
from storyreel.tools.dialogue import DialogueArgs
from storyreel.tools.media import subtitles
from storyreel.tools.media.probe import probe
from storyreel.tools.models import minilm
from storyreel.tools.scene import Scene, reels_of

OnProgress = Callable[[str, int, int], None]
"""Called with the tool's name, how many reels are done, and how many there are."""


class Stage(Record):
    """What one tool did in an ingest."""

    name: str
    seconds: float
    items: int
    cached: bool
    """Nothing had to be done."""
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class IngestReport(Record):
    """What an ingest did; `ingest --json` prints it."""

    film: str
    title: str
    duration_s: float
    depth: Depth
    stages: tuple[Stage, ...]
    seconds: float
    real_time_factor: float
    warnings: tuple[str, ...] = ()

    @property
    def did_nothing(self) -> bool:
        """Whether the film was already known to this depth."""
        return all(stage.cached for stage in self.stages)


class _State(TypedDict):
    reel: int
    runs: Annotated[list[ToolRun], add]


@dataclass(frozen=True)
class _Watching:
    """What the graph's nodes share."""

    runner: Runner
    scenes: list[Scene]
    on_progress: OnProgress


def ingest(
    library: Library, path: Path, depth: Depth = "standard", given_subtitles: tuple[Path, ...] = (),
    on_progress: OnProgress = lambda *_: None,
) -> IngestReport:
    """Watches a film to a depth and remembers what was found; work done before is not done again.

    Raises MediaError for what is no film, LibraryError where the library cannot take it.
    """
    began = time.perf_counter()
    film = probe(path)
    with library.ingest_lock(film.id):
        library.add(film)
        runner = Runner(library, film, {"dialogue": _dialogue_args(library, film, given_subtitles)})
        runs = _watch(runner, depth, on_progress)
        runs.append(_remember(library, film))
        library.remember(film.id, "depth", max(depth, library.recall(film.id, "depth") or depth, key=DEPTHS.index))
    return _report(film, depth, runs, time.perf_counter() - began)


def _dialogue_args(library: Library, film: Film, given: tuple[Path, ...]) -> DialogueArgs:
    """The subtitles given now, else those of the last ingest, else what lies beside or inside the film."""
    remembered = library.recall(film.id, "dialogue")
    if remembered is not None and not given:
        return DialogueArgs.model_validate(remembered)
    args = DialogueArgs.of(subtitles.choose(film, given))
    library.remember(film.id, "dialogue", args.model_dump(mode="json"))
    return args


def tools_for(depth: Depth) -> list[PerceptionTool]:
    """The tools that a depth includes, each after what it needs."""
    return [tool for tool in discover().values() if DEPTHS.index(tool.depth) <= DEPTHS.index(depth)]


def _watch(runner: Runner, depth: Depth, on_progress: OnProgress) -> list[ToolRun]:
    before, by_reel, after = stages(tools_for(depth))
    runner.projector.looks = depth != "quick"
    reels = reels_of(runner.film.span)
    watching = _Watching(runner, [runner.scene(reel) for reel in reels], on_progress)
    graph = _build(watching, before, by_reel, after)
    steps = len(before) + len(after) + (len(by_reel) + 1) * len(reels) + 10
    return list(graph.invoke({"reel": 0, "runs": []}, {"recursion_limit": steps})["runs"])


def _build(
    watching: _Watching, before: list[PerceptionTool], by_reel: list[PerceptionTool], after: list[PerceptionTool]
) -> Any:  # a compiled graph's type names its state four times over
    graph = StateGraph(_State)
    for tool in (*before, *after):
        graph.add_node(tool.name, _film_node(watching, tool))
    for tool in by_reel:
        graph.add_node(tool.name, _reel_node(watching, tool))
    graph.add_node("next_reel", lambda state: _release(watching, state))
    order = [tool.name for tool in (*before, *by_reel)]
    for here, there in zip([START, *order], [*order, "next_reel"], strict=True):
        graph.add_edge(here, there)
    ending = [*(tool.name for tool in after), END]
    for here, there in zip(ending, ending[1:], strict=False):
        graph.add_edge(here, there)
    again = by_reel[0].name
    graph.add_conditional_edges(
        "next_reel", lambda state: again if state["reel"] < len(watching.scenes) else ending[0], [again, ending[0]]
    )
    return graph.compile()


def _film_node(watching: _Watching, tool: PerceptionTool) -> Callable[[_State], dict[str, Any]]:
    def node(_: _State) -> dict[str, Any]:
        watching.on_progress(tool.name, 0, 1)
        run = watching.runner.run(tool, watching.runner.scene(watching.runner.film.span))
        watching.on_progress(tool.name, 1, 1)
        return {"runs": [run]}

    return node


def _reel_node(watching: _Watching, tool: PerceptionTool) -> Callable[[_State], dict[str, Any]]:
    def node(state: _State) -> dict[str, Any]:
        run = watching.runner.run(tool, watching.scenes[state["reel"]])
        watching.on_progress(tool.name, state["reel"] + 1, len(watching.scenes))
        return {"runs": [run]}

    return node


def _release(watching: _Watching, state: _State) -> dict[str, Any]:
    """Goes on to the next reel and lets this one's pictures go: memory must not grow with the film."""
    reel = state["reel"]
    watching.scenes[reel] = replace(watching.scenes[reel])
    return {"reel": reel + 1}


def _remember(library: Library, film: Film) -> ToolRun:
    """Turns clusters into characters and puts what is new into the vector index."""
    began = time.perf_counter()
    characters.reconcile(library.facts, film.id)
    indexed = vectors.index_pending(library, minilm.embed)
    return ToolRun("index", film.span, cached=indexed == 0, duration_s=time.perf_counter() - began, items=indexed)


def _report(film: Film, depth: Depth, runs: list[ToolRun], seconds: float) -> IngestReport:
    names = list(dict.fromkeys(run.name for run in runs))
    return IngestReport(
        film=film.id, title=film.title, duration_s=film.duration_s, depth=depth,
        stages=tuple(_stage(name, [run for run in runs if run.name == name]) for name in names),
        seconds=round(seconds, 3), real_time_factor=round(seconds / film.duration_s, 4) if film.duration_s else 0.0,
        warnings=film.warnings,
    )


def _stage(name: str, runs: list[ToolRun]) -> Stage:
    return Stage(
        name=name, seconds=round(sum(run.duration_s for run in runs), 3), items=sum(run.items for run in runs),
        cached=all(run.cached for run in runs),
        failed=tuple(dict.fromkeys(run.failed for run in runs if run.failed)),
        notes=tuple(dict.fromkeys(note for run in runs for note in run.notes)),
    )
