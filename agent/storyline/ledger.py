"""A ledger of what a story has told and the film shows, and whether a new sentence contradicts it.

Who is dead and acts later, who is related to whom, who is where, who feels what. It objects only where both
sides are stated plainly: what is dreamt, remembered, feared or said by somebody is no statement.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storyreel.agent.scenes import SceneFacts
from storyreel.agent.storyline.statements import Statement, statements
from storyreel.memory.clock import clock
from storyreel.memory.records import Emotion, EmotionInterval, Span

SURE = 0.6
"""From this confidence on, a feeling that was read speaks against the opposite one."""
LEAST_HEARD_LATER = 2
"""Lines after somebody's death that make it unlikely; one may be a voice in a memory."""
_BAD: frozenset[Emotion] = frozenset({"anger", "disgust", "fear", "sadness"})
_KIN_CLASS = {
    "wife": "spouse", "husband": "spouse", "spouse": "spouse", "sister": "sibling", "brother": "sibling",
    "sibling": "sibling", "mother": "parent", "father": "parent", "son": "child", "daughter": "child",
}  # fmt: skip
_CONVERSE = {"parent": "child", "child": "parent", "spouse": "spouse", "sibling": "sibling"}
_FEMALE = frozenset({"wife", "sister", "mother", "daughter"})
_MALE = frozenset({"husband", "brother", "father", "son"})
_ONLY_ONE = frozenset({"mother", "father", "wife", "husband"})
"""Nobody has two of these at the same time."""


class Entry(NamedTuple):
    """A statement, when it holds, and the sentence that makes it."""

    statement: Statement
    span: Span
    text: str


@dataclass(frozen=True)
class Seen:
    """What is remembered of a film's people, by name."""

    stays: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    heard: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    felt: dict[str, tuple[EmotionInterval, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenes: Sequence[SceneFacts], names: dict[str, str]) -> "Seen":
        """What the scenes hold."""
        stays: dict[str, tuple[Span, ...]] = {}
        heard: dict[str, tuple[Span, ...]] = {}
        felt: dict[str, tuple[EmotionInterval, ...]] = {}
        for scene in scenes:
            for one, spans in scene.stays.items():
                stays[names.get(one, one)] = (*stays.get(names.get(one, one), ()), *spans)
            for line in (line for line in scene.lines if line.first.character_id in names):
                who = names[str(line.first.character_id)]
                heard[who] = (*heard.get(who, ()), line.span)
            for feeling in (one for one in scene.feelings if one.character_id in names):
                who = names[str(feeling.character_id)]
                felt[who] = (*felt.get(who, ()), feeling)
        return cls(stays, heard, felt)


class Ledger:
    """What is stated so far."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self._entries: list[Entry] = []

    def add(self, text: str, span: Span) -> None:
        """Takes a sentence that stands."""
        self._entries += [Entry(one, span, text) for one in statements(text)]

    def objection(self, text: str, span: Span) -> str | None:
        """What a sentence contradicts, in a few words; None if it does not."""
        for statement in statements(text):
            new = Entry(statement, span, text)
            for against in _AGAINST_THE_FILM:
                if told := against(new, self.seen):
                    return told
            if (old := self._against(new)) is not None:
                return f"the story says already: {old.text}"
        return None

    def _against(self, new: Entry) -> Entry | None:
        for old in self._entries:
            if any(clashes(old, new, self._entries) for clashes in _CLASHES):
                return old
        return None


def _dead_acts(old: Entry, new: Entry, entries: Sequence[Entry]) -> bool:
    """Somebody dies, and acts later."""
    dies, acts = (old, new) if old.statement.kind == "dies" else (new, old)
    if (dies.statement.kind, acts.statement.kind) not in (("dies", "acts"), ("dies", "there")):
        return False
    if not _is_same(dies.statement.who, acts.statement.who) or acts.span.start_s < dies.span.end_s:
        return False
    revived = [
        one for one in entries if one.statement.kind == "lives" and one.span.start_s >= dies.span.start_s
    ]
    return not any(_is_same(one.statement.who, dies.statement.who) for one in revived)


def _kin_of_another_kind(old: Entry, new: Entry, entries: Sequence[Entry]) -> bool:  # noqa: ARG001 -- one of several rules
    """The same two people are related in two ways, or are and are not."""
    if not (old.statement.kind == new.statement.kind == "kin"):
        return False
    first, second = old.statement, new.statement
    kind = _KIN_CLASS[second.what]
    if _is_same(first.who, second.whom) and _is_same(first.whom, second.who):
        kind = _CONVERSE[kind]
    elif not (_is_same(first.who, second.who) and _is_same(first.whom, second.whom)):
        return False
    if first.denied or second.denied:
        return first.denied != second.denied and kind == _KIN_CLASS[first.what]
    return kind != _KIN_CLASS[first.what]


def _of_two_sexes(old: Entry, new: Entry, entries: Sequence[Entry]) -> bool:  # noqa: ARG001 -- one of several rules
    """Somebody is a sister and a brother."""
    if (
        not (old.statement.kind == new.statement.kind == "kin")
        or old.statement.denied
        or new.statement.denied
    ):
        return False
    told = {old.statement.what, new.statement.what}
    return _is_same(old.statement.who, new.statement.who) and bool(told & _FEMALE) and bool(told & _MALE)


def _one_too_many(old: Entry, new: Entry, entries: Sequence[Entry]) -> bool:
    """Somebody has two mothers, or two wives without a wedding, a parting or a death in between."""
    first, second = old.statement, new.statement
    if not (first.kind == second.kind == "kin") or first.denied or second.denied or first.what != second.what:
        return False
    if (
        first.what not in _ONLY_ONE
        or not _is_same(first.whom, second.whom)
        or _is_same(first.who, second.who)
    ):
        return False
    if first.what in ("mother", "father"):
        return True
    changed = [one for one in entries if one.statement.kind in ("weds", "dies")]
    return not any(
        {one.statement.who, one.statement.whom} & {first.who, first.whom, second.who} for one in changed
    )


def _in_two_places(old: Entry, new: Entry, entries: Sequence[Entry]) -> bool:  # noqa: ARG001 -- one of several rules
    """Somebody is in two places at the same time."""
    if not (old.statement.kind == new.statement.kind == "place"):
        return False
    if not _is_same(old.statement.who, new.statement.who) or old.span.overlap_s(new.span) <= 0:
        return False
    return not _is_same(old.statement.what.removeprefix("the "), new.statement.what.removeprefix("the "))


def _heard_after_death(new: Entry, seen: Seen) -> str | None:
    if new.statement.kind != "dies":
        return None
    later = [span for span in _of(new.statement.who, seen.heard) if span.start_s >= new.span.end_s]
    if len(later) < LEAST_HEARD_LATER:
        return None
    return f"{new.statement.who} speaks later, at {clock(later[0].start_s)}"


def _not_there(new: Entry, seen: Seen) -> str | None:
    """Only where people are seen at all at that time, and this one is one of the film's."""
    if new.statement.kind != "there" or not _of(new.statement.who, seen.stays):
        return None
    is_watched = any(_touch(spans, new.span) for spans in seen.stays.values())
    known = (*_of(new.statement.who, seen.stays), *_of(new.statement.who, seen.heard))
    return None if _touch(known, new.span) or not is_watched else f"{new.statement.who} is not seen then"


def _not_away(new: Entry, seen: Seen) -> str | None:
    is_seen = new.statement.kind == "away" and _touch(_of(new.statement.who, seen.stays), new.span)
    return f"{new.statement.who} is on screen then" if is_seen else None


def _not_alone(new: Entry, seen: Seen) -> str | None:
    if new.statement.kind != "alone":
        return None
    own = [stay for stay in _of(new.statement.who, seen.stays) if stay.overlap_s(new.span) > 0]
    others = {who: spans for who, spans in seen.stays.items() if not _is_same(who, new.statement.who)}
    for who, spans in others.items():
        if own and all(_touch(spans, stay) for stay in own):
            return f"{who} is on screen then too"
    return None


def _feels_otherwise(new: Entry, seen: Seen) -> str | None:
    """Pleasant against unpleasant, where all that was read then is of the other sort."""
    if new.statement.kind != "feels" or not (told := _valence(new.statement.emotions)):
        return None
    then = [one for one in _felt_by(new.statement.who, seen) if one.span.overlap_s(new.span) > 0]
    against = [one for one in then if _valence((one.emotion,)) == -told and one.confidence >= SURE]
    if not against or any(_valence((one.emotion,)) == told for one in then):
        return None
    return f"what is read of {new.statement.who} then is {against[0].emotion}"


def _valence(emotions: Sequence[Emotion]) -> int:
    """1 for pleasant, -1 for unpleasant, 0 for neither or both."""
    if set(emotions) == {"happiness"}:
        return 1
    return -1 if emotions and set(emotions) <= _BAD else 0


def _felt_by(who: str, seen: Seen) -> list[EmotionInterval]:
    return [one for name, felt in seen.felt.items() if _is_same(name, who) for one in felt]


def _of(who: str, by_name: dict[str, tuple[Span, ...]]) -> list[Span]:
    return [span for name, spans in by_name.items() if _is_same(name, who) for span in spans]


def _touch(spans: Sequence[Span], span: Span) -> bool:
    return any(one.overlap_s(span) > 0 for one in spans)


def _is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: one is part of the other."""
    first, second = set(name.split()), set(other.split())
    return first <= second or second <= first


_CLASHES: tuple[Callable[[Entry, Entry, Sequence[Entry]], bool], ...] = (
    _dead_acts,
    _kin_of_another_kind,
    _of_two_sexes,
    _one_too_many,
    _in_two_places,
)
_AGAINST_THE_FILM: tuple[Callable[[Entry, Seen], str | None], ...] = (
    _heard_after_death,
    _not_there,
    _not_away,
    _not_alone,
    _feels_otherwise,
)
