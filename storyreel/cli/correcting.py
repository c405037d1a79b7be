"""What `storyreel characters FILM name …` and its like do."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from storyreel.memory.clock import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyreel.memory.journal import Correction, Entry
    from storyreel.memory.library import Library
    from storyreel.memory.records import Character, Film

USAGE = "[name ID NAME | merge ID ID | split ID TRACK... | forget ID | undo | history]"


@dataclass
class Corrected:
    """A correction that was made, and what the user should know of it."""

    text: str
    notes: list[str] = field(default_factory=list)


def correct(library: "Library", film: "Film", words: list[str]) -> Corrected:
    """Does what the words say, and lets it reach captions and clusters.

    Raises QuestionError for what makes no sense in this film, typer.BadParameter for wrong usage.
    """
    from storyreel.agent.corrections import follow_up
    from storyreel.memory import characters as people

    facts = library.facts
    match words:
        case ["name", who, *name] if name:
            done = _name(library, film, who, " ".join(name))
        case ["merge", kept, other]:
            done = _merge(library, film, kept, other)
        case ["split", who, *tracks] if tracks:
            done = _split(library, film, who, tracks)
        case ["forget", who]:
            gone = people.forget(facts, film.id, who)
            done = Corrected(f"{people.listed([gone])} counts as nobody now.")
        case ["undo"]:
            done = Corrected(f"Undone: {in_words(people.undo(facts, film.id))}.")
        case _:
            raise typer.BadParameter(f"expected {USAGE[1:-1]}, got {' '.join(words)!r}")
    done.notes += follow_up(library, film)
    return done


def in_words(correction: "Correction") -> str:
    """A correction in a few words."""
    who = correction.character_id
    match correction.kind:
        case "rename":
            return f"{who} is called '{correction.name}'"
        case "merge":
            return f"{correction.other_id} is one with {who}"
        case "split":
            tracks = ", ".join(moment.track_id for moment in correction.moments)
            return f"{correction.new_id} was split out of {who}: {tracks}"
        case "forget":
            return f"{who} is nobody"


def as_json(entry: "Entry") -> dict[str, Any]:
    """A journal entry as `--json` prints it."""
    made_at = entry.correction.made_at
    return {
        "number": entry.number,
        "kind": entry.correction.kind,
        "text": in_words(entry.correction),
        "made_at": made_at.isoformat() if made_at else None,
        "holds": entry.holds,
    }


def _name(library: "Library", film: "Film", who: str, name: str) -> Corrected:
    from storyreel.memory import characters as people

    before = people.characters(library.facts, film.id)
    renamed = people.rename(library.facts, film.id, who, name)
    now = {one.id: one.name for one in people.characters(library.facts, film.id)}
    namesakes = [one for one in before if one.name.casefold() == renamed.name.casefold()]
    notes = [_of_namesake(film, one, renamed, now) for one in namesakes if one.id != renamed.id]
    return Corrected(f"{renamed.id} is called '{renamed.name}' now.", notes)


def _of_namesake(film: "Film", other: "Character", renamed: "Character", now: "Mapping[str, str]") -> str:
    """`now` has the names that there are, by id: who was only heard may have become the one renamed."""
    if other.id not in now:
        return f"{other.id}, who was called so and only heard, is one with {renamed.id} now."
    called = "is" if now[other.id] == other.name else "was"
    return (
        f"{other.id} {called} called '{other.name}' too: if they are one person, "
        f"run `storyreel characters {film.id} merge {other.id} {renamed.id}`."
    )


def _merge(library: "Library", film: "Film", kept: str, other: str) -> Corrected:
    from storyreel.memory import characters as people
    from storyreel.memory.timeline import together

    facts = library.facts
    both = [people.resolve(facts, film.id, who) for who in (kept, other)]
    at_once = together(facts, film.id, [one.id for one in both])
    notes = [
        f"{people.listed(both)} are seen in one picture, first at {clock(span.start_s)}: "
        "if they are two after all, `undo` parts them again."
        for span in at_once[:1]
    ]
    merged = people.merge(facts, film.id, kept, other)
    return Corrected(f"{both[1].id} is one with {people.listed([merged])} now.", notes)


def _split(library: "Library", film: "Film", who: str, tracks: list[str]) -> Corrected:
    from storyreel.memory import characters as people

    new = people.split(library.facts, film.id, who, tracks)
    tracks_are = "track is" if len(new.tracks) == 1 else "tracks are"
    return Corrected(f"{len(new.tracks)} face {tracks_are} {new.id} now, a person of their own.")
