"""Whether what is cited holds what is claimed, measured without the program's own check.

Precision: of the times, names and quotations that sentences claim, the share that stand in the segments cited
for them; of sentences, the share whose words are nearer to what is said in their segments than to what is
said in others of the film (by MiniLM; 0.5 is chance). Recall: of the sentences that claim something, the
share that cite something which bears on it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from storyreel.agent.check.quotations import QUOTATION
from storyreel.agent.check.times import Time, times_in
from storyreel.memory.records import Span

NEAR_S = 1.0
"""Clock times are told in whole seconds."""
OTHERS = 20
"""Segments of the same film that a sentence's own ones are compared with."""
SEED = 2026
_CLAIMS_NOTHING = re.compile(
    r"\b(?:not|no|nobody|none|nothing|never|cannot|past its end|left out|ask me)\b|n['’]t\b|"
    r"\bI (?:looked|read|know|hear)\b",
    re.IGNORECASE,
)
"""What denies, or speaks of the program or of all of the film, needs no segment; whether it is right is
another figure."""


@dataclass(frozen=True)
class Cited:
    """A sentence with what is cited for it."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Evidence:
    """What is known to be true of a film."""

    duration_s: float
    lines: Sequence[tuple[Span, str]]
    """What is said, with its speaker where that is known, and what is written."""
    names: frozenset[str] = frozenset()
    stays: Sequence[tuple[Span, str]] = ()
    """Who is there or feels something, when, by name."""

    def within(self, spans: Iterable[Span]) -> list[tuple[Span, str]]:
        """All that lies in any of the spans."""
        wanted = [Span(start_s=max(0, one.start_s - NEAR_S), end_s=one.end_s + NEAR_S) for one in spans]
        every = (*self.lines, *self.stays)
        return [(span, text) for span, text in every if any(span.overlap_s(one) > 0 for one in wanted)]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    held: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.held + other.held, self.of + other.of)

    @classmethod
    def count(cls, which: Iterable[bool]) -> "Share":
        """How many are true."""
        every = list(which)
        return cls(sum(every), len(every))

    @property
    def value(self) -> float:
        """The share; 1 of nothing, for nothing was wrong."""
        return self.held / self.of if self.of else 1.0


@dataclass(frozen=True)
class Scores:
    """How far citations bear out sentences."""

    times: Share = Share()
    names: Share = Share()
    quotes: Share = Share()
    nearer: Share = Share()
    """Comparisons with other segments in which a sentence's own were nearer to it."""
    recall: Share = Share()

    def __add__(self, other: "Scores") -> "Scores":
        both = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        return Scores(**both)


def score(sentences: Sequence[Cited], film: Evidence, alike: bool = True) -> Scores:
    """Scores of sentences about one film; `alike` compares their words too, which needs MiniLM's weights."""
    claiming = [one for one in sentences if not _CLAIMS_NOTHING.search(unquoted(one.text))]
    total = sum((_of_sentence(one, film) for one in claiming), start=Scores())
    return total + Scores(nearer=_nearer(claiming, film)) if alike else total


def _of_sentence(one: Cited, film: Evidence) -> Scores:
    there = film.within(one.spans)
    told = _even(" ".join(text for _, text in there))
    times = [_is_cited(time, one.spans) for time in times_in(unquoted(one.text), film.duration_s)[0]]
    names = [_even(name) in told for name in named(one.text, film)]
    quotes = [_even(words) in told for words in quoted(one.text)]
    claims = [*times, *names, *quotes]
    recall = Share.count([any(claims)] if claims else [])
    return Scores(Share.count(times), Share.count(names), Share.count(quotes), recall=recall)


def _is_cited(time: Time, spans: Sequence[Span]) -> bool:
    """A moment lies in a span; a stretch begins and ends in some, unless something within it is told."""
    if time.within:
        return any(one.start_s <= time.end_s + NEAR_S and time.start_s - NEAR_S <= one.end_s for one in spans)
    return all(
        any(one.start_s - NEAR_S <= at_s <= one.end_s + NEAR_S for one in spans)
        for at_s in (time.start_s, time.end_s)
    )


def quoted(text: str) -> list[str]:
    """What a sentence puts in quotation marks."""
    return [first or second for first, second in QUOTATION.findall(text)]


def named(text: str, film: Evidence) -> list[str]:
    """The film's names that a sentence names outside its quotations."""
    return sorted(name for name in film.names if _even(name) in _even(unquoted(text)))


def unquoted(text: str) -> str:
    """A sentence without what it quotes."""
    return QUOTATION.sub(" ", text)


def _even(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "


def _nearer(sentences: Sequence[Cited], film: Evidence) -> Share:
    """How often a sentence is nearer to its own segments than to one of as many lines elsewhere."""
    own = [(one, [text for _, text in film.within(one.spans)]) for one in sentences]
    own = [(one, texts) for one, texts in own if texts]
    chance = np.random.default_rng(SEED)
    return sum((_against_others(one, texts, film, chance) for one, texts in own), start=Share())


def _against_others(one: Cited, texts: Sequence[str], film: Evidence, chance: np.random.Generator) -> Share:
    from storyreel.tools.models.minilm import embed

    others = _segments_like(texts, film, chance)
    looks = embed([one.text, " ".join(texts), *others])
    alike = looks[1:] @ looks[0]
    return Share.count(bool(alike[0] > other) for other in alike[1:])


def _segments_like(texts: Sequence[str], film: Evidence, chance: np.random.Generator) -> list[str]:
    """Stretches of as many lines, none of them the sentence's own."""
    lines = [text for _, text in film.lines]
    starts = [
        start
        for start in range(max(1, len(lines) - len(texts) + 1))
        if not set(lines[start : start + len(texts)]) & set(texts)
    ]
    chosen: list[int] = (
        chance.choice(starts, min(OTHERS, len(starts)), replace=False).tolist() if starts else []
    )
    return [" ".join(lines[start : start + len(texts)]) for start in chosen]
