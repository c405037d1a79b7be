"""What a run of the ask graph is given besides its messages."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storyreel.agent.card import FilmCard
from storyreel.agent.film_card import card_of
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span

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
    tell: Callable[[str], None] = field(default=lambda _: None, repr=False)
    """Told the sentences of an answer that hold, while a language model still writes it."""
    watched: list[Span] = field(default_factory=list, repr=False)
    """What was newly watched for this question."""
    _cards: dict[tuple[int, str | None], FilmCard] = field(default_factory=dict, repr=False)

    def opened(self) -> "Context":
        """Itself; what only names a film opens it here."""
        return self

    def anew(self) -> "Context":
        """For another question, of which nothing was watched yet."""
        return replace(self, watched=[])

    def card(self) -> FilmCard:
        """What is known of the film now; it is read anew only where that has changed."""
        film_id = self.film.id
        state = self.library.facts.revision(film_id), self.library.recall(film_id, "depth")
        if state not in self._cards:
            self._cards.clear()
            self._cards[state] = card_of(self.library, self.film, self.budget_s)
        return self._cards[state]
