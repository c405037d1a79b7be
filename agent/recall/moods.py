"""How feelings move over a film, part between people, and contradict themselves."""

from collections.abc import Iterable, Sequence

from storyreel.agent.context import Context
from storyreel.agent.exchanges import lines_between, times_with
from storyreel.agent.moods import Pair, amount, opposed, says_otherwise, thirds, turns_in
from storyreel.agent.recall.asked import character_of, found, span_of
from storyreel.agent.recall.felt import FEELING_NEEDS, items_of, sources
from storyreel.agent.recall.items import spoken
from storyreel.agent.results import Asked, Found, Item
from storyreel.agent.scenes import names_of
from storyreel.memory import timeline as timelines
from storyreel.memory.records import Character, Emotion, EmotionInterval, Segment, Span

MOST_PAIRS = 10
MOST_SCENES = 3
MOST_OF_PART = 4
"""Feelings handed back of each third of a film, or of a scene."""


def turns(
    context: Context,
    character: str | None = None,
    before: Sequence[Emotion] = (),
    after: Sequence[Emotion] = (),
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """When somebody's mood turns: pairs of a feeling and the next one, from some feelings to others."""
    span, who = span_of(context, start_s, end_s), _one(context, character)
    calm = (not after and before) or "neutral" in (*before, *after)
    felt = [*_felt(context, who, span), *(_felt(context, who, span, "neutral") if calm else [])]
    return _pairs(context, turns_in(felt, before, after), span)


def disagreements(
    context: Context,
    characters: Sequence[str] = (),
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """When people are of opposite moods at once or in one scene: pairs of feelings, one of each person."""
    span = span_of(context, start_s, end_s)
    ids = {character_of(context, one).id for one in characters}
    felt = [one for one in _felt(context, None, span) if not ids or one.character_id in ids]
    scenes = list(context.library.facts.spans(context.film.id, Segment, span).values())
    return _pairs(context, opposed(felt, scenes), span)


def _pairs(context: Context, pairs: Sequence[Pair], span: Span | None) -> Found:
    """The surest pairs in order of time, each as two items, one after the other."""
    surest = sorted(pairs, key=lambda pair: -min(one.confidence for one in pair))[:MOST_PAIRS]
    kept = [pair for pair in pairs if pair in surest]
    return _answer(context, [one for pair in kept for one in pair], span, total=len(pairs))


def conflicts(
    context: Context,
    character: str | None = None,
    seen: Sequence[Emotion] = (),
    heard: Sequence[Emotion] = (),
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """When a face tells one feeling and the voice or the words a contrary one, as a smile with sad words."""
    span, who = span_of(context, start_s, end_s), _one(context, character)
    felt = [one for one in _felt(context, who, span) if says_otherwise(one, seen, heard)]
    return _answer(context, felt, span)


def arc(
    context: Context,
    character: str | None = None,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """How somebody's mood goes over the film: what prevails at its beginning, middle and end."""
    span, who = span_of(context, start_s, end_s), _one(context, character)
    felt = _felt(context, who, span)
    chosen = [one for part in thirds(span or context.film.span) for one in _prevailing(felt, part)]
    return _answer(context, chosen, span, total=len(felt))


def _prevailing(felt: Sequence[EmotionInterval], part: Span) -> list[EmotionInterval]:
    """The feelings of a part, those of the emotion that is felt most first."""
    own = [one for one in felt if part.holds(one.span.middle_s)]
    amounts: dict[Emotion, float] = {}
    for one in own:
        amounts[one.emotion] = amounts.get(one.emotion, 0.0) + amount([one], part)
    return sorted(own, key=lambda one: (-amounts[one.emotion], -amount([one], part)))[:MOST_OF_PART]


def feeling_scenes(
    context: Context,
    character: str | None = None,
    emotions: Sequence[Emotion] = (),
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """The scenes in which most is felt, or most of some feelings, the most first; each with who feels it."""
    span, who = span_of(context, start_s, end_s), _one(context, character)
    felt = [one for one in _felt(context, who, span) if not emotions or one.emotion in emotions]
    scenes = context.library.facts.observations(context.film.id, kind=Segment.kind, span=span)
    ranked = sorted(scenes, key=lambda scene: -amount(felt, scene.span))[:MOST_SCENES]
    items: list[Item] = []
    for scene in (one for one in ranked if amount(felt, one.span) > 0):
        own = sorted(felt, key=lambda one: -amount([one], scene.span))[:MOST_OF_PART]
        there = items_of(context, [one for one in own if one.span.overlap_s(scene.span) > 0])
        people = tuple(dict.fromkeys(name for item in there for name in item.people))
        items += [Item(kind="scene", span=scene.span, people=people, evidence=(scene.id,)), *there]
    asked = Asked(kinds=("feeling",), people=(who.name,) if who else (), emotions=tuple(emotions))
    notes = (sources(context),)
    return found(context, items, span, FEELING_NEEDS, asked=asked, notes=notes)


def feelings_between(
    context: Context,
    character: str,
    other: str,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """What one character feels while another is there or talks with them, and what they say to the other."""
    span, names = span_of(context, start_s, end_s), names_of(context.library, context.film)
    who, whom = character_of(context, character), character_of(context, other)
    lines = lines_between(context, who, whom, span)
    near = times_with(context, whom, lines)
    felt = [one for one in _felt(context, who, span) if any(one.span.overlap_s(time) > 0 for time in near)]
    said = [spoken(line, names) for line in lines]
    shown = [item for item in said if item.people][: 2 * MOST_PAIRS]
    asked = Asked(kinds=("feeling",), people=(who.name,))
    items = [*items_of(context, felt), *shown]
    return found(context, items, span, FEELING_NEEDS, len(felt), asked=asked, notes=(sources(context),))


def _one(context: Context, character: str | None) -> Character | None:
    return character_of(context, character) if character else None


def _felt(
    context: Context, who: Character | None, span: Span | None, emotion: Emotion | None = None
) -> list[EmotionInterval]:
    facts, film = context.library.facts, context.film
    return timelines.emotion_intervals(facts, film.id, who.id if who else None, emotion, span=span)


def _answer(
    context: Context,
    felt: Iterable[EmotionInterval],
    span: Span | None,
    total: int | None = None,
) -> Found:
    """Feelings in the order given; that others are not among them denies nothing."""
    items = items_of(context, list(felt))
    return found(context, items, span, FEELING_NEEDS, total, notes=(sources(context),))
