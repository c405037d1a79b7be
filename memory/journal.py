"""What the user said about the people of a film, in order. It is applied anew whenever they are made.

The journal only grows: what is undone stays in it, marked by the entry that undid it.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import Field, TypeAdapter

from storyreel.errors import QuestionError
from storyreel.memory.facts import Facts
from storyreel.memory.records import Moment, Record, Told


class _Entry(Record):
    made_at: datetime | None = None
    """None for entries of a time when this was not kept."""


class Rename(_Entry):
    """This character has that name."""

    kind: Literal["rename"] = "rename"
    character_id: str
    name: str
    moments: tuple[Moment, ...] = ()
    """Faces of the character."""


class Merge(_Entry):
    """Two characters are one, who keeps the first one's id."""

    kind: Literal["merge"] = "merge"
    character_id: str
    other_id: str
    moments: tuple[Moment, ...] = ()
    """Faces of the first…"""
    other_moments: tuple[Moment, ...] = ()
    """…and of the second."""


class Split(_Entry):
    """These faces are somebody else's, who gets an id of their own."""

    kind: Literal["split"] = "split"
    character_id: str
    new_id: str
    moments: tuple[Moment, ...]
    rest: tuple[Moment, ...] = ()
    """Faces that stay the character's."""


class Forget(_Entry):
    """This character is nobody: a picture on a wall, something taken for a face, a label of no person."""

    kind: Literal["forget"] = "forget"
    character_id: str
    moments: tuple[Moment, ...] = ()
    labels: tuple[str, ...] = ()
    """As `label_key` makes them."""


class Undo(_Entry):
    """An earlier entry does not hold any more."""

    kind: Literal["undo"] = "undo"
    undone: int
    """The entry's number."""


Correction = Rename | Merge | Split | Forget
Person = TypeVar("Person", str, str | None)
_ENTRY: TypeAdapter[Correction | Undo] = TypeAdapter(
    Annotated[Rename | Merge | Split | Forget | Undo, Field(discriminator="kind")]
)


@dataclass(frozen=True)
class Entry:
    """A correction and what became of it."""

    number: int
    correction: Correction
    holds: bool
    """False once it was undone."""


def history(facts: Facts, film_id: str) -> list[Entry]:
    """Every correction of a film that was ever made, the earliest first."""
    query = "SELECT number, record FROM corrections WHERE film_id = ? ORDER BY number"
    with facts.database.read() as connection:
        rows = connection.execute(query, [film_id]).fetchall()
    found = {row["number"]: _ENTRY.validate_json(row["record"]) for row in rows}
    undone = {entry.undone for entry in found.values() if isinstance(entry, Undo)}
    return [
        Entry(number, entry, number not in undone)
        for number, entry in found.items()
        if not isinstance(entry, Undo)
    ]


def corrections(facts: Facts, film_id: str) -> list[Correction]:
    """The corrections of a film that hold, the earliest first."""
    return [entry.correction for entry in history(facts, film_id) if entry.holds]


def write_down(facts: Facts, film_id: str, entry: Correction) -> None:
    """Adds a correction; the film's characters are made anew when next asked for."""
    with facts.database.write() as connection:
        _add(connection, film_id, entry)


def undo(facts: Facts, film_id: str) -> Correction:
    """Takes back the last correction that holds, and returns it. Raises QuestionError if there is none."""
    with facts.database.write() as connection:  # held while reading, so that nobody undoes the same
        holding = [entry for entry in history(facts, film_id) if entry.holds]
        if not holding:
            raise QuestionError("There is no correction to undo in this film.")
        _add(connection, film_id, Undo(undone=holding[-1].number))
    return holding[-1].correction


def new_id(facts: Facts, film_id: str) -> str:
    """An id for a character that no character of the film ever had."""
    query = "UPDATE films SET identities_made = identities_made + 1 WHERE id = ? RETURNING identities_made"
    with facts.database.write() as connection:
        return f"P{connection.execute(query, [film_id]).fetchone()[0]}"


def called(corrections: Iterable[Correction]) -> dict[Moment, str]:
    """The id that each face had when a correction was made, the later word over the earlier and behind it."""
    said: dict[Moment, str] = {}
    for one in corrections:
        stays = one.rest if isinstance(one, Split) else one.moments
        _say(said, dict.fromkeys(stays, one.character_id))
        if isinstance(one, Merge):
            _say(said, dict.fromkeys(one.other_moments, one.other_id))
        elif isinstance(one, Split):
            _say(said, dict.fromkeys(one.moments, one.new_id))
    return said


def called_before(entries: Iterable[Entry]) -> dict[Moment, str]:
    """The id that each face had before what was undone, which it should have again."""
    undone = [entry.correction for entry in entries if not entry.holds]
    said: dict[Moment, str] = {}
    for one in reversed(undone):
        _say(said, called([one]))
        if isinstance(one, Split):
            _say(said, dict.fromkeys(one.moments, one.character_id))
    return said


def sources(corrections: Iterable[Correction]) -> dict[str, set[str]]:
    """Out of whom those were split who were split out of somebody."""
    merged: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for one in corrections:
        whole = {one.character_id} | merged.get(one.character_id, set())
        if isinstance(one, Merge):
            merged[one.character_id] = whole | {one.other_id} | merged.get(one.other_id, set())
        elif isinstance(one, Split):
            found[one.new_id] = whole | found.get(one.character_id, set())
    return found


def told(facts: Facts, film_id: str) -> tuple[Told, ...]:
    """Whose face is whose by the user's word, for those who cluster faces; the later word comes later."""
    said: dict[Moment, str | None] = {}
    for one in corrections(facts, film_id):
        _say(said, called([one]))
        if isinstance(one, Merge):
            said = {moment: one.character_id if who == one.other_id else who for moment, who in said.items()}
        elif isinstance(one, Forget):
            said = {moment: None if who == one.character_id else who for moment, who in said.items()}
    return tuple(Told(moment=moment, person=person) for moment, person in said.items())


def _add(connection: sqlite3.Connection, film_id: str, entry: Correction | Undo) -> None:
    record = entry.model_copy(update={"made_at": datetime.now(UTC).replace(microsecond=0)})
    connection.execute(
        "INSERT INTO corrections (film_id, record) VALUES (?, ?)", [film_id, record.model_dump_json()]
    )
    connection.execute("UPDATE films SET cast_revision = NULL WHERE id = ?", [film_id])


def _say(said: dict[Moment, Person], more: Mapping[Moment, Person]) -> None:
    """Puts words behind earlier ones, also where both are of the same moment."""
    for moment, person in more.items():
        said.pop(moment, None)
        said[moment] = person
