"""Keeps a conversation within what a model reads at once."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from langchain_core.messages import BaseMessage, ToolMessage

from storyreel.agent.asked import places_asked
from storyreel.agent.llm.material import as_material
from storyreel.agent.llm.tokens import tokens_of
from storyreel.agent.results import Found
from storyreel.agent.wording.findings import findings
from storyreel.errors import LanguageModelError
from storyreel.memory.clock import clock
from storyreel.prompts.loader import fenced

FRAME_TOKENS = 4
"""What a chat template writes around a message."""
MOST_QUESTIONS = 3
"""Of a long thread; more are kept only where there is room."""
MOST_NAMES = 5
"""In a summary."""
PARTS = (2, 4, 8)
"""Of a result too long to be read, one half is shown, else a quarter, else an eighth."""


def fitted(messages: Sequence[BaseMessage], tokens: int) -> list[BaseMessage]:
    """The conversation in at most so many tokens, by a cautious guess.

    First the oldest questions of a long thread go, then the oldest results of tools are summarised, then all
    earlier questions go; last the newest result loses its end. What a result holds stays in its artifact: the
    check reads that. Raises LanguageModelError if even so it is too long.
    """
    kept = _without_old(as_material(messages), MOST_QUESTIONS, tokens)
    for place in _results(kept)[:-1]:
        kept = _with(kept, place, summarised, tokens)
    kept = _without_old(kept, 1, tokens)
    shorter: list[Callable[[BaseMessage], BaseMessage]] = [partial(shortened, part=part) for part in PARTS]
    for less in (*shorter, summarised):
        for place in _results(kept)[-1:]:
            kept = _with(kept, place, less, tokens)
    if size(kept) > tokens:
        raise LanguageModelError(
            f"the language model reads too little at once: this takes about {size(kept)} tokens, "
            f"and {max(tokens, 0)} are free"
        )
    return kept


def size(messages: Sequence[BaseMessage]) -> int:
    """About how many tokens the messages take at most."""
    return sum(map(_size, messages))


def _size(message: BaseMessage) -> int:
    calls = [f"{call['name']}{call['args']}" for call in getattr(message, "tool_calls", ())]
    return tokens_of("".join([str(message.text), *calls])) + FRAME_TOKENS


def _without_old(messages: list[BaseMessage], questions: int, tokens: int) -> list[BaseMessage]:
    """The conversation without its oldest questions, while it is too long and has more than so many."""
    kept = messages
    while size(kept) > tokens and len(asked := places_asked(kept)) > questions:
        kept = [*kept[: asked[0]], *kept[asked[1] :]]
    return kept


def _with(
    messages: list[BaseMessage], place: int, less: Callable[[BaseMessage], BaseMessage], tokens: int
) -> list[BaseMessage]:
    """The conversation with less said in one place, if it is too long."""
    if size(messages) <= tokens:
        return messages
    return [*messages[:place], less(messages[place]), *messages[place + 1 :]]


def shortened(message: BaseMessage, part: int) -> BaseMessage:
    """A result with the first half, or another part, of its items, and how many there are."""
    if (found := _found(message)) is None:
        return message
    items = found.items[: -(-len(found.items) // part)]
    total = max(found.total, len(found.items))
    less = found.model_copy(update={"items": items, "total": total})
    return message.model_copy(update={"content": fenced(findings(less))})


def summarised(message: BaseMessage) -> BaseMessage:
    """A result in a line: how many of what, about whom, and when."""
    if (found := _found(message)) is None:
        return message
    kinds = Counter(item.kind for item in found.items)
    names = Counter(name for item in found.items for name in item.people)
    told = [", ".join(f"{kind} {number}" for kind, number in kinds.items()) or "nothing"]
    told += [f"of {', '.join(name for name, _ in names.most_common(MOST_NAMES))}"] * bool(names)
    told += [_reach(found)] * bool(found.items)
    line = f"(summary) {max(found.total, len(found.items))} found: {' '.join(told)}. Ask again to read it."
    return message.model_copy(update={"content": fenced(line)})


def _found(message: BaseMessage) -> Found | None:
    artifact = getattr(message, "artifact", None)
    return None if artifact is None else Found.model_validate(artifact)


def _reach(found: Found) -> str:
    first = min(item.span.start_s for item in found.items)
    last = max(item.span.end_s for item in found.items)
    return f"from {clock(first)} to {clock(last)}"


def _results(messages: Sequence[BaseMessage]) -> list[int]:
    return [place for place, one in enumerate(messages) if isinstance(one, ToolMessage)]
