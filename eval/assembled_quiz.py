"""Questions about a film that was put together, whose right answers its script tells."""

import random
from collections.abc import Iterator
from itertools import pairwise

from storyreel.agent.wording.phrases import ADJECTIVES
from storyreel.eval.citations import Evidence
from storyreel.eval.films import Script, Turn
from storyreel.eval.quiz import Quiz
from storyreel.memory.clock import clock

OF_EACH = 3
"""Questions of a kind at most."""
LEAST_S = 1.5
"""A turn so long is surely meant by the clock time in its middle."""


def quiz_of_script(script: Script, seed: int) -> list[Quiz]:
    """Who speaks, who is seen, who feels what, and what comes after what; always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 -- a sample, no secret
    every = (_who_speaks, _who_is_seen, _what_is_felt, _when_felt, _what_comes_after)
    kinds = [list(questions(script)) for questions in every]
    return [quiz for kind in kinds for quiz in chance.sample(kind, min(OF_EACH, len(kind)))]


def evidence_of(script: Script) -> Evidence:
    """What is said by whom, and who is seen or feels something when."""
    lines = [
        (turn.cue, f"{turn.speaker.label} {turn.line.words}")
        for turn in script.turns
        if turn.cue and turn.speaker and turn.line
    ]
    seen = [(turn.span, turn.shown.label) for turn in script.turns if turn.shown]
    felt = [(span, label) for (label, _), spans in script.truth().items() for span in spans]
    names = frozenset(person.label for person in script.people)
    return Evidence(script.duration_s, lines, names, (*seen, *felt))


def _who_speaks(script: Script) -> Iterator[Quiz]:
    for turn in script.turns:
        if turn.speaker and turn.cue and turn.cue.duration_s >= LEAST_S:
            others = _others(script, turn.speaker.label)
            ask = f"Who speaks at {clock(turn.cue.middle_s)}?"
            yield Quiz("who speaks at a time", ask, words=(turn.speaker.label,), not_words=others)


def _who_is_seen(script: Script) -> Iterator[Quiz]:
    for turn in script.turns:
        if turn.shown and turn.span.duration_s >= LEAST_S:
            ask = f"Who is on screen at {clock(turn.span.middle_s)}?"
            yield Quiz("who is seen at a time", ask, words=(turn.shown.label,))


def _others(script: Script, label: str) -> tuple[str, ...]:
    return tuple(person.label for person in script.people if person.label != label)


def _what_is_felt(script: Script) -> Iterator[Quiz]:
    for (label, emotion), spans in script.truth().items():
        for span in spans:
            if emotion != "neutral" and span.duration_s >= LEAST_S:
                ask = f"How does {label} feel at {clock(span.middle_s)}?"
                yield Quiz("what somebody feels at a time", ask, feels=emotion)


def _when_felt(script: Script) -> Iterator[Quiz]:
    for (label, emotion), spans in script.truth().items():
        if emotion != "neutral":
            ask = f"When is {label} {ADJECTIVES[emotion]}?"
            yield Quiz("when somebody feels something", ask, during=tuple(spans))


def _what_comes_after(script: Script) -> Iterator[Quiz]:
    spoken = [turn for turn in script.turns if turn.line and turn.speaker]
    often = [turn.line.words for turn in spoken if turn.line]
    for before, after in pairwise(spoken):
        if _follows(before, after) and before.line and after.line and often.count(before.line.words) == 1:
            ask = f"What is said right after “{before.line.words}”?"
            yield Quiz("what is said next", ask, words=(after.line.words,))


def _follows(before: Turn, after: Turn) -> bool:
    """Whether nothing lies between two lines, and nothing in them looks like a quotation's end."""
    quoted = any(mark in turn.line.words for turn in (before, after) if turn.line for mark in '“”"')
    return before.span.end_s == after.span.start_s and not quoted
