"""What a clause claims of moods as a whole: that one prevails, and how sure a feeling is."""

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.claims import Clause
from storyreel.agent.check.fitting import fitting
from storyreel.agent.check.ground import Ground, is_of
from storyreel.agent.check.moments import is_at
from storyreel.agent.results import Item

ROUNDED = 0.005
"""Confidences are told in hundredths."""


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


def _is_meant(item: Item, clause: Clause) -> bool:
    whose = not clause.names or any(is_of(item, name) for name in clause.names)
    return whose and (not clause.times or any(is_at(item, time) for time in clause.times))


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
        if item.emotion and all(is_at(item, time) for time in clause.times)
    ]
    return max(told or found, default=0.0) >= least - ROUNDED
