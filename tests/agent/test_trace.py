"""Each question leaves a trace, also one that fails."""

import json
from pathlib import Path

import pytest

from storyreel.agent import trace
from storyreel.agent.ask import ask
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.errors import LibraryError
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from tests.agent.llm.conftest import calls, says, scripted  # noqa: F401 -- a fixture


class Broken(OfflineChatModel):
    def bind_tools(self, tools, **_):
        raise RuntimeError("lightning")


def test_it_tells_the_question_the_steps_and_the_answer(library: Library, voyage: Film):
    answer = ask(library, voyage, "Who is on screen at 0:47?")
    lines = trace.last(library)
    assert [line["event"] for line in lines] == ["question", "model", "tools", "model", "check", "answer"]
    assert lines[0]["question"] == "Who is on screen at 0:47?"
    assert lines[1]["calls"] == [{"tool": "on_screen", "args": {"start_s": 47.0, "end_s": 48.0}}]
    assert (lines[2]["tool"], lines[2]["status"], lines[2]["items"]) == ("on_screen", "success", 1)
    assert lines[5]["answer"] == answer.answer
    assert lines[5]["citations"][0]["start_s"] == 46


def test_it_names_the_prompts_by_their_contents(library: Library, voyage: Film):
    ask(library, voyage, "Who is there?")
    prompts = trace.last(library)[0]["prompts"]
    assert set(prompts) >= {"answer", "calls", "rewrite"}
    assert all(len(digest) == 12 for digest in prompts.values())


def test_it_counts_what_a_language_model_reads_and_writes(library: Library, voyage: Film, scripted):  # noqa: F811
    scripted.plays(calls(("on_screen", {"start_s": 47, "end_s": 48})), says("Anna is on screen at 0:47."))
    ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model())
    said = [line for line in trace.last(library) if line["event"] == "model"]
    assert [line["tokens"]["total_tokens"] for line in said] == [110, 110]


def test_it_is_there_when_a_run_crashes(library: Library, voyage: Film):
    with pytest.raises(RuntimeError):
        ask(library, voyage, "Who is there?", model=Broken())
    assert trace.last(library)[-1]["event"] == "failed"
    assert trace.last(library)[-1]["error"] == "RuntimeError: lightning"


def test_only_the_last_runs_are_kept(library: Library, voyage: Film, monkeypatch):
    monkeypatch.setattr(trace, "MOST_KEPT", 2)
    for number in range(4):
        ask(library, voyage, f"Who is on screen at 0:0{number}?")
    files = sorted((library.directory / "traces").glob("*.jsonl"))
    assert len(files) == 2
    assert json.loads(files[-1].read_text().splitlines()[0])["event"] == "question"


def test_where_nothing_was_asked_there_is_none(tmp_path: Path):
    with Library.open(tmp_path / "new") as empty, pytest.raises(LibraryError, match="Nothing was asked"):
        trace.last(empty)
