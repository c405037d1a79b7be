"""Runs perception tools on a film: only what is not yet done, each after what it needs."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from storyreel.errors import MediaError, ToolError, WeightsError
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Finding, Span
from storyreel.tools.contract import Args, PerceptionTool, Result, closure, discover
from storyreel.tools.media.decode import watch
from storyreel.tools.media.sound import Sound
from storyreel.tools.scene import Pictures, Scene, reels_of

F = TypeVar("F", bound=Finding)


@dataclass(frozen=True)
class ToolRun:
    """One tool on one span: what it took and how it ended."""

    name: str
    span: Span
    cached: bool
    duration_s: float = 0.0
    items: int = 0
    failed: str | None = None
    """The tool's own words, if it could not do its work."""
    notes: tuple[str, ...] = ()


@dataclass
class Projector:
    """Hands out the pictures of reels; those asked for in order come from one decode pass."""

    film: Film
    looks: bool = True
    _pass: Iterator[tuple[Span, Pictures]] = field(default_factory=lambda: iter(()))
    _next_s: float = -1.0

    def show(self, reel: Span) -> Pictures:
        """The pictures of a reel."""
        if reel.start_s != self._next_s:
            self._pass = watch(self.film, _reels_from(reel, self.film), looks=self.looks)
        self._next_s = -1.0  # a pass that fails is over
        pictures = next(self._pass)[1]
        self._next_s = reel.end_s
        return pictures


def _reels_from(reel: Span, film: Film) -> list[Span]:
    return reels_of(Span(start_s=reel.start_s, end_s=max(film.duration_s, reel.end_s)))


class Runner:
    """The perception tools of one film.

    `arguments` gives a tool's Args by name where they differ from the defaults, or what makes them when the
    tool is run.
    """

    def __init__(
        self, library: Library, film: Film, arguments: Mapping[str, Args | Callable[[], Args]] | None = None
    ) -> None:
        self.library = library
        self.film = film
        self.arguments = dict(arguments or {})
        self.projector = Projector(film)
        self._out_of_reach: dict[str, str] = {}
        """Why weights of a tool cannot be had: an index out of reach is asked once, not for each reel."""
        self._sound = Sound(film)

    @cached_property
    def tools(self) -> dict[str, PerceptionTool]:
        """Every tool there is, each after what it needs."""
        return discover()

    def ensure(self, names: set[str], span: Span) -> list[ToolRun]:
        """Runs the named tools, and all they need, on the reels of a span where that is not yet done.

        A tool that fails is named in its run; those that need it go on with what there is.
        """
        first, by_reel, last = stages(closure(names, self.tools))
        runs = [self.run(tool, self.scene(self.film.span)) for tool in first]
        for reel in reels_of(span):
            scene = self.scene(reel)
            runs += [self.run(tool, scene) for tool in by_reel]
        return runs + [self.run(tool, self.scene(self.film.span)) for tool in last]

    def scene(self, span: Span) -> Scene:
        """What a tool is given for a span."""
        return Scene(
            film=self.film,
            span=span,
            known=_FactsOf(self.library, self.film.id),
            load_pictures=lambda: self.projector.show(span),
            load_sound=self._sound.of,
            sound_gaps=self._sound.gaps,
        )

    def run(self, tool: PerceptionTool, scene: Scene) -> ToolRun:
        """Runs one tool on one scene, unless the same work was done before."""
        given = self.arguments.get(tool.name, tool.args)
        args = given() if callable(given) else given
        work = self._work(tool, args, scene.span)
        if done := self.library.facts.done(work):
            return ToolRun(tool.name, scene.span, cached=True, items=done.findings, notes=done.notes)
        began = time.perf_counter()
        try:
            result = self._result(tool, scene, args)
        except (ToolError, WeightsError, MediaError) as error:  # a lost film fails those who must look at it
            seconds = time.perf_counter() - began
            return ToolRun(tool.name, scene.span, cached=False, failed=str(error), duration_s=seconds)
        seconds = time.perf_counter() - began
        self.library.facts.commit(work, result.findings, notes=result.notes, seconds=seconds)
        items = len(result.findings)
        return ToolRun(tool.name, scene.span, False, seconds, items, notes=result.notes)

    def _result(self, tool: PerceptionTool, scene: Scene, args: Args) -> Result[Any]:
        if reason := self._out_of_reach.get(tool.name):
            raise WeightsError(reason)
        try:
            return tool.run(scene, args)
        except WeightsError as error:
            self._out_of_reach[tool.name] = str(error)
            raise

    def _work(self, tool: PerceptionTool, args: Args, span: Span) -> Work:
        read = self.library.facts.output_digest(self.film.id, tool.needs, span)
        inputs = hashlib.sha256(f"{args.model_dump_json()}\n{read}".encode()).hexdigest()
        return Work(film_id=self.film.id, tool=tool.name, version=tool.version, inputs=inputs, span=span)


@dataclass(frozen=True)
class _FactsOf:
    """The facts of one film, as tools may read them."""

    library: Library
    film_id: str

    def find(self, kind: type[F], span: Span) -> list[F]:
        return self.library.facts.find(self.film_id, kind, span)


def stages(
    tools: Iterable[PerceptionTool],
) -> tuple[list[PerceptionTool], list[PerceptionTool], list[PerceptionTool]]:
    """Splits tools, in order of need, into those before, on and after the reels.

    Before come the film-wide tools that no reel tool of the list feeds.
    """
    before: list[PerceptionTool] = []
    by_reel: list[PerceptionTool] = []
    after: list[PerceptionTool] = []
    for tool in tools:
        late = {other.name for other in (*by_reel, *after)}
        if tool.scope == "reel":
            by_reel.append(tool)
        elif late.isdisjoint(tool.needs):
            before.append(tool)
        else:
            after.append(tool)
    return before, by_reel, after
