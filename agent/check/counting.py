"""Counts that this run's results hold, or that can be computed from them.

`Anna appears twice.` stands on two stays; `Anna is angry twice.` does not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from storyreel.agent.check.clause import Clause, Kind, either_felt
from storyreel.agent.check.fitting import is_topic
from storyreel.agent.check.ground import Ground, words_of
from storyreel.agent.check.numbers import Number, Unit
from storyreel.agent.results import Found, Item, ItemKind
from storyreel.agent.wording.phrases import spoken_words
from storyreel.memory.records import Emotion

_UNITS: dict[ItemKind, Unit] = {
    "line": "lines",
    "song": "lines",
    "shot": "shots",
    "scene": "scenes",
    "character": "people",
}
_COUNTED_AS: dict[Kind, tuple[ItemKind, ...]] = {
    "presence": ("presence", "character"),
    "speech": ("line", "song", "sound", "heard", "character"),
    "feeling": ("emotion",),
}
_SOUGHT = frozenset({"it", "this", "that", "so", "such", "them", "these", "those", "found", "mentioned"})
"""Words for what was looked for, where it is not named."""
_WHOLE = 0.95
"""A result over this share of a film speaks for the film."""


@dataclass(frozen=True)
class Count:
    """A number with what it counts and of whom."""

    value: float
    unit: Unit
    people: frozenset[str] = frozenset()
    """Whose it is; nobody's in particular if empty."""
    of: ItemKind | None = None
    """What is counted or lasts."""
    is_part: bool = False
    """Counted over a part of the film only."""


def is_counted(number: Number, clause: Clause, ground: Ground, of_part: bool) -> list[Item] | None:
    """Items that a number of a clause rests on; None if nothing gives it.

    `of_part`: the sentence or the question speaks of a part of the film.
    """
    kinds = {kind for claimed in clause.kinds for kind in _COUNTED_AS[claimed]}
    emotions = _felt_so_often(number, clause)
    topics = [name for name in clause.names if is_topic(name, clause)]
    speakers = [name for name in clause.names if name not in topics]
    for found in ground.results:
        for count, items in _counts(found, ground):
            fits = _is_of(count, kinds) and _is_felt(count, items, emotions) and _fits(count, speakers)
            fits = fits and (not clause.alternatives or _are_all_felt(count, items, emotions, found))
            of_all = of_part or not count.is_part
            about = _is_about(topics, found) and _tells_what_was_sought(clause, found, items, of_part)
            if fits and of_all and about and _is(number, count):
                return items
    return _on_card(number, clause, ground) or None


def _on_card(number: Number, clause: Clause, ground: Ground) -> list[Item]:
    """The film's card, if it tells so many of these, and nothing more is told of them."""
    if clause.names or clause.quotes or clause.feelings or clause.times or clause.content:
        return []
    told = re.compile(rf"\b{number.value:g} {number.unit.removesuffix('s')}s?\b")
    return [item for item in ground.items if item.kind == "film" and told.search(item.text)]


def _is_of(count: Count, kinds: set[ItemKind]) -> bool:
    """How often somebody appears is not how often they speak, nor who appears who speaks."""
    return count.unit not in ("times", "people") or not kinds or count.of is None or count.of in kinds


def _felt_so_often(number: Number, clause: Clause) -> set[Emotion]:
    """The feelings that a number counts: of several those that stand last before it."""
    ahead = clause.text[: clause.text.find(number.words)]
    before = [feeling for feeling in either_felt(clause) if feeling.word in ahead.lower()]
    return {emotion for feeling in before[-1:] or clause.feelings for emotion in feeling.emotions}


def _is_felt(count: Count, items: Sequence[Item], emotions: set[Emotion]) -> bool:
    """How often somebody is surprised is not how often they feel anything."""
    if not emotions or (count.of != "emotion" and count.unit != "share"):
        return True
    return {item.emotion for item in items} <= emotions


def _are_all_felt(count: Count, items: Sequence[Item], emotions: set[Emotion], found: Found) -> bool:
    """`Happy or sad twice` counts both: all of the same people who feel either."""
    theirs = [one for one in found.items if not count.people or count.people <= set(one.people)]
    return count.of != "emotion" or {one.emotion for one in items} >= {
        one.emotion for one in theirs if one.emotion in emotions
    }


def _is(number: Number, count: Count) -> bool:
    units: dict[Unit, tuple[Unit, ...]] = {"number": (count.unit,), "share": ("share",)}
    return count.unit in units.get(number.unit, (number.unit,)) and abs(count.value - number.value) <= max(
        number.precision, 1e-6
    )


def _fits(count: Count, people: Sequence[str]) -> bool:
    return not people or set(people) <= count.people or (not count.people and count.unit == "people")


def _is_about(topics: Sequence[str], found: Found) -> bool:
    """Whether it was asked for the lines that have these words."""
    asked = set(words_of(found.asked.words)) if found.asked else set()
    return all(set(words_of(topic)) <= asked for topic in topics)


def _tells_what_was_sought(clause: Clause, found: Found, items: Sequence[Item], of_part: bool) -> bool:
    """Lines looked for are not all lines: `seven lines mention it`, but not `the film has seven lines`."""
    if not items or any(item.kind not in ("line", "song") for item in items):
        return True
    if found.asked is None:
        return of_part
    sought = set(words_of(found.asked.words))
    told = {word for text in (clause.text, *(one.words for one in clause.quotes)) for word in words_of(text)}
    return not sought or bool(told & (sought | _SOUGHT))


def _counts(found: Found, ground: Ground) -> Iterator[tuple[Count, list[Item]]]:
    if found.looks:
        return
    part = found.span is not None and found.span.duration_s < _WHOLE * ground.duration_s
    items = [item for item in found.items if item.kind not in ("film",)]
    shared = frozenset.intersection(*(frozenset(one.people) for one in items)) if items else frozenset()
    asked = frozenset(found.asked.people) if found.asked else frozenset()
    for kind in dict.fromkeys(item.kind for item in items):
        own = [item for item in items if item.kind == kind]
        total = found.total if len(own) == len(items) else len(own)
        yield from _totals(total, kind, shared | asked, part, own)
    if found.seconds is not None:
        yield Count(found.seconds, "seconds", shared | asked, _one_kind(items), part), items
    for group in _groups(items) if found.total <= len(found.items) else ():
        yield from _of_group(group, part)
    for item in items:
        for count in _of_item(item):
            yield count, [item]
    if not asked:
        people = {name for item in items for name in item.people}
        yield Count(len(people), "people", of=_one_kind(items), is_part=part), items


def _totals(
    total: int, kind: ItemKind, people: frozenset[str], part: bool, items: list[Item]
) -> Iterator[tuple[Count, list[Item]]]:
    yield Count(total, _UNITS.get(kind, "times"), people, kind, part), items
    yield Count(total, "times", people, kind, part), items


def _one_kind(items: Sequence[Item]) -> ItemKind | None:
    kinds = {item.kind for item in items}
    return kinds.pop() if len(kinds) == 1 else None


def _groups(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Items of one kind that share a person, and of these those that share a feeling."""
    for kind in dict.fromkeys(item.kind for item in items):
        own = [item for item in items if item.kind == kind]
        yield own
        for emotion in dict.fromkeys(item.emotion for item in own if item.emotion):
            yield [item for item in own if item.emotion == emotion]
        for name in dict.fromkeys(name for item in own for name in item.people):
            theirs = [item for item in own if name in item.people]
            yield theirs
            for emotion in dict.fromkeys(item.emotion for item in theirs if item.emotion):
                yield [item for item in theirs if item.emotion == emotion]


def _of_group(group: list[Item], part: bool) -> Iterator[tuple[Count, list[Item]]]:
    people = frozenset.intersection(*(frozenset(one.people) for one in group))
    yield from _totals(len(group), group[0].kind, people, part, group)
    if group[0].kind in ("line", "song"):
        yield Count(spoken_words(group), "words", people, group[0].kind, part), group
    seconds = sum(item.span.duration_s for item in group)
    yield Count(seconds, "seconds", people, group[0].kind, part), group


def _of_item(item: Item) -> Iterable[Count]:
    people = frozenset(item.people)
    given: list[tuple[float | None, Unit, ItemKind | None]] = [
        (item.times, "times", "presence"),
        (item.scenes, "scenes", "presence"),
        (item.lines, "lines", "line"),
        (item.screen_s, "seconds", "presence"),
        (item.speech_s, "seconds", "line"),
        (item.confidence, "share", None),
        (item.arousal, "share", None),
        *((value, "share", None) for value in item.modalities.values()),
    ]
    own = [Count(value, unit, people, of) for value, unit, of in given if value is not None]
    return [*own, Count(item.span.duration_s, "seconds", people, item.kind, is_part=True)]
