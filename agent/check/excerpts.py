"""Whether a quotation that leaves words out still says what the line says.

Of `I never wanted the money.`, `“I never … the money”` is faithful, `“I … wanted the money”` is not.
"""

import re
from collections.abc import Iterator, Sequence

from storyreel.agent.check.vocabulary import TURNS_SENSE

CLAUSE_ENDS = re.compile(
    r"[.!?;:…]+|,(?= (?:i|you|he|she|it|we|they|the|an?|this|that|there|but|and|so)\b)|\b(?=but )",
    re.IGNORECASE,
)
_LITTLE = frozenset({"the", "a", "an", "my", "your", "his", "her", "our", "their"})
_OPENS_A_CLAUSE = frozenset({"i", "you", "he", "she", "we", "they", "that", "who", "which"})
"""What is skipped from one clause into another joins what was never said together."""
_Words = Sequence[str]


def is_faithful(pieces: Sequence[_Words], clauses: Sequence[_Words]) -> bool:
    """Whether a line's clauses have the pieces in order, and nothing left out of these turns their sense.

    One word may be named by itself: it claims nothing of what is said of it.
    """
    words = [word for clause in clauses for word in clause]
    numbers = [number for number, clause in enumerate(clauses) for _ in clause]
    named = len(pieces) == 1 and len(set(pieces[0]) - _LITTLE) <= 1
    return any(named or not _turns(words, numbers, kept) for kept in _places(pieces, words))


def _places(pieces: Sequence[_Words], words: _Words) -> Iterator[list[int]]:
    """The places of the words of all pieces, one after another, for each place of the first."""
    first, *rest = pieces
    for start in _found(first, words, 0):
        kept = [*range(start, start + len(first))]
        for piece in rest:
            at = next(_found(piece, words, kept[-1] + 1), None)
            if at is None:
                break
            kept += range(at, at + len(piece))
        else:
            yield kept


def _found(piece: _Words, words: _Words, start: int) -> Iterator[int]:
    return (at for at in range(start, len(words) - len(piece) + 1) if words[at : at + len(piece)] == [*piece])


def _turns(words: _Words, numbers: Sequence[int], kept: Sequence[int]) -> bool:
    """Whether what the clauses of the kept words have besides turns the sense of these."""
    touched = {numbers[at] for at in kept} | {*range(numbers[kept[0]], numbers[kept[-1]] + 1)}
    left = [word for at, word in enumerate(words) if numbers[at] in touched and at not in set(kept)]
    skipped = {words[at] for at in range(kept[0], kept[-1]) if at not in set(kept)}
    return bool(TURNS_SENSE.search(" ".join(left))) or not skipped.isdisjoint(_OPENS_A_CLAUSE)
