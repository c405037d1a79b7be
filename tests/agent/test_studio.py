"""The graphs as LangGraph's own server opens them."""

import importlib
import json
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from storyreel.agent import studio, trace
from storyreel.agent.ask import ask
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.errors import StoryreelError
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from tests.conftest import tone

ROOT = Path(__file__).parents[2]
GRAPHS: dict[str, str] = json.loads((ROOT / "langgraph.json").read_text())["graphs"]


@pytest.fixture
def named(library: Library, voyage: Film, monkeypatch: pytest.MonkeyPatch) -> Film:
    """The film in the library that the environment names."""
    monkeypatch.setenv("STORYREEL_LIBRARY", str(library.directory))
    studio._library.cache_clear()
    return voyage


@pytest.mark.parametrize("name", GRAPHS)
def test_each_graph_that_is_listed_can_be_made_and_drawn(name: str):
    module, _, factory = GRAPHS[name].partition(":")
    graph = getattr(importlib.import_module(module), factory)()
    assert "__start__" in graph.get_graph(xray=True).nodes
    for schema in (
        graph.get_input_jsonschema(),
        graph.get_output_jsonschema(),
        graph.get_context_jsonschema(),
    ):
        json.dumps(schema)


@pytest.mark.parametrize("which", ["", "The Voyage", "abcdef012345"])
def test_a_conversation_is_about_the_film_that_the_context_names(named: Film, which: str):
    graph = studio.ask()
    graph.checkpointer = InMemorySaver()
    thread = {"configurable": {"thread_id": "t"}}
    said = {"messages": [{"role": "user", "content": "Who is on screen at 0:47?"}]}
    reply = graph.invoke(said, thread, context={"film": which})
    assert str(reply["messages"][-1].text).startswith("Anna is on screen at 0:47")
    assert reply["answer"]["citations"][0]["start_s"] == 46


def test_a_conversation_leaves_the_trace_that_a_question_leaves(named: Film, library: Library):
    question = "Who is on screen at 0:47?"
    studio.ask().invoke({"messages": [{"role": "user", "content": question}]}, context={"film": named.id})
    there = trace.last(library)
    ask(library, named, question)
    here = trace.last(library)
    assert [line["event"] for line in there] == [line["event"] for line in here]
    assert [set(line) for line in there] == [set(line) for line in here]
    assert (there[0]["question"], there[0]["film"]) == (question, named.id)
    assert there[-2]["answer"] == here[-2]["answer"]


def test_a_conversation_that_fails_leaves_it_too(named: Film, library: Library, monkeypatch):
    monkeypatch.setattr(OfflineChatModel, "bind_tools", _fails)
    with pytest.raises(RuntimeError):
        studio.ask().invoke({"messages": [{"role": "user", "content": "Who?"}]}, context={"film": named.id})
    assert [line["event"] for line in trace.last(library)] == ["question", "failed"]


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError("lightning")


def test_a_story_is_told_of_it(named: Film):
    told = studio.story().invoke({"film": named.title, "length": "logline"})["story"]
    assert told["length"] == "logline"
    assert told["sentences"]


@pytest.mark.parametrize("wanted", [{}, {"path": ""}, {"depth": "quick"}])
def test_to_watch_no_file_is_refused_in_one_line(named: Film, wanted: dict[str, str]):
    with pytest.raises(StoryreelError, match="name the film to watch"):
        studio.ingest().invoke(wanted)


def test_a_file_is_watched(named: Film, make_film):
    wanted = {"path": str(make_film("song.m4a", sounds=[tone(440, 2)])), "depth": "quick"}
    report = studio.ingest().invoke(wanted)["report"]
    assert report["depth"] == "quick"
