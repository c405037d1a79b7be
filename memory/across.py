"""People who are seen in several films of a library, told by their anchors: an actor, a series' next part.

A name that somebody has in one film is proposed in another, never taken: faces that are alike are not proof,
and one actor plays many parts.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from storyreel.memory.anchors import alikeness
from storyreel.memory.characters import characters
from storyreel.memory.library import Library
from storyreel.memory.records import Character, Film, NameEvidence

MATCHING = {"dlib-resnet-v1-mirrored": 0.94}
"""Alikeness of anchors from which people of two films are one, by embedding model: on LFW, 1 in 10,000 pairs
of people with two photographs each is more alike, and 96% of one person's halves. It is more than what tells
people of one film again, as a library holds many more pairs."""
STEEPNESS = 220.0
"""How much the log-odds rise for an alikeness that is higher by 1."""
CLEAR = 0.35
"""Quality of a look from which somebody can be known in another film. Faces that are dark or blurred are
alike by being so: below it one of three is more like one of 100 strangers than like their own person (LFW
faces shrunk and blurred), and a library holds many strangers."""
MOST_LISTED = 3
PROPOSED_AT_MOST = 0.75
"""Confidence of a name from another film: not enough to name anybody."""


@dataclass(frozen=True)
class Part:
    """Somebody in one film."""

    film: Film
    character: Character

    @property
    def key(self) -> tuple[str, str]:
        """Unique in the library."""
        return self.film.id, self.character.id


@dataclass(frozen=True)
class Match:
    """Two people of two films who are one."""

    one: Part
    other: Part
    alikeness: float


@dataclass(frozen=True)
class Person:
    """Somebody who is in several films, once in each."""

    parts: tuple[Part, ...]
    alikeness: float
    """Of the two parts that are least alike of those that were found alike."""

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, each name once, the user's first."""
        named = [part.character for part in self.parts if part.character.is_named]
        named.sort(key=lambda one: not _is_users(one))
        return tuple(dict.fromkeys(one.name for one in named))

    def is_in(self, film: Film) -> bool:
        """Whether one of the parts is in it."""
        return any(part.film.id == film.id for part in self.parts)


def people_across(library: Library) -> list[Person]:
    """Everybody who is in more than one film, those in most films first."""
    groups: dict[tuple[str, str], list[Part]] = {}
    least: dict[int, float] = {}
    for match in _matches(_cast_by_film(library)):
        ours, theirs = (groups.setdefault(part.key, [part]) for part in (match.one, match.other))
        if ours is theirs or not {part.film.id for part in ours}.isdisjoint(part.film.id for part in theirs):
            continue
        ours += theirs
        least[id(ours)] = match.alikeness
        groups |= {part.key: ours for part in theirs}
    found = {id(group): group for group in groups.values() if len(group) > 1}
    people = [Person(tuple(group), least[key]) for key, group in found.items()]
    return sorted(people, key=lambda person: (-len(person.parts), -person.alikeness))


def proposals(library: Library, film: Film) -> dict[str, list[NameEvidence]]:
    """Names that people of a film have in other films, by character id, the most alike first."""
    casts = _cast_by_film(library)
    found: dict[str, list[NameEvidence]] = {}
    for match in _matches(casts, film.id):
        ours, theirs = (match.one, match.other) if match.one.film.id == film.id else (match.other, match.one)
        if theirs.character.is_named and theirs.character.name != ours.character.name:
            found.setdefault(ours.character.id, []).append(_proposal(theirs, match.alikeness))
    return found


def not_compared(library: Library, film: Film | None = None) -> list[str]:
    """A line for each reason why people of films, or of one and others, cannot be told to be one."""
    casts, unclear = _cast_by_film(library), _count_unclear(library, film)
    titles = _titles_by_model(casts)
    notes = [
        f"How alike one person's faces are in two films was never measured with {model!r}: "
        f"nobody of {_listed(its)} is compared."
        for model, its in titles.items()
        if model not in MATCHING
    ]
    if len(titles) > 1 and (film is None or casts[film.id]):
        apart = " and ".join(f"{_listed(its)} ({model})" for model, its in titles.items())
        notes.append(
            f"Faces of different models cannot be compared: {apart}; ingest all with the same --faces."
        )
    if unclear:
        who = "1 person is" if unclear == 1 else f"{unclear} people are"
        notes.append(f"{who} seen too unclearly to be known in other films.")
    return notes


def _titles_by_model(casts: Mapping[str, Sequence[Part]]) -> dict[str, list[str]]:
    """In which films faces were embedded by which model."""
    titles: dict[str, list[str]] = {}
    for parts in casts.values():
        for model in sorted({part.character.anchors[0].model for part in parts}):
            titles.setdefault(model, []).append(parts[0].film.title)
    return titles


def _listed(titles: Sequence[str]) -> str:
    more = f" and {len(titles) - MOST_LISTED} more" if len(titles) > MOST_LISTED else ""
    return ", ".join(map(repr, titles[:MOST_LISTED])) + more


def _proposal(part: Part, alike: float) -> NameEvidence:
    who = part.character
    best = who.name_evidence[0].confidence if who.name_evidence else 0.0
    by = ", as you named them" if _is_users(who) else ""
    return NameEvidence(
        source="other film",
        name=who.name,
        text=f"looks like {who.name} ({who.id}) in {part.film.title!r}{by}",
        confidence=round(min(PROPOSED_AT_MOST, best * _chance(alike, who.anchors[0].model)), 4),
    )


def _chance(alike: float, model: str) -> float:
    return 1 / (1 + math.exp(-STEEPNESS * (alike - MATCHING[model])))


def _is_users(character: Character) -> bool:
    return bool(character.name_evidence) and character.name_evidence[0].source == "user"


def _cast_by_film(library: Library) -> dict[str, list[Part]]:
    return {
        film.id: [Part(film, one) for one in characters(library.facts, film.id) if _is_clear(one)]
        for film in library.films()
    }


def _is_clear(character: Character) -> bool:
    return max((anchor.quality for anchor in character.anchors), default=0.0) >= CLEAR


def _count_unclear(library: Library, film: Film | None) -> int:
    """Of those who are seen in a film, or in any."""
    films = [film] if film else library.films()
    seen = [who for one in films for who in characters(library.facts, one.id) if who.anchors]
    return sum(not _is_clear(who) for who in seen)


def _matches(casts: Mapping[str, Sequence[Part]], film_id: str | None = None) -> list[Match]:
    """Pairs of two films who are alike enough, each the other's nearest there; the most alike first."""
    pairs = [pair for pair in combinations(casts, 2) if film_id is None or film_id in pair]
    found = [match for one, other in pairs for match in _between(casts[one], casts[other])]
    return sorted(found, key=lambda match: -match.alikeness)


def _between(cast: Sequence[Part], others: Sequence[Part]) -> Iterator[Match]:
    alike = {
        (one.key, other.key): alikeness(one.character.anchors, other.character.anchors)
        for one in cast
        for other in others
    }
    for one in cast:
        nearest = max(others, key=lambda other: alike[one.key, other.key], default=None)
        if nearest is None:
            continue
        value = alike[one.key, nearest.key]
        is_mutual = all(alike[rival.key, nearest.key] <= value for rival in cast)
        if is_mutual and value >= MATCHING.get(one.character.anchors[0].model, math.inf):
            yield Match(one, nearest, value)
