"""What is heard in a film beside words: stretches of sound, whole again where a reel's border cut them."""

from collections.abc import Iterable, Sequence

import numpy as np

from storyreel.memory.facts import Facts
from storyreel.memory.intervals import joined
from storyreel.memory.records import (
    SHORTEST_SOUND_S,
    SOUND_KINDS,
    MusicMood,
    Record,
    Sound,
    SoundKind,
    Span,
    Texture,
)

BRIDGE_S = 1.0
"""Stretches of one kind no farther apart are one."""


class Heard(Record):
    """A stretch in which one kind of sound is heard."""

    span: Span
    what: SoundKind
    confidence: float
    level_dbfs: float
    """Root mean square of all that is heard meanwhile."""
    texture: Texture | None = None
    """Of effects: what most of them are like."""
    evidence: tuple[str, ...]
    """Observation ids."""


def heard(
    facts: Facts, film_id: str, span: Span | None = None, what: Sequence[SoundKind] = ()
) -> list[Heard]:
    """Stretches of sound that touch a span, at their full length, in order of time; of some kinds or all."""
    seen = facts.observations(film_id, kind=Sound.kind)
    pieces = [(Sound.model_validate(one.payload), one.id) for one in seen]
    kinds = [kind for kind in SOUND_KINDS if not what or kind in what]
    whole = [
        one for kind in kinds for one in _whole([(sound, id_) for sound, id_ in pieces if sound.what == kind])
    ]
    told = [one for one in whole if one.span.duration_s >= SHORTEST_SOUND_S[one.what]]
    touching = [one for one in told if span is None or _touches(one.span, span)]
    return sorted(touching, key=lambda one: (one.span.start_s, one.what))


def _touches(one: Span, other: Span) -> bool:
    """Whether they overlap; a span without length is a moment."""
    return one.overlap_s(other) > 0 or one.holds(other.start_s)


def _whole(pieces: Sequence[tuple[Sound, str]]) -> Iterable[Heard]:
    """Pieces of one kind, joined."""
    for span in joined((sound.span for sound, _ in pieces), BRIDGE_S):
        inside = [(sound, id_) for sound, id_ in pieces if span.start_s <= sound.span.start_s < span.end_s]
        lengths_s = np.array([max(1e-3, sound.span.duration_s) for sound, _ in inside])
        power = np.average([10 ** (sound.level_dbfs / 10) for sound, _ in inside], weights=lengths_s)
        longest = max((sound for sound, _ in inside), key=lambda sound: sound.span.duration_s)
        yield Heard(
            span=span,
            what=longest.what,
            confidence=float(np.average([sound.confidence for sound, _ in inside], weights=lengths_s)),
            level_dbfs=round(float(10 * np.log10(power)), 2),
            texture=longest.texture,
            evidence=tuple(id_ for _, id_ in inside),
        )


def moods(facts: Facts, film_id: str, span: Span | None = None) -> list[MusicMood]:
    """How the music of a span goes, in order of time; a reel's border parts it."""
    return facts.find(film_id, MusicMood, span)
