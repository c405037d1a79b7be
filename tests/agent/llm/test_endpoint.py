"""Addresses of language models, and what their servers say of themselves."""

import json

import pytest

from storyreel.agent.llm.endpoint import Endpoint, Served, served
from storyreel.errors import LanguageModelError
from tests.agent.llm.conftest import ScriptedServer


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1"),
        (" https://example.test/v1/ ", "https://example.test/v1"),
        ("https://example.test/llm/v1", "https://example.test/llm/v1"),
        ("https://example.test/v1/chat/completions", "https://example.test/v1"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
    ],
)
def test_an_address_may_leave_out_its_end(given: str, url: str):
    assert Endpoint.of(given).url == url


@pytest.mark.parametrize(
    "given", ["", "localhost:8000", "ftp://example.test", "http://", "file:///etc/passwd"]
)
def test_what_is_no_address_is_refused_in_one_line(given: str):
    with pytest.raises(LanguageModelError, match="is no address of a language model"):
        Endpoint.of(given)


def test_a_key_in_an_address_is_refused_without_being_shown():
    with pytest.raises(LanguageModelError) as refused:
        Endpoint.of("http://me:sk-secret@example.test/v1")
    assert "sk-secret" not in str(refused.value)
    assert "STORYREEL_LLM_KEY" in str(refused.value)


def test_a_key_is_not_in_what_is_printed_of_an_endpoint():
    assert "sk-secret" not in repr(Endpoint.of("http://example.test", key="sk-secret"))


def test_the_only_model_is_taken(scripted: ScriptedServer):
    assert served(Endpoint(scripted.url)) == Served("test-model", 32_000)


def test_one_of_several_must_be_named(scripted: ScriptedServer):
    scripted.models = json.dumps({"data": [{"id": "a"}, {"id": "b"}]})
    with pytest.raises(LanguageModelError, match=r"serves a, b: choose one with --llm-model$"):
        served(Endpoint(scripted.url))
    assert served(Endpoint(scripted.url, "b")).model == "b"


def test_a_model_that_is_not_served_is_named_beside_those_that_are(scripted: ScriptedServer):
    with pytest.raises(LanguageModelError, match=r"has no model 'gpt'; it serves test-model$"):
        served(Endpoint(scripted.url, "gpt"))


@pytest.mark.parametrize("listing", ["<html></html>", "[]", '{"data": 7}', '{"data": [1]}', '{"data": [{}]}'])
def test_what_is_no_such_server_is_said_to_be_none(scripted: ScriptedServer, listing: str):
    scripted.models = listing
    with pytest.raises(LanguageModelError, match="is no OpenAI-compatible server"):
        served(Endpoint(scripted.url))


def test_nobody_there_is_said_in_one_line():
    with pytest.raises(LanguageModelError, match="cannot be reached"):
        served(Endpoint("http://127.0.0.1:9/v1"))


@pytest.mark.parametrize("given", ["http://[::1", "http://127.0.0.1:99999", "http://127.0.0.1:zero"])
def test_nor_is_one_whose_host_or_port_is_none(given: str):
    with pytest.raises(LanguageModelError, match="is no address of a language model"):
        Endpoint.of(given)
