"""Whether what is told as somebody's first, second or last is that, and what is so again was so before.

`Ben's first line is “You promised me the boat!”` stands on the first of his lines alone; `Anna is angry again
at 0:31.` falls where she was not angry before.
"""

import re
from collections.abc import Iterator, Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.fitting import fitting
from storyreel.agent.check.ground import ROUNDING_S, Ground, has, is_of
from storyreel.agent.check.moments import is_at
from storyreel.agent.results import Item

_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "final": -1}
_RANKED = r"(?:times?|lines?|words?|appearances?|mentions?|stretch|stay)\b"
_RANK = re.compile(
    rf"\b(?P<bare>(?<!at )(?<!the )(?<!very )(?:first|last))\b(?! (?:ten|\d|minute|second|half))|"
    rf"\b(?P<of>{'|'.join(_PLACES)}) {_RANKED}",
    re.IGNORECASE,
)
"""`first seen`, `for the second time`, `Ben's last line`."""
_OF_ALL = re.compile(
    r"\bthe (?:very )?(?P<to>first|last) (?:(?:one |person )?(?:to|who)\b|(?:line|words?)\W*$)|"
    r"\b(?:speaks?|talks?|appears?|seen|comes?) (?P<does>first|last)\W*$",
    re.IGNORECASE,
)
"""`Ben has the last word`, `Ben is the first to speak`, `Ben speaks first`: of all people."""
_AGAIN = re.compile(r"\b(?:again|once more|re-?appears?|(?:is|comes) back)\b", re.IGNORECASE)


def is_in_rank(clause: Clause, ground: Ground) -> bool:
    """Whether what is at the clause's times, or its quotation, has the rank that it tells among all alike."""
    if not clause.kinds:
        return True
    if not (clause.times or clause.quotes):
        return _is_first_of_all(clause, ground)
    moments = _moments(clause, ground)
    return all(
        any(_is_told(item, clause, ground) for item in _at_place(moments, place, ground))
        for place in _places(clause.text)
    )


def _places(text: str) -> Iterator[int]:
    return (_PLACES[(match["bare"] or match["of"]).lower()] for match in _RANK.finditer(text))


def _at_place(moments: Sequence[Item], place: int, ground: Ground) -> list[Item]:
    """The moments that no other precedes, or follows, or the one at a place between them if all are known."""
    if place == 0:
        return [one for one in moments if all(other.span.end_s > one.span.start_s for other in moments)]
    if place == -1:
        return [one for one in moments if all(other.span.start_s < one.span.end_s for other in moments)]
    is_whole = all(found.total <= len(found.items) for found in ground.results)
    return sorted(moments, key=lambda item: item.span.start_s)[place : place + 1] if is_whole else []


def _is_told(item: Item, clause: Clause, ground: Ground) -> bool:
    """Whether it is at the times, and holds a quotation."""
    held = [one for quote in clause.quotes for one in ground.holding(quote.words) or ()]
    return (item in held or not clause.quotes) and all(is_at(item, time) for time in clause.times)


def _is_first_of_all(clause: Clause, ground: Ground) -> bool:
    """Whether nobody speaks or is seen before who is said to be first, or after who is last."""
    told = _OF_ALL.search(clause.text)
    if told is None or not clause.names:
        return True
    moments = [item for item in fitting(clause, ground)("") if item.kind in _kinds(clause)]
    ends = _at_place(moments, _PLACES[(told["to"] or told["does"]).lower()], ground)
    return any(is_of(item, name) for item in ends for name in clause.names)


def is_again(clause: Clause, ground: Ground) -> bool:
    """Whether what is so again was so before."""
    if not clause.kinds or not _AGAIN.search(clause.text):
        return True
    moments = _moments(clause, ground)
    if not clause.times:
        return len(moments) > 1
    latest_s = max(time.start_s for time in clause.times)
    return any(item.span.end_s <= latest_s + ROUNDING_S for item in moments)


def _moments(clause: Clause, ground: Ground) -> list[Item]:
    """What the clause tells one of: all of somebody's, or all lines that mention something."""
    found = fitting(clause, ground)(clause.names[0] if clause.names else "")
    if not clause.names and words.IS_MENTIONED.search(clause.text):
        found = [item for item in found if all(has(item.text, word) for word in clause.content)]
    alike = [item for item in found if item.kind in _kinds(clause)]
    return alike or [item for item in found if item.kind == "character"]


def _kinds(clause: Clause) -> tuple[str, ...]:
    """What a clause tells a moment of; of what is felt in what is said, of the feeling."""
    if "feeling" in clause.kinds:
        return ("emotion",)
    return ("line", "song") if "speech" in clause.kinds else ("presence",)
