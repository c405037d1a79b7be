"""Puts the film's own words and times into a sentence that has them almost right.

`Ben says “I wanted the money.”` becomes `Ben says “I never wanted the money.”`, which he says.
"""

import difflib
import re

from storyreel.agent.check.ground import Ground, words_of
from storyreel.agent.check.quotations import QUOTATION, quotations
from storyreel.agent.check.times import CLOCK
from storyreel.agent.check.vocabulary import SAYING
from storyreel.agent.results import Item
from storyreel.agent.understanding.times import clock_s
from storyreel.memory.clock import clock

_ALIKE = 0.85
_NEAR_S = 1.0
_SINGLE = re.compile(rf"({SAYING.pattern}:? )[‘'](?=\w)([^“”\n]+?)[’'](?=[\s.,;:)]|$)", re.IGNORECASE)
"""Until the first mark that is no apostrophe inside a word."""


def mend(sentence: str, ground: Ground) -> str:
    """The sentence with the words and the time of the one line that it quotes almost rightly."""
    if sentence in ground.notes:
        return sentence
    for words in quotations(sentence):
        if ground.holding(words) is None and (item := _meant(words, ground)):
            sentence = sentence.replace(words, item.text)
    quoted = [items for words in quotations(sentence) if (items := _lines(words, ground))]
    times = CLOCK.findall(QUOTATION.sub(" ", sentence))
    if len(quoted) == len(times) == 1 and len(quoted[0]) == 1 and not _is_near(quoted[0][0], times[0]):
        return sentence.replace(times[0], clock(quoted[0][0].span.start_s))
    return sentence


def with_marks(text: str) -> str:
    """The text with what is said in single quotation marks in double ones: a quotation must be exact."""
    return _SINGLE.sub(r"\1“\2”", text)


def _lines(words: str, ground: Ground) -> list[Item]:
    """What holds a quotation: lines, rather than what else repeats their words."""
    found = ground.holding(words) or []
    return [item for item in found if item.kind in ("line", "song")] or found


def _is_near(item: Item, time: str) -> bool:
    return item.span.start_s - _NEAR_S <= clock_s(time) <= item.span.end_s + _NEAR_S


def _meant(words: str, ground: Ground) -> Item | None:
    """The line that a quotation almost is."""
    plain = " ".join(words_of(words))
    scored = [
        (difflib.SequenceMatcher(None, plain, text).ratio(), number)
        for number, (_, text) in enumerate(ground.texts)
    ]
    best = max(scored, default=(0.0, 0))
    return ground.texts[best[1]][0] if best[0] >= _ALIKE else None
