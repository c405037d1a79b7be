"""`storyreel characters --across`: who is in several films, and what names they have elsewhere."""

from typing import TYPE_CHECKING, Any

from storyreel.cli.printing import print_json, print_table, say, warn

if TYPE_CHECKING:
    from storyreel.memory.across import Person
    from storyreel.memory.library import Library
    from storyreel.memory.records import Film


def list_people(library: "Library", film: "Film | None", as_json: bool) -> None:
    """Everybody who is in more than one film, or in this one and another."""
    from storyreel.memory.across import not_compared, people_across

    found = [one for one in people_across(library) if film is None or one.is_in(film)]
    notes = not_compared(library, film)
    for note in notes:
        warn(note)
    if as_json:
        print_json({"people": [_as_json(person) for person in found], "notes": notes})
    elif not found:
        say("Nobody is seen in more than one film of the library.")
    else:
        print_table(("who", "alike", "in"), map(_row, found))


def _as_json(person: "Person") -> dict[str, Any]:
    return {
        "names": person.names,
        "alikeness": round(person.alikeness, 4),
        "parts": [
            {
                "film": part.film.id,
                "title": part.film.title,
                "id": part.character.id,
                "name": part.character.name,
            }
            for part in person.parts
        ],
    }


def _row(person: "Person") -> tuple[str, str, str]:
    who = " or ".join(person.names) or "not named"
    parts = [f"{part.film.title}: {part.character.name} ({part.character.id})" for part in person.parts]
    return who, f"{person.alikeness:.3f}", "; ".join(parts)
