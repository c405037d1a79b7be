"""Who is there: on screen when and how often, alone or with whom."""

from collections.abc import Sequence

from storyreel.agent.cast import cast_of
from storyreel.agent.context import Context
from storyreel.agent.recall.asked import character_of, few, found, inside, others_than, span_of, within
from storyreel.agent.recall.items import spoken
from storyreel.agent.recall.named import MOST_REASONS, names_spoken, reasons
from storyreel.agent.results import Asked, Found, Item
from storyreel.agent.scenes import names_of
from storyreel.memory import timeline as timelines
from storyreel.memory.intervals import clipped, joined, left_of, shared, total_s
from storyreel.memory.records import Character, Segment, Span

UNKNOWN_FACE = "somebody unidentified"
_MOMENT_S = 1.0
_GLIMPSE_S = 0.1
"""What is left of a stay without others counts only if it is longer."""


def on_screen(context: Context, start_s: float, end_s: float) -> Found:
    """Who is on screen in a stretch of film."""
    span = inside(context, start_s, end_s)
    seen = timelines.on_screen(context.library.facts, context.film.id, span)
    names = names_of(context.library, context.film)
    items = [
        Item(
            kind="presence",
            span=piece,
            people=(names.get(one.character_id or "", UNKNOWN_FACE),),
            evidence=one.evidence,
        )
        for one in seen
        for piece in (_whole_stay(context, one.character_id, span) or one.spans)
    ]
    return found(context, items, span, ("people",), asked=Asked(kinds=("presence",)))


def _whole_stay(context: Context, character_id: str | None, span: Span) -> list[Span]:
    """For a moment: all of the appearance that it lies in."""
    if character_id is None or span.duration_s > _MOMENT_S:
        return []
    stays = timelines.presence(context.library.facts, context.film.id, character_id)
    return [stay for stay in stays if stay.overlap_s(span) > 0]


def presence(
    context: Context, character: str, start_s: float | None = None, end_s: float | None = None
) -> Found:
    """When a character is on screen, how often and how long."""
    who, span = character_of(context, character), span_of(context, start_s, end_s)
    stays = within(timelines.presence(context.library.facts, context.film.id, who.id), span)
    told = _stays_told(context, [who], stays, span)
    return told.model_copy(update={"stays": tuple(stays)})


def _stays_told(
    context: Context,
    people: Sequence[Character],
    stays: Sequence[Span],
    span: Span | None,
    others: bool = False,
) -> Found:
    """How often and how long people are on screen together, with some of the times."""
    items = [_presence(context, stay, people, people) for stay in few(stays)]
    asked = Asked(kinds=("presence",), people=tuple(one.name for one in people), others=others)
    return found(context, items, span, ("people",), len(stays), total_s(stays), asked=asked)


def _presence(context: Context, stay: Span, people: Sequence[Character], shown: Sequence[Character]) -> Item:
    """People are on screen; the faces of those `shown` prove it."""
    return Item(
        kind="presence",
        span=stay,
        people=tuple(one.name for one in people),
        evidence=tuple(id_ for one in shown for id_ in _faces(context, one.id, stay)),
    )


def together(
    context: Context,
    characters: Sequence[str],
    without: Sequence[str] = (),
    alone: bool = False,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """When characters share the picture; with one character, who is there too; without some, or alone."""
    span = span_of(context, start_s, end_s)
    wanted = [character_of(context, one) for one in characters]
    others = others_than(context, wanted) if alone else [character_of(context, one) for one in without]
    if len(wanted) == 1 and not others and not alone:
        return _company(context, wanted[0], span)
    common = timelines.together(context.library.facts, context.film.id, [one.id for one in wanted])
    for other in others:
        common = _less(common, timelines.presence(context.library.facts, context.film.id, other.id))
    stays = [stay for stay in within(common, span) if stay.duration_s > _GLIMPSE_S]
    return _stays_told(context, wanted, stays, span, alone)


def _company(context: Context, who: Character, span: Span | None) -> Found:
    facts, film = context.library.facts, context.film
    own = timelines.presence(facts, film.id, who.id)
    items = [
        _presence(context, stay, [who, other], [other])
        for other in others_than(context, [who])
        for stay in within(shared(own, timelines.presence(facts, film.id, other.id)), span)
    ]
    asked = Asked(kinds=("presence",), people=(who.name,), others=True)
    return found(context, items, span, ("people",), asked=asked)


def characters(
    context: Context, character: str | None = None, start_s: float | None = None, end_s: float | None = None
) -> Found:
    """Who there is, with how long and how often each is seen and heard."""
    span = span_of(context, start_s, end_s)
    people = [character_of(context, character)] if character else cast_of(context.library, context.film)
    scenes = list(context.library.facts.spans(context.film.id, Segment).values())
    portraits = [_portrait(context, one, span, scenes) for one in people]
    items = [item for item in portraits if item.screen_s or item.lines or not span]
    return found(
        context,
        [*items, *(item for one in people for item in naming_lines(context, one))],
        span,
        ("people", "lines"),
        total=len(items),
        notes=() if people else names_spoken(context.library.facts, context.film.id),
        asked=Asked(kinds=("presence", "speech"), people=(people[0].name,) if character else ()),
    )


def naming_lines(context: Context, who: Character) -> list[Item]:
    """The lines that somebody's name, or a name perhaps theirs, rests on."""
    facts, film = context.library.facts, context.film
    names = names_of(context.library, film)
    times = [one.time_s for one in who.name_evidence[:MOST_REASONS] if one.time_s is not None]
    spans = [Span(start_s=time_s, end_s=time_s + _MOMENT_S) for time_s in times]
    lines = [line for span in spans for line in timelines.dialogue(facts, film.id, span)]
    return [spoken(line, names) for line in lines if line.utterance.span.start_s in times]


def _portrait(context: Context, who: Character, span: Span | None, scenes: Sequence[Span]) -> Item:
    facts, film = context.library.facts, context.film
    stays = within(timelines.presence(facts, film.id, who.id), span)
    lines = timelines.dialogue(facts, film.id, span, who.id)
    said = [line.utterance.span for line in lines]
    first_seen = [id_ for stay in stays[:1] for id_ in _faces(context, who.id, stay)]
    return Item(
        kind="character",
        span=_from_first_to_last(stays, said) or film.span,
        people=(who.name,),
        text=reasons(who),
        times=len(stays),
        scenes=sum(any(stay.overlap_s(scene) > 0 for stay in stays) for scene in scenes),
        lines=len(lines),
        screen_s=round(total_s(stays), 2),
        speech_s=round(total_s(joined(said)), 2),
        evidence=(*first_seen, *(line.observation_id for line in lines[:1])),
    )


def _from_first_to_last(stays: Sequence[Span], said: Sequence[Span]) -> Span | None:
    """From when somebody is first seen, or else heard, to when they are last seen or heard."""
    times = [*stays, *said]
    if not times:
        return None
    start_s = min(one.start_s for one in (stays[:1] or times))
    return Span(start_s=start_s, end_s=max(one.end_s for one in times))


def _less(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What of the spans none of the others, in order and apart, covers."""
    return [
        left
        for span in spans
        for left in left_of(span, [clipped(one, span) for one in others if one.overlap_s(span) > 0])
        if left.duration_s > 0
    ]


def _faces(context: Context, character_id: str, span: Span) -> tuple[str, ...]:
    """Observation ids of the character's face tracks in a span."""
    seen = timelines.on_screen(context.library.facts, context.film.id, span)
    return next((one.evidence for one in seen if one.character_id == character_id), ())
