"""What the user said about the people of a film, in order. It is applied anew whenever they are made."""

import re
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from storyreel.memory.facts import Facts
from storyreel.memory.records import Box, Record

NUMBERED = re.compile(r"(?:p|person )(\d+)")
"""A character as its number names it, in small letters."""


class Rename(Record):
    """This character has that name."""

    kind: Literal["rename"] = "rename"
    character_id: str
    name: str


class Merge(Record):
    """Two characters are one, who keeps the first one's id."""

    kind: Literal["merge"] = "merge"
    character_id: str
    other_id: str


class Moment(Record):
    """A face at a time and place: what is meant by a track, even if tracks are numbered anew."""

    track_id: str
    time_s: float
    box: Box


class Split(Record):
    """These faces are somebody else's, who gets an id of their own."""

    kind: Literal["split"] = "split"
    character_id: str
    new_id: str
    moments: tuple[Moment, ...]


Correction = Annotated[Rename | Merge | Split, Field(discriminator="kind")]
_CORRECTION: TypeAdapter[Correction] = TypeAdapter(Correction)


def corrections(facts: Facts, film_id: str) -> list[Correction]:
    """All corrections of a film, the earliest first."""
    query = "SELECT record FROM corrections WHERE film_id = ? ORDER BY number"
    with facts.database.read() as connection:
        return [_CORRECTION.validate_json(row["record"]) for row in connection.execute(query, [film_id])]


def write_down(facts: Facts, film_id: str, correction: Correction) -> None:
    """Adds a correction; the film's characters are made anew when next asked for."""
    with facts.database.write() as connection:
        connection.execute(
            "INSERT INTO corrections (film_id, record) VALUES (?, ?)", [film_id, correction.model_dump_json()]
        )
        connection.execute("UPDATE films SET cast_revision = NULL WHERE id = ?", [film_id])


def new_id(facts: Facts, film_id: str) -> str:
    """An id for a character that no character of the film ever had."""
    query = "UPDATE films SET identities_made = identities_made + 1 WHERE id = ? RETURNING identities_made"
    with facts.database.write() as connection:
        return f"P{connection.execute(query, [film_id]).fetchone()[0]}"
