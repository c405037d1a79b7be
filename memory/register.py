"""The register of a film's people: every number that was given to somebody, and by what they are known."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from storyreel.memory.drafts import Draft
from storyreel.memory.identities import Identity
from storyreel.memory.records import Anchor, Moment
from storyreel.memory.testimony import Testimony
from storyreel.memory.tracks import located

_ANCHORS: TypeAdapter[tuple[Anchor, ...]] = TypeAdapter(tuple[Anchor, ...])
_TIMES: TypeAdapter[tuple[float, ...]] = TypeAdapter(tuple[float, ...])
_MOMENTS: TypeAdapter[tuple[Moment, ...]] = TypeAdapter(tuple[Moment, ...])


@dataclass(frozen=True)
class Register:
    """Who was ever numbered in a film, read and written within one transaction."""

    connection: sqlite3.Connection
    testimony: Testimony

    def identities(self) -> list[Identity]:
        """Everybody, by number, with the tracks and the voice that show now what theirs showed then."""
        query = "SELECT * FROM identities WHERE film_id = ? ORDER BY number"
        rows = self.connection.execute(query, [self.testimony.film_id]).fetchall()
        tracks = self._tracks_now({row["number"]: _MOMENTS.validate_json(row["tracks"]) for row in rows})
        voices = self._voices_now(rows)
        return [
            Identity(
                row["number"],
                row["label"],
                tracks[row["number"]],
                _ANCHORS.validate_json(row["anchors"]),
                voices[row["number"]],
                row["joined"],
            )
            for row in rows
        ]

    def _tracks_now(self, moments: Mapping[int, Sequence[Moment]]) -> dict[int, tuple[str, ...]]:
        """Where a track has changed, the one that shows its moment now, if any does."""
        there = self.testimony.middles
        changed = [one for known in moments.values() for one in known if there.get(one.track_id) != one]
        where = located(self.testimony.facts, self.testimony.film_id, changed)
        return {
            number: tuple(
                where.get(one, one.track_id)
                for one in known
                if one in where or there.get(one.track_id) == one
            )
            for number, known in moments.items()
        }

    def _voices_now(self, rows: Iterable[sqlite3.Row]) -> dict[int, str | None]:
        heard = {row["number"]: _TIMES.validate_json(row["heard"]) for row in rows if row["voice"]}
        known = self.testimony.heard.known_again(heard)
        return {
            row["number"]: known.get(row["number"]) if heard.get(row["number"]) else row["voice"]
            for row in rows
        }

    def keep(self, identities: Iterable[Identity]) -> None:
        """Writes people down as they are known now."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            [
                (
                    self.testimony.film_id,
                    one.number,
                    one.label,
                    _MOMENTS.dump_json(self.testimony.moments(one.tracks)).decode(),
                    _ANCHORS.dump_json(one.anchors).decode(),
                    one.voice,
                    _TIMES.dump_json(self.testimony.heard.times_of(one.voice)).decode(),
                )
                for one in identities
            ],
        )

    def enter(self, label: str | None = None, voice: str | None = None) -> Identity:
        """Writes down somebody new who is only heard."""
        identity = Identity(self.next_number(), label, (), (), voice)
        self.keep([identity])
        return identity

    def next_number(self) -> int:
        """A number that nobody of the film ever had."""
        query = (
            "UPDATE films SET identities_made = identities_made + 1 WHERE id = ? RETURNING identities_made"
        )
        return int(self.connection.execute(query, [self.testimony.film_id]).fetchone()[0])

    def joined(self) -> dict[str, str]:
        """With whom those were found to be one who were only heard, by id."""
        return {f"P{one.number}": f"P{one.joined}" for one in self.identities() if one.joined}

    def keep_joined(self, cast: Iterable[Draft]) -> None:
        """Writes down who was found to be one with whom."""
        self.connection.executemany(
            "UPDATE identities SET joined = ? WHERE film_id = ? AND number = ?",
            [(draft.id[1:], self.testimony.film_id, heard[1:]) for draft in cast for heard in draft.joined],
        )
