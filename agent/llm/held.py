"""Answers as JSON that decoding is held to: a weak model that calls tools as JSON would else write calls on.

First it writes sentences of its own; where these do not hold, it chooses among those that do, by number.
"""

import json
from typing import Any

from langchain_core.utils.json import parse_partial_json

from storyreel.agent.llm.connection import OnText
from storyreel.agent.llm.schema import held_to_list

MOST_SENTENCES = 4
MOST_CHOSEN = 4
LONGEST_SENTENCE = 500
"""Letters."""


def held_to_sentences() -> dict[str, Any]:
    """The part of a request that holds the decoding to a few sentences."""
    return held_to_list("sentences", {"type": "string", "maxLength": LONGEST_SENTENCE}, 1, MOST_SENTENCES)


def held_to_numbers(most: int) -> dict[str, Any]:
    """The part of a request that holds the decoding to a few numbers from 1 to `most`."""
    return held_to_list("numbers", {"type": "integer", "enum": list(range(1, most + 1))}, 1, MOST_CHOSEN)


def sentences_in(text: str) -> str:
    """The sentences of such an answer, or of the half of one, as text; any other text as it is."""
    told = _listed(text, "sentences")
    return text if told is None else " ".join(str(one).strip() for one in told)


def numbers_in(text: str, most: int) -> list[int]:
    """The numbers of such a choice, each once, in order; none that is not from 1 to `most`."""
    told = _listed(text, "numbers") or []
    return [number for number in range(1, most + 1) if number in told]


def _listed(text: str, name: str) -> list[Any] | None:
    try:
        read = parse_partial_json(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    told = read.get(name) if isinstance(read, dict) else None
    return told if isinstance(told, list) else None


class Heard:
    """Hands on what an answer says while its JSON is still being written."""

    def __init__(self, on_text: OnText) -> None:
        self.on_text = on_text
        self._written = ""
        self._told = ""

    def __call__(self, piece: str) -> None:
        """Takes the next piece of JSON."""
        self._written += piece
        said = sentences_in(self._written)
        if said != self._written and said.startswith(self._told):
            self.on_text(said[len(self._told) :])
            self._told = said
