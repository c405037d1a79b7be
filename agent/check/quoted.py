"""Whether the quotations of a clause are the film's words, said by whom, or written where, it says.

`Anna says “Get out!”` stands on her line; of Ben it falls, and so does `A sign reads “Get out!”`.
"""

import re

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, Quote
from storyreel.agent.check.fitting import is_topic
from storyreel.agent.check.ground import Ground, is_of, is_of_any
from storyreel.agent.check.moments import is_at
from storyreel.agent.results import Item


def proof_of_quotations(clause: Clause, ground: Ground) -> list[Item] | None:
    """One item for each quotation, said by whom it is said to be."""
    proof: list[Item] = []
    for quote in clause.quotes:
        if quote.words in ground.cast:
            continue
        found = [
            item
            for item in said_by(quote, ground)
            if _is_of_that_kind(item, quote, clause) and _is_of_those_named(item, quote, clause)
        ]
        at_time = [item for item in found if any(is_at(item, time) for time in clause.times)]
        if not found or (clause.times and not at_time):
            return None
        proof += (at_time or found)[:1]
    return proof


def _is_of_that_kind(item: Item, quote: Quote, clause: Clause) -> bool:
    """Whether it is written where the clause says so, and spoken where it says that."""
    if not quote.speaker and words.ON_SIGNS.search(clause.text):
        return item.kind not in ("line", "song")
    if words.SINGS.search(clause.text):
        return item.kind == "song"
    return item.kind != "screen text" or not (quote.speaker or words.SAYING.search(clause.text))


def _is_of_those_named(item: Item, quote: Quote, clause: Clause) -> bool:
    """Whether one of the people that the clause speaks of besides says it, where it tells not who."""
    if quote.speaker or clause.inherited or clause.of_quote or clause.kinds - {"speech"}:
        return True
    named = [name for name in clause.names if not is_topic(name, clause) and not _is_told(name, clause)]
    return not named or is_of_any(item, named)


def _is_told(name: str, clause: Clause) -> bool:
    """`“…” is said to Ben`, `somebody tells Ben “…”`: nothing in the film tells whom."""
    return bool(re.search(rf"\b(?:to|at|tells?|told|asks?|asked) {re.escape(name)}\b", clause.text))


def said_by(quote: Quote, ground: Ground) -> list[Item]:
    """Items that hold a quotation, of its speaker where one is given."""
    found = ground.holding(quote.words) or []
    return [item for item in found if not quote.speaker or is_of(item, quote.speaker)]


def quoted_lines(clause: Clause, ground: Ground) -> list[Item]:
    """All items that hold the clause's quotations."""
    return [item for quote in clause.quotes for item in said_by(quote, ground)]
