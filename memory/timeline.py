"""What is when: who is seen, who speaks, who feels what. Every answer is for the facts as they are now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from storyreel.memory.cast_tables import is_fresh
from storyreel.memory.casting import reconcile
from storyreel.memory.facts import Facts, overlap_bounds, span_of
from storyreel.memory.feelings import LEAST_CONFIDENCE, intervals
from storyreel.memory.fusion import Readings
from storyreel.memory.intervals import clipped, joined, shared, total_s
from storyreel.memory.records import (
    EMOTIONS,
    MODALITIES,
    Emotion,
    EmotionInterval,
    FaceTrack,
    Finding,
    Record,
    Span,
    Utterance,
)
from storyreel.memory.speakers import Reason

SAME_PRESENCE_S = 1.0
"""Unseen for no longer than this is there all the time: the detector blinks, reels have borders."""

_SEEN = """SELECT track_id, character_id FROM appearances
           WHERE film_id = :film AND (:character IS NULL OR character_id = :character)"""
_HEARD = """SELECT utterance_id, character_id, confidence FROM speakers
            WHERE film_id = :film AND (:character IS NULL OR character_id = :character)"""
_OWNERS = {
    FaceTrack.kind: ("o.id, o.start_s, o.end_s, character_id", "appearances", "track_id"),
    Utterance.kind: ("o.id, o.payload, character_id, confidence, reason", "speakers", "utterance_id"),
}
"""By kind: what is read, and the table and column that tell whose a finding is."""
_READ = """SELECT id, about, start_s, end_s, modality, probabilities, weight FROM readings
           WHERE film_id = :film"""
_THEIRS = """ AND about IN (
    SELECT track_id FROM appearances WHERE film_id = :film AND character_id = :character UNION ALL
    SELECT utterance_id FROM speakers WHERE film_id = :film AND character_id = :character)"""


class Line(Record):
    """An utterance and who says it, as far as that is known."""

    utterance: Utterance
    observation_id: str
    character_id: str | None
    confidence: float
    """Of the speaker; 0 where nobody is known."""
    reason: Reason | None = None
    """Why they are taken for the speaker."""


class Seen(Record):
    """Somebody on screen in a span of time."""

    character_id: str | None
    """None for faces that were not yet told apart."""
    spans: tuple[Span, ...]
    seconds: float
    evidence: tuple[str, ...]
    """Observation ids of the face tracks."""


def emotion_intervals(
    facts: Facts,
    film_id: str,
    character_id: str | None = None,
    emotion: Emotion | None = None,
    min_confidence: float = LEAST_CONFIDENCE,
    span: Span | None = None,
) -> list[EmotionInterval]:
    """When who feels what, fused from face, voice and words; by start time.

    Without an emotion: all but neutral. With a span: the intervals that touch it, at their full length.
    """
    emotions = (emotion,) if emotion else tuple(one for one in EMOTIONS if one != "neutral")
    read = readings(facts, film_id, character_id)
    found = _intervals(_Asked(_digest(read), emotions, min_confidence, read))
    return [one for one in found if span is None or one.span.overlap_s(span) > 0]


@dataclass(frozen=True)
class _Asked:
    """What intervals follow from. The same readings are the same question, whatever changed meanwhile."""

    digest: str
    emotions: tuple[Emotion, ...]
    min_confidence: float
    read: Readings = field(compare=False)


@lru_cache(maxsize=32)
def _intervals(asked: _Asked) -> tuple[EmotionInterval, ...]:
    """Kept, as one question to a film asks several times, and the next ones ask again."""
    return tuple(intervals(asked.read, asked.emotions, asked.min_confidence))


def _digest(read: Readings) -> str:
    """Of all that readings say and whose they are taken to be."""
    names = repr((read.ids, read.who, read.about)).encode()
    columns = (read.starts_s, read.ends_s, read.modalities, read.trust, read.probabilities)
    return hashlib.sha256(names + b"".join(column.tobytes() for column in columns)).hexdigest()


def presence(facts: Facts, film_id: str, character_id: str) -> list[Span]:
    """When a character is on screen."""
    tracks = _whose(facts, film_id, FaceTrack, character_id)
    return joined([span_of(row) for row in tracks], SAME_PRESENCE_S)


def together(facts: Facts, film_id: str, ids: Sequence[str]) -> list[Span]:
    """When all of these characters are on screen at once."""
    if not ids:
        return []
    common = presence(facts, film_id, ids[0])
    for character_id in ids[1:]:
        common = shared(common, presence(facts, film_id, character_id))
    return common


def on_screen(facts: Facts, film_id: str, span: Span) -> list[Seen]:
    """Who is seen in a span, who is seen the longest first; a moment is a span without length."""
    rows: dict[str | None, list[Any]] = {}
    for row in _whose(facts, film_id, FaceTrack, span=span):
        rows.setdefault(row["character_id"], []).append(row)
    found = [_seen(character_id, tracks, span) for character_id, tracks in rows.items()]
    return sorted(found, key=lambda seen: (seen.character_id is None, -seen.seconds, seen.character_id or ""))


def dialogue(
    facts: Facts, film_id: str, span: Span | None = None, character_id: str | None = None
) -> list[Line]:
    """What is said, sung or heard, in order; of one character, only what is theirs."""
    rows = _whose(facts, film_id, Utterance, character_id, span)
    return [
        Line(
            utterance=Utterance.model_validate_json(row["payload"]),
            observation_id=row["id"],
            character_id=row["character_id"],
            confidence=row["confidence"] or 0.0,
            reason=row["reason"],
        )
        for row in rows
    ]


def screen_time_s(facts: Facts, film_id: str, character_id: str) -> float:
    """How long a character is on screen."""
    return total_s(presence(facts, film_id, character_id))


def speech_time_s(facts: Facts, film_id: str, character_id: str) -> float:
    """How long a character speaks or sings."""
    lines = dialogue(facts, film_id, character_id=character_id)
    return total_s(joined(line.utterance.span for line in lines))


def _seen(character_id: str | None, tracks: Sequence[Any], span: Span) -> Seen:
    spans = joined([clipped(span_of(row), span) for row in tracks], SAME_PRESENCE_S)
    evidence = tuple(row["id"] for row in tracks)
    return Seen(character_id=character_id, spans=tuple(spans), seconds=total_s(spans), evidence=evidence)


def _whose(
    facts: Facts,
    film_id: str,
    kind: type[Finding],
    character_id: str | None = None,
    span: Span | None = None,
) -> list[Any]:
    """Rows of face tracks or utterances and whose they are, in order; of one person, only what is theirs."""
    _freshen(facts, film_id)
    columns, table, key = _OWNERS[kind.kind]
    end_s, start_s = overlap_bounds(span) if span else (float("inf"), 0.0)
    query = f"""SELECT {columns} FROM observations AS o
                LEFT JOIN {table} AS owner ON owner.film_id = o.film_id AND owner.{key} = o.local_id
                WHERE o.film_id = ? AND o.kind = ? AND o.start_s < ? AND (o.end_s > ? OR o.start_s >= ?)
                AND (? IS NULL OR owner.character_id = ?) ORDER BY o.start_s, o.number"""  # noqa: S608 -- ours
    values = [film_id, kind.kind, end_s, start_s, start_s, character_id, character_id]
    with facts.database.read() as connection:
        return connection.execute(query, values).fetchall()


def readings(facts: Facts, film_id: str, character_id: str | None = None) -> Readings:
    """Readings of one character, or of everybody; joined here, which is quicker than in SQL."""
    _freshen(facts, film_id)
    values = {"film": film_id, "character": character_id}
    with facts.database.read() as connection:
        seen = dict(connection.execute(_SEEN, values).fetchall())
        heard = {said: (who, trust) for said, who, trust in connection.execute(_HEARD, values)}
        rows = connection.execute(_READ + (_THEIRS if character_id else ""), values).fetchall()
    ids, about, starts_s, ends_s, modalities, packed, weights = zip(*rows, strict=True) if rows else ((),) * 7
    sure = np.array([1.0 if one in seen or one not in heard else heard[one][1] for one in about])
    return Readings(
        ids=ids,
        who=[seen.get(one) or heard.get(one, (None,))[0] for one in about],
        about=about,
        starts_s=np.array(starts_s),
        ends_s=np.array(ends_s),
        modalities=np.array([MODALITIES.index(modality) for modality in modalities], np.int64),
        trust=sure * np.array(weights),
        probabilities=np.frombuffer(b"".join(packed), "<f4").reshape(-1, len(EMOTIONS)),
    )


def _freshen(facts: Facts, film_id: str) -> None:
    if not is_fresh(facts, film_id):
        reconcile(facts, film_id)
