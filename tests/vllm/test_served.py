"""The language model contract against a real vLLM server. The last test kills it."""

import os
import re
import signal
from contextvars import ContextVar
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.tracers.context import register_configure_hook
from langchain_core.utils.function_calling import convert_to_openai_tool

from storyreel.agent.ask import ask
from storyreel.agent.llm.endpoint import Endpoint, served
from storyreel.agent.llm.guided import calls_in, held_to
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.server import Server, ToolsUnknownError
from storyreel.agent.llm.validation import problems_of
from storyreel.agent.memory_tools import memory_tools
from storyreel.eval.prefix_cache import measured
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


class Killer(BaseCallbackHandler):
    """Kills the server as soon as a piece of an answer is heard: no later, or the answer might be whole."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.has_killed = False

    def on_llm_new_token(self, token: str, **told: Any) -> None:
        if not self.has_killed:
            os.killpg(self.server.group, signal.SIGKILL)
            self.has_killed = True


LISTENER: ContextVar[Killer | None] = ContextVar("listener", default=None)
register_configure_hook(LISTENER, inheritable=True)


def test_it_tells_what_it_serves(endpoint: Endpoint):
    found = served(endpoint)
    assert found.model == "smollm2-hermes"
    assert found.context_tokens >= 2048


def test_its_words_come_piece_by_piece(endpoint: Endpoint):
    pieces: list[str] = []
    said = Server(endpoint).ask([HumanMessage("Tell a story of a ship.")], pieces.append, max_tokens=40)
    assert len(pieces) > 10
    assert "".join(pieces) == said.text
    assert said.usage_metadata is not None
    assert said.usage_metadata["output_tokens"] == 40


def test_a_call_that_it_must_make_is_read_out_of_its_words(endpoint: Endpoint):
    tools = {tool.name: tool for tool in memory_tools()}
    told = [convert_to_openai_tool(tools["on_screen"])]
    said = Server(endpoint).ask([HumanMessage(QUESTIONS[0])], tools=told, tool_choice="required")
    (call,) = [*said.tool_calls, *said.invalid_tool_calls]
    assert call["name"] == "on_screen"


def test_a_wish_that_it_cannot_grant_is_no_failure_of_the_server(endpoint: Endpoint):
    server = Server(endpoint)
    wish = {"extra_body": {"response_format": {"type": "json_schema", "json_schema": {"name": "no schema"}}}}
    with pytest.raises(ToolsUnknownError):
        server.ask([HumanMessage("Say yes.")], **wish)
    assert server.circuit.broken() is None


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
    assert answer.stood_in or answer.model == "smollm2-hermes"


def test_the_first_token_comes_sooner_by_our_order_of_the_prompt(endpoint: Endpoint):
    gain = measured(Server(endpoint), tuple(QUESTIONS))
    assert gain.ratio <= 0.5


def test_if_it_is_killed_in_mid_answer_rules_answer(server: Running, endpoint: Endpoint, library, voyage):  # noqa: F811
    killer = Killer(server)
    LISTENER.set(killer)
    answer = ask(library, voyage, QUESTIONS[0], model=GuardedChatModel(server=Server(endpoint)))
    LISTENER.set(None)
    assert killer.has_killed
    assert answer.answer.startswith("Anna is on screen at 0:47 (0:46–0:56).")
    assert answer.answer.endswith(f"(Answered by rules: {answer.stood_in}.)")
    # of half an answer that nobody was told another is asked for, and then nobody is there
    assert re.search("broke off in mid-answer|cannot be reached", answer.stood_in or "")
    assert answer.model == "offline"
