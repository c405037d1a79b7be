"""Whether a description of the film says a clause in the very same words, of the same time.

`0:00–0:20: No face can be seen.` stands where the description of that time has it; of all the film it falls.
"""

from storyreel.agent.check.clause import Clause
from storyreel.agent.check.ground import Ground, words_of
from storyreel.agent.check.moments import is_at_all
from storyreel.agent.check.times import times_in
from storyreel.agent.results import Item
from storyreel.agent.sentences import split

_BEFORE_TIMES = frozenset({"at", "from", "in", "between", "and", "to"})


def is_described(clause: Clause, ground: Ground) -> bool:
    """Whether a caption has the clause as a sentence of its own; the only caption, where no time is told."""
    captions = [item for item in ground.items if item.kind in ("caption", "scene") and item.text]
    told = _plain(times_in(clause.text, ground.duration_s)[1])
    there = [item for item in captions if is_at_all(item, clause.times)]
    return bool(clause.times or len(captions) == 1) and any(told in _sentences(item) for item in there)


def _sentences(item: Item) -> list[list[str]]:
    return [_plain(sentence.text) for sentence in split(item.text)]


def _plain(text: str) -> list[str]:
    return [word for word in words_of(text) if word not in _BEFORE_TIMES]
