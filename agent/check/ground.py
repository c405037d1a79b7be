"""All that an answer may rest on: what this run's tools found, the question and the film."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from storyreel.agent.check.excerpts import CLAUSE_ENDS, is_faithful
from storyreel.agent.results import Found, Item
from storyreel.agent.understanding.text import word_set
from storyreel.memory.records import Span

_LEFT_OUT = 3
"""Words of a name, at most, that a short form of it leaves out."""
_NEIGHBOURS_S = 2.0
"""A quotation may run over lines no farther apart."""


@dataclass(frozen=True)
class Ground:
    """All that the sentences of an answer may rest on."""

    results: tuple[Found, ...]
    question: str
    cast: tuple[str, ...]
    """Names of all characters of the film."""
    title: str
    duration_s: float
    notes: frozenset[str] = frozenset()
    """Sentences in which the program speaks of itself: what it did not watch, what it cannot do. They claim
    nothing of the film, and only the program's own templates may mark them."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything found, each thing once."""
        return tuple(
            {
                (item.kind, item.span.start_s, item.span.end_s, item.text, item.people, item.emotion): item
                for found in self.results
                for item in found.items
            }.values()
        )

    @cached_property
    def edges_s(self) -> frozenset[float]:
        """Where stretches begin and end that were asked about or looked at: they may be told as a frame."""
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
    def cast_words(self) -> frozenset[str]:
        """Every word of the characters' names."""
        return frozenset(word for name in self.cast for word in words_of(name))

    @cached_property
    def texts(self) -> tuple[tuple[Item, str], ...]:
        """Items with their words made even, and those of neighbours joined."""
        return tuple((item, " ".join(words_of(text))) for item, text in self._raw)

    @cached_property
    def _raw(self) -> tuple[tuple[Item, str], ...]:
        """Items with their words, and a speaker's neighbours joined: a quotation may run over two."""
        spoken = [(item, item.text) for item in self.items if item.text]
        lines = sorted(
            (item for item in self.items if item.kind == "line"), key=lambda item: item.span.start_s
        )
        pairs = [
            (first, f"{first.text} {second.text}")
            for first, second in itertools.pairwise(lines)
            if second.span.start_s - first.span.end_s < _NEIGHBOURS_S and first.people == second.people
        ]
        return (*spoken, *pairs)

    def calls(self, name: str) -> bool:
        """Whether somebody is called so: a rank before a name is a claim of its own."""
        plain = " ".join(words_of(name))
        given = (*self.cast, self.question, *(person for item in self.items for person in item.people))
        texts = [*(text for _, text in self.texts), *(" ".join(words_of(one)) for one in given)]
        return not RANKS.intersection(words_of(name)) or any(f" {plain} " in f" {one} " for one in texts)

    def holding(self, words: str) -> list[Item] | None:
        """Items that hold a quotation's words, one after another; None where none does."""
        pieces = [told for piece in re.split(r"\.\.\.|…", words) if (told := words_of(piece))]
        if not pieces:
            return None
        plain = [f" {' '.join(piece)} " for piece in pieces]
        likely = [
            (item, raw)
            for (item, text), (_, raw) in zip(self.texts, self._raw, strict=True)
            if all(piece in f" {text} " for piece in plain)
        ]
        found = [
            item
            for item, raw in likely
            if is_faithful(pieces, [words_of(clause) for clause in CLAUSE_ENDS.split(raw)])
        ]
        return found or None


def words_of(text: str) -> list[str]:
    """Words in small letters, without marks or genitives."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower().replace("’s", "").replace("'s", ""))


def has(text: str, word: str) -> bool:
    """Whether a text has a word, in whatever form: `promise` in `promised`."""
    stem = word[: max(4, len(word) - 3)]
    return any(one.startswith(stem) for one in words_of(text))


def names(item: Item, name: str) -> bool:
    """Whether an item is about somebody: it is theirs, or its words name them."""
    wanted = set(words_of(name)) - TITLES
    return is_of(item, name) or (item.kind not in ("line", "song") and wanted <= set(words_of(item.text)))


def is_of(item: Item, name: str) -> bool:
    """Whether it is this person who is seen, speaks or feels."""
    wanted = set(words_of(name)) - TITLES
    return any(_is_short_for(wanted, words_of(person)) for person in item.people)


def is_of_any(item: Item, people: Iterable[str]) -> bool:
    """Whether it is one of these people."""
    return any(is_of(item, name) for name in people)


def _is_short_for(wanted: set[str], name: list[str]) -> bool:
    """`Rochester` for Edward Fairfax Rochester; no word of a whole sentence that stands for a name."""
    return wanted <= set(name) and len(name) <= len(wanted) + _LEFT_OUT


def once(items: Iterable[Item]) -> list[Item]:
    """Each item once, in order."""
    kept: list[Item] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept


def holds(span: Span, start_s: float, end_s: float) -> bool:
    """Whether a span holds all of a stretch of clock times, which are cut to whole seconds."""
    return span.start_s < start_s + 1 and span.end_s > end_s - ROUNDING_S


RANKS = word_set("dr captain capt commander lieutenant lt professor sir lady lord")
TITLES = word_set("mr mrs ms miss") | RANKS
MOST_CITED = 6
"""A claim over the whole film is cited by so many items at most."""
ROUNDING_S = 0.5
"""Times are told rounded: so far from an edge they still are that edge."""
