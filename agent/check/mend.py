"""Puts the film's own words and times into a sentence that has them almost right."""

import difflib

from storyreel.agent.check.claims import CLOCK, QUOTATION, quotations
from storyreel.agent.check.ground import Ground, words_of
from storyreel.agent.check.support import is_at, quotation_support
from storyreel.agent.results import Item
from storyreel.agent.understanding.times import clock_s
from storyreel.memory.clock import clock

_ALIKE = 0.85


def mend(sentence: str, ground: Ground) -> str:
    """Puts the film's own words and time into a sentence that quotes almost rightly."""
    for words in quotations(sentence):
        if quotation_support(words, False, ground) is None and (item := _meant(words, ground)):
            sentence = sentence.replace(words, item.text)
    quoted = [items for words in quotations(sentence) if (items := quotation_support(words, False, ground))]
    times = CLOCK.findall(QUOTATION.sub(" ", sentence))
    if (
        len(quoted) == 1
        and len(quoted[0]) == 1
        and len(times) == 1
        and not is_at(quoted[0][0], clock_s(times[0]))
    ):
        return sentence.replace(times[0], clock(quoted[0][0].span.start_s))
    return sentence


def _meant(words: str, ground: Ground) -> Item | None:
    """The line that a quotation almost is."""
    plain = " ".join(words_of(words))
    scored = [
        (difflib.SequenceMatcher(None, plain, text).ratio(), number)
        for number, (_, text) in enumerate(ground.texts)
    ]
    best = max(scored, default=(0.0, 0))
    return ground.texts[best[1]][0] if best[0] >= _ALIKE else None
