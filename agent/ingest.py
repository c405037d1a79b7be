"""Watching a film into the library: a LangGraph graph whose nodes are the perception tools.

Before the reels come the tools that read the whole film's text, then each reel passes through the reel tools,
then come those that need everything. Resuming needs no checkpoint: work that is done is skipped by its key.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import Annotated, Any, TypedDict

from langgraph.graph import END, START, StateGraph
from pydantic import SerializerFunctionWrapHandler, model_serializer

from storyreel.account import Account
from storyreel.agent import backends, beside
from storyreel.agent.backends import Backends
from storyreel.agent.beside import Beside
from storyreel.agent.portraits import keep_portraits
from storyreel.agent.runner import Runner, ToolRun, stages
from storyreel.agent.trace import traced_ingest
from storyreel.allocator import give_back_large_blocks, give_back_what_is_free
from storyreel.errors import WeightsError
from storyreel.memory import characters, journal, vectors
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Record, Span
from storyreel.tools.contract import DEPTHS, Depth, PerceptionTool, discover
from storyreel.tools.dialogue import DialogueArgs
from storyreel.tools.media import subtitles
from storyreel.tools.media.probe import probe
from storyreel.tools.media.subtitles import SubtitleSource
from storyreel.tools.models import let_go, minilm
from storyreel.tools.people import PeopleArgs
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
    requests: int | None = None
    """To a served model; None where none was asked."""
    tokens: int | None = None
    """What it read and wrote, where it says so."""
    cost: float | None = None
    """Of these tokens, where their price is known."""

    @model_serializer(mode="wrap")
    def _without_server(self, serialised: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Says nothing of served models where none was asked."""
        fields: dict[str, Any] = serialised(self)
        unused = {name for name in ("requests", "tokens", "cost") if fields.get(name) is None}
        return {name: value for name, value in fields.items() if name not in unused}

    @property
    def did_nothing(self) -> bool:
        """Whether the film was already known to this depth."""
        return all(stage.cached for stage in self.stages)

    @property
    def failed(self) -> tuple[str, ...]:
        """The stages that could not be done, or only in part."""
        return tuple(stage.name for stage in self.stages if stage.failed)


LONG_REELS = 20
"""From ten minutes on, memory is worth more than the seconds that models take to load again."""


class _State(TypedDict):
    reel: int
    """How many reels were begun."""
    runs: Annotated[list[ToolRun], add]


@dataclass
class _Screening:
    """A showing of the film to the tools: what the graph's nodes share and its state cannot hold."""

    runner: Runner
    reels: list[Span]
    on_progress: OnProgress
    scene: Scene = field(init=False)
    """The reel being shown; letting the last one go keeps memory from growing with the film."""

    def next_reel(self, state: _State) -> dict[str, int]:
        """Shows the next reel."""
        give_back_what_is_free()
        self.scene = self.runner.scene(self.reels[state["reel"]])
        return {"reel": state["reel"] + 1}

    def look(self, tool: PerceptionTool, state: _State) -> dict[str, list[ToolRun]]:
        """Runs a tool on the reel that is shown."""
        run = self.runner.run(tool, self.scene)
        self.on_progress(tool.name, state["reel"], len(self.reels))
        return {"runs": [run]}

    def put_away(self, state: _State) -> dict[str, int]:
        """Lets go of the last reel, and of a long film's models: what is still to come needs others."""
        del self.scene
        if len(self.reels) >= LONG_REELS:
            let_go()
        give_back_what_is_free()
        return {"reel": state["reel"]}

    def consider(self, tool: PerceptionTool, _: _State) -> dict[str, list[ToolRun]]:
        """Runs a tool on the whole film."""
        self.on_progress(tool.name, 0, 1)
        run = self.runner.run(tool, self.runner.scene(self.runner.film.span))
        self.on_progress(tool.name, 1, 1)
        return {"runs": [run]}

    def tell(self, tool: PerceptionTool, _: _State) -> dict[str, list[ToolRun]]:
        """Runs a tool on all segments."""
        film = self.runner.film
        return {"runs": self.runner.on_segments(tool, film.span, partial(self.on_progress, tool.name))}


def ingest(
    library: Library,
    path: Path,
    depth: Depth = "standard",
    given_subtitles: tuple[Path, ...] = (),
    on_progress: OnProgress = lambda *_: None,
    given: Beside | None = None,
    models: Backends | None = None,
) -> IngestReport:
    """Watches a film to a depth and remembers what was found; work done before is not done again.

    `given` is what the user has of the film's people; `models` look and listen, without them those of the
    film's last ingest, else those that this machine can run. A tool that cannot do its work, or whose weights
    cannot be had, is named in the report; the others go on. Raises MediaError for what is no film,
    LibraryError where the library cannot take it.
    """
    began = time.perf_counter()
    give_back_large_blocks()
    film = probe(path)
    source = subtitles.choose(film, given_subtitles) if given_subtitles else None
    with library.ingest_lock(film.id):
        warnings = (*film.warnings, *_of_replaced(library, film), *_of_corrections(library, film))
        _take_in(library, film, given, models)
        with traced_ingest(library, film, depth) as trace:
            runs = _watch(runner_for(library, film, source), depth, on_progress)
        runs.append(_remember(library, film))
        _note_depth(library, film, depth, runs)
    return _report(film, depth, runs, time.perf_counter() - began, warnings, trace.spent)


def _take_in(library: Library, film: Film, given: Beside | None, models: Backends | None) -> None:
    """Puts a film into the library, with what the user has of its people and which models look at it."""
    library.add(film)
    if given:
        given.remember(library, film.id)
    if models:
        models.remember(library, film.id)


def _note_depth(library: Library, film: Film, depth: Depth, runs: Iterable[ToolRun]) -> None:
    """Notes how closely the film was watched, if nothing is lacking."""
    if not any(run.failed for run in runs):
        before = library.recall(film.id, "depth") or depth
        library.remember(film.id, "depth", max(depth, before, key=DEPTHS.index))


def _of_replaced(library: Library, film: Film) -> tuple[str, ...]:
    other = library.replaced(film)
    if other is None:
        return ()
    return (f"{film.path!r} held another film before ({other.id}), which stays in the library until removed",)


def _of_corrections(library: Library, film: Film) -> tuple[str, ...]:
    """Those of a film that was removed and comes back."""
    kept = [entry for entry in journal.history(library.facts, film.id) if entry.holds]
    if not kept or film.id in {one.id for one in library.films()}:
        return ()
    return (f"what you said of its people before it was removed holds again: `characters {film.id} history`",)


def runner_for(library: Library, film: Film, given: SubtitleSource | None = None) -> Runner:
    """The tools of a film of the library, with the subtitles that were chosen for it."""
    return Runner(
        library,
        film,
        {
            "dialogue": _dialogue_args(library, film, given),
            # asked for when it is run: the user may put people right meanwhile
            "people": lambda: PeopleArgs(told=journal.told(library.facts, film.id)),
            **beside.arguments(library, film.id),
            **backends.arguments(library, film.id),
        },
    )


def _dialogue_args(library: Library, film: Film, given: SubtitleSource | None) -> DialogueArgs:
    """The subtitles given now or at an earlier ingest, else what lies beside or inside the film now."""
    if given:
        args = DialogueArgs(source=given)
        library.remember(film.id, "dialogue", args.model_dump(mode="json"))
        return args
    remembered = library.recall(film.id, "dialogue")
    if remembered is not None:
        return DialogueArgs.model_validate(remembered)
    return DialogueArgs(source=subtitles.choose(film))


def tools_for(depth: Depth) -> list[PerceptionTool]:
    """The tools that a depth includes, each after what it needs."""
    return [tool for tool in discover().values() if DEPTHS.index(tool.depth) <= DEPTHS.index(depth)]


def _watch(runner: Runner, depth: Depth, on_progress: OnProgress) -> list[ToolRun]:
    runner.projector.looks = depth != "quick"
    screening = _Screening(runner, reels_of(runner.film.span), on_progress)
    tools = runner.at_work(tools_for(depth))
    steps = (len(tools) + 1) * (len(screening.reels) + 1)
    graph = _graph(screening, tools).compile(checkpointer=False)
    return list(graph.invoke({"reel": 0, "runs": []}, {"recursion_limit": steps})["runs"])


def _graph(screening: _Screening, tools: list[PerceptionTool]) -> "StateGraph[_State]":
    before, by_reel, after = stages(tools)
    graph = StateGraph(_State)
    graph.add_node("next_reel", screening.next_reel)
    for tool in by_reel:
        graph.add_node(tool.name, partial(screening.look, tool))
    for tool in (*before, *after):
        graph.add_node(tool.name, partial(screening.consider, tool))
    by_segment = [tool for tool in tools if tool.scope == "segment"]
    for tool in by_segment:
        graph.add_node(tool.name, partial(screening.tell, tool))
    for here, there in pairwise([START, *_names(before), "next_reel", *_names(by_reel)]):
        graph.add_edge(here, there)
    graph.add_node("put_away", screening.put_away)
    ending = ["put_away", *_names(after), *_names(by_segment), END]
    for here, there in pairwise(ending):
        graph.add_edge(here, there)
    graph.add_conditional_edges(
        by_reel[-1].name,
        lambda state: "next_reel" if state["reel"] < len(screening.reels) else ending[0],
        ["next_reel", ending[0]],
    )
    return graph


def _names(tools: list[PerceptionTool]) -> list[str]:
    return [tool.name for tool in tools]


def _remember(library: Library, film: Film) -> ToolRun:
    """Turns clusters into characters and puts what is new into the vector index."""
    began = time.perf_counter()
    notes = (*characters.reconcile(library.facts, film.id), *keep_portraits(library, film))
    indexed, failed = 0, None
    try:
        indexed = vectors.index_pending(library, minilm.embed)
    except WeightsError as error:
        failed = str(error)
    seconds = time.perf_counter() - began
    return ToolRun("index", film.span, not (indexed or failed), seconds, indexed, failed, notes)


def _report(
    film: Film,
    depth: Depth,
    runs: list[ToolRun],
    seconds: float,
    warnings: tuple[str, ...],
    spent: Account,
) -> IngestReport:
    names = dict.fromkeys(run.name for run in runs)
    return IngestReport(
        film=film.id,
        title=film.title,
        duration_s=film.duration_s,
        depth=depth,
        stages=_said_once(_stage(name, [run for run in runs if run.name == name]) for name in names),
        seconds=round(seconds, 3),
        real_time_factor=round(seconds / film.duration_s, 4) if film.duration_s else 0.0,
        warnings=warnings,
        requests=spent.requests or None,
        tokens=spent.tokens,
        cost=spent.cost,
    )


def _said_once(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Leaves a note with the first stage that has it: two that listen meet the same gap."""
    said: set[str] = set()
    kept: list[Stage] = []
    for stage in stages:
        fresh = tuple(note for note in stage.notes if note not in said)
        kept.append(stage.model_copy(update={"notes": fresh}))
        said.update(fresh)
    return tuple(kept)


def _stage(name: str, runs: list[ToolRun]) -> Stage:
    return Stage(
        name=name,
        seconds=round(sum(run.duration_s for run in runs), 3),
        items=sum(run.items for run in runs),
        cached=all(run.cached for run in runs),
        failed=tuple(dict.fromkeys(run.failed for run in runs if run.failed)),
        notes=tuple(dict.fromkeys(note for run in runs for note in run.notes)),
    )
