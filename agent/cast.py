"""The characters of a film as they are spoken of: nobody by the same name as somebody else."""

from collections import Counter

from storyreel.memory.characters import characters
from storyreel.memory.library import Library
from storyreel.memory.records import Character, Film


def cast_of(library: Library, film: Film) -> list[Character]:
    """Everybody; those who share a name have their id behind it: `Bob P1`, `Bob P2`."""
    people = characters(library.facts, film.id)
    bearers = Counter(one.name.casefold() for one in people)
    return [
        one.model_copy(update={"name": f"{one.name} {one.id}"}) if bearers[one.name.casefold()] > 1 else one
        for one in people
    ]
