"""Runs perception tools on a film: only what is not yet done, each after what it needs."""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, TypeVar

from storyreel.agent.projector import Projector
from storyreel.errors import LanguageModelError, MediaError, StoryreelError, ToolError, WeightsError
from storyreel.memory.characters import characters
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Finding, Segment, Span
from storyreel.tools.captioner import placeholder_names
from storyreel.tools.contract import Args, PerceptionTool, Result, closure, discover
from storyreel.tools.media.sound import Sound
from storyreel.tools.scene import Scene, reels_of

F = TypeVar("F", bound=Finding)
FAILURES = (ToolError, WeightsError, LanguageModelError, MediaError)
"""What a tool may fail of; a lost film fails those who must look at it."""
TOGETHER = 4
"""Segments of one batch: what is lost at most if an ingest is killed."""


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
        """Why a tool's model cannot be had: an index out of reach is asked once, not for each reel."""
        self._sound = Sound(film)

    @cached_property
    def tools(self) -> dict[str, PerceptionTool]:
        """Every tool there is, each after what it needs."""
        return discover()

    def at_work(self, tools: Iterable[PerceptionTool]) -> list[PerceptionTool]:
        """Those of the tools that have something to do with the arguments they are given."""
        return [tool for tool in tools if not self._args(tool).is_idle]

    def ensure(self, names: set[str], span: Span) -> list[ToolRun]:
        """Runs the named tools, and all they need, on the reels of a span where that is not yet done.

        Tools of segments run on all segments that the span touches, whole. A tool that fails is named in its
        run; those that need it go on with what there is.
        """
        tools = self.at_work(closure(names, self.tools))
        runs = self._on_reels(tools, span)
        for tool in tools:
            if tool.scope == "segment":
                runs += self._on_reels(closure({tool.name}, self.tools), self._whole_segments(span))
                runs += self.on_segments(tool, span)
        return runs

    def _on_reels(self, tools: Iterable[PerceptionTool], span: Span) -> list[ToolRun]:
        first, by_reel, last = stages(tools)
        runs = [self.run(tool, self.scene(self.film.span)) for tool in first]
        for reel in reels_of(span):
            scene = self.scene(reel)
            runs += [self.run(tool, scene) for tool in by_reel]
        return runs + [self.run(tool, self.scene(self.film.span)) for tool in last]

    def _segments(self, span: Span) -> list[Span]:
        found = self.library.facts.find(self.film.id, Segment, span)
        return [one.span for one in found if one.span.overlap_s(span) > 0]

    def _whole_segments(self, span: Span) -> Span:
        touched = [span, *self._segments(span)]
        return Span(start_s=min(one.start_s for one in touched), end_s=max(one.end_s for one in touched))

    def on_segments(
        self, tool: PerceptionTool, span: Span, on_done: Callable[[int, int], None] = lambda *_: None
    ) -> list[ToolRun]:
        """Runs a tool on each segment that the span touches, a few at once."""
        names = cache(self._names)  # told once: each segment's captions are something new
        scenes = [replace(self.scene(one), names=names) for one in self._segments(span)]
        on_done(0, len(scenes))
        runs: list[ToolRun] = []
        for first in range(0, len(scenes), TOGETHER):
            runs += self._together(tool, scenes[first : first + TOGETHER])
            on_done(len(runs), len(scenes))
        return runs

    def _together(self, tool: PerceptionTool, scenes: Sequence[Scene]) -> list[ToolRun]:
        """Runs a tool on scenes at once where it can and that works, else one by one."""
        args = self._args(tool)
        fresh = [scene for scene in scenes if not self.library.facts.done(self._work(tool, args, scene.span))]
        began = time.perf_counter()
        results = self._results(tool, fresh, args)
        seconds = (time.perf_counter() - began) / max(1, len(results))
        found = {scene.span: result for scene, result in zip(fresh, results, strict=False)}
        return [
            self._kept(tool, args, scene, found[scene.span], seconds)
            if scene.span in found
            else self.run(tool, scene)
            for scene in scenes
        ]

    def _results(
        self, tool: PerceptionTool, scenes: Sequence[Scene], args: Args
    ) -> Sequence[Result[Any] | ToolError]:
        """Of all scenes at once; none where that is no way, or fails: each scene then tells why."""
        if tool.run_together is None or len(scenes) < 2 or tool.name in self._out_of_reach:
            return ()
        try:
            return tool.run_together(scenes, args)
        except (WeightsError, LanguageModelError) as error:
            self._out_of_reach[tool.name] = str(error)
        except (ToolError, MediaError):
            pass  # it comes again from the scene that it is about
        return ()

    def scene(self, span: Span) -> Scene:
        """What a tool is given for a span."""
        return Scene(
            film=self.film,
            span=span,
            known=_FactsOf(self.library, self.film.id),
            load_pictures=lambda: self.projector.show(span),
            load_sound=self._sound.of,
            sound_gaps=self._sound.gaps,
            names=self._names,
        )

    def _names(self) -> dict[str, str]:
        return placeholder_names(characters(self.library.facts, self.film.id))

    def _args(self, tool: PerceptionTool) -> Args:
        given = self.arguments.get(tool.name, tool.args)
        return given() if callable(given) else given

    def run(self, tool: PerceptionTool, scene: Scene) -> ToolRun:
        """Runs one tool on one scene, unless the same work was done before."""
        args = self._args(tool)
        if done := self.library.facts.done(self._work(tool, args, scene.span)):
            return ToolRun(tool.name, scene.span, cached=True, items=done.findings, notes=done.notes)
        began = time.perf_counter()
        result: Result[Any] | StoryreelError
        try:
            result = self._result(tool, scene, args)
        except FAILURES as error:
            result = error
        return self._kept(tool, args, scene, result, time.perf_counter() - began)

    def _kept(
        self,
        tool: PerceptionTool,
        args: Args,
        scene: Scene,
        result: Result[Any] | StoryreelError,
        seconds: float,
    ) -> ToolRun:
        """Remembers what was found; a failure is only told, and tried again the next time."""
        if isinstance(result, StoryreelError):
            return ToolRun(tool.name, scene.span, cached=False, failed=str(result), duration_s=seconds)
        work = self._work(tool, args, scene.span)
        self.library.facts.commit(work, result.findings, notes=result.notes, seconds=seconds)
        return ToolRun(tool.name, scene.span, False, seconds, len(result.findings), notes=result.notes)

    def _result(self, tool: PerceptionTool, scene: Scene, args: Args) -> Result[Any]:
        if reason := self._out_of_reach.get(tool.name):
            raise WeightsError(reason)
        try:
            return tool.run(scene, args)
        except (WeightsError, LanguageModelError) as error:
            self._out_of_reach[tool.name] = str(error)
            raise

    def _work(self, tool: PerceptionTool, args: Args, span: Span) -> Work:
        needs = tool.needs if tool.reads_anew is None else tool.reads_anew
        read = self.library.facts.output_digest(self.film.id, needs, span)
        what = args.model_dump_json(exclude=set(args.ASIDE))
        inputs = hashlib.sha256(f"{what}\n{read}".encode()).hexdigest()
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
    """Splits tools, in order of need, into those before, on and after the reels, segments' own left out.

    Before come the film-wide tools that no reel tool of the list feeds.
    """
    before: list[PerceptionTool] = []
    by_reel: list[PerceptionTool] = []
    after: list[PerceptionTool] = []
    for tool in tools:
        if tool.scope == "segment":
            continue
        late = {other.name for other in (*by_reel, *after)}
        if tool.scope == "reel":
            by_reel.append(tool)
        elif late.isdisjoint(tool.needs):
            before.append(tool)
        else:
            after.append(tool)
    return before, by_reel, after
