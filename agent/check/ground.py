"""All that an answer may rest on: what this run's tools found, the question and the film."""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from storyreel.agent.results import Found, Item

NEAR_S = 1.0
"""Clock times are whole seconds: a time may be this far from what it names."""


@dataclass(frozen=True)
class Ground:
    """All that the sentences of an answer may rest on."""

    results: tuple[Found, ...]
    question: str
    cast: tuple[str, ...]
    """Names of all characters of the film."""
    title: str
    duration_s: float

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything found, each thing once."""
        return tuple(
            {
                (item.kind, item.span.start_s, item.text, item.people, item.emotion): item
                for found in self.results
                for item in found.items
            }.values()
        )

    @cached_property
    def bounds_s(self) -> frozenset[float]:
        """Times that were asked, looked at or not looked at: they may be told, but show nothing."""
        spans = [found.span for found in self.results if found.span]
        spans += [span for found in self.results for missing in found.unwatched for span in missing.spans]
        spans += [look.span for found in self.results for look in found.looks]
        return frozenset(
            [0.0, self.duration_s, *(time for span in spans for time in (span.start_s, span.end_s))]
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of what was found, in small letters."""
        texts = [item.text for item in self.items] + [name for item in self.items for name in item.people]
        return frozenset(word for text in [*texts, self.title] for word in words_of(text))

    @cached_property
    def asked_words(self) -> frozenset[str]:
        """Every word of the question."""
        return frozenset(words_of(self.question))

    @cached_property
    def texts(self) -> tuple[tuple[Item, str], ...]:
        """Items with their words made even, and those of neighbours joined: a quotation may run over two."""
        spoken = [(item, " ".join(words_of(item.text))) for item in self.items if item.text]
        lines = sorted(
            (item for item in self.items if item.kind == "line"), key=lambda item: item.span.start_s
        )
        pairs = [
            (first, " ".join(words_of(f"{first.text} {second.text}")))
            for first, second in itertools.pairwise(lines)
            if second.span.start_s - first.span.end_s < 2 * NEAR_S
        ]
        return (*spoken, *pairs)


def words_of(text: str) -> list[str]:
    """Words in small letters, without marks or genitives."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower().replace("’s", "").replace("'s", ""))
