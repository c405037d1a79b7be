"""Which tools a question needs next, by rules, given what the tools have said so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storyreel.agent.card import FilmCard
from storyreel.agent.results import Found, Item
from storyreel.agent.understanding.question import Event, Question
from storyreel.agent.understanding.times import NEXT_S
from storyreel.memory.intervals import joined, total_s
from storyreel.memory.records import Span

LOOK = "look_"
"""What the names of perception tools begin with."""
_SETTLED_BEFORE = ("help", "unclear")
_OF_PEOPLE = (
    "appearances",
    "together",
    "companions",
    "feelings",
    "compare",
    "profile",
    "said",
    "happening",
    "on screen",
    "strongest",
)
_READ_ONLY = frozenset({"dialogue", "text_emotion"})
"""Perception that decodes nothing: it reads subtitles or lines."""
_ORDER = {"dialogue": 0, "segments": 2, "text_emotion": 2}
_MARGIN_S = 4.0
"""An event's surroundings count as the event for `during`."""


@dataclass(frozen=True)
class Call:
    """A tool and what it is asked."""

    tool: str
    args: dict[str, Any]

    @property
    def looks(self) -> bool:
        """Whether it watches the film, instead of reading memory."""
        return self.tool.startswith(LOOK)


@dataclass(frozen=True)
class Step:
    """A call that was made and what came back."""

    call: Call
    found: Found
    failed: str | None = None


def next_calls(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """The calls to make now; none when it is time to answer."""
    fresh = since_last_look(steps)
    wanted = _wanted(question, fresh, card)
    missing = [call for call in wanted if all(step.call != call for step in fresh)]
    return missing or _looks(fresh, steps, card)


def since_last_look(steps: Sequence[Step]) -> list[Step]:
    """The steps whose results nothing newer has made stale."""
    last = max((place for place, step in enumerate(steps) if step.call.looks), default=-1)
    return list(steps[last + 1 :])


def past_end(question: Question, card: FilmCard) -> bool:
    """Whether the question's time lies past the film's end."""
    return question.span is not None and question.span.start_s >= card.duration_s > 0


def asked_span(question: Question, steps: Sequence[Step], card: FilmCard) -> Span | None:
    """The stretch of film that is asked about; None for all of it, or where its event was not found."""
    if question.event is None:
        return clamped(question.span, card) if question.span else None
    anchor = anchor_of(question, steps)
    return clamped(_beside(question.event, anchor, question), card) if anchor else None


def anchor_of(question: Question, steps: Sequence[Step]) -> Item | None:
    """The moment that the question's event is."""
    if question.event is None:
        return None
    call = event_call(question.event)
    found = next((step.found for step in steps if step.call == call), None)
    items = [item for item in found.items if item.kind != "character"] if found else []
    if question.event.kind != "words":
        items.sort(key=lambda item: item.span.start_s)
    return (items[-1] if question.event.last else items[0]) if items else None


def clamped(span: Span, card: FilmCard) -> Span:
    """The part of a span inside the film."""
    start_s = min(span.start_s, card.duration_s)
    return Span(start_s=start_s, end_s=min(max(span.end_s, start_s), max(card.duration_s, start_s)))


def event_call(event: Event) -> Call:
    """The call that finds an event."""
    if event.kind == "feels":
        return Call(
            "timeline",
            _given(character=event.people[0] if event.people else None, emotions=list(event.emotions)),
        )
    if event.kind == "appears":
        return Call("presence", {"character": event.people[0]})
    if event.kind == "quote":
        return Call("dialogue", {"words": event.words, "exact": True})
    return Call("search", {"words": event.words})


def _beside(event: Event, anchor: Item, question: Question) -> Span:
    start_s, end_s = anchor.span.start_s, anchor.span.end_s
    if event.relation == "in":
        margin_s = _MARGIN_S if question.intent == "happening" else 0.0
        return Span(start_s=max(0.0, start_s - margin_s), end_s=end_s + margin_s)
    wide = question.intent in ("appearances", "feelings", "mentions", "together") or question.which != "all"
    if event.relation == "after":
        return Span(start_s=end_s, end_s=1e9 if wide else end_s + NEXT_S)
    return Span(start_s=0.0 if wide else max(0.0, start_s - NEXT_S), end_s=start_s)


def _wanted(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    if question.intent in _SETTLED_BEFORE or past_end(question, card):
        return [Call("film_summary", {})] if past_end(question, card) else []
    if question.strangers and question.intent in _OF_PEOPLE:
        return [Call("characters", {}), Call("dialogue", {"words": question.strangers[0]})]
    if question.unknown_feeling and not question.emotions:
        return []
    if question.event is None:
        return _calls(question, asked_span(question, steps, card), card)
    anchor = event_call(question.event)
    span = asked_span(question, steps, card)
    return [anchor] if span is None else [anchor, *_calls(question, span, card)]


def _calls(question: Question, span: Span | None, card: FilmCard) -> list[Call]:
    within = {"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)} if span else {}
    whole = within or {"start_s": 0.0, "end_s": card.duration_s}
    person = question.people[0] if question.people else None
    emotions = list(question.emotions) or None
    match question.intent:
        case "on screen":
            return [Call("on_screen", whole)]
        case "appearances" if question.subject == "speech":
            return [Call("dialogue", _given(speaker=person) | within)]
        case "appearances" if question.absent:
            return [
                Call(
                    "together",
                    {"characters": list(question.people), "without": list(question.absent)} | within,
                )
            ]
        case "appearances":
            return [Call("presence", {"character": who} | within) for who in question.people] or [
                Call("on_screen", whole)
            ]
        case "together" if len(question.people) == 1 and not question.absent:
            return [Call("together", {"characters": [person], "alone": True} | within)]
        case "together":
            return [
                Call(
                    "together",
                    {"characters": list(question.people), "without": list(question.absent)} | within,
                )
            ]
        case "companions":
            return [Call("together", {"characters": list(question.people)} | within)]
        case "feelings" | "strongest" if len(question.people) > 1:
            return [
                Call("timeline", _given(character=who, emotions=emotions) | within) for who in question.people
            ]
        case "feelings" | "strongest":
            return [Call("timeline", _given(character=person, emotions=emotions) | within)]
        case "compare" if question.emotions:
            return [
                Call("timeline", _given(character=who, emotions=emotions) | within) for who in question.people
            ]
        case "compare":
            return [
                Call("characters", {}),
                *(Call("timeline", {"character": who} | within) for who in question.people),
            ]
        case "most" if question.subject == "feelings":
            return [Call("timeline", _given(emotions=emotions) | within)]
        case "most" | "cast":
            return [Call("characters", within)]
        case "longest" | "film":
            return [Call("film_summary", within)]
        case "said":
            return [Call("dialogue", _given(speaker=person, words=question.topic or None) | within)]
        case "who said":
            words = question.quote or question.topic
            return [Call("dialogue", ({"words": words, "exact": True} if words else {}) | within)]
        case "mentions":
            return [Call("dialogue", _given(speaker=person, words=question.topic, exact=True) | within)]
        case "written":
            return [Call("screen_text", within)]
        case "happening" if span is None and person:
            return [Call("presence", {"character": person}), Call("search", {"words": card.name_of(person)})]
        case "happening":
            return [Call("segment_detail", whole)]
        case "summary":
            return [Call("film_summary", within)]
        case "profile":
            return [
                Call("characters", {"character": person}),
                Call("timeline", {"character": person}),
                Call("dialogue", {"speaker": person}),
            ]
        case "why" if question.emotions or person:
            return [Call("timeline", _given(character=person, emotions=emotions) | within)]
        case "outside" if not question.topic:
            return []
        case _:
            return [Call("search", {"words": question.topic or question.text} | within)]


def _given(**args: object) -> dict[str, Any]:
    return {name: value for name, value in args.items() if value is not None}


def _looks(fresh: Sequence[Step], steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """Calls that watch what the results lack: what costs nothing always, the rest if there is little of it."""
    lacking = {
        (missing.tool, span) for step in fresh for missing in step.found.unwatched for span in missing.spans
    }
    cheap = {
        (tool, span)
        for tool, span in lacking
        if tool in _READ_ONLY or not (card.has_picture or card.has_sound)
    }
    dear_s = total_s(joined(span for tool, span in lacking - cheap))
    chosen = lacking if dear_s <= card.budget_s else cheap
    calls = [
        Call(f"{LOOK}{tool}", {"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)})
        for tool, span in sorted(chosen, key=lambda one: (_ORDER.get(one[0], 1), one[0], one[1].start_s))
    ]
    return [call for call in calls if all(step.call != call for step in steps)]
