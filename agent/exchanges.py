"""Who talks with whom: lines with the other's name in them, and lines that answer each other."""

import re
from collections.abc import Sequence

from storyreel.agent.context import Context
from storyreel.memory import timeline as timelines
from storyreel.memory.intervals import joined
from storyreel.memory.records import Character, Span
from storyreel.memory.timeline import Line

ANSWER_S = 6.0
"""A line this soon after another person's is taken for an answer to it: pauses within a talk of films are
shorter, and a new scene rarely begins with speech at once. By judgement."""


def lines_between(context: Context, who: Character, other: Character, span: Span | None) -> list[Line]:
    """What one says to the other, and the lines of the other right before, in order."""
    lines = timelines.dialogue(context.library.facts, context.film.id, span)
    spoken = [line for line in lines if line.utterance.manner == "speech" and line.character_id]
    chosen: dict[str, Line] = {}
    for before, line in zip([None, *spoken], spoken, strict=False):
        if line.character_id != who.id:
            continue
        answers = before is not None and before.character_id == other.id and _is_soon(before, line)
        if answers or calls(line.utterance.words, other.name):
            chosen |= {one.observation_id: one for one in (before if answers else None, line) if one}
    return list(chosen.values())


def _is_soon(before: Line, line: Line) -> bool:
    return line.utterance.span.start_s - before.utterance.span.end_s <= ANSWER_S


def calls(words: str, name: str) -> bool:
    """Whether a line calls somebody: their name at its end, at its beginning, or between commas.

    >>> calls("I hate that you lied to me, Anna.", "Anna"), calls("Anna is gone.", "Anna")
    (True, False)
    """
    own = "|".join(re.escape(part) for part in [name, *name.split()] if part and not part.isdigit())
    return bool(re.search(rf"(?:^|[,.!?] )(?:{own})(?=[,.!?]|$)", " ".join(words.split()), re.IGNORECASE))


def times_with(context: Context, other: Character, lines: Sequence[Line]) -> list[Span]:
    """When the other is seen, and the talk between the two."""
    seen = timelines.presence(context.library.facts, context.film.id, other.id)
    return joined([*seen, *(line.utterance.span for line in lines)], ANSWER_S)
