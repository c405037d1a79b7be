"""What a run of the ask graph is given besides its messages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyreel.memory.library import Library
from storyreel.memory.records import Film

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

LOOK_BUDGET_S = 90.0
"""How much film may be newly watched for one question: about as long as somebody waits for an answer."""


@dataclass(frozen=True)
class Context:
    """The film that is asked about, where it is remembered, and who answers."""

    library: Library
    film: Film
    model: "BaseChatModel"
    budget_s: float = LOOK_BUDGET_S
