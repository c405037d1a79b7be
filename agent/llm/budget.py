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
    tokens = sum(one.response_metadata.get(_TOKENS) or 0 for one in said)
    late = sum(map(_took_s, run)) >= TOOLS_SHARE * budget.seconds
    return len(_calls(run)) >= budget.calls or tokens >= budget.tokens or late


def affordable(budget: Budget, run: Sequence[BaseMessage], message: AIMessage) -> AIMessage:
    """The message with those of its calls that are new, as many as are left: one made twice is a loop."""
    made = _calls(run)
    before = set(map(_key, made))
    new = {_key(call): call for call in reversed(message.tool_calls) if _key(call) not in before}
    kept = list(reversed(new.values()))[: budget.calls - len(made)]
    return message.model_copy(update={"tool_calls": kept})


def _calls(run: Sequence[BaseMessage]) -> list[ToolCall]:
    return [call for one in run if isinstance(one, AIMessage) for call in one.tool_calls]


def _key(call: ToolCall) -> tuple[str, str]:
    return call["name"], str(sorted(call["args"].items()))


def booked_on(message: AIMessage, took_s: float, tokens: int | None) -> AIMessage:
    """The message with what all requests cost that it took, failed ones and repairs too."""
    spent = {_TOOK: took_s, _TOKENS: tokens}
    return message.model_copy(update={"response_metadata": {**message.response_metadata, **spent}})


def _took_s(message: BaseMessage) -> float:
    """How long a model thought about it, or a tool worked."""
    if isinstance(message, ToolMessage):
        return float((message.artifact or {}).get("took_s", 0))
    return float(message.response_metadata.get(_TOOK, 0))
