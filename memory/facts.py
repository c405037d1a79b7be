"""The facts of all films: what was found, by which work. SQLite holds them and is the truth."""

import hashlib
import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np

from storyreel.memory.database import Database
from storyreel.memory.queue import enqueue
from storyreel.memory.records import EMOTIONS, EmotionReading, Finding, Observation, Record, Span
from storyreel.memory.words import indexable, match_expression

F = TypeVar("F", bound=Finding)


class Work(Record):
    """A piece of work: a tool's version run on a span of a film, reading certain inputs."""

    film_id: str
    tool: str
    version: str
    inputs: str
    """Hex digest of the arguments and of what it read from other tools."""
    span: Span
    """A reel, or the whole film."""


class DoneWork(Work):
    """A piece of work that was done, and how it went."""

    findings: int
    notes: tuple[str, ...]
    seconds: float


class Facts:
    """Findings by film, kept and asked for. Any thread may use it, and other processes at the same time."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def done(self, work: Work) -> DoneWork | None:
        """How this very work went, if it was committed: same tool version, same inputs, same span."""
        query = """SELECT * FROM works WHERE film_id = :film_id AND tool = :tool AND version = :version
                   AND inputs = :inputs AND start_s = :start_s AND end_s = :end_s"""
        with self.database.read() as connection:
            row = connection.execute(query, _work_row(work)).fetchone()
        return None if row is None else _done_work(row)

    def commit(
        self, work: Work, findings: Sequence[Finding], notes: Iterable[str] = (), seconds: float = 0.0
    ) -> None:
        """Keeps findings and the mark that the work is done, both or neither.

        What the tool found before in any span that this one overlaps is forgotten. The film must be in the
        library. Raises ValueError for two findings of one `local_id`, LibraryError for a full disk.
        """
        seen = [Observation.of(finding, work.film_id, work.tool, work.version) for finding in findings]
        doubles = [id_ for id_, count in Counter(one.id for one in seen).items() if count > 1]
        if doubles:
            raise ValueError(f"expected findings with ids of their own, got {doubles[0]!r} twice")
        with self.database.write() as connection:
            _forget_overlapped(connection, work)
            number = _insert_work(connection, work, len(seen), tuple(notes), seconds)
            for finding, observation in zip(findings, seen, strict=True):
                _insert_observation(connection, number, finding, observation)
            touch(connection, work.film_id)

    def find(
        self, film_id: str, kind: type[F], span: Span | None = None, *, local_ids: Sequence[str] | None = None
    ) -> list[F]:
        """Findings of one kind, by start time: those that overlap the span and have one of the local ids."""
        rows = self._rows("payload", film_id, span=span, kind=kind.kind, local_id=local_ids)
        return [kind.model_validate_json(row["payload"]) for row in rows]

    def spans(self, film_id: str, kind: type[Finding], span: Span | None = None) -> dict[str, Span]:
        """Where findings of one kind lie, by local id and in order of time: cheaper than `find`."""
        rows = self._rows("local_id, start_s, end_s", film_id, span=span, kind=kind.kind)
        return {row["local_id"]: span_of(row) for row in rows}

    def observations(
        self,
        film_id: str,
        *,
        kind: str | None = None,
        tool: str | None = None,
        span: Span | None = None,
        subject: str | None = None,
        label: str | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[Observation]:
        """Findings as remembered, all conditions met, by start time."""
        rows = self._rows("*", film_id, span=span, id=ids, kind=kind, tool=tool, subject=subject, label=label)
        return [observation_of(row) for row in rows]

    def count(self, film_id: str, kind: type[Finding], label: str | None = None) -> int:
        """How many findings of one kind there are, or those with a label."""
        return int(self._rows("count(*)", film_id, kind=kind.kind, label=label)[0][0])

    def works(self, film_id: str) -> list[DoneWork]:
        """Everything done on a film, by start time and tool."""
        rows = self._select("SELECT * FROM works WHERE film_id = ? ORDER BY start_s, tool", [film_id])
        return [_done_work(row) for row in rows]

    def notes(self, film_id: str) -> list[str]:
        """What tools want the user to know about a film, each said once, in order of time."""
        return list(dict.fromkeys(note for work in self.works(film_id) for note in work.notes))

    def output_digest(self, film_id: str, tools: Sequence[str], span: Span) -> str:
        """A digest of what the tools found overlapping the span: the same as long as the findings are.

        A tool that found nothing counts like one that never ran, so a digest changes only with findings.
        """
        digest = hashlib.sha256()
        for tool in sorted(set(tools)):
            for row in self._rows("id, digest", film_id, order="id", span=span, tool=tool):
                digest.update(f"{row['id']} {row['digest']}\n".encode())
        return digest.hexdigest()

    def search(
        self,
        film_id: str,
        words: str,
        limit: int = 20,
        *,
        kinds: Sequence[str] | None = None,
        span: Span | None = None,
    ) -> list[tuple[Observation, float]]:
        """Findings whose text has any of the words, the best first, each with its BM25 rank (lower: better).

        Anything may be typed: quotes, operators and emoji are never read as a query language. Words are
        compared without case, accents and English endings.
        """
        expression = match_expression(words)
        if expression is None:
            return []
        where, values = _conditions(film_id, span=span, kind=kinds)
        query = f"""SELECT observations.*, words.rank AS rank FROM words
                    JOIN observations ON observations.number = words.rowid
                    WHERE words MATCH ? AND {where}
                    ORDER BY words.rank, start_s LIMIT ?"""  # noqa: S608 -- clauses are ours, values are bound
        rows = self._select(query, [expression, *values, limit])
        return [(observation_of(row), row["rank"]) for row in rows]

    def revision(self, film_id: str) -> int:
        """A number that goes up whenever anything known of the film changes; 0 for an unknown film."""
        rows = self._select("SELECT revision FROM films WHERE id = ?", [film_id])
        return rows[0]["revision"] if rows else 0

    def _rows(
        self,
        columns: str,
        film_id: str,
        *,
        order: str = "start_s, number",
        span: Span | None = None,
        **wanted: str | Sequence[str] | None,
    ) -> list[sqlite3.Row]:
        """Of observations, those that `_conditions` lets through."""
        where, values = _conditions(film_id, span=span, **wanted)
        query = f"SELECT {columns} FROM observations WHERE {where} ORDER BY {order}"  # noqa: S608 -- clauses are ours, values are bound
        return self._select(query, values)

    def _select(self, query: str, values: Sequence[Any]) -> list[sqlite3.Row]:
        with self.database.read() as connection:
            return connection.execute(query, values).fetchall()


def touch(connection: sqlite3.Connection, film_id: str) -> None:
    """Marks that what is known of a film has changed."""
    connection.execute("UPDATE films SET revision = revision + 1 WHERE id = ?", [film_id])


def observation_of(row: sqlite3.Row) -> Observation:
    """An observation from its row."""
    return Observation(
        id=row["id"],
        film_id=row["film_id"],
        tool=row["tool"],
        tool_version=row["tool_version"],
        kind=row["kind"],
        span=span_of(row),
        subject=row["subject"],
        label=row["label"],
        score=row["score"],
        text=row["text"],
        payload=json.loads(row["payload"]),
    )


def span_of(row: sqlite3.Row) -> Span:
    """When what is in a row begins and ends."""
    return Span(start_s=row["start_s"], end_s=row["end_s"])


def overlap_bounds(span: Span) -> tuple[float, float]:
    """The two values of `start_s < ? AND (end_s > ? OR start_s >= ?)`, the second used twice.

    So a finding without length counts where it lies, and a span without length is a moment.
    """
    end_s = span.end_s if span.end_s > span.start_s else math.nextafter(span.start_s, math.inf)
    return end_s, span.start_s


def _conditions(
    film_id: str, *, span: Span | None = None, **wanted: str | Sequence[str] | None
) -> tuple[str, list[Any]]:
    """A WHERE clause and its values: each column is the wanted string, or one of the wanted strings."""
    clauses: list[str] = ["film_id = ?"]
    values: list[Any] = [film_id]
    for column, value in wanted.items():
        if isinstance(value, str):
            clauses.append(f"{column} = ?")
            values.append(value)
        elif value is not None:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608 -- our columns
            values.append(json.dumps(list(value)))
    if span is None:
        return " AND ".join(clauses), values
    end_s, start_s = overlap_bounds(span)
    clauses.append("start_s < ? AND (end_s > ? OR start_s >= ?)")
    return " AND ".join(clauses), [*values, end_s, start_s, start_s]


def _work_row(work: Work) -> dict[str, Any]:
    return work.model_dump(exclude={"span"}) | work.span.model_dump()


def _done_work(row: sqlite3.Row) -> DoneWork:
    return DoneWork(
        film_id=row["film_id"],
        tool=row["tool"],
        version=row["version"],
        inputs=row["inputs"],
        span=span_of(row),
        findings=row["findings"],
        notes=json.loads(row["notes"]),
        seconds=row["seconds"],
    )


def _forget_overlapped(connection: sqlite3.Connection, work: Work) -> None:
    connection.execute(
        """DELETE FROM works WHERE film_id = :film_id AND tool = :tool
           AND (start_s < :end_s AND end_s > :start_s OR start_s = :start_s AND end_s = :end_s)""",
        _work_row(work),
    )


def _insert_work(
    connection: sqlite3.Connection, work: Work, findings: int, notes: tuple[str, ...], seconds: float
) -> int:
    query = """INSERT INTO works (film_id, tool, version, inputs, start_s, end_s, notes, seconds, findings)
               VALUES (:film_id, :tool, :version, :inputs, :start_s, :end_s, :notes, :seconds, :findings)
               RETURNING number"""
    row = _work_row(work) | {"notes": json.dumps(notes), "seconds": seconds, "findings": findings}
    return int(connection.execute(query, row).fetchone()[0])


def _insert_observation(
    connection: sqlite3.Connection, work: int, finding: Finding, observation: Observation
) -> None:
    query = """INSERT INTO observations (id, work, film_id, tool, tool_version, kind, local_id,
                                         start_s, end_s, subject, label, score, text, payload, digest)
               VALUES (:id, :work, :film_id, :tool, :tool_version, :kind, :local_id,
                       :start_s, :end_s, :subject, :label, :score, :text, :payload, :digest)
               RETURNING number"""
    row = _observation_row(finding, observation) | {"work": work}
    number = connection.execute(query, row).fetchone()[0]
    if observation.text:
        words = indexable(observation.text)
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", [number, words])
    if isinstance(finding, EmotionReading):
        _insert_reading(connection, number, finding, observation)
    enqueue(connection, number, finding, observation)


def _observation_row(finding: Finding, observation: Observation) -> dict[str, Any]:
    payload = finding.model_dump_json()
    own = {
        "local_id": finding.local_id,
        "payload": payload,
        "digest": hashlib.sha256(payload.encode()).hexdigest(),
    }
    return observation.model_dump(exclude={"span", "payload"}) | observation.span.model_dump() | own


def _insert_reading(
    connection: sqlite3.Connection, number: int, reading: EmotionReading, observation: Observation
) -> None:
    probabilities = np.array([reading.probabilities[emotion] for emotion in EMOTIONS], "<f4")
    connection.execute(
        """INSERT INTO readings (film_id, about, id, observation, start_s, end_s, modality, probabilities,
                                 weight)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            observation.film_id,
            reading.about,
            observation.id,
            number,
            reading.span.start_s,
            reading.span.end_s,
            reading.modality,
            probabilities.tobytes(),
            reading.weight,
        ],
    )
