"""`storyreel story --llm`: the story by a served model, on the command line."""

import json

import pytest

from tests.agent.llm.conftest import scripted
from tests.agent.storyline.conftest import good

__all__ = ["scripted"]


@pytest.fixture
def film(storyreel, film_with_everything):
    assert storyreel("ingest", film_with_everything, "--depth", "quick", "--json").code == 0
    return film_with_everything


def test_it_is_written_by_the_model_that_is_named(storyreel, film, scripted):
    scripted.plays(good)
    told = storyreel("story", film, "--length", "scenes", "--llm", scripted.url, "--json").json
    assert told["model"] == "test-model"
    assert told["stood_in"] == []
    assert all(one["citations"] for one in told["sentences"])


def test_it_is_written_by_the_model_of_the_environment(storyreel, film, scripted, monkeypatch):
    scripted.plays(good)
    monkeypatch.setenv("STORYREEL_LLM", scripted.url)
    assert storyreel("story", film, "--json").json["model"] == "test-model"


def test_without_its_server_templates_tell_it_and_say_so(storyreel, film, scripted):
    scripted.models = "<html>Welcome</html>"
    outcome = storyreel("story", film, "--llm", scripted.url, "--json")
    told = json.loads(outcome.out)
    assert outcome.code == 0
    assert told["model"] == "offline"
    assert told["stood_in"][0]["sentences"] == [place for place, _ in enumerate(told["sentences"], 1)]
    assert "no OpenAI-compatible server" in told["stood_in"][0]["reason"]
    assert "by templates" in storyreel("story", film, "--llm", scripted.url).out


def test_the_trace_tells_each_step(storyreel, film, scripted):
    scripted.plays(good)
    storyreel("story", film, "--llm", scripted.url)
    assert "the story, synopsis" in storyreel("trace", "last").out
