"""What of a sentence that does not hold stands in no result: told to whoever writes it anew.

Of `Kirk steals the boat at 5:00.`, `Kirk`, `steals` and `5:00`.
"""

from collections.abc import Iterator

from storyreel.agent.check.claims import clauses_of
from storyreel.agent.check.ground import Ground, has, words_of
from storyreel.agent.check.moments import is_at
from storyreel.agent.check.times import CLOCK, times_in


def unfounded(sentence: str, ground: Ground) -> list[str]:
    """Its names, words and clock times that no result has; empty where each has its own but not all do."""
    return list(dict.fromkeys([*_names_and_words(sentence, ground), *_times(sentence, ground)]))


def _names_and_words(sentence: str, ground: Ground) -> Iterator[str]:
    known = ground.words | ground.cast_words
    text = " ".join(known)
    for clause in clauses_of(sentence, ground):
        yield from (name for name in clause.names if not set(words_of(name)) <= known)
        yield from (word for word in clause.content if not has(text, word))


def _times(sentence: str, ground: Ground) -> Iterator[str]:
    for time in CLOCK.findall(sentence):
        (read,), _ = times_in(time, ground.duration_s)
        if not any(is_at(item, read) for item in ground.items if item.kind != "film"):
            yield time
