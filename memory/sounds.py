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
    SoundLevels,
    Span,
    Texture,
    Utterance,
)

BRIDGE_S = 1.0
"""Stretches of one kind no farther apart are one."""
MOST_CAPTIONS = 3
PLAIN = 0.25
"""Part of a stretch of film that a kind of sound must fill to be named as what it sounds like."""


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


class Ambience(Record):
    """What a stretch of film sounds like."""

    shares: dict[SoundKind, float]
    """How much of it each kind of sound fills, 0 to 1; they overlap. Kinds never heard are left out."""
    textures: tuple[Texture, ...] = ()
    """What effects are like that are heard alone, the longest first."""
    captions: tuple[str, ...] = ()
    """What subtitles say is heard, in order of time, each once."""
    level_dbfs: float | None = None
    """How loud it is; None where it was not measured."""

    @property
    def plain(self) -> tuple[SoundKind, ...]:
        """Kinds that fill enough to say that it sounds so, the most first."""
        return tuple(what for what, share in sorted(self.shares.items(), key=_by_share) if share >= PLAIN)


def _by_share(share: tuple[SoundKind, float]) -> float:
    return -share[1]


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


def ambience(facts: Facts, film_id: str, span: Span) -> Ambience:
    """What a stretch of film sounds like, by what is heard and by what subtitles say is heard."""
    sounds = heard(facts, film_id, span)
    lines = facts.find(film_id, Utterance, span)
    lasting_s: dict[Texture, float] = {}
    for one in sounds:
        if one.texture is not None:
            lasting_s[one.texture] = lasting_s.get(one.texture, 0.0) + one.span.overlap_s(span)
    captions = (" ".join(line.words.split()) for line in lines if line.manner == "sound")
    return Ambience(
        shares={what: share for what in SOUND_KINDS if (share := _share(sounds, what, span)) > 0},
        textures=tuple(sorted(lasting_s, key=lambda texture: -lasting_s[texture])),
        captions=tuple(dict.fromkeys(captions))[:MOST_CAPTIONS],
        level_dbfs=level_of(facts, film_id, span),
    )


def _share(sounds: Sequence[Heard], what: SoundKind, span: Span) -> float:
    filled_s = sum(one.span.overlap_s(span) for one in sounds if one.what == what)
    return min(1.0, filled_s / span.duration_s) if span.duration_s else 0.0


def level_of(facts: Facts, film_id: str, span: Span) -> float | None:
    """How loud a stretch is, in dBFS, by the seconds it touches; None where none was measured."""
    power = [
        10 ** (level / 10)
        for reel in facts.find(film_id, SoundLevels, span)
        for number, level in enumerate(reel.levels_dbfs)
        if level is not None and _touches(_second(reel, number), span)
    ]
    return round(float(10 * np.log10(np.mean(power))), 2) if power else None


def _second(reel: SoundLevels, number: int) -> Span:
    start_s = reel.span.start_s + number
    return Span(start_s=start_s, end_s=start_s + 1)


def moods(facts: Facts, film_id: str, span: Span | None = None) -> list[MusicMood]:
    """How the music of a span goes, in order of time; a reel's border parts it."""
    return facts.find(film_id, MusicMood, span)
