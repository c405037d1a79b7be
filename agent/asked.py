"""What a user asks, told from what the program itself says to a model in the user's place."""

from collections.abc import Sequence
from typing import TypeVar

from langchain_core.messages import BaseMessage, HumanMessage

M = TypeVar("M", bound=BaseMessage)
_WISH = "wish"


def wish(text: str) -> HumanMessage:
    """What the program says to a model in the user's place: it is no question."""
    return HumanMessage(text, additional_kwargs={_WISH: True})


def is_asked(message: BaseMessage) -> bool:
    """Whether a message is a user's question."""
    return isinstance(message, HumanMessage) and _WISH not in message.additional_kwargs


def places_asked(messages: Sequence[BaseMessage]) -> list[int]:
    """Where the questions of a conversation stand, in order."""
    return [place for place, message in enumerate(messages) if is_asked(message)]


def this_run(messages: Sequence[M]) -> list[M]:
    """The last question and all that came after it."""
    return list(messages[places_asked(messages)[-1] :])
