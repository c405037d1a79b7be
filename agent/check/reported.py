"""What a sentence says that somebody says, in other words than theirs."""

from collections.abc import Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.claims import Clause
from storyreel.agent.check.ground import Ground, has, is_of
from storyreel.agent.check.moments import is_at
from storyreel.agent.results import Item


def lines_holding(clause: Clause, content: Sequence[str], share: float, ground: Ground) -> list[Item]:
    """The lines that hold this share of the words that the clause says are spoken.

    `that …` reports one thing that is said: one line, or two neighbours, must hold it, and deny what it
    denies. `about …` may tell of several lines.
    """
    spoken = [(item, text) for item, text in ground.texts if _may_be_meant(item, clause)]
    if not words.REPORTED.search(clause.text) and words.ABOUT.search(clause.text):
        held = {word for word in content if any(has(text, word) for _, text in spoken)}
        return [item for item, text in spoken if any(has(text, word) for word in held)] * _is_most(
            len(held), content, share
        )
    return [
        item
        for item, text in spoken
        if _is_most(sum(has(text, word) for word in content), content, share) and _agrees(clause, text)
    ]


def _may_be_meant(item: Item, clause: Clause) -> bool:
    """Whether it is spoken by one of the clause's people, at one of its times."""
    speakers = clause.names[:1]
    there = not clause.times or any(is_at(item, time) for time in clause.times)
    return item.kind in ("line", "song") and there and all(is_of(item, name) for name in speakers)


def _is_most(held: int, content: Sequence[str], share: float) -> bool:
    return held > 0 and held >= share * len(content)


def _agrees(clause: Clause, text: str) -> bool:
    """Whether a line denies where its report denies."""
    reported = words.REPORTED.search(clause.text)
    if reported is None:
        return True
    told = clause.text[reported.end() :]
    return bool(words.NEGATION.search(told)) == bool(words.NEGATION.search(text))
