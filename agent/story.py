"""The story of a film, every sentence with the times that prove it: a LangGraph graph.

START → collect → find_events → choose ─┬→ write → check ─┬→ END
                                        └→ narrate ───────┘

Templates write, or, where there is one, a served language model narrates.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from storyreel.agent.cast import cast_of
from storyreel.agent.key_events import key_events, with_turning_points
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.plot import Plot, PlotEvent, events_of
from storyreel.agent.scenes import SceneFacts, names_of, scenes_of
from storyreel.agent.storyline import acts, spoilers, templates
from storyreel.agent.storyline.author import STORY_BUDGET, Author, StoryBudget
from storyreel.agent.storyline.casing import cased
from storyreel.agent.storyline.grouping import grouped
from storyreel.agent.storyline.narration import Narration
from storyreel.agent.storyline.records import OFFLINE, Draft, Length, Story, StoryCitation, StorySentence
from storyreel.agent.storyline.talk import TalkReader
from storyreel.agent.storyline.telling import Telling
from storyreel.agent.storyline.told_lines import topics_of, with_subjects
from storyreel.agent.trace import Trace, traced
from storyreel.errors import QuestionError
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span

__all__ = ["Story", "StoryCitation", "StorySentence", "tell"]

SYNOPSIS_SENTENCES = (6, 14)
"""At least and at most; between them one for every seven minutes more."""
OnProgress = Callable[[str, int, int], None]
"""Called with what is written, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class _Context:
    library: Library
    film: Film
    length: Length
    until_s: float
    trace: Trace
    author: Author | None = None
    """Who writes; templates do where there is none."""
    on_progress: OnProgress = field(default=lambda *_: None, repr=False)


class _State(TypedDict, total=False):
    scenes: list[SceneFacts]
    names: dict[str, str]
    plot: Plot
    key: list[PlotEvent]
    drafts: list[Draft]
    story: Story


def tell(
    library: Library,
    film: Film,
    length: Length = "synopsis",
    spoilers_until_s: float | None = None,
    model: GuardedChatModel | None = None,
    on_progress: OnProgress | None = None,
    budget: StoryBudget = STORY_BUDGET,
) -> Story:
    """Tells a film's story from what is remembered of it.

    Of what happens after `spoilers_until_s` nothing is told. A served model writes scene after scene, as far
    as its budget goes; templates stand in where it fails, and the story says so. Raises QuestionError where
    nothing may be told.
    """
    if spoilers_until_s is not None and spoilers_until_s <= 0:
        raise QuestionError("Nothing happens before 0:00: let the story be told until a later time.")
    until_s = film.duration_s if spoilers_until_s is None else min(spoilers_until_s, film.duration_s)
    with traced(library, film, f"the story, {length}", model.model_name if model else OFFLINE) as trace:
        author = Author(library, film.id, model.server, trace, budget) if model else None
        context = _Context(library, film, length, until_s, trace, author, on_progress or (lambda *_: None))
        story: Story = _graph().invoke({}, context=context)["story"]
        trace.write("story", **story.model_dump(mode="json"))
    return story


@cache
def _graph() -> Any:  # noqa: ANN401 -- a compiled graph's type names its state four times over
    graph = StateGraph(_State, context_schema=_Context)
    graph.add_node("collect", _collect)
    graph.add_node("find_events", _find_events)
    graph.add_node("choose", _choose)
    graph.add_node("write", _write)
    graph.add_node("check", _check)
    graph.add_node("narrate", _narrate)
    graph.add_conditional_edges("choose", _who_writes)
    for here, there in [(START, "collect"), ("collect", "find_events"), ("find_events", "choose")]:
        graph.add_edge(here, there)
    for here, there in [("write", "check"), ("check", END), ("narrate", END)]:
        graph.add_edge(here, there)
    return graph.compile(checkpointer=False)


def _who_writes(state: _State, runtime: Runtime[_Context]) -> Literal["write", "narrate"]:  # noqa: ARG001 -- handed over by name
    return "narrate" if runtime.context.author else "write"


def _collect(state: _State, runtime: Runtime[_Context]) -> _State:  # noqa: ARG001 -- handed over by name
    context = runtime.context
    known = scenes_of(context.library, context.film, Span(start_s=0, end_s=context.until_s))
    told = [one for one in known if one.span.start_s < context.until_s]
    scenes = cased([spoilers.until(scene, context.until_s) for scene in told])
    names = names_of(context.library, context.film)
    if context.until_s >= context.film.duration_s:
        return {"scenes": scenes, "names": names}
    by_then = spoilers.names_until(cast_of(context.library, context.film), context.until_s)
    later = {name: by_then[one] for one, name in names.items() if by_then[one] != name}
    return {"scenes": [spoilers.with_names(scene, later) for scene in scenes], "names": by_then}


def _find_events(state: _State, runtime: Runtime[_Context]) -> _State:
    scenes, names = state["scenes"], state["names"]
    talk = TalkReader(tuple(scenes))
    told = with_subjects(events_of(scenes, names), talk, names)
    events = with_turning_points(told, scenes, runtime.context.film.duration_s)
    return {"plot": Plot(events, topics_of(talk, names))}


def _choose(state: _State, runtime: Runtime[_Context]) -> _State:
    least, most = SYNOPSIS_SENTENCES
    minutes = runtime.context.until_s / 60
    count = min(most, least + int(minutes / 7))
    return {"key": key_events(state["plot"].events, count, runtime.context.until_s)}


def _write(state: _State, runtime: Runtime[_Context]) -> _State:
    telling = _telling(state, runtime.context)
    drafts = {
        "logline": lambda: templates.logline(telling),
        "synopsis": lambda: acts.synopsis(telling),
        "scenes": lambda: _scene_by_scene(telling),
    }[runtime.context.length]()
    return {"drafts": drafts or acts.synopsis(telling) or templates.logline(telling)}


def _scene_by_scene(telling: Telling) -> list[Draft]:
    key = acts.told_events(telling)
    groups = grouped(telling.scenes, telling.until_s)
    return [one for group in groups for one in templates.scene(telling, group, key)]


def _check(state: _State, runtime: Runtime[_Context]) -> _State:
    """Keeps the sentences that their own citations prove; where none is, what can be told of any film."""
    context, telling = runtime.context, _telling(state, runtime.context)
    kept, dropped = templates.checked(telling, state["drafts"])
    kept = kept or templates.checked(telling, templates.logline(telling))[0]
    sentences = tuple(one.as_sentence() for one in kept)
    story = Story(film=context.film.id, length=context.length, sentences=sentences, dropped=tuple(dropped))
    return {"story": story}


def _narrate(state: _State, runtime: Runtime[_Context]) -> _State:
    context = runtime.context
    if context.author is None:
        raise TypeError("expected an author to narrate")
    narration = Narration(_telling(state, context), context.author, context.library, context.on_progress)
    return {"story": narration.story(context.length)}


def _telling(state: _State, context: _Context) -> Telling:
    return Telling(
        film=context.film,
        until_s=context.until_s,
        scenes=tuple(state["scenes"]),
        names=state["names"],
        plot=state["plot"],
        key=tuple(state["key"]),
    )
