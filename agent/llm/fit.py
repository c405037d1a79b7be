"""Keeps a conversation within what a model reads at once."""

from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage, ToolMessage

from storyreel.agent.results import Found
from storyreel.errors import LanguageModelError
from storyreel.prompts.loader import fenced

CHARACTERS_PER_TOKEN = 3
"""Fewer than English text has, about four, so that a guess errs to the safe side."""


def fitted(messages: Sequence[BaseMessage], tokens: int) -> list[BaseMessage]:
    """The conversation in at most so many tokens, by a cautious guess.

    First the oldest results of tools are told in a line, then the oldest questions go. What a result holds
    stays in its artifact: the check reads that. Raises LanguageModelError if even so it is too long.
    """
    kept = list(messages)
    for place, message in enumerate(kept[:-1]):
        if size(kept) <= tokens:
            return kept
        if isinstance(message, ToolMessage):
            kept[place] = summarised(message)
    while size(kept) > tokens and len(asked := _questions(kept)) > 1:
        kept = [*kept[: asked[0]], *kept[asked[1] :]]
    if size(kept) > tokens:
        raise LanguageModelError(
            f"the language model reads too little at once: this takes about {size(kept)} tokens, "
            f"and {max(tokens, 0)} are free"
        )
    return kept


def size(messages: Sequence[BaseMessage]) -> int:
    """About how many tokens the messages take."""
    return sum(_characters(one) for one in messages) // CHARACTERS_PER_TOKEN + 1


def _characters(message: BaseMessage) -> int:
    calls = getattr(message, "tool_calls", ())
    return len(str(message.text)) + sum(len(str(call["args"])) + len(call["name"]) for call in calls) + 12


def summarised(message: ToolMessage) -> ToolMessage:
    """The message with its result told in a line: how much of what, and when."""
    if message.artifact is None:
        return message
    found = Found.model_validate(message.artifact)
    kinds = ", ".join(sorted({item.kind for item in found.items})) or "nothing"
    times = [item.span for item in found.items]
    reach = f" from {times[0].start_s:.0f} s to {times[-1].end_s:.0f} s" if times else ""
    line = f"(shortened) {max(found.total, len(times))} found: {kinds}{reach}. Ask again to read it."
    return message.model_copy(update={"content": fenced(line)})


def _questions(messages: Sequence[BaseMessage]) -> list[int]:
    return [place for place, one in enumerate(messages) if isinstance(one, HumanMessage)]
