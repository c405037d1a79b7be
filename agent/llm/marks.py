"""What a message carries beside its words: who made it in whose place, and what went before."""

from collections.abc import Mapping

from langchain_core.messages import AIMessage

STOOD_IN = "stood_in"
"""Where a message of the offline model says why it stands in for the served one."""
PLANNED = "planned_by_rules"
"""Where a message says why its calls were planned by rules."""
REPAIRED = "repaired"
"""Where a message says that its calls were made after others that could not be."""
REJECTED = "rejected"
"""Where a message lists the replies that came before it, each with what was wrong."""
MOST_SAID = 500
"""Letters of such a reply."""


def marked(message: AIMessage, marks: Mapping[str, object]) -> AIMessage:
    """The message with these marks too."""
    return message.model_copy(update={"additional_kwargs": {**message.additional_kwargs, **marks}})


def rejected(reply: AIMessage, problems: Mapping[str, str]) -> dict[str, str]:
    """A reply that could not be used, as a trace keeps it: in a few words, for it may hold anything."""
    calls = [f"{call['name']}({call['args']})" for call in (*reply.tool_calls, *reply.invalid_tool_calls)]
    said = "; ".join(filter(None, [*calls, str(reply.text)]))
    return {"said": said[:MOST_SAID], "why": "; ".join(problems.values())}
