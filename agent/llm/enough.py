"""Whether tools have told enough for an answer, by rules: a weak model asks on, or for the same again."""

import json
from collections.abc import Sequence

from langchain_core.messages import BaseMessage

from storyreel.agent.asked import wish
from storyreel.agent.llm.hints import has_found
from storyreel.agent.offline_model import card_of, question_of, respond
from storyreel.prompts.loader import render

_HALF_READ = ("search", "outside", "vague", "unclear")
"""Intents of which rules cannot tell what would be enough."""


def is_enough(messages: Sequence[BaseMessage], tools: frozenset[str]) -> bool:
    """Whether rules, who understand the question, would answer it from what was found."""
    question = question_of(messages, card_of(messages))
    is_read = not question.foreign and question.intent not in _HALF_READ
    return is_read and has_found(messages) and not respond(messages, tools).tool_calls


def with_next_hint(messages: Sequence[BaseMessage], tools: frozenset[str]) -> list[BaseMessage]:
    """The conversation and, where something was found already, what rules would call after that."""
    calls = respond(messages, tools).tool_calls if has_found(messages) else []
    told = json.dumps([{"tool": call["name"], "args": call["args"]} for call in calls])
    hint = wish(render("next_calls", calls=told))
    return [*messages, *([hint] if calls else [])]
