"""Checks an answer: all that a sentence claims must stand in a result of this run's tools.

It reads any model's text. A sentence that fails is mended where its quotation tells the right words or time,
else removed and listed.
"""

from dataclasses import dataclass, replace

from storyreel.agent.check.ground import Ground
from storyreel.agent.check.languages import in_english
from storyreel.agent.check.mend import mend, with_marks
from storyreel.agent.check.support import people_of, support
from storyreel.agent.results import Item
from storyreel.agent.sentences import Sentence, joined, split
from storyreel.agent.wording.phrases import ADJECTIVES, counted
from storyreel.memory.records import Citation
from storyreel.printable import printable


@dataclass(frozen=True)
class Checked:
    """An answer after the check."""

    text: str
    citations: tuple[Citation, ...]
    unsupported: tuple[str, ...]
    """Sentences that were removed."""
    kept: str = ""
    """The text without the note on what was removed."""


def check(answer: str, ground: Ground) -> Checked:
    """Keeps what is supported, mends what can be, and says how much was left out."""
    kept: list[Sentence] = []
    cited: list[Item] = []
    removed: list[str] = []
    people = _asked_about(ground)
    for sentence in _once(split(with_marks(printable(answer)))):
        mended = mend(sentence.text, ground)
        read = in_english(mended, ground.cast)
        rests_on = support(read, ground, people)
        people = people_of(read, ground) or people
        if rests_on is None:
            removed.append(sentence.text)
        else:
            kept.append(replace(sentence, text=mended))
            cited += [item for item in rests_on if item not in cited]
    return Checked(_with_note(kept, len(removed)), tuple(map(citation, cited)), tuple(removed), joined(kept))


def _once(sentences: list[Sentence]) -> list[Sentence]:
    """Without those that were said before in the same words: a weak model goes round."""
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        first.setdefault(sentence.text, sentence)
    return list(first.values())


def _asked_about(ground: Ground) -> tuple[str, ...]:
    """The one person whom a first sentence's pronoun means."""
    people = people_of(ground.question, ground)
    return people if len(people) == 1 else ()


def citation(item: Item) -> Citation:
    """What an item says, as evidence."""
    return Citation(span=item.span, text=told(item), evidence=item.evidence)


def told(item: Item) -> str:
    """An item in a few words."""
    who = " and ".join(item.people)
    if item.kind == "emotion" and item.emotion:
        return f"{who or 'somebody'} {ADJECTIVES[item.emotion]}"
    if item.kind == "presence":
        return f"{who} on screen"
    return f"{who}: {item.text}" if who and item.kind == "line" else item.text or who


def _with_note(kept: list[Sentence], removed: int) -> str:
    if not removed:
        return joined(kept)
    number, them = counted(removed, "sentence was", "sentences were"), "it" if removed == 1 else "them"
    left_out = f"({number} left out: nothing found in the film supports {them}.)"
    return f"{joined(kept) or 'I have no answer that the film supports.'} {left_out}"
