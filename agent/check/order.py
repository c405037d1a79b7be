"""What a sentence claims of the order of things: before and after each other, at the film's start or end.

`Ben is sad before Anna is angry.` and `Ben is sad and then surprised.` fall where it is the other way round.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from storyreel.agent.check.claims import clauses_of
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.fitting import fitting
from storyreel.agent.check.ground import Ground, is_of, is_of_any
from storyreel.agent.check.moments import OF_PEOPLE, is_at_all
from storyreel.agent.check.quotations import QUOTATION
from storyreel.agent.check.ranks import ranked
from storyreel.agent.check.successions import succeeds
from storyreel.agent.results import Item

_WORD = re.compile(
    r"(?P<before>\bbefore|\bby the time|\b(?:earlier|sooner) than)|\bafter(?!wards)|\blater than|"
    r"(?P<then>(?:,|;| and) (?:only )?"
    r"(?:then|next|afterwards|later|(?:a )?(?:\w+ )?(?:moments?|seconds?|minutes?) later)\b)",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(r" *(?:\d|$|[.,;)]|(?:that|this|it|then|about|around|the)\b)", re.IGNORECASE)
"""Clock times are read elsewhere; what was told before, or has no subject, tells no event of its own."""
_OPENS = re.compile(r"\b(?:film|movie|story) (?:opens|begins|starts)\b", re.IGNORECASE)
_CLOSES = re.compile(r"\b(?:film|movie|story) (?:ends|closes|finishes)\b", re.IGNORECASE)
_EDGE = 0.1
"""Of the film: what is farther from its start or end is not how it opens or ends."""
_EDGE_S = 10.0
"""What is nearer is, however short the film, unless somebody is said to be on screen as it does."""


class _Order(NamedTuple):
    """Two events as a sentence puts them; `is_before` if the first is told to come before the second."""

    first: str
    second: str
    is_before: bool
    is_next: bool = False
    """Told by `then`: of what happens several times, any may be meant, and who is meant may be left out."""


def is_in_order(sentence: str, ground: Ground, people: tuple[str, ...]) -> bool:
    """Whether what is told to come before or after something else does.

    True where a side tells no event that was found: whether it is one is looked up elsewhere.
    """
    order = _order(sentence)
    if not succeeds(sentence, ground):
        return False
    if order is None:
        return True
    first, second = _events(order, ground, people)
    if first is None or second is None:
        return True
    ones, others = _starts_s(_like(first, second), ground), _starts_s(_like(second, first), ground)
    if not ones or not others:
        return True
    if order.is_next:
        return min(ones) <= max(others)
    return min(ones) < min(others) if order.is_before else max(ones) > min(others)


def _order(sentence: str) -> _Order | None:
    """The two sides of `before` or `after`, outside quotations; what such a word opens comes second."""
    quoted = [match.span() for match in QUOTATION.finditer(sentence)]
    for word in _WORD.finditer(sentence):
        inside = any(low <= word.start() < high for low, high in quoted)
        if inside or _NO_EVENT.match(sentence, word.end()):
            continue
        ahead, rest = sentence[: word.start()], sentence[word.end() :]
        if not re.search(r"\w", ahead):
            rest, _, ahead = rest.partition(", ")
        return _Order(ahead, rest, bool(word["before"] or word["then"]), bool(word["then"]))
    return None


def _events(order: _Order, ground: Ground, people: tuple[str, ...]) -> tuple[Clause | None, Clause | None]:
    """The claims of both sides."""
    first = _event(order.first, ground, people)
    if first is None or not order.is_next:
        return first, _event(order.second, ground, people or (first.names if first else ()))
    second = clauses_of(order.second, ground, first.names)[:1]
    named = [replace(one, names=one.names or first.names) for one in second if not one.denies]
    return first, named[0] if named else None


def _event(side: str, ground: Ground, people: tuple[str, ...]) -> Clause | None:
    """The claim of one side, if it is one of somebody."""
    clauses = [one for one in clauses_of(side, ground, people) if one.names and not one.denies]
    return clauses[-1] if clauses else None


def _like(clause: Clause, other: Clause) -> Clause:
    """`… before Anna does`: the clause with what it leaves out."""
    if clause.kinds or clause.quotes:
        return clause
    return replace(clause, kinds=other.kinds, feelings=other.feelings)


def _starts_s(clause: Clause, ground: Ground) -> list[float]:
    """When what a clause tells of its people begins, each time."""
    fits = fitting(clause, ground)
    found = [item for name in clause.names for item in fits(name) if is_of(item, name)]
    if clause.quotes:
        said = [item for quote in clause.quotes for item in ground.holding(quote.words) or ()]
        found = [item for item in said if is_of_any(item, clause.names)]
    for those in ranked(clause.text, [item for item in found if item.kind in OF_PEOPLE], ground):
        found = those
    there = [item for item in found if is_at_all(item, clause.times)]
    return [item.span.start_s for item in there if item.kind in OF_PEOPLE]


def is_at_edge(clause: Clause, ground: Ground) -> bool:
    """Whether the film opens, or ends, with whom it is said to: nobody else comes before, or after, them."""
    opens, closes = _OPENS.search(clause.text), _CLOSES.search(clause.text)
    if not clause.names or not (opens or closes):
        return True
    there = [item for item in ground.items if item.kind in OF_PEOPLE and item.people]
    edge_s = max(_EDGE * ground.duration_s, 0.0 if "presence" in clause.kinds else _EDGE_S)
    if opens:
        first_s = min((item.span.start_s for item in there), default=0.0)
        return any(item.span.start_s <= min(first_s, edge_s) for item in _theirs(there, clause))
    last_s = max((item.span.end_s for item in there), default=0.0)
    return any(item.span.end_s >= max(last_s, ground.duration_s - edge_s) for item in _theirs(there, clause))


def _theirs(items: list[Item], clause: Clause) -> list[Item]:
    return [item for item in items if is_of_any(item, clause.names)]
