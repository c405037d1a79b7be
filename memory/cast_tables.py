"""The characters of a film as they were made last: themselves, their faces and their lines, in SQLite."""

import json
import sqlite3
from collections.abc import Mapping, Sequence

from storyreel.memory import queue
from storyreel.memory.facts import Facts
from storyreel.memory.records import Character
from storyreel.memory.speakers import Speaker


def is_fresh(facts: Facts, film_id: str) -> bool:
    """Whether the characters were made from all that is known now."""
    query = "SELECT 1 FROM films WHERE id = ? AND cast_revision IS NOT revision"
    with facts.database.read() as connection:
        return connection.execute(query, [film_id]).fetchone() is None


def load_cast(facts: Facts, film_id: str) -> list[Character]:
    """The characters as they were kept."""
    query = "SELECT record FROM characters WHERE film_id = ? ORDER BY place"
    with facts.database.read() as connection:
        return [Character.model_validate_json(row["record"]) for row in connection.execute(query, [film_id])]


def load_notes(facts: Facts, film_id: str) -> list[str]:
    """What was noted when the characters were made."""
    with facts.database.read() as connection:
        row = connection.execute("SELECT cast_notes FROM films WHERE id = ?", [film_id]).fetchone()
    return list(json.loads(row["cast_notes"])) if row else []


def keep_cast(
    connection: sqlite3.Connection,
    film_id: str,
    revision: int,
    people: Sequence[Character],
    speakers: Mapping[str, Speaker],
) -> None:
    """Puts characters, made from that revision of the facts, in place of those who were kept before."""
    for table in ("characters", "appearances", "speakers"):
        connection.execute(f"DELETE FROM {table} WHERE film_id = ?", [film_id])  # noqa: S608 -- our tables
    connection.executemany(
        "INSERT INTO characters VALUES (?, ?, ?, ?)",
        [(film_id, one.id, place, one.model_dump_json()) for place, one in enumerate(people)],
    )
    connection.executemany(
        "INSERT INTO appearances VALUES (?, ?, ?)",
        [(film_id, track, one.id) for one in people for track in one.tracks],
    )
    connection.executemany(
        "INSERT INTO speakers VALUES (?, ?, ?, ?, ?)",
        [(film_id, said, who.character_id, who.confidence, who.reason) for said, who in speakers.items()],
    )
    _queue_anchors(connection, film_id, people)
    connection.execute("UPDATE films SET cast_revision = ? WHERE id = ?", [revision, film_id])


def keep_notes(connection: sqlite3.Connection, film_id: str, notes: Sequence[str]) -> None:
    """Notes what the user should know of how the characters were made."""
    query = "UPDATE films SET cast_notes = ? WHERE id = ?"
    connection.execute(query, [json.dumps(notes, ensure_ascii=False), film_id])


def _queue_anchors(connection: sqlite3.Connection, film_id: str, people: Sequence[Character]) -> None:
    """Brings the queued anchors to what they are now; what stays the same is not indexed again."""
    entries = [
        queue.Entry(
            id=f"{film_id}/{one.id}#{place}",
            film_id=film_id,
            collection="anchors",
            start_s=anchor.time_s,
            end_s=anchor.time_s,
            about=one.id,
            text="",
            vector=queue.as_embedding(anchor.embedding),
        )
        for one in people
        for place, anchor in enumerate(one.anchors)
    ]
    queue.replace_all(connection, film_id, "anchors", {entry.id: entry for entry in entries})
