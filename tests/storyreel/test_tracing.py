"""`storyreel trace last`: what a run did, for people and for programs."""

import json

import pytest

from tests.agent.llm.conftest import calls, plans, refuses, says, scripted

__all__ = ["scripted"]

QUESTION = "What does Anna say?"
WHAT_IS_SAID = ("dialogue", {"start_s": 0.0, "end_s": 60.0})


@pytest.fixture
def film(storyreel, film_with_everything):
    assert storyreel("ingest", film_with_everything, "--depth", "quick", "--json").code == 0
    return film_with_everything


def test_it_tells_a_run_of_a_language_model_line_by_line(storyreel, film, scripted, monkeypatch):
    monkeypatch.setenv("STORYREEL_LLM_PRICE", "1/5")
    scripted.plays(calls(WHAT_IS_SAID), says("The ship burns at 0:03."))
    storyreel("ask", film, QUESTION, "--llm", scripted.url)
    told = storyreel("trace", "last").out
    for part in (
        f"question  {QUESTION}",
        "prompts: answer ",
        "request   test-model, ",
        "100 tokens read, 10 written, cost 0.000150, ended by tool_calls",
        "model     calls dialogue(start_s=0.0, end_s=60.0)",
        "tools     dialogue: ",
        "says The ship burns at 0:03.",
        "rules stand in: nothing that the language model said is supported",
        "cited ",
    ):
        assert part in told
    assert told.splitlines()[-1].endswith("s, 330 tokens, cost 0.000450")


def test_it_tells_what_was_rejected_and_repaired(storyreel, film, scripted):
    scripted.plays(calls(("telepathy", {"of": "Ben"})), plans(WHAT_IS_SAID), says("I cannot tell."))
    storyreel("ask", film, QUESTION, "--llm", scripted.url)
    told = storyreel("trace", "last").out
    assert "model     rejected telepathy({'of': 'Ben'}): there is no tool 'telepathy'" in told
    assert "repaired after that" in told


def test_it_tells_in_plain_words_why_a_run_failed(storyreel, film, library_dir):
    storyreel("ask", film, QUESTION)
    (file,) = (library_dir / "traces").glob("*.jsonl")
    ended = {"time": 0, "event": "failed", "error": "stopped before its end by the user or the system"}
    file.write_text(file.read_text() + json.dumps(ended))
    told = storyreel("trace", "last").out
    assert told.endswith("failed    stopped before its end by the user or the system\n")


def test_it_tells_what_a_server_refused(storyreel, film, scripted):
    scripted.plays(refuses(401))
    storyreel("ask", film, QUESTION, "--llm", scripted.url)
    assert "does not take the key of STORYREEL_LLM_KEY" in storyreel("trace", "last").out


def test_it_says_where_a_run_was_killed(storyreel, film, library_dir):
    storyreel("ask", film, QUESTION)
    (file,) = (library_dir / "traces").glob("*.jsonl")
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:2]))
    assert storyreel("trace", "last").out.endswith("The run goes on, or was killed here.\n")


def test_it_says_where_a_line_is_torn(storyreel, film, library_dir):
    storyreel("ask", film, QUESTION)
    (file,) = (library_dir / "traces").glob("*.jsonl")
    file.write_bytes(file.read_bytes().split(b"\n")[0] + b'\n{"eve')
    told = storyreel("trace", "last").out
    assert "torn      5 bytes of a line that is not whole and cannot be read" in told
    assert told.endswith("The run goes on, or was killed here.\n")


def test_programs_read_it_as_it_is(storyreel, film):
    asked = storyreel("ask", film, QUESTION, "--json").json
    events = storyreel("trace", "last", "--json").json["events"]
    assert events[-2]["answer"] == asked["answer"]
    assert json.dumps(events[0]["prompts"])


def test_a_price_that_is_none_is_said_in_one_line(storyreel, film, scripted, monkeypatch):
    monkeypatch.setenv("STORYREEL_LLM_PRICE", "cheap")
    outcome = storyreel("ask", film, QUESTION, "--llm", scripted.url)
    assert outcome.code == 1
    assert "'cheap' is no price" in outcome.complaint


def test_where_there_is_no_library_none_is_made(storyreel, library_dir):
    ended = storyreel("trace", "last")
    assert ended.code == 1
    assert ended.complaint.endswith(
        f"There is no library in {str(library_dir)!r}: storyreel ingest makes one."
    )
    assert not library_dir.exists()
