"""The graphs as LangGraph's own server and Studio open them (`langgraph.json`): everything named in JSON.

The library and the language model are those of the environment. The server keeps threads and steps itself.
"""

from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import BaseModel, Field, PrivateAttr
from typing_extensions import TypedDict

from storyreel.account import account
from storyreel.agent import ask as asking
from storyreel.agent.asked import this_run
from storyreel.agent.context import Context
from storyreel.agent.ingest import ingest as watch
from storyreel.agent.llm.wanted import language_model
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.agent.state import State
from storyreel.agent.story import tell
from storyreel.agent.storyline.records import Length
from storyreel.agent.trace import Trace, of_question
from storyreel.config import Settings
from storyreel.errors import StoryreelError
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.tools.contract import Depth

__all__ = ["ask", "ingest", "story"]

Compiled = Any
"""A compiled graph: its type would name its state four times over."""


class FilmByName(BaseModel):
    """Which film is asked about."""

    film: str = Field(
        "", description="A path, or the id or title of a film in the library; needed among several."
    )
    _trace: Trace | None = PrivateAttr(None)

    def opened(self) -> Context:
        """The film with its library and who answers; opened once a run, by the first step that needs it."""
        return self._context

    @cached_property
    def _context(self) -> Context:
        library = _library()
        return Context(library, _film(library, self.film), language_model() or OfflineChatModel())

    def trace(self, question: str) -> Trace:
        """The run's, begun by its first step."""
        if self._trace is None:
            here = self._context
            self._trace = of_question(here.library, here.film, question, asking.name_of(here.model))
            self._trace.begin()
        return self._trace


class Watching(TypedDict, total=False):
    """What to watch, and what came of it."""

    path: str
    depth: Depth
    report: dict[str, Any]
    """As `storyreel ingest --json` prints it."""


class Telling(TypedDict, total=False):
    """What to tell, and the story."""

    film: str
    length: Length
    story: dict[str, Any]
    """As `storyreel story --json` prints it."""


def ask() -> Compiled:
    """Answers the last message of a conversation about the film that the run's context names."""
    return asking.compiled(None, FilmByName, _traced)


def _traced(name: str, node: asking.Node) -> asking.Node:
    """A step of a conversation that leaves its lines in the run's trace, as questions elsewhere do."""

    def step(state: State, *, runtime: Runtime[Any]) -> Any:  # noqa: ANN401 -- whatever the node returns
        trace = runtime.context.trace(str(this_run(state["messages"])[0].text))
        try:
            with account(on_request=trace.asked):
                done = node(state, runtime=runtime)
        except BaseException as error:
            trace.fail(error)
            raise
        update = cast("dict[str, Any]", done.update if isinstance(done, Command) else done)
        trace.heard(name, update)
        if "answer" in update:
            trace.write("answer", **{key: value for key, value in update["answer"].items() if key != "tools"})
            trace.end()
        return done

    return step


def ingest() -> Compiled:
    """Watches a film file of this machine into the library."""
    return _of_one_step(Watching, "watch", _watch)


def story() -> Compiled:
    """Tells a film's story."""
    return _of_one_step(Telling, "tell", _tell)


def _of_one_step(state: type[Any], name: str, step: Any) -> Compiled:  # noqa: ANN401 -- a node
    """A graph around one that has no state in JSON; its steps are shown inside this one."""
    graph = StateGraph(state)
    graph.add_node(name, step)
    graph.add_edge(START, name)
    graph.add_edge(name, END)
    return graph.compile()


def _watch(state: Watching) -> Watching:
    if not (path := state.get("path")):
        raise StoryreelError('name the film to watch: {"path": "film.mkv"}')
    report = watch(_library(), Path(path), state.get("depth", "standard"))
    return {"report": report.model_dump(mode="json")}


def _tell(state: Telling) -> Telling:
    library = _library()
    film = _film(library, state.get("film", ""))
    told = tell(library, film, state.get("length", "synopsis"), model=language_model())
    return {"story": told.model_dump(mode="json")}


@cache
def _library() -> Library:
    return Library.open(Settings.from_environment().library_dir)


def _film(library: Library, which: str) -> Film:
    films = library.films()
    return films[0] if not which and len(films) == 1 else library.film(which)
