"""What the vector index must still learn: rows of facts.sqlite3 that commit together with the facts."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.database import Database
from storyreel.memory.records import FaceTrack, Finding, Observation, Utterance, Vector, VoiceTurn

Embedding = NDArray[np.float32]
"""Shape (d,); (0,) until embedded."""
NOT_EMBEDDED: Embedding = np.empty(0, np.float32)


@dataclass(frozen=True)
class Entry:
    """One vector and what it stands for."""

    id: str
    """The observation's id; with `#<number>` after it where an observation has several vectors."""
    film_id: str
    collection: str
    start_s: float
    end_s: float
    about: str
    """Local id of what is shown or said: an utterance, a segment, a track, a turn, a character."""
    text: str
    """What was or will be embedded; empty for faces and voices."""
    vector: Embedding


def enqueue(connection: sqlite3.Connection, number: int, finding: Finding, observation: Observation) -> None:
    """Queues the vectors of one finding: a line said or sung, a voice, the embedded looks of a face."""
    for entry in _entries_of(finding, observation):
        put(connection, entry, number)


def _entries_of(finding: Finding, observation: Observation) -> list[Entry]:
    if isinstance(finding, Utterance) and finding.manner != "sound":
        return [_entry_of(finding, observation, "dialogue", text=finding.words)]
    if isinstance(finding, VoiceTurn) and finding.embedding is not None:
        return [_entry_of(finding, observation, "voices", vector=as_embedding(finding.embedding))]
    return _entries_of_face(finding, observation) if isinstance(finding, FaceTrack) else []


def _entry_of(
    finding: Finding,
    observation: Observation,
    collection: str,
    text: str = "",
    vector: Embedding = NOT_EMBEDDED,
) -> Entry:
    return Entry(
        id=observation.id,
        film_id=observation.film_id,
        collection=collection,
        start_s=finding.span.start_s,
        end_s=finding.span.end_s,
        about=finding.local_id,
        text=text,
        vector=vector,
    )


def _entries_of_face(track: FaceTrack, observation: Observation) -> list[Entry]:
    return [
        Entry(
            id=f"{observation.id}#{place}",
            film_id=observation.film_id,
            collection="faces",
            start_s=look.time_s,
            end_s=look.time_s,
            about=track.track_id,
            text="",
            vector=as_embedding(look.embedding),
        )
        for place, look in enumerate(track.looks)
        if look.embedding is not None
    ]


def put(connection: sqlite3.Connection, entry: Entry, observation: int | None = None) -> None:
    """Queues one vector, in place of an earlier one of its id. It goes when its observation goes."""
    vector = entry.vector.astype("<f4").tobytes() or None
    connection.execute(
        """INSERT INTO vectors (id, film_id, observation, collection, start_s, end_s, about, text, vector)
           VALUES (:id, :film_id, :observation, :collection, :start_s, :end_s, :about, :text, :vector)
           ON CONFLICT (id) DO UPDATE SET
           observation = excluded.observation, start_s = excluded.start_s, end_s = excluded.end_s,
           about = excluded.about, text = excluded.text, vector = excluded.vector, indexed = 0""",
        vars(entry) | {"observation": observation, "vector": vector},
    )


def replace_all(
    connection: sqlite3.Connection, film_id: str, collection: str, entries: Mapping[str, Entry]
) -> None:
    """Makes entries by id the only ones of a film's collection; those that stay the same stay indexed."""
    query = "SELECT * FROM vectors WHERE film_id = ? AND collection = ?"
    before = {row["id"]: _entry(row) for row in connection.execute(query, [film_id, collection])}
    for id_ in before.keys() - entries.keys():
        connection.execute("DELETE FROM vectors WHERE id = ?", [id_])
    for id_, entry in entries.items():
        if id_ not in before or not _same(before[id_], entry):
            put(connection, entry)


def waiting(database: Database, collection: str, limit: int) -> list[Entry]:
    """The next entries that the index does not have."""
    query = "SELECT * FROM vectors WHERE collection = ? AND indexed = 0 ORDER BY number LIMIT ?"
    with database.read() as connection:
        return [_entry(row) for row in connection.execute(query, [collection, limit])]


def keep_embedded(database: Database, entries: Sequence[Entry], vectors: NDArray[np.float32]) -> None:
    """Keeps the vectors of texts, shape (n, d), so that the index can be made again without a model."""
    rows = [
        (vector.astype("<f4").tobytes(), entry.id, entry.text)
        for entry, vector in zip(entries, vectors, strict=True)
    ]
    with database.write() as connection:
        connection.executemany("UPDATE vectors SET vector = ? WHERE id = ? AND text = ?", rows)


def mark_indexed(database: Database, entries: Sequence[Entry]) -> None:
    """Marks entries that the index has now, unless they changed meanwhile."""
    rows = [(entry.id, entry.text, entry.vector.tobytes()) for entry in entries]
    with database.write() as connection:
        connection.executemany(
            "UPDATE vectors SET indexed = 1 WHERE id = ? AND text = ? AND vector = ?", rows
        )


def mark_all_waiting(database: Database) -> None:
    """Queues everything again, for an index that is made anew."""
    with database.write() as connection:
        connection.execute("UPDATE vectors SET indexed = 0 WHERE indexed = 1")
        connection.execute("DELETE FROM vectors_gone")


def gone(database: Database) -> dict[str, list[str]]:
    """Ids that the index may still have but must not, by collection."""
    query = """SELECT collection, id FROM vectors_gone
               WHERE id NOT IN (SELECT id FROM vectors WHERE indexed = 1)"""
    found: dict[str, list[str]] = {}
    with database.read() as connection:
        for row in connection.execute(query):
            found.setdefault(row["collection"], []).append(row["id"])
    return found


def forget_traces(database: Database, ids: Sequence[str]) -> None:
    """Drops the traces of ids that the index no longer has."""
    with database.write() as connection:
        connection.executemany("DELETE FROM vectors_gone WHERE id = ?", [(id_,) for id_ in ids])


def has_work(database: Database) -> bool:
    """Whether the index lacks something or has too much."""
    query = "SELECT EXISTS (SELECT 1 FROM vectors WHERE indexed = 0) OR EXISTS (SELECT 1 FROM vectors_gone)"
    with database.read() as connection:
        return bool(connection.execute(query).fetchone()[0])


def has_texts_waiting(database: Database, film_id: str) -> bool:
    """Whether the index lacks some of a film's texts."""
    query = "SELECT 1 FROM vectors WHERE film_id = ? AND indexed = 0 AND text <> ''"
    with database.read() as connection:
        return connection.execute(query, [film_id]).fetchone() is not None


def as_embedding(vector: Vector) -> Embedding:
    """A record's vector as an array of shape (d,)."""
    return np.asarray(vector, dtype="<f4")


def _same(before: Entry, now: Entry) -> bool:
    """Whether an entry says the same; a text that waits for its vector is the same as an embedded one."""
    where = (before.start_s, before.end_s, before.about, before.text) == (
        now.start_s,
        now.end_s,
        now.about,
        now.text,
    )
    return where and (not len(now.vector) or np.array_equal(before.vector, now.vector))


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        id=row["id"],
        film_id=row["film_id"],
        collection=row["collection"],
        start_s=row["start_s"],
        end_s=row["end_s"],
        about=row["about"],
        text=row["text"],
        vector=np.frombuffer(row["vector"] or b"", dtype="<f4"),
    )
