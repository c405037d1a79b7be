"""Who feels what, and when."""

from collections.abc import Iterable, Sequence
from functools import partial

from storyreel.agent.context import Context
from storyreel.agent.felt import joined_where_nobody, with_arousal, with_words
from storyreel.agent.recall.asked import MOST_ITEMS, character_of, found, span_of
from storyreel.agent.recall.items import felt_item
from storyreel.agent.results import Asked, Found, Item
from storyreel.agent.scenes import names_of
from storyreel.agent.watched import Need
from storyreel.agent.wording.phrases import listed
from storyreel.memory import timeline as timelines
from storyreel.memory.intervals import total_s
from storyreel.memory.records import Character, Emotion, EmotionInterval, Modality, Span

FEELING_NEEDS: tuple[Need, ...] = ("lines", "text_emotion", "people", "expression")
_READERS: dict[Modality, tuple[str, str, str]] = {
    "face": ("expression", "faces", "looked at"),
    "voice": ("voice_emotion", "voices", "listened to"),
    "text": ("text_emotion", "words", "read"),
}
"""By modality: the tool that reads feelings from it, and how that is said."""


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
    items = items_of(context, sorted(_surest(felt), key=lambda one: one.span.start_s))
    asked = Asked(kinds=("feeling",), people=(who.name,) if who else (), emotions=tuple(emotions))
    return found(
        context,
        items,
        span,
        FEELING_NEEDS,
        len(felt),
        total_s(one.span for one in felt),
        notes=(sources(context),),
        asked=None if min_confidence else asked,
    )


def _surest(felt: Sequence[EmotionInterval]) -> list[EmotionInterval]:
    """The surest of many, with the first and the last in time: either end may be asked for."""
    in_time = sorted(felt, key=lambda one: one.span.start_s)
    ends = (*in_time[:1], *in_time[-1:])
    return sorted(felt, key=lambda one: (one not in ends, -one.confidence))[:MOST_ITEMS]


def items_of(context: Context, felt: Sequence[EmotionInterval]) -> list[Item]:
    """Feelings as items in the order given, with the words that they were read from."""
    names = names_of(context.library, context.film)
    items = with_words(context.library, context.film, [felt_item(one, names) for one in felt])
    return with_arousal(context.library, context.film, items)


def sources(context: Context) -> str:
    """What feelings were read from in this film, and what was not looked at or has nothing to tell."""
    works = context.library.facts.works(context.film.id)
    read, silent, skipped = [], [], []
    for modality, (tool, what, done) in _READERS.items():
        own = [work.findings for work in works if work.tool == tool]
        if sum(own):
            read.append(f"{what} ({sum(own)} readings)" if sum(own) > 1 else f"{what} (1 reading)")
        elif own or not _is_there(modality, context):
            silent.append(what)
        else:
            skipped.append(f"{what} were not {done}")
    parts = [f"I read feelings from {listed(read)}"] if read else ["I have read no feelings so far"]
    parts += [f"{listed(silent, 'and')} told none"] if silent else []
    return "; ".join([*parts, *skipped]) + "."


def _is_there(modality: Modality, context: Context) -> bool:
    film = context.film
    return film.has_picture if modality == "face" else modality == "text" or film.has_sound


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
