"""Makes a film's characters from the facts and keeps them, each with the id it had before."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from storyreel.memory import queue
from storyreel.memory.drafts import Draft, apply, labels_of, link_labels, named
from storyreel.memory.facts import Facts
from storyreel.memory.identities import Cluster, Identity, carry_over, choose_anchors
from storyreel.memory.journal import Moment, Split, corrections
from storyreel.memory.records import Anchor, Box, Character, FaceTrack, PersonCluster, Span, Utterance
from storyreel.memory.speakers import Appearance, Speaker, label_key, who_speaks

ANCHOR_TRACKS = 8
"""Anchors come from a person's longest tracks: they have the best looks, and the rest need not be read."""
SAME_PLACE = 0.3
"""Intersection over union from which two boxes at one moment are the same face."""
_ANCHORS: TypeAdapter[tuple[Anchor, ...]] = TypeAdapter(tuple[Anchor, ...])


def is_fresh(facts: Facts, film_id: str) -> bool:
    """Whether the characters were made from all that is known now."""
    query = "SELECT 1 FROM films WHERE id = ? AND cast_revision IS NOT revision"
    with facts.database.read() as connection:
        return connection.execute(query, [film_id]).fetchone() is None


def reconcile(facts: Facts, film_id: str) -> list[str]:
    """Makes the characters anew from the facts and the corrections, each with the id it had before.

    Returns one line for each correction that has nobody to apply to. Does nothing twice: the same facts and
    corrections give the same characters.
    """
    with facts.database.write() as connection:  # held while reading, so that no id is given twice
        seen = _Seen.of(facts, film_id)
        drafts = {
            f"P{one.number}": Draft(f"P{one.number}", set(one.tracks), [one.label] if one.label else [])
            for one in _identified(connection, seen)
        }
        notes = apply(corrections(facts, film_id), drafts, _where_moments_are(facts, film_id))
        link_labels(drafts, seen.utterances, seen.tracks, seen.labels)
        _add_those_only_heard(connection, seen, drafts)
        people = [_character(seen, draft) for draft in drafts.values() if not draft.is_empty]
        _store(connection, seen, sorted(people, key=lambda one: int(one.id[1:])))
    return notes


@dataclass
class _Seen:
    """What the facts say about people in a film."""

    facts: Facts
    film_id: str
    revision: int
    clusters: list[PersonCluster]
    tracks: dict[str, Span]
    utterances: list[Utterance]
    labels: dict[str, str]
    _anchors: dict[frozenset[str], tuple[Anchor, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Facts, film_id: str) -> "_Seen":
        utterances = facts.find(film_id, Utterance)
        return cls(
            facts,
            film_id,
            facts.revision(film_id),
            facts.find(film_id, PersonCluster),
            facts.spans(film_id, FaceTrack),
            utterances,
            labels_of(utterances),
        )

    def seconds(self, tracks: Iterable[str]) -> float:
        """For how long the tracks are seen."""
        return sum(self.tracks[track].duration_s for track in tracks if track in self.tracks)

    def in_order(self, tracks: Iterable[str]) -> tuple[str, ...]:
        """Those of the tracks that there are, in order of time."""
        there = [track for track in tracks if track in self.tracks]
        return tuple(sorted(there, key=lambda track: (self.tracks[track].start_s, track)))

    def anchors(self, tracks: Iterable[str]) -> tuple[Anchor, ...]:
        """The looks by which the person of these tracks is known again."""
        key = frozenset(tracks)
        if key not in self._anchors:
            longest = sorted(self.in_order(key), key=lambda track: -self.tracks[track].duration_s)
            found = self.facts.find(self.film_id, FaceTrack, local_ids=longest[:ANCHOR_TRACKS])
            self._anchors[key] = choose_anchors(self.film_id, found)
        return self._anchors[key]


def _identified(connection: sqlite3.Connection, seen: _Seen) -> list[Identity]:
    """Everybody whom the facts show, numbered as before or, by screen time, with the next numbers."""
    known = _load_identities(connection, seen.film_id)
    clusters = [Cluster(one.tracks, seen.anchors(one.tracks)) for one in seen.clusters]
    seconds = {track: span.duration_s for track, span in seen.tracks.items()}
    numbers = carry_over([one for one in known if one.label is None], clusters, seconds)
    order = sorted(range(len(clusters)), key=lambda place: -seen.seconds(clusters[place].tracks))
    found = [one for one in known if one.label in seen.labels]
    for place in order:
        number = numbers[place] or _next_number(connection, seen.film_id)
        found.append(Identity(number, None, clusters[place].tracks, clusters[place].anchors))
    _keep_identities(connection, seen.film_id, found)
    return found


def _add_those_only_heard(connection: sqlite3.Connection, seen: _Seen, drafts: dict[str, Draft]) -> None:
    taken = {label for draft in drafts.values() for label in draft.labels}
    for label in seen.labels:
        if label not in taken:
            identity = Identity(_next_number(connection, seen.film_id), label, (), ())
            _keep_identities(connection, seen.film_id, [identity])
            drafts[f"P{identity.number}"] = Draft(f"P{identity.number}", labels=[label])


def _character(seen: _Seen, draft: Draft) -> Character:
    name, evidence = named(draft, seen.labels)
    return Character(
        id=draft.id,
        film_id=seen.film_id,
        name=name,
        name_evidence=evidence,
        tracks=seen.in_order(draft.tracks),
        anchors=seen.anchors(draft.tracks),
        speaker_labels=tuple(seen.labels[label] for label in draft.labels if label in seen.labels),
    )


def _store(connection: sqlite3.Connection, seen: _Seen, people: Sequence[Character]) -> None:
    for table in ("characters", "appearances", "speakers"):
        connection.execute(f"DELETE FROM {table} WHERE film_id = ?", [seen.film_id])  # noqa: S608 -- our tables
    connection.executemany(
        "INSERT INTO characters VALUES (?, ?, ?, ?)",
        [(seen.film_id, one.id, place, one.model_dump_json()) for place, one in enumerate(people)],
    )
    connection.executemany(
        "INSERT INTO appearances VALUES (?, ?, ?)",
        [(seen.film_id, track, one.id) for one in people for track in one.tracks],
    )
    connection.executemany(
        "INSERT INTO speakers VALUES (?, ?, ?, ?, ?)",
        [
            (seen.film_id, said, who.character_id, who.confidence, who.reason)
            for said, who in _speakers(seen, people).items()
        ],
    )
    _queue_anchors(connection, seen.film_id, people)
    connection.execute("UPDATE films SET cast_revision = ? WHERE id = ?", [seen.revision, seen.film_id])


def _speakers(seen: _Seen, people: Sequence[Character]) -> dict[str, Speaker]:
    appearances = [Appearance(one.id, seen.tracks[track]) for one in people for track in one.tracks]
    labelled = {label_key(label): one.id for one in people for label in one.speaker_labels}
    return who_speaks(seen.utterances, appearances, labelled)


def _queue_anchors(connection: sqlite3.Connection, film_id: str, people: Sequence[Character]) -> None:
    """Brings the queued anchors to what they are now; what stays the same is not indexed again."""
    entries = {
        f"{film_id}/{one.id}#{place}": queue.Entry(
            f"{film_id}/{one.id}#{place}",
            film_id,
            "anchors",
            anchor.time_s,
            anchor.time_s,
            one.id,
            "",
            queue.as_embedding(anchor.embedding),
        )
        for one in people
        for place, anchor in enumerate(one.anchors)
    }
    queue.replace_all(connection, film_id, "anchors", entries)


def _load_identities(connection: sqlite3.Connection, film_id: str) -> list[Identity]:
    query = "SELECT * FROM identities WHERE film_id = ? ORDER BY number"
    return [
        Identity(
            row["number"],
            row["label"],
            tuple(json.loads(row["tracks"])),
            _ANCHORS.validate_json(row["anchors"]),
        )
        for row in connection.execute(query, [film_id])
    ]


def _keep_identities(connection: sqlite3.Connection, film_id: str, identities: Sequence[Identity]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, ?)",
        [
            (film_id, one.number, one.label, json.dumps(one.tracks), _ANCHORS.dump_json(one.anchors).decode())
            for one in identities
        ],
    )


def _next_number(connection: sqlite3.Connection, film_id: str) -> int:
    query = "UPDATE films SET identities_made = identities_made + 1 WHERE id = ? RETURNING identities_made"
    return int(connection.execute(query, [film_id]).fetchone()[0])


def _where_moments_are(facts: Facts, film_id: str) -> dict[Moment, str | None]:
    splits = [one for one in corrections(facts, film_id) if isinstance(one, Split)]
    return {moment: _track_at(facts, film_id, moment) for one in splits for moment in one.moments}


def _track_at(facts: Facts, film_id: str, moment: Moment) -> str | None:
    """The track that shows the face of that time and place, whatever it is called now."""
    now = Span(start_s=moment.time_s, end_s=moment.time_s)
    tracks = facts.find(film_id, FaceTrack, now)
    fits = {track.track_id: moment.box.iou(_box_at(track, moment.time_s)) for track in tracks}
    best = max(fits, key=lambda track: fits[track], default=None)
    return best if best is not None and fits[best] >= SAME_PLACE else None


def _box_at(track: FaceTrack, time_s: float) -> Box:
    return min(track.looks, key=lambda look: abs(look.time_s - time_s)).box
