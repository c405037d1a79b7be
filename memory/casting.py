"""Makes a film's characters from the facts and keeps them, each with the id it had before."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from pydantic import TypeAdapter

from storyreel.memory import queue
from storyreel.memory.anchors import choose_anchors
from storyreel.memory.drafts import Draft, apply, choose_names, named
from storyreel.memory.facts import Facts
from storyreel.memory.identities import Cluster, Identity, carry_over, divided
from storyreel.memory.journal import Correction, Entry, Forget, called, called_before, history, sources
from storyreel.memory.labels import Labels, labels_of, lines_of, link_labels
from storyreel.memory.naming import evidence_by_character
from storyreel.memory.records import (
    Anchor,
    Character,
    FaceTrack,
    Moment,
    NameClaim,
    PersonCluster,
    Span,
    Talking,
    Utterance,
)
from storyreel.memory.speakers import Appearance, Speaker, label_key, who_speaks
from storyreel.memory.tempo import tempo
from storyreel.memory.tracks import located, middles
from storyreel.memory.voices import KNOWN, Heard, give_by_face, give_by_label

ANCHOR_TRACKS = 32
"""Anchors come from so many long tracks of a person: they have the best looks, and the rest are not read."""
_ANCHORS: TypeAdapter[tuple[Anchor, ...]] = TypeAdapter(tuple[Anchor, ...])
_TIMES: TypeAdapter[tuple[float, ...]] = TypeAdapter(tuple[float, ...])
_MOMENTS: TypeAdapter[tuple[Moment, ...]] = TypeAdapter(tuple[Moment, ...])


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
        drafts = {draft.id: draft for draft in map(_draft, _identified(connection, seen))}
        notes = apply(seen.corrections, drafts, _joined(connection, seen))
        _link(seen, drafts)
        _add_labels_only_heard(connection, seen, drafts)
        give_by_label(seen.heard, drafts, seen.utterances)
        _add_voices_only_heard(connection, seen, drafts)
        speakers = _speakers(seen, drafts.values())
        _weigh_claims(seen, drafts, speakers)
        choose_names(drafts, seen.labels.names)
        cast = [draft for draft in drafts.values() if not draft.is_empty]
        _store(connection, seen, sorted(cast, key=lambda draft: int(draft.id[1:])), speakers)
        _keep_joined(connection, seen, cast)
        _keep_notes(connection, seen, notes)
    return notes


@dataclass
class _Seen:
    """What the facts and the user say about people in a film."""

    facts: Facts
    film_id: str
    revision: int
    clusters: list[PersonCluster]
    tracks: dict[str, Span]
    talking: dict[str, Talking]
    """By track."""
    heard: Heard
    utterances: list[Utterance]
    labels: Labels
    journal: list[Entry]
    middles: dict[str, Moment]
    claims: list[NameClaim]
    _anchors: dict[frozenset[str], tuple[Anchor, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Facts, film_id: str) -> "_Seen":
        journal = history(facts, film_id)
        claims = facts.find(film_id, NameClaim)
        lines = facts.find(film_id, Utterance)
        heard = Heard.of(facts, film_id)
        spoken = _in_step(_with_script(lines, claims), heard)
        utterances = _without_labels(spoken, _corrections(journal))
        return cls(
            facts,
            film_id,
            facts.revision(film_id),
            facts.find(film_id, PersonCluster),
            facts.spans(film_id, FaceTrack),
            {one.about: one for one in facts.find(film_id, Talking)},
            heard,
            utterances,
            _labels(utterances, lines),
            journal,
            middles(facts, film_id),
            claims,
        )

    @property
    def corrections(self) -> list[Correction]:
        """Those that hold."""
        return _corrections(self.journal)

    def tracks_at(self, said: Mapping[Moment, str]) -> dict[str, str]:
        """What is said of moments, said of the tracks that show them now; the later word counts."""
        where = located(self.facts, self.film_id, said)
        return {where[moment]: word for moment, word in said.items() if moment in where}

    def seconds(self, tracks: Iterable[str]) -> float:
        """For how long the tracks are seen."""
        return sum(self.tracks[track].duration_s for track in tracks if track in self.tracks)

    def in_order(self, tracks: Iterable[str]) -> tuple[str, ...]:
        """Those of the tracks that there are, in order of time."""
        there = [track for track in tracks if track in self.tracks]
        return tuple(sorted(there, key=lambda track: (self.tracks[track].start_s, track)))

    def appearances(self, drafts: Iterable[Draft]) -> list[Appearance]:
        """When the characters are seen, and how their mouths move."""
        return [
            Appearance(draft.id, self.tracks[track], self.talking.get(track))
            for draft in drafts
            for track in self.in_order(draft.tracks)
        ]

    def _spread(self, tracks: Sequence[str]) -> list[str]:
        """The longest of each of some parts of the tracks, so that every age and make-up is among them."""
        parts = np.array_split(np.array(tracks), min(len(tracks), ANCHOR_TRACKS) or 1)
        return [
            max(part.tolist(), key=lambda track: self.tracks[track].duration_s) for part in parts if len(part)
        ]

    def moments(self, tracks: Iterable[str]) -> tuple[Moment, ...]:
        """Where the tracks are, whatever they will be called."""
        return tuple(self.middles[track] for track in tracks if track in self.middles)

    def anchors(self, tracks: Iterable[str]) -> tuple[Anchor, ...]:
        """The looks by which the person of these tracks is known again."""
        key = frozenset(tracks)
        if key not in self._anchors:
            found = self.facts.find(self.film_id, FaceTrack, local_ids=self._spread(self.in_order(key)))
            self._anchors[key] = choose_anchors(self.film_id, found)
        return self._anchors[key]


def _identified(connection: sqlite3.Connection, seen: _Seen) -> list[Identity]:
    """Everybody whom the facts show, numbered as before or, by screen time, with the next numbers."""
    known = _load_identities(connection, seen)
    told = seen.tracks_at(called(seen.corrections))
    parts = divided([one.tracks for one in seen.clusters], told, sources(seen.corrections))
    clusters = [Cluster(tracks, seen.anchors(tracks), _number(person)) for tracks, person in parts]
    before = seen.tracks_at(called_before(seen.journal))
    numbers = carry_over(
        [one for one in known if one.label is None and one.voice is None],
        clusters,
        {track: span.duration_s for track, span in seen.tracks.items()},
        {track: int(person[1:]) for track, person in before.items()},
    )
    order = sorted(range(len(clusters)), key=lambda place: -seen.seconds(clusters[place].tracks))
    found = [one for one in known if one.label in seen.labels.names or one.voice in seen.heard.ids]
    for place in order:
        number = numbers[place] or _next_number(connection, seen.film_id)
        found.append(Identity(number, None, clusters[place].tracks, clusters[place].anchors))
    _keep_identities(connection, seen, found)
    return found


def _number(person: str | None) -> int | None:
    return int(person[1:]) if person else None


def _corrections(journal: Iterable[Entry]) -> list[Correction]:
    return [entry.correction for entry in journal if entry.holds]


def _with_script(utterances: list[Utterance], claims: Iterable[NameClaim]) -> list[Utterance]:
    """The lines, those without a label with the one that the screenplay gives them."""
    written = {claim.about: claim.name for claim in claims if claim.source == "script"}
    return [
        one if one.speaker else one.model_copy(update={"speaker": written.get(one.utterance_id)})
        for one in utterances
    ]


def _labels(utterances: Sequence[Utterance], written: Sequence[Utterance]) -> Labels:
    """Those of lines, of which subtitles have `written` down some."""
    names = labels_of(utterances)
    return Labels(names, lines_of(utterances), frozenset(names) - frozenset(labels_of(written)))


def _in_step(utterances: list[Utterance], heard: Heard) -> list[Utterance]:
    """The lines when they are heard, where the subtitles are out of step."""
    written = [one.span for one in utterances if one.source == "subtitles"]
    found = tempo(written, list(heard.turns.values()))
    return [
        one.model_copy(update={"span": found.of(one.span)}) if one.source == "subtitles" else one
        for one in utterances
    ]


def _without_labels(utterances: list[Utterance], corrections: Iterable[Correction]) -> list[Utterance]:
    """The lines without labels that the user said to be nobody's."""
    nobodys = {label for one in corrections if isinstance(one, Forget) for label in one.labels}
    return [
        one.model_copy(update={"speaker": None}) if label_key(one.speaker or "") in nobodys else one
        for one in utterances
    ]


def _add_labels_only_heard(connection: sqlite3.Connection, seen: _Seen, drafts: dict[str, Draft]) -> None:
    taken = {label for draft in drafts.values() for label in draft.labels}
    for label in seen.labels.names:
        if label not in taken:
            identity = Identity(_next_number(connection, seen.film_id), label, (), ())
            _keep_identities(connection, seen, [identity])
            drafts[f"P{identity.number}"] = Draft(f"P{identity.number}", labels=[label])


def _add_voices_only_heard(connection: sqlite3.Connection, seen: _Seen, drafts: dict[str, Draft]) -> None:
    """Those whom the user forgot stay so."""
    taken = {voice for draft in drafts.values() for voice in draft.voices}
    taken |= {one.voice for one in _load_identities(connection, seen) if one.voice}
    for voice, told in seen.heard.only_heard().items():
        if voice not in taken:
            identity = Identity(_next_number(connection, seen.film_id), None, (), (), voice)
            _keep_identities(connection, seen, [identity])
            drafts[f"P{identity.number}"] = Draft(f"P{identity.number}", voices={voice: told})


def _draft(identity: Identity) -> Draft:
    labels = [identity.label] if identity.label else []
    voices = {identity.voice: KNOWN} if identity.voice else {}
    return Draft(f"P{identity.number}", set(identity.tracks), labels, voices)


def _link(seen: _Seen, drafts: dict[str, Draft]) -> None:
    """Joins faces with their voices, then with their labels, by who says the lines whatever their labels."""
    give_by_face(seen.heard, drafts, _holders(seen, drafts))
    cast = drafts.values()
    speakers = who_speaks(seen.utterances, seen.appearances(cast), {}, seen.heard.turns_of_all(cast))
    _weigh_claims(seen, drafts, speakers)
    alone = who_speaks(
        seen.utterances, [Appearance(one.character_id, one.span) for one in seen.appearances(cast)], {}
    )
    link_labels(drafts, seen.labels, speakers, alone)


def _weigh_claims(seen: _Seen, drafts: dict[str, Draft], speakers: Mapping[str, Speaker]) -> None:
    """Tells each character what the film says of their name."""
    found = evidence_by_character(
        list(drafts), seen.claims, seen.utterances, speakers, _holders(seen, drafts), _known(seen, drafts)
    )
    for draft in drafts.values():
        draft.claims = found.get(draft.id, [])


def _known(seen: _Seen, drafts: Mapping[str, Draft]) -> dict[str, str]:
    """Names by the user or by labels."""
    labelled = {one.id: seen.labels.names.get(one.labels[0]) for one in drafts.values() if one.labels}
    named = labelled | {one.id: one.user_name for one in drafts.values() if one.user_name}
    return {id_: name for id_, name in named.items() if name}


def _holders(seen: _Seen, drafts: dict[str, Draft]) -> dict[str, str]:
    """The character that has most of each cluster now, by cluster id."""
    held = {
        cluster.local_id: {
            draft.id: seen.seconds(draft.tracks & set(cluster.tracks)) for draft in drafts.values()
        }
        for cluster in seen.clusters
    }
    return {
        cluster: max(seconds, key=lambda id_: seconds[id_])
        for cluster, seconds in held.items()
        if any(seconds.values())
    }


def _character(seen: _Seen, draft: Draft) -> Character:
    names = seen.labels.names
    name, evidence = named(draft, seen.labels.names, seen.labels.scripted)
    return Character(
        id=draft.id,
        film_id=seen.film_id,
        name=name,
        name_evidence=evidence,
        tracks=seen.in_order(draft.tracks),
        voices=tuple(draft.voices),
        voice_evidence=tuple(told.evidence for told in draft.voices.values()),
        anchors=seen.anchors(draft.tracks),
        speaker_labels=tuple(names[label] for label in draft.labels if label in names),
    )


def _store(
    connection: sqlite3.Connection, seen: _Seen, cast: Sequence[Draft], speakers: Mapping[str, Speaker]
) -> None:
    people = [_character(seen, draft) for draft in cast]
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
            for said, who in speakers.items()
        ],
    )
    _queue_anchors(connection, seen.film_id, people)
    connection.execute("UPDATE films SET cast_revision = ? WHERE id = ?", [seen.revision, seen.film_id])


def _speakers(seen: _Seen, cast: Collection[Draft]) -> dict[str, Speaker]:
    labelled = {label: draft.id for draft in cast for label in draft.labels}
    return who_speaks(seen.utterances, seen.appearances(cast), labelled, seen.heard.turns_of(cast))


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


def _load_identities(connection: sqlite3.Connection, seen: _Seen) -> list[Identity]:
    """With the tracks that show now what their tracks showed then."""
    query = "SELECT * FROM identities WHERE film_id = ? ORDER BY number"
    rows = connection.execute(query, [seen.film_id]).fetchall()
    moments = {row["number"]: _MOMENTS.validate_json(row["tracks"]) for row in rows}
    heard = {row["number"]: _TIMES.validate_json(row["heard"]) for row in rows if row["voice"]}
    voices = seen.heard.known_again(heard)
    changed = [one for known in moments.values() for one in known if seen.middles.get(one.track_id) != one]
    where = located(seen.facts, seen.film_id, changed)
    return [
        Identity(
            row["number"],
            row["label"],
            tuple(
                where.get(one, one.track_id)
                for one in moments[row["number"]]
                if one in where or seen.middles.get(one.track_id) == one
            ),
            _ANCHORS.validate_json(row["anchors"]),
            voices.get(row["number"]) if heard.get(row["number"]) else row["voice"],
            row["joined"],
        )
        for row in rows
    ]


def _keep_identities(connection: sqlite3.Connection, seen: _Seen, identities: Sequence[Identity]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        [
            (
                seen.film_id,
                one.number,
                one.label,
                _MOMENTS.dump_json(seen.moments(one.tracks)).decode(),
                _ANCHORS.dump_json(one.anchors).decode(),
                one.voice,
                _TIMES.dump_json(seen.heard.times_of(one.voice)).decode(),
            )
            for one in identities
        ],
    )


def _joined(connection: sqlite3.Connection, seen: _Seen) -> dict[str, str]:
    """With whom those were found to be one who were only heard, by id."""
    return {f"P{one.number}": f"P{one.joined}" for one in _load_identities(connection, seen) if one.joined}


def _keep_joined(connection: sqlite3.Connection, seen: _Seen, cast: Iterable[Draft]) -> None:
    connection.executemany(
        "UPDATE identities SET joined = ? WHERE film_id = ? AND number = ?",
        [(draft.id[1:], seen.film_id, heard[1:]) for draft in cast for heard in draft.joined],
    )


def _keep_notes(connection: sqlite3.Connection, seen: _Seen, notes: Sequence[str]) -> None:
    query = "UPDATE films SET cast_notes = ? WHERE id = ?"
    connection.execute(query, [json.dumps(notes, ensure_ascii=False), seen.film_id])


def _next_number(connection: sqlite3.Connection, film_id: str) -> int:
    query = "UPDATE films SET identities_made = identities_made + 1 WHERE id = ? RETURNING identities_made"
    return int(connection.execute(query, [film_id]).fetchone()[0])
