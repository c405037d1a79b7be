"""What a sentence says that somebody says, in other words than theirs."""

import re
from collections.abc import Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.claims import Clause
from storyreel.agent.check.ground import Ground, has, is_of
from storyreel.agent.check.moments import is_at
from storyreel.agent.results import Item
from storyreel.agent.understanding.text import content_words

_LEAST_REPORTED = 0.5
"""Of a sentence's words: what leaves out more than that may turn it round."""


def lines_holding(clause: Clause, content: Sequence[str], share: float, ground: Ground) -> list[Item]:
    """The lines that hold this share of the words that the clause says are spoken.

    `that …` reports one thing that is said: one line, or two neighbours, must hold it, and deny what it
    denies. `about …` may tell of several lines.
    """
    if not (clause.names or words.INDEFINITE.search(clause.text) or words.IS_SAID.search(clause.text)):
        return []  # nobody is said to say it: an order, in the words of one
    spoken = [(item, text) for item, text in ground.texts if _may_be_meant(item, clause)]
    if not words.REPORTED.search(clause.text) and words.ABOUT.search(clause.text):
        return _about(content, share, spoken)
    return [
        item
        for item, text in spoken
        if any(_holds(said, content, share) and _agrees(clause, said) for said in _stated(item.text, text))
    ]


def _about(content: Sequence[str], share: float, spoken: Sequence[tuple[Item, str]]) -> list[Item]:
    """The lines that together hold the words."""
    held = [word for word in content if any(has(text, word) for _, text in spoken)]
    those = [item for item, text in spoken if any(has(text, word) for word in held)]
    return those if len(held) >= share * len(content) else []


def _may_be_meant(item: Item, clause: Clause) -> bool:
    """Whether it is spoken by one of the clause's people, at one of its times."""
    speakers = _speakers(clause)
    there = not clause.times or any(is_at(item, time) for time in clause.times)
    return item.kind in ("line", "song") and there and all(is_of(item, name) for name in speakers)


def _speakers(clause: Clause) -> tuple[str, ...]:
    """Who is said to speak: nobody who is named after `somebody talks to …` or `there is talk of …`."""
    told = words.SPEECH.search(clause.text)
    before = clause.text[: told.start()] if told else clause.text
    unnamed = words.INDEFINITE.search(before) or words.IS_SAID.search(clause.text)
    return tuple(name for name in clause.names[:1] if name in before or not unnamed)


def _holds(said: str, content: Sequence[str], share: float) -> bool:
    return sum(has(said, word) for word in content) >= share * len(content)


def _stated(line: str, with_neighbour: str) -> list[str]:
    """What a line states, sentence by sentence and with its neighbour; a question states nothing."""
    sentences = [one for one in re.findall(r"[^.!?…]+[.!?…]*", line) if "?" not in one]
    return sentences if "?" in line else [with_neighbour, *sentences]


def _agrees(clause: Clause, text: str) -> bool:
    """Whether a sentence of a line denies where its report denies, and tells little beyond it.

    Who says `say that the ship is lost` does not say that it is.
    """
    reported = words.REPORTED.search(clause.text)
    if reported is None:
        return True
    told = clause.text[reported.end() :]
    said = content_words(text)
    if sum(has(told, word) for word in said) < _LEAST_REPORTED * len(said):
        return False
    return all(bool(mark.search(told)) == bool(mark.search(text)) for mark in (words.NEGATION, words.SAYING))
