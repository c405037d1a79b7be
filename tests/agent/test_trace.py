"""Each question leaves a trace, also one that fails."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storyreel.agent import trace
from storyreel.agent.ask import ask
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.errors import LibraryError
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.services import Price
from tests.agent.llm.conftest import calls, plans, refuses, says, scripted  # noqa: F401 -- a fixture

KILLS_ITSELF = """
import os, signal, sys
from pathlib import Path
from storyreel.account import Request, book
from storyreel.agent.trace import traced
from storyreel.memory.library import Library
from storyreel.memory.records import Film

with Library.open(Path(sys.argv[1])) as library:
    with traced(library, Film.model_validate_json(sys.argv[2]), "Who is there?", "test-model"):
        book(Request("test-model", 1.0, failed="gone"))
        os.kill(os.getpid(), signal.SIGKILL)
"""
STEPS = ["question", "model", "tools", "model", "check", "answer", "ended"]


class Broken(OfflineChatModel):
    def bind_tools(self, tools, **_):
        raise RuntimeError("lightning")


def test_it_tells_the_question_the_steps_and_the_answer(library: Library, voyage: Film):
    answer = ask(library, voyage, "Who is on screen at 0:47?")
    lines = trace.last(library)
    assert [line["event"] for line in lines] == STEPS
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


def test_it_tells_each_request_to_a_language_model_and_what_it_cost(library: Library, voyage: Film, scripted):  # noqa: F811
    scripted.plays(calls(("on_screen", {"start_s": 47, "end_s": 48})), says("Anna is on screen at 0:47."))
    answer = ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model(price=Price(1.0, 5.0)))
    requests = [line for line in trace.last(library) if line["event"] == "request"]
    assert [(one["read"], one["written"], one["ended"]) for one in requests] == [
        (100, 10, "tool_calls"),
        (100, 10, "stop"),
    ]
    assert [one["cost"] for one in requests] == [0.00015, 0.00015]
    assert trace.last(library)[-1]["tokens"] == answer.tokens == 220
    assert trace.last(library)[-1]["cost"] == answer.cost == pytest.approx(0.0003)


def test_it_counts_requests_of_repairs_and_rewriting_too(library: Library, voyage: Film, scripted):  # noqa: F811
    wrong, right = "Ben is on screen at 0:47.", "Anna is on screen at 0:47."
    scripted.plays(
        calls(("telepathy", {})), plans(("on_screen", {"start_s": 47, "end_s": 48})), says(wrong), says(right)
    )
    assert ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model()).tokens == 440


def test_it_keeps_what_was_rejected_before_a_step_was_repaired(library: Library, voyage: Film, scripted):  # noqa: F811
    right = ("on_screen", {"start_s": 47, "end_s": 48})
    scripted.plays(calls(("telepathy", {"of": "Ben"})), plans(right), says("Anna is on screen at 0:47."))
    ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model())
    step = next(line for line in trace.last(library) if line["event"] == "model")
    [before] = step["rejected"]
    assert (step["repaired"], step["planned_by_rules"]) == (True, None)
    assert before["said"] == "telepathy({'of': 'Ben'})"
    assert before["why"].startswith("there is no tool 'telepathy'")


def test_it_keeps_both_replies_before_a_step_was_planned_by_rules(library: Library, voyage: Film, scripted):  # noqa: F811
    scripted.plays(calls(("on_screen", "{not json")), says("I will not."), says("Anna is on screen at 0:47."))
    ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model())
    step = next(line for line in trace.last(library) if line["event"] == "model")
    assert (step["repaired"], step["planned_by_rules"]) == (None, "its arguments are no JSON")
    assert step["rejected"][0]["why"] == "on_screen: start_s: Field required"
    assert step["rejected"][1]["said"].endswith("I will not.")


def test_it_keeps_what_was_rejected_before_an_answer_too(library: Library, voyage: Film, scripted):  # noqa: F811
    known = calls(("on_screen", {"start_s": 47.0, "end_s": 48.0}))
    answer = "Anna is on screen at 0:47."
    scripted.plays(known, calls(("telepathy", {})), says("I will not."), says(answer))
    assert ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model()).answer == answer
    step = [line for line in trace.last(library) if line["event"] == "model"][-1]
    assert (step["text"], len(step["rejected"])) == (answer, 2)


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(143)])
def test_it_says_in_plain_words_that_a_run_was_stopped(library: Library, voyage: Film, stop):
    with pytest.raises(type(stop)), trace.traced(library, voyage, "Who is there?", "test-model"):
        raise stop
    assert trace.last(library)[-1]["error"] == "stopped before its end by the user or the system"


def test_it_tells_requests_that_failed(library: Library, voyage: Film, scripted):  # noqa: F811
    scripted.plays(refuses(401))
    ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model())
    (request,) = [line for line in trace.last(library) if line["event"] == "request"]
    assert "does not take the key" in request["failed"]


def test_what_costs_nothing_known_has_no_cost(library: Library, voyage: Film):
    answer = ask(library, voyage, "Who is on screen at 0:47?")
    assert {"tokens", "cost"}.isdisjoint(answer.model_dump())


def test_it_is_there_when_a_run_crashes(library: Library, voyage: Film):
    with pytest.raises(RuntimeError):
        ask(library, voyage, "Who is there?", model=Broken())
    assert trace.last(library)[-1]["event"] == "failed"
    assert trace.last(library)[-1]["error"] == "RuntimeError: lightning"


def test_it_is_there_up_to_the_moment_when_a_run_is_killed(library: Library, voyage: Film):
    film = voyage.model_dump_json()
    killed = subprocess.run([sys.executable, "-c", KILLS_ITSELF, str(library.directory), film])
    assert killed.returncode == -signal.SIGKILL
    lines = trace.last(library)
    assert [line["event"] for line in lines] == ["question", "request"]
    assert lines[1]["failed"] == "gone"


@pytest.mark.parametrize("torn", [b'{"event": "req', '{"answer": "0:46–'.encode()[:-1], b"\0" * 100, b"[]\n"])
def test_of_a_line_that_is_not_whole_is_told_that_it_is_there(library: Library, voyage: Film, torn: bytes):
    ask(library, voyage, "Who is there?")
    (file,) = (library.directory / "traces").glob("*.jsonl")
    with file.open("ab") as end:
        end.write(torn)
    lines = trace.last(library)
    assert [line["event"] for line in lines[-2:]] == ["ended", "torn"]
    assert lines[-1]["bytes"] == len(torn.rstrip(b"\n"))


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_only_a_line_feed_ends_a_line(library: Library, voyage: Film, scripted, separator: str):  # noqa: F811
    said = f"Anna is on screen at 0:47.{separator}Ben is not."
    scripted.plays(calls(("on_screen", {"start_s": 47, "end_s": 48})), says(said))
    ask(library, voyage, f"Who is on{separator}screen at 0:47?", model=scripted.model())
    assert trace.last(library)[-1]["event"] == "ended"


def test_an_empty_one_is_said_to_be_empty(library: Library, voyage: Film):
    ask(library, voyage, "Who is there?")
    (file,) = (library.directory / "traces").glob("*.jsonl")
    file.write_bytes(b"")
    with pytest.raises(LibraryError, match="is empty"):
        trace.last(library)


def test_only_the_last_runs_are_kept(library: Library, voyage: Film, monkeypatch):
    monkeypatch.setattr(trace, "MOST_KEPT", 2)
    for number in range(4):
        ask(library, voyage, f"Who is on screen at 0:0{number}?")
    files = sorted((library.directory / "traces").glob("*.jsonl"))
    assert len(files) == 2
    assert json.loads(files[-1].read_text().splitlines()[0])["event"] == "question"


def test_it_goes_with_its_film(library: Library, voyage: Film):
    ask(library, voyage, "Who is there?")
    library.remove(voyage.id)
    assert list(library.traces_dir.iterdir()) == []


def test_where_it_cannot_be_kept_is_said_in_one_line(library: Library, voyage: Film):
    (library.directory / "traces").write_text("in its place")
    with pytest.raises(LibraryError, match="cannot be kept in"):
        ask(library, voyage, "Who is there?")


def test_where_nothing_was_asked_there_is_none(tmp_path: Path):
    with Library.open(tmp_path / "new") as empty, pytest.raises(LibraryError, match="Nothing was asked"):
        trace.last(empty)
