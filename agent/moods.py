"""How feelings move, part and meet: turns of mood, people of opposite moods, faces that say otherwise."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from storyreel.memory.feelings import PLEASANT, UNPLEASANT
from storyreel.memory.intervals import clipped
from storyreel.memory.records import Emotion, EmotionInterval, Modality, Span

TURN_S = 30.0
"""What somebody feels later than this after another feeling is no turn of mood, but another occasion."""
SURENESS = ((0.9, "almost certainly"), (0.6, "probably"), (0.0, "perhaps"))
"""From which confidence on each word is used. Readers take `almost certain` for about 93 in 100, `probable`
for about 75 (Kent 1964); even odds and less are only perhaps."""

Pair = tuple[EmotionInterval, EmotionInterval]


def sureness(confidence: float) -> str:
    """The word for a confidence.

    >>> sureness(0.93), sureness(0.7), sureness(0.42)
    ('almost certainly', 'probably', 'perhaps')
    """
    return next(word for least, word in SURENESS if confidence >= least)


def opposite(first: Emotion, second: Emotion) -> bool:
    """Whether one is pleasant and the other is not; surprise and calm go with either."""
    return (first in PLEASANT and second in UNPLEASANT) or (first in UNPLEASANT and second in PLEASANT)


def turns_in(
    felt: Iterable[EmotionInterval], before: Sequence[Emotion] = (), after: Sequence[Emotion] = ()
) -> list[Pair]:
    """A feeling of one person and the next, where they are of the kinds asked for, in order of time.

    With neither kind: from pleasant to unpleasant or back. Of what somebody is read to feel at once, of the
    same kind, the surer tells.
    """
    known = [one for one in felt if one.character_id]
    told = [one for one in known if not any(_is_surer(other, one, before, after) for other in known)]
    ordered = sorted(told, key=lambda one: (one.character_id or "", one.span.start_s))
    pairs = [
        pair
        for _, own in groupby(ordered, key=lambda one: one.character_id)
        for pair in pairwise(own)
        if _is_turn(*pair, before, after)
    ]
    return sorted(pairs, key=lambda pair: pair[1].span.start_s)


def _is_surer(
    other: EmotionInterval, one: EmotionInterval, before: Sequence[Emotion], after: Sequence[Emotion]
) -> bool:
    """Whether it is read of the same person for most of the time, and answers the same question better."""
    same = other.character_id == one.character_id and all(
        (other.emotion in kind) == (one.emotion in kind) for kind in (before, after, PLEASANT, UNPLEASANT)
    )
    at_once = other.span.overlap_s(one.span) > one.span.duration_s / 2
    return same and at_once and other.confidence > one.confidence


def _is_turn(
    first: EmotionInterval, second: EmotionInterval, before: Sequence[Emotion], after: Sequence[Emotion]
) -> bool:
    if second.span.start_s - first.span.end_s > TURN_S or first.emotion == second.emotion:
        return False
    if not before and not after:
        return opposite(first.emotion, second.emotion)
    from_there = first.emotion in before if before else first.emotion not in after
    return from_there and (second.emotion in after if after else second.emotion not in before)


def opposed(felt: Sequence[EmotionInterval], scenes: Sequence[Span]) -> list[Pair]:
    """Feelings of two people, one pleasant and one not, at the same time or else in the same scene.

    For each feeling the one that it overlaps most, or that lies nearest; in order of time.
    """
    pleasant = [one for one in felt if one.character_id and one.emotion in PLEASANT]
    unpleasant = [one for one in felt if one.character_id and one.emotion in UNPLEASANT]
    pairs = []
    for one in pleasant:
        others = [other for other in unpleasant if _meet(one, other, scenes)]
        by_person = groupby(sorted(others, key=lambda other: other.character_id or ""), _whose)
        pairs += [(one, max(own, key=lambda other: _nearness(one, other))) for _, own in by_person]
    return sorted(pairs, key=lambda pair: min(pair[0].span.start_s, pair[1].span.start_s))


def _whose(one: EmotionInterval) -> str | None:
    return one.character_id


def _meet(one: EmotionInterval, other: EmotionInterval, scenes: Sequence[Span]) -> bool:
    if one.character_id == other.character_id:
        return False
    same_scene = any(scene.overlap_s(one.span) > 0 and scene.overlap_s(other.span) > 0 for scene in scenes)
    return one.span.overlap_s(other.span) > 0 or same_scene


def _nearness(one: EmotionInterval, other: EmotionInterval) -> tuple[float, float]:
    apart_s = max(one.span.start_s, other.span.start_s) - min(one.span.end_s, other.span.end_s)
    return -apart_s, other.confidence


def says_otherwise(one: EmotionInterval, seen: Sequence[Emotion], heard: Sequence[Emotion]) -> bool:
    """Whether the face tells one of some feelings and voice or words one of others, at odds; any if empty."""
    face = _told_by(one, "face")
    ears = {_told_by(one, "voice"), _told_by(one, "text")} - {None}
    if not one.conflict or face is None or not ears - {face}:
        return False
    return (not seen or face in seen) and (not heard or bool(ears & set(heard)))


def _told_by(one: EmotionInterval, modality: Modality) -> Emotion | None:
    """The feeling that a modality tells, of an interval's own and its contrary."""
    return one.conflict.get(modality) or (one.emotion if modality in one.agreeing else None)


def amount(felt: Iterable[EmotionInterval], span: Span) -> float:
    """How much is felt in a span: seconds, each weighed by its confidence."""
    return sum(
        clipped(one.span, span).duration_s * one.confidence for one in felt if one.span.overlap_s(span) > 0
    )


def thirds(span: Span) -> list[Span]:
    """Beginning, middle and end."""
    step_s = span.duration_s / 3
    edges = [span.start_s, span.start_s + step_s, span.start_s + 2 * step_s, span.end_s]
    return [Span(start_s=low, end_s=max(low, high)) for low, high in pairwise(edges)]
