"""A served model as an author: within a budget, and with a memory of what it wrote."""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import BaseMessage

from storyreel.agent.llm.fit import size
from storyreel.agent.llm.server import Server, ToolsUnknownError
from storyreel.agent.storyline.reply import is_readable
from storyreel.agent.trace import Trace
from storyreel.errors import LanguageModelError
from storyreel.memory.library import Library

ANSWER_TOKENS = 400
"""More than three sentences with their proofs need."""
LONGEST_REPLY = 6000
"""Letters: what a server sends beyond this, unasked, is not read."""
MOST_REMEMBERED = 1000
"""Replies of a film; the oldest go."""
_KEY = "story"


@dataclass(frozen=True)
class StoryBudget:
    """What one story may cost; once one of them is spent, templates tell the rest."""

    calls: int = 250
    """Of the language model: a film of two hours takes about a hundred and fifty."""
    seconds: float = 3600.0
    tokens: int = 500_000
    """Read and written."""


STORY_BUDGET = StoryBudget()


@dataclass
class Author:
    """Asks a served model; what it wrote before to the same prompt is not asked again."""

    library: Library
    film_id: str
    server: Server
    trace: Trace
    budget: StoryBudget = STORY_BUDGET
    calls: int = 0
    tokens: int = 0
    took_s: float = 0.0
    _holds_schema: bool = field(default=True, repr=False)

    @property
    def room_tokens(self) -> int:
        """How long a prompt may be. Raises LanguageModelError if the server does not say what it serves."""
        return self.server.served.context_tokens - ANSWER_TOKENS

    @property
    def name(self) -> str:
        """The model's."""
        return self.server.name

    def write(self, messages: Sequence[BaseMessage], schema: dict[str, Any]) -> str:
        """The model's reply, remembered if it can be read. Raises LanguageModelError where there is none."""
        key = self._key(messages, schema)
        kept: dict[str, str] = self.library.recall(self.film_id, _KEY) or {}
        if key in kept:
            self.trace.write("remembered", prompt=key)
            return kept[key]
        reply = self._asked(messages, schema, key)
        if is_readable(reply) and os.access(self.library.directory, os.W_OK):
            newest = dict([*kept.items(), (key, reply)][-MOST_REMEMBERED:])
            self.library.remember(self.film_id, _KEY, newest)
        return reply

    def _asked(self, messages: Sequence[BaseMessage], schema: dict[str, Any], key: str) -> str:
        if size(messages) > self.room_tokens:
            raise LanguageModelError(f"{self.name} reads too little at once")
        self._stop_if_spent()
        began = time.perf_counter()
        try:
            return self._heard(messages, schema, key)
        finally:
            self.took_s += time.perf_counter() - began

    def _heard(self, messages: Sequence[BaseMessage], schema: dict[str, Any], key: str) -> str:
        options = schema if self._holds_schema else {}
        began = time.perf_counter()
        try:
            reply = self.server.ask(messages, max_completion_tokens=ANSWER_TOKENS, **options)
        except ToolsUnknownError:
            if not self._holds_schema:
                raise
            self._holds_schema = False
            return self._heard(messages, schema, key)
        self._count(reply.usage_metadata, time.perf_counter() - began, key, str(reply.text)[:LONGEST_REPLY])
        return str(reply.text)[:LONGEST_REPLY]

    def _count(self, used: Any, took_s: float, key: str, text: str) -> None:  # noqa: ANN401 -- a typed dict
        self.calls += 1
        self.tokens += used["total_tokens"] if used else 0
        tokens = dict(used) if used else None
        self.trace.write("wrote", prompt=key, text=text, tokens=tokens, took_s=round(took_s, 3))

    def _stop_if_spent(self) -> None:
        spent = [
            (self.calls >= self.budget.calls, f"{self.budget.calls} calls"),
            (self.took_s >= self.budget.seconds, f"{self.budget.seconds:g} seconds"),
            (self.tokens >= self.budget.tokens, f"{self.budget.tokens} tokens"),
        ]
        for is_spent, what in spent:
            if is_spent:
                raise LanguageModelError(f"the story's budget of {what} is spent; tell it again to go on")

    def _key(self, messages: Sequence[BaseMessage], schema: dict[str, Any]) -> str:
        """The server, the model, and every word it reads: another prompt, fact or rule is another key."""
        read = [
            self.server.endpoint.url,
            self.server.served.model,
            [[one.type, str(one.text)] for one in messages],
            schema,
        ]
        return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:32]
