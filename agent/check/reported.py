"""What a sentence says that somebody says, asks or orders, in other words than theirs.

`Anna says that the bridge is gone.` stands on a line of hers that states it. `Anna asks whether the bridge is
gone.` needs a question of hers, `Anna tells him to get out.` an order; neither is what she states.
"""

import re
from collections.abc import Callable, Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.ground import Ground, has, is_of, words_of
from storyreel.agent.check.moments import is_at_some
from storyreel.agent.check.persons import Line, same_people
from storyreel.agent.check.times import CLOCK
from storyreel.agent.results import Item
from storyreel.agent.understanding.text import content_words

_SAYS_NOTHING = frozenset(
    {"it", "that", "this", "so", "at", "from", "to", "in", "and", "he", "she", "they", "them", "him", "her"}
)
"""What a report may point to whose words stand elsewhere: `she says it at 0:31`."""
_LEAST_REPORTED = 0.5
"""Of a sentence's words: what leaves out more than that may turn it round."""
_CONTINUED = re.compile(r"\W*that\b")
"""How a line begins that only ends the sentence of the line before: `Say at the end | that he did it.`"""
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_POLITELY = r"\W*(?:(?:please|now|then|just|so|and|will you|would you|can you|could you|you must|do) )*"


def is_report(clause: Clause) -> bool:
    """Whether it tells what somebody says, in whatever words: `Anna says that he did it`."""
    _, told = _report(clause)
    return not clause.quotes and bool(set(words_of(CLOCK.sub(" ", told))) - _SAYS_NOTHING)


def _report(clause: Clause) -> tuple[str, str]:
    """How something is told to be said, and what."""
    for manner, pattern in words.REPORTS.items():
        if told := pattern.search(clause.text):
            return manner, clause.text[told.end() :]
    return "", ""


def lines_holding(clause: Clause, content: Sequence[str], share: float, ground: Ground) -> list[Item]:
    """The lines that hold this share of the words that the clause says are spoken.

    `that …` reports one thing that is said: one line, or two neighbours, must hold it, and deny what it
    denies. `about …` may tell of several lines.
    """
    if not (clause.names or words.INDEFINITE.search(clause.text) or words.IS_SAID.search(clause.text)):
        return []  # nobody is said to say it: an order, in the words of one
    each = [_lines_of(name, clause, content, share, ground) for name in _speakers(clause) or ("",)]
    return [item for lines in each for item in lines] if all(each) else []


def _lines_of(name: str, clause: Clause, content: Sequence[str], share: float, ground: Ground) -> list[Item]:
    """The lines of one speaker, or of anybody, that hold the words."""
    manner, told = _report(clause)
    spoken = [(item, text) for item, text in ground.texts if _may_be_meant(item, name, clause)]
    if not manner and words.ABOUT.search(clause.text):
        return _about(content, share, spoken)
    return [
        item
        for item, text in spoken
        if any(
            _holds(said, content, share) and (not manner or _agrees(told, Line(said, item, ground)))
            for said in _SAID[manner](item.text, text, told)
        )
    ]


def _about(content: Sequence[str], share: float, spoken: Sequence[tuple[Item, str]]) -> list[Item]:
    """The lines that together hold the words."""
    held = [word for word in content if any(has(text, word) for _, text in spoken)]
    those = [item for item, text in spoken if any(has(text, word) for word in held)]
    return those if len(held) >= share * len(content) else []


def _may_be_meant(item: Item, speaker: str, clause: Clause) -> bool:
    """Whether it is a line of the speaker, if one is given, at one of the clause's times."""
    spoken = item.kind in ("line", "song") and (not speaker or is_of(item, speaker))
    return spoken and is_at_some(item, clause.times)


def _speakers(clause: Clause) -> list[str]:
    """Who is said to speak: nobody who is named after `somebody talks to …` or `there is talk of …`."""
    told = words.SPEECH.search(clause.text)
    before = clause.text[: told.start()] if told else clause.text
    unnamed = words.INDEFINITE.search(before) or words.IS_SAID.search(clause.text)
    first = [name for name in clause.names[:1] if name in before or not unnamed]
    by = [name for name in clause.names if re.search(rf" by (?:both )?{re.escape(name)}", clause.text)]
    return _with_others(first or by[:1], clause)


def _with_others(first: list[str], clause: Clause) -> list[str]:
    """`Anna and Ben`: those who are named in one row with the first."""
    rest = clause.text.partition(first[0])[2] if first else ""
    row = re.match(
        rf"(?:,? (?:and |as well as )?(?:{'|'.join(map(re.escape, clause.names)) or '(?!)'}))*", rest
    )
    return first + [name for name in clause.names if row and name in row[0] and name not in first]


def _holds(said: str, content: Sequence[str], share: float) -> bool:
    return sum(has(said, word) for word in content) >= share * len(content)


def _stated(line: str, with_neighbour: str, _: str) -> list[str]:
    """What a line states, sentence by sentence and with its neighbour; a question states nothing."""
    if _CONTINUED.match(line):
        return []
    sentences = [one for one in _SENTENCE.findall(line) if "?" not in one]
    return sentences if "?" in line else [with_neighbour, *sentences]


def _asked(line: str, _: str, __: str) -> list[str]:
    """The questions of a line."""
    return [one for one in _SENTENCE.findall(line) if "?" in one]


def _ordered(line: str, _: str, told: str) -> list[str]:
    """The sentences of a line that begin with what is told to be ordered: `Get out!` for `to get out`."""
    deed = re.sub(r"^\W*(?:not )?to ", "", told).partition(" ")[0]
    begins = re.compile(rf"{_POLITELY}(?:don['’]t )?{re.escape(deed)}\b", re.IGNORECASE)
    return [one for one in _SENTENCE.findall(line) if deed and begins.match(one)]


_SAID: dict[str, Callable[[str, str, str], list[str]]] = {
    "": _stated,
    "stated": _stated,
    "asked": _asked,
    "ordered": _ordered,
}
"""What of a line, alone and with its neighbour, may be what is reported so."""


def _agrees(told: str, line: Line) -> bool:
    """Whether a sentence of a line denies where its report denies, of the same people, and tells little more.

    Who says `say that the ship is lost` does not say that it is.
    """
    said = content_words(line.text)
    if sum(has(told, word) for word in said) < _LEAST_REPORTED * len(said):
        return False
    marks = (words.NEGATION, words.SAYING)
    alike = all(bool(mark.search(told)) == bool(mark.search(line.text)) for mark in marks)
    return alike and same_people(told, line)
