"""What the wording modules are given: the question, and what the tools said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from storyreel.agent.anchors import anchors_of, event_calls, hint_calls
from storyreel.agent.calls import Step
from storyreel.agent.card import FilmCard
from storyreel.agent.planning.absence import WHILE_AWAY, presence_of_absent
from storyreel.agent.planning.looks import since_last_look
from storyreel.agent.planning.spans import asked_span
from storyreel.agent.results import Found, Item, ItemKind
from storyreel.agent.understanding.question import Event, Question
from storyreel.agent.wording.phrases import at_stretch, listed, quoted, seems
from storyreel.memory.clock import clock
from storyreel.memory.records import Span

MOST_LISTED = 8
"""More than this is counted, not listed."""


@dataclass(frozen=True)
class Told:
    """A question with what was found for it."""

    question: Question
    card: FilmCard
    steps: Sequence[Step]

    @cached_property
    def fresh(self) -> list[Step]:
        """The results that still hold."""
        return since_last_look(self.steps)

    @cached_property
    def found(self) -> list[Found]:
        """What the tools found for the question itself, not for the event or absence it starts from."""
        sought = self.question.event.sought if self.question.event else ()
        beside = [call for one in sought for call in (*event_calls(one), *hint_calls(one))]
        beside += presence_of_absent(self.question, self.card) if self.question.intent in WHILE_AWAY else []
        return [step.found for step in self.fresh if step.call not in beside]

    @cached_property
    def items(self) -> list[Item]:
        """All of it, in order of time."""
        return sorted(
            (item for found in self.found for item in found.items), key=lambda item: item.span.start_s
        )

    @cached_property
    def span(self) -> Span | None:
        """The stretch of film that is asked about."""
        return asked_span(self.question, self.steps, self.card)

    @property
    def is_of_moment(self) -> bool:
        """Whether no more than a second is asked about."""
        return self.span is not None and self.span.duration_s <= 1

    def of(self, *kinds: ItemKind) -> list[Item]:
        """What was found of some kinds, in order of time."""
        return [item for item in self.items if item.kind in kinds]

    def about(self, tool: str) -> list[Item]:
        """What one tool found, as it ranked it."""
        return [item for step in self.fresh for item in step.found.items if step.call.tool == tool]

    @property
    def people(self) -> list[str]:
        """Names of the people asked about."""
        return [self.card.name_of(person) for person in self.question.people]

    @property
    def yes(self) -> str:
        """What an answer that affirms begins with, where it is asked whether something is so."""
        return "Yes, " if self.question.ask == "whether" else ""

    @property
    def no(self) -> str:
        """What an answer that denies begins with, likewise."""
        return "No: " if self.question.ask == "whether" else ""

    @property
    def where(self) -> str:
        """` at 0:47`, ` between 0:10 and 0:30`, or nothing for the whole film."""
        if self.span is None:
            return ""
        if self.is_of_moment:
            return f" at {clock(self.span.start_s)}"
        return f" between {clock(self.span.start_s)} and {clock(self.span.end_s)}"

    @property
    def anchor(self) -> str:
        """A sentence on the event that the question starts from, or on each end of a stretch."""
        event = self.question.event
        found = anchors_of(event, self.steps)
        sought = event.sought if event else ()
        if None in found or not sought:
            return ""
        return " ".join(_anchored(one, item) for one, item in zip(sought, found, strict=True) if item)


def _anchored(event: Event, item: Item) -> str:
    who = listed(item.people) or "Somebody"
    if item.kind in ("line", "song"):
        said = f"{who} says {quoted(item.text)}" if event.people else f"{quoted(item.text)} is said"
        return f"{said} {at_stretch(item.span)}."
    if item.kind == "presence":
        return f"{who} {'are' if len(item.people) > 1 else 'is'} on screen {at_stretch(item.span)}."
    if item.kind == "emotion":
        return f"{who} {seems(item)} {at_stretch(item.span)}."
    if item.kind == "sound":
        return f"{quoted(item.text)} is heard {at_stretch(item.span)}."
    if item.kind == "screen text":
        return f"{quoted(item.text)} is read on screen {at_stretch(item.span)}."
    return f"{quoted(item.text)} is what I see {at_stretch(item.span)}."


def first_of(items: Sequence[Item], which: str) -> list[Item]:
    """All items, or only the first or last."""
    if which == "first":
        return list(items[:1])
    return list(items[-1:] if which == "last" else items)


def and_more(total: int, shown: int) -> str:
    """`, and 4 more`, where not all are shown."""
    return f", and {total - shown} more" if total > shown else ""


def by_person(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Items by the names they are about."""
    people: dict[str, list[Item]] = {}
    for item in items:
        for name in item.people:
            people.setdefault(name, []).append(item)
    return people
