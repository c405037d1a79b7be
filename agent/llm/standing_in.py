"""The offline model in the place of a served one that failed."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from storyreel.agent.llm.marks import STOOD_IN, marked
from storyreel.agent.offline_model import respond


def stand_in(messages: Sequence[BaseMessage], tools: frozenset[str], reason: str) -> AIMessage:
    """The offline model's next message; it plans anew, and knows nothing of the other's calls."""
    return marked(respond(_without_calls(messages), tools), {STOOD_IN: reason})


def stood_in(run: Sequence[BaseMessage]) -> str | None:
    """Why rules answer this run; None if they do not."""
    reasons = [one.additional_kwargs.get(STOOD_IN) for one in run]
    return next((str(reason) for reason in reasons if reason), None)


def _without_calls(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The conversation without calls that the offline model did not make, and their results."""
    foreign = {
        call["id"]
        for one in messages
        if isinstance(one, AIMessage) and STOOD_IN not in one.additional_kwargs
        for call in one.tool_calls
    }
    return [one for one in messages if not _is_about(one, foreign)]


def _is_about(message: BaseMessage, calls: set[str | None]) -> bool:
    if isinstance(message, ToolMessage):
        return message.tool_call_id in calls
    return isinstance(message, AIMessage) and any(call["id"] in calls for call in message.tool_calls)
