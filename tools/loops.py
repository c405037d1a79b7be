"""Words that go round and round: what a recogniser writes when it has lost the speech."""

from collections.abc import Iterator, Sequence

FEWEST_TURNS = 3
FEWEST_WORDS = 10
"""Of all turns together: people do say `no, no, no`, and say a sentence twice."""


def looping(words: Sequence[str]) -> frozenset[int]:
    """Places of the words that only repeat, turn after turn, the phrase before them.

    Unlike a compression ratio, it is the same in every script, and tells which words are at fault.

    >>> sorted(looping("well then so it is so it is so it is so it".split()))
    [5, 6, 7, 8, 9, 10, 11, 12]
    """
    even = ["".join(filter(str.isalnum, word)).casefold() for word in words]
    found: set[int] = set()
    at = 0
    while at < len(even):
        again, end = max(_turns(even, at), key=lambda turn: turn[1], default=(at + 1, at + 1))
        found.update(range(again, end))
        at = end
    return frozenset(found)


def _turns(words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    """For each phrase that begins here and loops: where it is said again, and where it ends."""
    for length in range(1, (len(words) - at) // FEWEST_TURNS + 1):
        end = at + length
        while end < len(words) and words[end] == words[end - length]:
            end += 1
        if end - at >= max(FEWEST_TURNS * length, FEWEST_WORDS):
            yield at + length, end
