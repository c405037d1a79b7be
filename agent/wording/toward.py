"""What somebody feels while another is near, or when a thing is spoken of."""

from collections.abc import Sequence

from storyreel.agent.calls import Step
from storyreel.agent.card import FilmCard
from storyreel.agent.results import Item
from storyreel.agent.wording.dialogue import lines_told
from storyreel.agent.wording.felt import READABLE, each_felt
from storyreel.agent.wording.phrases import ADJECTIVES, listed, quoted
from storyreel.agent.wording.told import Told
from storyreel.memory.records import Emotion, Span

MOST_LINES = 3
ABOUT_S = 10.0
"""A feeling this near to a word is felt when it is spoken of."""


def toward(told: Told) -> str:
    """What somebody feels beside somebody else, or when a thing is spoken of; what both feel."""
    if told.question.subject == "thing":
        return _of_thing(told)
    if not told.people:
        return "I do not know whom you mean."
    parts = [_beside(step, told.card) for step in told.fresh if step.call.tool == "feelings_between"]
    return " ".join([*_not_love(told), *parts])


def _not_love(told: Told) -> list[str]:
    """Whether somebody loves or trusts somebody is not to be seen; what they show is told all the same."""
    if told.question.subject in ("whom", "by whom"):
        return [f"I cannot tell who that is; from faces, voices and words I read only {READABLE}."]
    if told.question.ask != "whether" and not told.question.unknown_feeling:
        return []
    return [f"I cannot tell whether that is so; from faces, voices and words I read only {READABLE}."]


def _beside(step: Step, card: FilmCard) -> str:
    who, whom = (card.name_of(step.call.args[part]) for part in ("character", "other"))
    felt = [item for item in step.found.items if item.kind == "emotion"]
    said = [item for item in step.found.items if item.kind == "line" and who in item.people]
    if not felt:
        shown = f"I do not know of any feeling of {who} with {whom} near."
    else:
        most = _leading(felt)
        mostly = f"{who} appears mostly {ADJECTIVES[most]}: " if most else ""
        shown = f"With {whom} near: {mostly}{each_felt(felt)}."
    telling = [line for line in said if any(line.span.overlap_s(item.span) > 0 for item in felt)] or said
    talk = f" In talk with {whom}: {lines_told(telling[:MOST_LINES])}." if telling else ""
    return f"{shown}{talk}"


def _leading(items: Sequence[Item]) -> Emotion | None:
    """The feeling that lasts longest, if it is more than half of all."""
    seconds: dict[Emotion, float] = {}
    for item in items:
        if item.emotion:
            seconds[item.emotion] = seconds.get(item.emotion, 0.0) + item.span.duration_s
    best = max(seconds, key=lambda emotion: seconds[emotion], default=None)
    return best if best and len(seconds) > 1 and 2 * seconds[best] > sum(seconds.values()) else None


def _of_thing(told: Told) -> str:
    topic, who = quoted(told.question.topic), listed(told.people)
    lines = [item for item in told.about("dialogue") if item.kind in ("line", "song")]
    if not lines:
        return f"I cannot tell: {topic} is not mentioned in the lines I know."
    near = [
        Span(start_s=max(0.0, one.span.start_s - ABOUT_S), end_s=one.span.end_s + ABOUT_S) for one in lines
    ]
    felt = [item for item in told.of("emotion") if any(item.span.overlap_s(span) > 0 for span in near)]
    mentioned = f"It is spoken of when {lines_told(lines[:MOST_LINES])}."
    if not felt:
        return f"I do not know of any feeling of {who} near those words. {mentioned}"
    return f"Near those words, {each_felt(felt)}. {mentioned}"
