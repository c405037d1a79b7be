"""Whether what was found supports what a sentence claims."""

import re
from collections.abc import Iterable, Sequence

from storyreel.agent.check.claims import NEGATION, QUOTATION, TITLES, names_in, quotations, times_in
from storyreel.agent.check.ground import NEAR_S, Ground, words_of
from storyreel.agent.results import Item
from storyreel.agent.understanding.emotions import find_feelings

_LONG_S = 90.0
"""A moment inside something longer than this is not shown by it."""
_MOST_CITED = 6


def support(sentence: str, ground: Ground) -> list[Item] | None:
    """The items that a sentence rests on, or None if a claim of it has nothing to rest on."""
    denies = bool(NEGATION.search(QUOTATION.sub("", sentence)))
    quoting = [quotation_support(words, denies, ground) for words in quotations(sentence)]
    names = names_in(sentence, ground)
    if None in quoting or not names_hold(names, denies, ground):
        return None
    times_s = times_in(sentence)
    timed = [time_support(time_s, sentence, names, denies, ground) for time_s in times_s]
    if None in timed or (not denies and not feelings_hold(sentence, names, times_s, ground)):
        return None
    if timed and names and not denies and not any(timed) and not any(quoting):
        return None  # only times that were asked about: nothing puts these people there
    shown = [item for items in (*quoting, *timed) if items for item in items[:1]]
    return _once(shown or ([] if denies else about(names, ground)))[:_MOST_CITED]


def _once(items: Iterable[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept


def quotation_support(words: str, denies: bool, ground: Ground) -> list[Item] | None:
    """Items that hold the words, or None."""
    pieces = [" ".join(words_of(piece)) for piece in re.split(r"\.\.\.|…", words)]
    pieces = [piece for piece in pieces if piece]
    found = [item for item, text in ground.texts if any(f" {piece} " in f" {text} " for piece in pieces)]
    every = all(any(f" {piece} " in f" {text} " for _, text in ground.texts) for piece in pieces)
    if found and every:
        return found
    return [] if (denies and set(words_of(words)) <= ground.asked_words) or words in ground.cast else None


def time_support(
    time_s: float, sentence: str, names: list[str], denies: bool, ground: Ground
) -> list[Item] | None:
    """Items at that time which speak of the people and feelings of the sentence."""
    there = [item for item in ground.items if is_at(item, time_s)]
    fitting = [item for item in there if not names or not item.people or shares_name(item, names)]
    emotions = {
        emotion for feeling in find_feelings(QUOTATION.sub(" ", sentence)) for emotion in feeling.emotions
    }
    felt = [item for item in fitting if item.emotion in emotions]
    if emotions and any(item.kind == "emotion" for item in fitting) and not denies:
        fitting = felt or [item for item in fitting if item.kind != "emotion"]
    bound = any(abs(bound_s - time_s) <= NEAR_S for bound_s in ground.bounds_s)
    if fitting and (names or not bound):
        return sorted(
            fitting,
            key=lambda item: (
                not shares_name(item, names),
                item.kind == "film",
                abs(item.span.start_s - time_s),
            ),
        )
    return [] if bound or (denies and _was_asked(time_s, ground)) else None


def _was_asked(time_s: float, ground: Ground) -> bool:
    return any(abs(asked - time_s) <= NEAR_S for asked in times_in(ground.question))


def is_at(item: Item, time_s: float) -> bool:
    """Whether an item tells of a time."""
    if min(abs(item.span.start_s - time_s), abs(item.span.end_s - time_s)) <= NEAR_S:
        return True
    return item.span.duration_s <= _LONG_S and item.span.holds(time_s)


def shares_name(item: Item, names: Sequence[str]) -> bool:
    """Whether an item is about one of these people."""
    own = {word for person in item.people for word in words_of(person)} | set(words_of(item.text))
    return any(
        own.issuperset(word for word in words_of(name) if word not in TITLES - {"person"}) for name in names
    )


def names_hold(names: list[str], denies: bool, ground: Ground) -> bool:
    """Whether every name was found."""
    allowed = ground.words | (ground.asked_words if denies else frozenset())
    if denies:
        allowed |= {word for name in ground.cast for word in words_of(name)}
    return all(
        word in allowed or (word in TITLES and len(name.split()) > 1)
        for name in names
        for word in words_of(name)
    )


def feelings_hold(sentence: str, names: list[str], times_s: list[float], ground: Ground) -> bool:
    """Whether what people are said to feel was read in their face, voice or words then, or was described."""
    feelings = find_feelings(QUOTATION.sub(" ", sentence))
    if not names or not feelings:
        return True
    emotions = {emotion for feeling in feelings for emotion in feeling.emotions}
    read = [
        item
        for item in ground.items
        if item.emotion in emotions and (shares_name(item, names) or not item.people)
    ]
    if times_s and any(item.kind == "emotion" for item in ground.items):
        return any(
            item.span.start_s <= max(times_s) + NEAR_S and item.span.end_s >= min(times_s) - NEAR_S
            for item in read
        )
    return bool(read) or any(
        feeling.word in words_of(item.text) for feeling in feelings for item in ground.items
    )


def about(names: list[str], ground: Ground) -> list[Item]:
    """A few items about these people."""
    return [item for item in ground.items if names and shares_name(item, names)][:3]
