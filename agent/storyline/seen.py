"""What a film shows of its people, and whether it speaks against what is stated of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from storyreel.agent.scenes import SceneFacts
from storyreel.agent.storyline.stated import Statement
from storyreel.memory.clock import clock
from storyreel.memory.records import Emotion, EmotionInterval, Span

T = TypeVar("T")
SURE = 0.6
"""From this confidence on, a feeling that was read speaks against the opposite one."""
LEAST_HEARD_LATER = 2
"""Lines after somebody's death that make it unlikely; one may be a voice in a memory."""
_BAD: frozenset[Emotion] = frozenset({"anger", "disgust", "fear", "sadness"})


@dataclass(frozen=True)
class Seen:
    """What is remembered of a film's people, by name."""

    stays: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    heard: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    felt: dict[str, tuple[EmotionInterval, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenes: Sequence[SceneFacts], names: dict[str, str]) -> "Seen":
        """What the scenes hold."""
        stays = [(one, span) for scene in scenes for one, spans in scene.stays.items() for span in spans]
        heard = [(line.first.character_id, line.span) for scene in scenes for line in scene.lines]
        felt = [(one.character_id, one) for scene in scenes for one in scene.feelings]
        return cls(_by_name(stays, names), _by_name(heard, names), _by_name(felt, names))

    def objection(self, told: Statement, span: Span) -> str | None:
        """What of it speaks against a statement of that time, in a few words; None if nothing does."""
        objections = (against(told, span, self) for against in _AGAINST)
        return next((one for one in objections if one), None)


def _by_name(found: Iterable[tuple[str | None, T]], names: dict[str, str]) -> dict[str, tuple[T, ...]]:
    """What there is of each character, of those who have a name to be told by."""
    sorted_out: defaultdict[str, list[T]] = defaultdict(list)
    for one, what in found:
        if one in names:
            sorted_out[names[one]].append(what)
    return {name: tuple(all_of_it) for name, all_of_it in sorted_out.items()}


def _heard_after_death(told: Statement, span: Span, seen: Seen) -> str | None:
    if told.kind != "dies":
        return None
    later = [one for one in _of(told.who, seen.heard) if one.start_s >= span.end_s]
    if len(later) < LEAST_HEARD_LATER:
        return None
    return f"{told.who} speaks later, at {clock(later[0].start_s)}"


def _not_there(told: Statement, span: Span, seen: Seen) -> str | None:
    """Only where people are seen at all at that time, and this one is one of the film's."""
    if told.kind != "there" or not _of(told.who, seen.stays):
        return None
    is_watched = any(_touch(spans, span) for spans in seen.stays.values())
    known = (*_of(told.who, seen.stays), *_of(told.who, seen.heard))
    return None if _touch(known, span) or not is_watched else f"{told.who} is not seen then"


def _not_away(told: Statement, span: Span, seen: Seen) -> str | None:
    is_seen = told.kind == "away" and _touch(_of(told.who, seen.stays), span)
    return f"{told.who} is on screen then" if is_seen else None


def _not_alone(told: Statement, span: Span, seen: Seen) -> str | None:
    if told.kind != "alone":
        return None
    own = [stay for stay in _of(told.who, seen.stays) if stay.overlap_s(span) > 0]
    others = {who: spans for who, spans in seen.stays.items() if not is_same(who, told.who)}
    for who, spans in others.items():
        if own and all(_touch(spans, stay) for stay in own):
            return f"{who} is on screen then too"
    return None


def _feels_otherwise(told: Statement, span: Span, seen: Seen) -> str | None:
    """Pleasant against unpleasant, where all that was read then is of the other sort."""
    if told.kind != "feels" or not (valence := _valence(told.emotions)):
        return None
    then = [one for one in _felt_by(told.who, seen) if one.span.overlap_s(span) > 0]
    against = [one for one in then if _valence((one.emotion,)) == -valence and one.confidence >= SURE]
    if not against or any(_valence((one.emotion,)) == valence for one in then):
        return None
    return f"what is read of {told.who} then is {against[0].emotion}"


def _valence(emotions: Sequence[Emotion]) -> int:
    """1 for pleasant, -1 for unpleasant, 0 for neither or both."""
    if set(emotions) == {"happiness"}:
        return 1
    return -1 if emotions and set(emotions) <= _BAD else 0


def _felt_by(who: str, seen: Seen) -> list[EmotionInterval]:
    return [one for name, felt in seen.felt.items() if is_same(name, who) for one in felt]


def _of(who: str, by_name: dict[str, tuple[Span, ...]]) -> list[Span]:
    return [span for name, spans in by_name.items() if is_same(name, who) for span in spans]


def _touch(spans: Sequence[Span], span: Span) -> bool:
    return any(one.overlap_s(span) > 0 for one in spans)


def is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: one is part of the other."""
    first, second = set(name.split()), set(other.split())
    return first <= second or second <= first


_AGAINST: tuple[Callable[[Statement, Span, Seen], str | None], ...] = (
    _heard_after_death,
    _not_there,
    _not_away,
    _not_alone,
    _feels_otherwise,
)
