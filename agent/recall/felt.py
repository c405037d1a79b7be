"""Who feels what, and when."""

from collections.abc import Iterable, Sequence
from functools import partial

from storyreel.agent.context import Context
from storyreel.agent.felt import joined_where_nobody, with_words
from storyreel.agent.recall.asked import MOST_ITEMS, character_of, found, span_of
from storyreel.agent.recall.items import felt_item
from storyreel.agent.results import Asked, Found
from storyreel.agent.scenes import names_of
from storyreel.agent.watched import Need
from storyreel.memory import timeline as timelines
from storyreel.memory.intervals import total_s
from storyreel.memory.records import Character, Emotion, EmotionInterval, Span


def timeline(
    context: Context,
    character: str | None = None,
    emotions: Sequence[Emotion] = (),
    min_confidence: float | None = None,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """When a character, or anyone, appears to feel something."""
    span = span_of(context, start_s, end_s)
    who = character_of(context, character) if character else None
    felt = _felt(context, who, emotions, min_confidence, span)
    names = names_of(context.library, context.film)
    ranked = sorted(felt, key=lambda one: -one.confidence)[:MOST_ITEMS]
    items = [felt_item(one, names) for one in sorted(ranked, key=lambda one: one.span.start_s)]
    items = with_words(context.library, context.film, items)
    needs: tuple[Need, ...] = ("lines", "text_emotion", "people", "expression")
    people = (who.name,) if who else ()
    asked = Asked(kinds=("feeling",), people=people, emotions=tuple(emotions))
    seconds = total_s(one.span for one in felt)
    return found(context, items, span, needs, len(felt), seconds, asked=None if min_confidence else asked)


def _felt(
    context: Context,
    who: Character | None,
    emotions: Sequence[Emotion],
    min_confidence: float | None,
    span: Span | None,
) -> list[EmotionInterval]:
    wanted: Iterable[Emotion | None] = dict.fromkeys(emotions) or [None]
    person = who.id if who else None
    intervals = partial(
        timelines.emotion_intervals, context.library.facts, context.film.id, person, span=span
    )
    if min_confidence is not None:
        intervals = partial(intervals, min_confidence=min_confidence)
    found = [one for emotion in wanted for one in intervals(emotion)]
    return joined_where_nobody(found)
