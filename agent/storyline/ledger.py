"""A ledger of what a story has told, and whether a new sentence contradicts it, or what the film shows.

Who is dead and acts later, who is related to whom, who is where, who feels what. It objects only where both
sides are stated plainly: what is dreamt, remembered, feared or said by somebody is no statement.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from storyreel.agent.storyline.kinship import BY_BLOOD, FEMALE, KIND_OF, MALE, PARENTS, converse, exclude
from storyreel.agent.storyline.seen import Seen, is_same
from storyreel.agent.storyline.stated import Statement
from storyreel.agent.storyline.statements import statements
from storyreel.agent.storyline.whereabouts import are_apart
from storyreel.memory.records import Span

_ONLY_ONE = PARENTS | {"wife", "husband"}
"""Nobody has two of these at the same time."""
_WEDDINGS = frozenset({"marries", "weds"})


class Entry(NamedTuple):
    """A statement, when it holds, and the sentence that makes it."""

    statement: Statement
    span: Span
    text: str


class Ledger:
    """What is stated so far, beside what the film shows."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self._entries: list[Entry] = []

    def add(self, text: str, span: Span) -> None:
        """Takes a sentence that stands."""
        self._entries += [Entry(one, span, text) for one in statements(text)]

    def objection(self, text: str, span: Span) -> str | None:
        """What a sentence contradicts, in a few words; None if it does not."""
        for statement in statements(text):
            if shown := self.seen.objection(statement, span):
                return shown
            if old := self._against(Entry(statement, span, text)):
                return f"the story says already: {old.text}"
        return None

    def _against(self, new: Entry) -> Entry | None:
        for old in self._entries:
            if _acts_dead(old, new, self._entries) or any(clashes(old, new) for clashes in _CLASHES):
                return old
            if _are_kin(old.statement, new.statement) and any(
                clashes(old.statement, new.statement, self._entries) for clashes in _CLASHES_OF_KIN
            ):
                return old
        return None


def _acts_dead(old: Entry, new: Entry, entries: Sequence[Entry]) -> bool:
    """Somebody dies, and acts later without having come back to life."""
    dies, acts = (old, new) if old.statement.kind == "dies" else (new, old)
    if dies.statement.kind != "dies" or acts.statement.kind not in ("acts", "there"):
        return False
    if not is_same(dies.statement.who, acts.statement.who) or acts.span.start_s < dies.span.end_s:
        return False
    revived = [one for one in entries if one.statement.kind == "lives"]
    return not any(
        is_same(one.statement.who, dies.statement.who) and one.span.start_s >= dies.span.start_s
        for one in revived
    )


def _is_elsewhere(old: Entry, new: Entry) -> bool:
    """Somebody is in two places at the same time."""
    first, second = old.statement, new.statement
    if first.kind != second.kind or not is_same(first.who, second.who) or old.span.overlap_s(new.span) == 0:
        return False
    if first.kind == "room":
        return are_apart(first.what, second.what)
    return first.kind == "place" and not is_same(*(one.what.removeprefix("the ") for one in (first, second)))


def _acts_asleep(old: Entry, new: Entry) -> bool:
    """Somebody sleeps, or is unconscious, and talks or walks at the same time."""
    are_both = {old.statement.kind, new.statement.kind} == {"asleep", "awake"}
    return are_both and is_same(old.statement.who, new.statement.who) and old.span.overlap_s(new.span) > 0


def _weds_kin(old: Entry, new: Entry) -> bool:
    """Somebody weds a sister or a parent."""
    weds, kin = (old, new) if old.statement.kind == "weds" else (new, old)
    if weds.statement.what not in _WEDDINGS or kin.statement.kind != "kin" or kin.statement.denied:
        return False
    return _are_the_same_two(weds, kin) and exclude(KIND_OF[kin.statement.what], "spouse")


def _are_the_same_two(first: Entry, second: Entry) -> bool:
    pairs = [(one.statement.who, one.statement.whom) for one in (first, second)]
    return all(any(is_same(one, other) for other in pairs[1]) for one in pairs[0])


def _is_unrelated(old: Entry, new: Entry) -> bool:
    """Two are related who are not; by marriage they may be."""
    denies, kin = (old, new) if old.statement.kind == "unrelated" else (new, old)
    if denies.statement.kind != "unrelated" or kin.statement.kind != "kin" or kin.statement.denied:
        return False
    return _are_the_same_two(denies, kin) and KIND_OF[kin.statement.what] in BY_BLOOD


def _is_one_of_none(old: Entry, new: Entry) -> bool:
    """Somebody has a sister, or is a brother, who has no siblings."""
    lacks, kin = (
        (old.statement, new.statement) if old.statement.kind == "without" else (new.statement, old.statement)
    )
    if lacks.kind != "without" or kin.kind != "kin" or kin.denied:
        return False
    if is_same(lacks.who, kin.whom):
        return lacks.what in (kin.what, KIND_OF[kin.what])
    return is_same(lacks.who, kin.who) and lacks.what == converse(KIND_OF[kin.what])


def _is_not_the_only_one(old: Entry, new: Entry) -> bool:
    """Somebody is an only brother, and somebody else a brother of the same person."""
    sole, other = (
        (old.statement, new.statement) if old.statement.kind == "only" else (new.statement, old.statement)
    )
    is_told = sole.kind == "only" and other.kind == "kin" and not other.denied and sole.what == other.what
    return is_told and is_same(sole.whom, other.whom) and not is_same(sole.who, other.who)


_CLASHES: tuple[Callable[[Entry, Entry], bool], ...] = (
    _is_elsewhere,
    _acts_asleep,
    _is_not_the_only_one,
    _weds_kin,
    _is_unrelated,
    _is_one_of_none,
)


def _are_kin(first: Statement, second: Statement) -> bool:
    return first.kind == second.kind == "kin"


def _is_of_another_kind(first: Statement, second: Statement, _: Sequence[Entry]) -> bool:
    """The same two people are related in two ways, or are and are not."""
    kind = KIND_OF[second.what]
    if is_same(first.who, second.whom) and is_same(first.whom, second.who):
        kind = converse(kind)
    elif not (is_same(first.who, second.who) and is_same(first.whom, second.whom)):
        return False
    if first.denied or second.denied:
        return kind == KIND_OF[first.what] and first.denied != second.denied
    return exclude(kind, KIND_OF[first.what])


def _is_of_two_sexes(first: Statement, second: Statement, _: Sequence[Entry]) -> bool:
    """Somebody is a sister and a brother."""
    told = {first.what, second.what}
    is_told = not first.denied and not second.denied and is_same(first.who, second.who)
    return is_told and bool(told & FEMALE) and bool(told & MALE)


def _is_one_too_many(first: Statement, second: Statement, entries: Sequence[Entry]) -> bool:
    """Somebody has two mothers, or two wives without a wedding, a parting or a death in between."""
    if first.denied or second.denied or first.what != second.what or first.what not in _ONLY_ONE:
        return False
    if not is_same(first.whom, second.whom) or is_same(first.who, second.who):
        return False
    changed = [one.statement for one in entries if one.statement.kind in ("weds", "dies")]
    concerned = {first.who, first.whom, second.who}
    return first.what in PARENTS or not any({one.who, one.whom} & concerned for one in changed)


_CLASHES_OF_KIN: tuple[Callable[[Statement, Statement, Sequence[Entry]], bool], ...] = (
    _is_of_another_kind,
    _is_of_two_sexes,
    _is_one_too_many,
)
