"""Models that write stories, good and bad, on the scripted server."""

import json
import re
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.agent.llm.conftest import Reply, Request, another, says, scripted, short_waits

__all__ = ["another", "scripted", "short_waits"]

Sentences = list[dict[str, Any]]
_FACT = re.compile(r"^(?:<film_data>)?\[(\d+\.\d+)\] (.+?)(?:</film_data>)?$", re.MULTILINE)


def asked(request: Request) -> str:
    """What the model is told besides the rules."""
    return str(request["messages"][-1]["content"])


def facts_in(request: Request) -> dict[str, str]:
    """The numbered facts of a prompt, by id."""
    return dict(_FACT.findall(asked(request)))


def tells(*sentences: tuple[str, Sequence[str]]) -> Reply:
    """These sentences with their proofs."""
    written = [{"text": text, "proofs": list(proofs)} for text, proofs in sentences]
    return says(json.dumps({"sentences": written}))


def writes(author: Callable[[dict[str, str]], Sentences]) -> Reply:
    """Sentences made from the facts of the prompt."""

    def reply(handler: BaseHTTPRequestHandler, request: Request) -> None:
        says(json.dumps({"sentences": author(facts_in(request))}))(handler, request)

    return reply


def _copied(facts: dict[str, str]) -> Sentences:
    said = [id_ for id_, text in facts.items() if "says:" in text]
    return [{"text": facts[id_], "proofs": [id_]} for id_ in dict.fromkeys([*list(facts)[:1], *said[:1]])]


good = writes(_copied)
"""Tells the first fact, and the first line, in their own words."""
