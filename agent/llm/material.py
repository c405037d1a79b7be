"""What of a conversation may quote the film, and so is material to a model: its own earlier words too."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from storyreel.agent.asked import places_asked
from storyreel.prompts.loader import defused, fenced


def as_material(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The conversation as a model may read it, with questions, rules and what tools found as they are.

    Earlier answers go behind the fence, as do reasons why tools failed. What was said and called since the
    question only loses marks of a fence and of who speaks.
    """
    now = places_asked(messages)[-1]
    return [_material(one, is_earlier=place < now) for place, one in enumerate(messages)]


def _material(message: BaseMessage, *, is_earlier: bool) -> BaseMessage:
    if isinstance(message, ToolMessage) and message.status == "error":
        return message.model_copy(update={"content": fenced(message.text)})
    if not isinstance(message, AIMessage):
        return message
    text = fenced(message.text) if is_earlier and message.text else defused(message.text)
    return message.model_copy(update={"content": text, "tool_calls": _defused(message.tool_calls)})


def _defused(calls: Any) -> Any:  # noqa: ANN401 -- any JSON, and the same out
    """Calls of tools without such marks in any name or word."""
    if isinstance(calls, str):
        return defused(calls)
    if isinstance(calls, list):
        return [_defused(one) for one in calls]
    if isinstance(calls, dict):
        return {defused(name): _defused(one) for name, one in calls.items()}
    return calls
