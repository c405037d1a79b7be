"""How much a language model may do for one question."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, ToolCall, ToolMessage

from storyreel.services import Budget

_TOOK, _TOKENS = "took_s", "tokens"

TOOLS_SHARE = 0.5
"""Of the time: the other half is for the answer."""


def is_spent(budget: Budget, run: Sequence[BaseMessage]) -> bool:
    """Whether the messages since the question have used up one of them, so that it is time to answer."""
    said = [one for one in run if isinstance(one, AIMessage)]
    calls = sum(len(one.tool_calls) for one in said)
    tokens = sum(one.response_metadata.get(_TOKENS) or 0 for one in said)
    late = sum(map(_took_s, run)) >= TOOLS_SHARE * budget.seconds
    return calls >= budget.calls or tokens >= budget.tokens or late


def booked_on(message: AIMessage, took_s: float, tokens: int | None) -> AIMessage:
    """The message with what all requests cost that it took, failed ones and repairs too."""
    spent = {_TOOK: took_s, _TOKENS: tokens}
    return message.model_copy(update={"response_metadata": {**message.response_metadata, **spent}})


def _took_s(message: BaseMessage) -> float:
    """How long a model thought about it, or a tool worked."""
    if isinstance(message, ToolMessage):
        return float((message.artifact or {}).get("took_s", 0))
    return float(message.response_metadata.get(_TOOK, 0))


def repeats(message: AIMessage, run: Sequence[BaseMessage]) -> bool:
    """Whether all that a message calls was called before with the same arguments: a loop."""
    before = [_key(call) for one in run if isinstance(one, AIMessage) for call in one.tool_calls]
    return bool(message.tool_calls) and all(_key(call) in before for call in message.tool_calls)


def _key(call: ToolCall) -> tuple[str, str]:
    return call["name"], str(sorted(call["args"].items()))
