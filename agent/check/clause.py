"""What one clause of a sentence claims, as the rules of the check read it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from storyreel.agent.check.numbers import Number
from storyreel.agent.check.times import Time
from storyreel.agent.understanding.emotions import FeelingMention

Kind = Literal["presence", "speech", "feeling"]


@dataclass(frozen=True)
class Quote:
    """Words in quotation marks, and who is said to say them."""

    words: str
    speaker: str = ""


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that claims one thing."""

    text: str
    """Quotations as single characters."""
    names: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Who is said not to be there."""
    times: tuple[Time, ...] = ()
    quotes: tuple[Quote, ...] = ()
    feelings: tuple[FeelingMention, ...] = ()
    alternatives: frozenset[str] = frozenset()
    """Words of feelings that `or` joins to the one before."""
    numbers: tuple[Number, ...] = ()
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    content: tuple[str, ...] = ()
    """Words that tell something beyond all these."""
    denies: bool = False
    admits: bool = False
    """Says only that something is not known."""
    inherited: bool = False
    """Its people are those of the clause before."""
    of_times: bool = False
    """It tells who is meant by the times before it."""
    of_quote: bool = False
    """It tells when the quotation before it is said."""
    opening: str = ""
    """The mark or word before it."""
    lacks_people: bool = False
    """It speaks of several people where one at most was named."""


def either_felt(clause: Clause) -> list[FeelingMention]:
    """The feelings that a clause tells; those joined by `or` as one, for one of them is enough."""
    told: list[FeelingMention] = []
    for one in clause.feelings:
        if told and one.word in clause.alternatives:
            one = replace(one, emotions=(*told.pop().emotions, *one.emotions))
        told.append(one)
    return told


def without_names(text: str, names: Iterable[str]) -> str:
    """A text with a dot for each name."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "·", text)
    return text
