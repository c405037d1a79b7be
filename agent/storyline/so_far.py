"""The story so far, as it stands at the beginning of each prompt: only ever longer, so that a server's cache
of prompts' beginnings serves it, until the border of an act makes it short again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from storyreel.agent.llm.tokens import tokens_of
from storyreel.agent.storyline.records import Told
from storyreel.prompts.loader import fenced

_OPENING = "The story so far:\n"


@dataclass
class StorySoFar:
    """Sentences that were told, in at most so many tokens."""

    most_tokens: int
    is_outgrown: bool = False
    """It left sentences out: at the next border of an act it is to be condensed."""
    _told: list[str] = field(default_factory=list)

    @property
    def closed(self) -> str:
        """All of it."""
        return _OPENING + fenced("".join(f"{text}\n" for text in self._told))

    def add(self, sentences: Sequence[Told]) -> None:
        """Appends sentences; once one does not fit, none is added before it is condensed."""
        for one in sentences:
            self.is_outgrown = self.is_outgrown or not self._has_room(one.text)
            if not self.is_outgrown:
                self._told.append(one.text)

    def condense(self, sentences: Sequence[Told]) -> None:
        """Begins anew with fewer sentences."""
        self._told, self.is_outgrown = [], False
        self.add(sentences)
        self.is_outgrown = False

    def _has_room(self, text: str) -> bool:
        return tokens_of(f"{self.closed} {text}") <= self.most_tokens
