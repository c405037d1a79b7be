"""Where somebody is, and whether awake and alone, as a sentence of a story states it."""

import re
from collections.abc import Iterator

from storyreel.agent.storyline.stated import BOTH, SUBJECT, WHO, Statement, StatementKind, any_of

_ROOMS = "kitchen garden bathroom bedroom cellar basement attic"
_HOUSES = "church hospital jail prison school bank museum station home"
_OUTSIDE = "street forest beach desert"
_ABOARD = "train ship plane"
_SORT = {
    place: sort
    for sort, places in (("room", _ROOMS), ("house", _HOUSES), ("outside", _OUTSIDE), ("aboard", _ABOARD))
    for place in places.split()
}
_APART = ({"outside", "room"}, {"outside", "house"}, {"house", "aboard"})
"""Sorts of places that do not lie in one another."""
_ALIKE = ({"jail", "prison"}, {"station", "train"})

_STAYS = any_of("is stays waits sits lives remains stands works hides lies sleeps arrives")
_STAYING = rf"{_STAYS}(?: [a-z]+ing| alone)? (?:in|at|on|aboard)"
_PROPER = r"(?P<what>(?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*)"
_ROOM = rf"(?:(?:the|a|an) )?(?P<what>{any_of(*_SORT)}|(?:living|dining|waiting|engine) room)\b"
_PLACE, _ROOMED = (re.compile(rf"{WHO} {_STAYING} {what}") for what in (_PROPER, _ROOM))
_BOTH_PLACE, _BOTH_ROOMED = (re.compile(rf"{BOTH} are (?:in|at|on) {what}") for what in (_PROPER, _ROOM))
_PLACES: tuple[tuple[StatementKind, re.Pattern[str], re.Pattern[str]], ...] = (
    ("place", _PLACE, _BOTH_PLACE),
    ("room", _ROOMED, _BOTH_ROOMED),
)
_ENTERS = r"(?:enters|arrives|(?:comes|walks|runs) in|comes into the picture)"
_PRESENT = r"(?:there|present|on screen|in the picture)"
_ASLEEP = r"(?:is|lies|remains)(?: fast| sound| still)? (?:asleep|unconscious|in a coma)"
_STATES: tuple[tuple[StatementKind, re.Pattern[str]], ...] = (
    ("there", re.compile(rf"{SUBJECT} (?:{_ENTERS}|is (?:{_PRESENT}|in the room))\b")),
    ("away", re.compile(rf"{WHO} is (?:not {_PRESENT}|absent|nowhere to be seen|missing)\b")),
    ("alone", re.compile(rf"{WHO} (?:is (?:all )?|[a-z]+s )alone\b")),
    ("asleep", re.compile(rf"{WHO} (?:{_ASLEEP}|sleeps)\b")),
    (
        "awake",
        re.compile(
            rf"{SUBJECT} {any_of('talks speaks says tells asks answers walks runs dances drives sings')}\b"
        ),
    ),
)


def of_whereabouts(text: str) -> Iterator[Statement]:
    """Who is in which place, there, away, alone, asleep or awake."""
    for kind, one_is, both_are in _PLACES:
        yield from (Statement(kind, match["who"], what=match["what"]) for match in one_is.finditer(text))
        for match in both_are.finditer(text):
            yield from (Statement(kind, match[who], what=match["what"]) for who in ("who", "whom"))
    for kind, pattern in _STATES:
        yield from (Statement(kind, match["who"]) for match in pattern.finditer(text))


def are_apart(room: str, other: str) -> bool:
    """Whether nobody is in both at once: two places of a sort, or a house and the street."""
    if room == other or {room, other} in _ALIKE:
        return False
    sorts = {_SORT.get(room, "room"), _SORT.get(other, "room")}
    return len(sorts) == 1 or sorts in _APART
