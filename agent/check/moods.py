"""What a clause claims of moods as a whole: that one prevails, that it turns, and how sure a feeling is.

`Ben turns from surprised to sad.` falls where he is sad first, `Ben is certainly sad.` at 0.8 sure.
"""

import re
from itertools import pairwise

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.fitting import fitting
from storyreel.agent.check.ground import Ground, is_of_any
from storyreel.agent.check.moments import is_at, is_at_all, is_at_some
from storyreel.agent.results import Item

ROUNDED = 0.005
"""Confidences are told in hundredths."""


_TENSION = re.compile(r"\btension (\d(?:\.\d+)?) of 1\b")


def prevails(clause: Clause, ground: Ground) -> bool:
    """Whether the feeling that is said to be mostly felt lasts longer than any other there."""
    emotions = {emotion for feeling in clause.feelings for emotion in feeling.emotions}
    if not words.MOSTLY.search(clause.text) or not emotions:
        return True
    seconds: dict[str, float] = {}
    for item in ground.items:
        if item.emotion and _is_meant(item, clause):
            seconds[item.emotion] = seconds.get(item.emotion, 0.0) + item.span.duration_s
    return bool(seconds) and max(seconds, key=lambda emotion: seconds[emotion]) in emotions


def turns(clause: Clause, ground: Ground) -> bool:
    """Whether each feeling that is said to turn into another is there before it."""
    if len(clause.feelings) == 1 or not words.TURNS.search(clause.text):
        return True
    moods = [
        [item.span for item in ground.items if item.emotion in feeling.emotions and _is_theirs(item, clause)]
        for feeling in clause.feelings
    ]
    return all(
        any(one.start_s <= other.start_s for one in first for other in second)
        for first, second in pairwise(moods)
    )


def is_strongest(clause: Clause, ground: Ground) -> bool:
    """Whether what is said to be the angriest moment is not outdone by one both longer and surer."""
    most = [feeling for feeling in clause.feelings if feeling.degree != "plain"]
    if not most:
        return True
    emotions = {emotion for feeling in most for emotion in feeling.emotions}
    rivals = [item for item in ground.items if item.emotion in emotions and _is_theirs(item, clause)]
    told = [item for item in rivals if clause.times and is_at_some(item, clause.times)]
    return any(not any(_outdoes(rival, item) for rival in rivals) for item in told)


def is_most_tense(clause: Clause, ground: Ground) -> bool:
    """Whether what is said to be the most tense moment is the one with the most tension that was found."""
    if not words.MOST_TENSE.search(clause.text) or not clause.times:
        return True
    moments = [(_tension(item), item) for item in ground.items if item.kind == "tension"]
    most = max((value for value, _ in moments), default=0.0)
    told = [value for value, item in moments if any(is_at(item, time) for time in clause.times)]
    return max(told, default=0.0) >= most


def _tension(item: Item) -> float:
    """As the program itself words it."""
    told = _TENSION.search(item.text)
    return float(told[1]) if told else 0.0


def _outdoes(rival: Item, item: Item) -> bool:
    surer = (rival.confidence or 0.0) > (item.confidence or 0.0) + ROUNDED
    return surer and rival.span.duration_s > item.span.duration_s


def _is_theirs(item: Item, clause: Clause) -> bool:
    return not clause.names or is_of_any(item, clause.names)


def _is_meant(item: Item, clause: Clause) -> bool:
    return _is_theirs(item, clause) and is_at_some(item, clause.times)


def is_so_sure(clause: Clause, ground: Ground) -> bool:
    """Whether a feeling is at least as sure as a word says: certainly, probably."""
    least = max((least for word, least in words.SURENESS if word.search(clause.text)), default=0.0)
    told = [number.value for number in clause.numbers if "confidence" in clause.text]
    if not least or (not told and not clause.feelings):
        return True
    fits = fitting(clause, ground)
    found = [
        item.confidence or 0.0
        for name in clause.names or ("",)
        for item in fits(name)
        if item.emotion and is_at_all(item, clause.times)
    ]
    return max(told or found, default=0.0) >= least - ROUNDED
