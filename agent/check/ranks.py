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
from storyreel.agent.check.moments import is_at_all, results_over
from storyreel.agent.check.numbers import Number
from storyreel.agent.results import Item

_PLACES = {"first": 0, "opening": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4}
_PLACES |= {"last": -1, "final": -1, "closing": -1}
_RANKED = r"(?:times?|lines?|words?|appearances?|mentions?|stretch|stay)\b"
_RANK = re.compile(
    rf"\b(?P<bare>(?<!at )(?<!the )(?<!very )(?:first|last))\b(?! (?:ten|\d|minute|second|half))|"
    rf"\b(?P<of>{'|'.join(_PLACES)}) {_RANKED}",
    re.IGNORECASE,
)
"""`first seen`, `for the second time`, `Ben's last line`."""
_BY_LENGTH = re.compile(rf"\b(?P<most>longest|shortest) {_RANKED}", re.IGNORECASE)
_OF_ALL = re.compile(
    rf"\bthe (?:very )?(?P<to>{'|'.join(_PLACES)}) "
    r"(?:one|person|character|to|who|lines?|words?)\b|"
    r"\b(?:speaks?|talks?|appears?|seen|comes?) (?P<does>first|last)\W*$",
    re.IGNORECASE,
)
"""`Ben has the last word`, `Ben is the first to speak`, `Ben speaks first`: of all people."""
_MOST = re.compile(
    r"\b(?P<does>speaks?|talks?|appears?|is (?:seen|shown|on screen)) (?:the )?"
    r"(?P<most>most|least|more|less)\b(?=\W*$|[,:;]| (?:of all|in all|by far|between|at)\b)|"
    r"\b(?:has|have|says?|speaks?) (?:the )?(?P<lines>most|fewest|least|more|fewer) (?:of the )?lines\b|"
    r"\b(?:has|have|(?:is|are|appears?) (?:seen )?in) (?:the )?"
    r"(?P<scenes>most|fewest|least|more|fewer) scenes\b",
    re.IGNORECASE,
)
"""`Ben speaks most`, `has most lines`, `is in most scenes`: of all people; `more`, of those asked about."""
_AGAIN = re.compile(r"\b(?:again|once more|re-?appears?|(?:is|comes) back)\b", re.IGNORECASE)


def is_in_rank(clause: Clause, ground: Ground) -> bool:
    """Whether what is at the clause's times, or its quotation, has the rank that it tells among all alike."""
    if not clause.kinds:
        return True
    if not (clause.times or clause.quotes or _lengths(clause) or _topic(clause)):
        return _is_first_of_all(clause, ground)
    return all(
        any(_is_told(item, clause, ground) for item in those)
        for those in ranked(clause.text, _moments(clause, ground), ground)
    )


def tells_rank(text: str) -> bool:
    """Whether it is one of several moments that a clause tells of: `Ben's first appearance`."""
    return bool(_RANK.search(text) or _BY_LENGTH.search(text))


def ranked(text: str, moments: Sequence[Item], ground: Ground) -> Iterator[list[Item]]:
    """For each rank that a text tells, the moments that have it."""
    for match in _RANK.finditer(text):
        yield _at_place(moments, _PLACES[(match["bare"] or match["of"]).lower()], ground)
    for match in _BY_LENGTH.finditer(text):
        most = max if match["most"].lower() == "longest" else min
        limit_s = most((item.span.duration_s for item in moments), default=0.0)
        yield [item for item in moments if abs(item.span.duration_s - limit_s) <= ROUNDING_S]


def is_most(clause: Clause, ground: Ground) -> bool:
    """Whether those who are said to speak or to be seen most, or least, are all who do, of all measured."""
    told = _MOST.search(clause.text)
    if told is None or not clause.names:
        return True
    degree = (told["most"] or told["lines"] or told["scenes"]).lower()
    measured = _measured(told, clause, ground)
    if degree in ("more", "less", "fewer"):
        asked = {name for name in measured if name.casefold() in ground.question.casefold()}
        compared = {name: value for name, value in measured.items() if name in asked or not asked}
    elif _is_looked_up_beside_others(ground):
        compared = {name: value for name, value in measured.items() if value}
    else:
        return False
    limit = (max if degree in ("most", "more") else min)(compared.values(), default=0.0)
    return {name for name, value in compared.items() if value == limit} == set(clause.names)


def _is_looked_up_beside_others(ground: Ground) -> bool:
    """Whether a result has more than one person, where the film has: one alone is the most of nobody."""
    known = (sum(item.kind == "character" for item in found.items) for found in ground.results)
    return max(known, default=0) >= min(2, len(ground.cast))


def _measured(told: re.Match[str], clause: Clause, ground: Ground) -> dict[str, float]:
    """How many lines, scenes, or seconds of speech or on screen, everybody has, at the clause's times."""
    speaks = (told["does"] or "").lower().startswith(("speak", "talk"))
    items = [item for found in results_over(clause.times, ground) for item in found.items]
    everybody = [item for item in items if item.kind == "character" and item.people]
    counted = next((unit for unit in ("lines", "scenes") if told[unit]), "")
    measure = counted or ("speech_s" if speaks else "screen_s")
    values = {item.people[0]: getattr(item, measure) for item in everybody}
    return {name: value or 0.0 for name, value in values.items()}


def _lengths(clause: Clause) -> list[Number]:
    """How long the moment lasts that has a rank, where nothing else tells which it is."""
    if clause.times or clause.quotes:
        return []
    return [number for number in clause.numbers if number.unit == "seconds"]


def _topic(clause: Clause) -> tuple[str, ...]:
    """What a line of that rank is about."""
    ranked_line = "speech" in clause.kinds and tells_rank(clause.text) and not clause.quotes
    return clause.content if ranked_line else ()


def _at_place(moments: Sequence[Item], place: int, ground: Ground) -> list[Item]:
    """The moments that no other precedes, or follows, or the one at a place between them if all are known."""
    if place == 0:
        first_s = min((one.span.start_s for one in moments), default=0.0)
        return [one for one in moments if one.span.start_s <= first_s + ROUNDING_S]
    if place == -1:
        last_s = max((one.span.end_s for one in moments), default=0.0)
        return [one for one in moments if one.span.end_s >= last_s - ROUNDING_S]
    every = [found for found in ground.results if found.span is None and found.total <= len(found.items)]
    starts_s = [{item.span.start_s for item in found.items} for found in every]
    is_whole = any(all(one.span.start_s in known for one in moments) for known in starts_s)
    return sorted(moments, key=lambda item: item.span.start_s)[place : place + 1] if is_whole else []


def _is_told(item: Item, clause: Clause, ground: Ground) -> bool:
    """Whether it is at the times, holds a quotation, and is as long and about what is told."""
    held = [one for quote in clause.quotes for one in ground.holding(quote.words) or ()]
    lasts = all(
        abs(item.span.duration_s - one.value) <= one.precision + ROUNDING_S for one in _lengths(clause)
    )
    tells = all(has(item.text, word) for word in _topic(clause))
    return (item in held or not clause.quotes) and lasts and tells and is_at_all(item, clause.times)


def _is_first_of_all(clause: Clause, ground: Ground) -> bool:
    """Whether nobody speaks or is seen before who is said to be first, or after who is last."""
    told = _OF_ALL.search(clause.text)
    if told is None or not clause.names:
        return not _BY_LENGTH.search(clause.text)
    moments = [item for item in fitting(clause, ground)("") if item.kind in _kinds(clause)]
    place = _PLACES[(told["to"] or told["does"]).lower()]
    if place > 0:
        return clause.names[0] in _in_order_of_first(moments)[place : place + 1]
    ends = _at_place(moments, place, ground)
    return any(is_of(item, name) for item in ends for name in clause.names)


def _in_order_of_first(moments: Sequence[Item]) -> list[str]:
    """Everybody, by when they are first seen or heard."""
    ordered = sorted(moments, key=lambda item: item.span.start_s)
    return list(dict.fromkeys(name for item in ordered for name in item.people))


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
    fits = fitting(clause, ground)
    if clause.quotes and not clause.names and words.IS_MENTIONED.search(clause.text):
        found = [item for quote in clause.quotes for item in ground.holding(quote.words) or ()]
    elif clause.content and words.IS_MENTIONED.search(clause.text):
        found = [item for item in fits("") if all(has(item.text, word) for word in clause.content)]
    else:
        found = fits(clause.names[0] if clause.names else "")
    alike = [item for item in found if item.kind in _kinds(clause)]
    return alike or [item for item in found if item.kind == "character"]


def _kinds(clause: Clause) -> tuple[str, ...]:
    """What a clause tells a moment of; of what is felt in what is said, of the feeling."""
    if "feeling" in clause.kinds:
        return ("emotion",)
    return ("presence",) if "presence" in clause.kinds else ("line", "song")
