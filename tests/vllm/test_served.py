"""The language model contract against a real vLLM server. The last test kills it."""

import os
import re
import signal
from typing import Any

import httpx
import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from storyreel.agent.ask import TOLD, ask
from storyreel.agent.llm.endpoint import Endpoint, served
from storyreel.agent.llm.guided import calls_in, held_to
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.server import Server, ToolsUnknownError
from storyreel.agent.llm.validation import problems_of
from storyreel.agent.memory_tools import memory_tools
from storyreel.serving.server import Running
from tests.agent.conftest import commit, film, library, voyage  # noqa: F401 -- fixtures

QUESTIONS = [
    "Who is on screen at 0:47?",
    "When does Ben first appear?",
    "What does Anna say about the map?",
    "When is Ben angry?",
    "Who mentions the treasure?",
    "Where are they going?",
]
RULES = "You answer questions about one film from what its tools tell. " * 120
"""As long as the beginning of a real conversation about a film."""


def cached_share(endpoint: Endpoint, since: tuple[float, float] = (0, 0)) -> tuple[float, float]:
    """Prompt tokens found in the server's cache, and looked for, since then."""
    told = httpx.get(endpoint.url.removesuffix("/v1") + "/metrics").text
    hits, queries = (
        sum(map(float, re.findall(rf"^vllm:prefix_cache_{name}_total\{{.*\}} (\S+)$", told, re.MULTILINE)))
        for name in ("hits", "queries")
    )
    return hits - since[0], queries - since[1]


def test_it_tells_what_it_serves(endpoint: Endpoint):
    found = served(endpoint)
    assert found.model == "smollm2"
    assert found.context_tokens >= 2048


def test_its_words_come_piece_by_piece(endpoint: Endpoint):
    pieces: list[str] = []
    said = Server(endpoint).ask([HumanMessage("Tell a story of a ship.")], pieces.append, max_tokens=40)
    assert len(pieces) > 10
    assert "".join(pieces) == said.text
    assert said.usage_metadata is not None
    assert said.usage_metadata["output_tokens"] == 40


def test_tools_that_it_cannot_call_are_said_to_be_unknown(endpoint: Endpoint):
    tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
    with pytest.raises(ToolsUnknownError):
        Server(endpoint).ask([HumanMessage("Call f.")], tools=[tool])


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_calls_held_to_a_schema_can_be_made(endpoint: Endpoint, question: str):
    tools = {tool.name: tool for tool in memory_tools()}
    talk = [SystemMessage("Choose a tool."), HumanMessage(question)]
    said = calls_in(Server(endpoint).ask(talk, **held_to(tools.values())))
    assert problems_of(said, tools) == {}


def test_an_answer_of_a_very_small_model_holds_or_is_stood_in_for(endpoint, library, voyage):  # noqa: F811
    model = GuardedChatModel(server=Server(endpoint))
    answer = ask(library, voyage, QUESTIONS[0], model=model)
    assert answer.citations
    assert answer.stood_in or answer.model == "smollm2"


def test_our_order_of_the_prompt_is_found_in_its_cache(endpoint: Endpoint):
    shares = []
    for order in (
        lambda question: [SystemMessage(RULES), HumanMessage(question)],
        lambda question: [SystemMessage(f"{question} {RULES}"), HumanMessage("Answer.")],
    ):
        server = Server(endpoint)
        server.ask(order("Ready?"), max_tokens=1)
        before = cached_share(endpoint)
        for question in QUESTIONS:
            server.ask(order(question), max_tokens=1)
        hits, queries = cached_share(endpoint, before)
        shares.append(hits / queries)
    ours, naive = shares
    assert ours > 0.8
    assert naive < 0.2


def test_if_it_is_killed_in_mid_answer_rules_answer(server: Running, endpoint: Endpoint, library, voyage):  # noqa: F811
    model = GuardedChatModel(server=Server(endpoint))

    def kill(event: str, _: Any) -> None:
        if event == "model":
            os.killpg(server.group, signal.SIGKILL)

    answer = ask(library, voyage, QUESTIONS[0], model=model, on_event=kill)
    assert answer.answer.startswith("Anna is on screen at 0:47 (0:46–0:56).")
    assert "Answered by rules" in answer.answer
    assert answer.model == "offline"
    assert TOLD not in answer.model_dump()
