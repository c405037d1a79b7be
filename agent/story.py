"""The story of a film, every sentence with the times that prove it: a LangGraph graph.

START → collect → find_events → choose → write → check → END
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from storyreel.agent.check.ground import Ground
from storyreel.agent.check.support import support
from storyreel.agent.plot import Plot, PlotEvent, events_of, key_events, leads_of, stay_of, topics_of
from storyreel.agent.results import Found, Item
from storyreel.agent.scenes import SceneFacts, names_of, scenes_of
from storyreel.agent.wording import story as words
from storyreel.agent.wording.phrases import stretch
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Record, Span

Length = Literal["logline", "synopsis", "scenes"]
SYNOPSIS_SENTENCES = (6, 14)
"""At least and at most; between them one for every seven minutes more."""
_ACT_ENDS = (0.25, 0.75)
_PROOFS = 6


class StoryCitation(Record):
    """Film time that proves a sentence."""

    start_s: float
    end_s: float


class StorySentence(Record):
    """A sentence and what proves it."""

    text: str
    citations: tuple[StoryCitation, ...]

    @property
    def times(self) -> str:
        """`0:04–0:08, 0:27`."""
        spans = [Span(start_s=one.start_s, end_s=one.end_s) for one in self.citations]
        return ", ".join(dict.fromkeys(stretch(span) for span in spans))


class Story(Record):
    """A film's story; `story --json` prints it."""

    film: str
    length: Length
    sentences: tuple[StorySentence, ...]
    dropped: tuple[str, ...] = ()
    """Sentences that nothing in the film proved."""

    def as_text(self) -> str:
        """The story to read, with its times in brackets."""
        gap = "\n" if self.length == "scenes" else " "
        return gap.join(f"{one.text} ({one.times})" for one in self.sentences)


@dataclass(frozen=True)
class _Context:
    library: Library
    film: Film
    length: Length
    until_s: float


@dataclass(frozen=True)
class _Draft:
    text: str
    items: tuple[Item, ...]


class _State(TypedDict, total=False):
    scenes: list[SceneFacts]
    names: dict[str, str]
    plot: Plot
    key: list[PlotEvent]
    drafts: list[_Draft]
    story: Story


def tell(
    library: Library, film: Film, length: Length = "synopsis", spoilers_until_s: float | None = None
) -> Story:
    """Tells a film's story from what is remembered of it.

    Of what happens after `spoilers_until_s` nothing is told.
    """
    until_s = film.duration_s if spoilers_until_s is None else min(spoilers_until_s, film.duration_s)
    state = _graph().invoke({}, context=_Context(library, film, length, until_s))
    story: Story = state["story"]
    return story


@cache
def _graph() -> Any:  # noqa: ANN401 -- a compiled graph's type names its state four times over
    graph = StateGraph(_State, context_schema=_Context)
    graph.add_node("collect", _collect)
    graph.add_node("find_events", _find_events)
    graph.add_node("choose", _choose)
    graph.add_node("write", _write)
    graph.add_node("check", _check)
    for here, there in pairwise([START, "collect", "find_events", "choose", "write", "check", END]):
        graph.add_edge(here, there)
    return graph.compile()


def _collect(state: _State, runtime: Runtime[_Context]) -> _State:  # noqa: ARG001 -- handed over by name
    context = runtime.context
    known = scenes_of(context.library, context.film, Span(start_s=0, end_s=context.until_s))
    scenes = [_until(scene, context.until_s) for scene in known if scene.span.start_s < context.until_s]
    return {"scenes": scenes, "names": names_of(context.library, context.film)}


def _until(scene: SceneFacts, until_s: float) -> SceneFacts:
    """The scene without what ends later; who is there is not told of a scene that goes on."""
    if scene.span.end_s <= until_s:
        return scene
    lines = tuple(line for line in scene.lines if line.span.end_s <= until_s)
    feelings = tuple(one for one in scene.feelings if one.span.end_s <= until_s)
    return SceneFacts(Span(start_s=scene.span.start_s, end_s=until_s), (), lines, feelings, (), ())


def _find_events(state: _State, runtime: Runtime[_Context]) -> _State:
    events = events_of(state["scenes"], state["names"], runtime.context.film.duration_s)
    return {"plot": Plot(events, topics_of(state["scenes"], state["names"]))}


def _choose(state: _State, runtime: Runtime[_Context]) -> _State:
    least, most = SYNOPSIS_SENTENCES
    minutes = runtime.context.until_s / 60
    count = {"logline": 1, "synopsis": min(most, least + int(minutes / 7)), "scenes": 1}[
        runtime.context.length
    ]
    return {"key": key_events(state["plot"].events, count, runtime.context.until_s)}


def _write(state: _State, runtime: Runtime[_Context]) -> _State:
    write = {"logline": _logline, "synopsis": _synopsis, "scenes": _scenes}[runtime.context.length]
    return {"drafts": write(state, runtime.context) or _logline(state, runtime.context)}


def _logline(state: _State, context: _Context) -> list[_Draft]:
    leads = leads_of(state["scenes"], state["names"])
    main = [item.people[0] for item in leads]
    topics = state["plot"].topics
    items = (*leads, *(item for _, item in topics))
    whole = Item(kind="film", span=Span(start_s=0, end_s=context.until_s), text=context.film.title)
    drafts = [
        _Draft(
            words.logline(context.film.title, context.film.duration_s, main, [name for name, _ in topics]),
            items or (whole,),
        )
    ]
    best = max(
        (event for event in state["plot"].events if event.kind in ("line", "turn")),
        key=lambda event: event.weight,
        default=None,
    )
    return drafts + ([_draft(best, "At its heart")] if best else [])


def _synopsis(state: _State, context: _Context) -> list[_Draft]:
    acts = [_act(event, context.film.duration_s) for event in state["key"]]
    return [_draft(event, opening) for event, opening in zip(state["key"], words.openings(acts), strict=True)]


def _act(event: PlotEvent, duration_s: float) -> int:
    return sum(event.start_s >= end * duration_s for end in _ACT_ENDS)


def _scenes(state: _State, _: _Context) -> list[_Draft]:
    drafts: list[_Draft] = []
    for place, scene in enumerate(state["scenes"]):
        people = [one for one in scene.people[:4] if one in state["names"]]
        there = tuple(stay_of(one, scene, state["names"]) for one in people)
        drafts += [_Draft(words.cast_of_scene([item.people[0] for item in there]), there)] if people else []
        own = [event for event in state["plot"].events if event.scene == place and event.kind != "entrance"]
        best = sorted(own, key=lambda event: -event.weight)[:2]
        drafts += [_draft(event) for event in sorted(best, key=lambda event: event.start_s)]
    return drafts


def _draft(event: PlotEvent, opening: str = "") -> _Draft:
    return _Draft(words.sentence(event, opening), event.items)


def _check(state: _State, runtime: Runtime[_Context]) -> _State:
    """Keeps the sentences that their own citations prove."""
    context = runtime.context
    kept: list[StorySentence] = []
    dropped: list[str] = []
    for draft in state["drafts"]:
        ground = Ground(
            (Found(items=draft.items),),
            "",
            tuple(state["names"].values()),
            context.film.title,
            context.film.duration_s,
        )
        if draft.items and support(draft.text, ground) is not None:
            kept.append(StorySentence(text=draft.text, citations=_citations(draft.items)))
        else:
            dropped.append(draft.text)
    return {
        "story": Story(
            film=context.film.id, length=context.length, sentences=tuple(kept), dropped=tuple(dropped)
        )
    }


def _citations(items: tuple[Item, ...]) -> tuple[StoryCitation, ...]:
    spans = dict.fromkeys(
        (round(item.span.start_s, 3), round(item.span.end_s, 3)) for item in items[:_PROOFS]
    )
    return tuple(StoryCitation(start_s=start_s, end_s=end_s) for start_s, end_s in spans)
