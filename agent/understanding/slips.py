"""Slips of the keys: two letters swapped, one left out, one struck twice."""

from collections.abc import Iterable
from functools import cache

_SHORTEST = 4
"""Letters of a word whose slips are told from other words."""


def slips_of(word: str) -> frozenset[str]:
    """Every way to slip once in a word; its first letter is seldom missed.

    >>> sorted(slips_of("abc"))
    ['aabc', 'ab', 'abbc', 'abcc', 'ac', 'acb', 'bac']
    """
    places = range(len(word))
    left_out = {word[:one] + word[one + 1 :] for one in places[1:]}
    swapped = {word[:one] + word[one + 1] + word[one] + word[one + 2 :] for one in places[:-1]}
    twice = {word[:one] + word[one] + word[one:] for one in places}
    return frozenset((left_out | swapped | twice) - {word})


@cache
def slips(words: frozenset[str], but: frozenset[str]) -> dict[str, str]:
    """The words meant, by slip; without those slips that are words themselves or may mean two words."""
    meant: dict[str, set[str]] = {}
    for word in words:
        for slip in slips_of(word) if len(word) >= _SHORTEST else ():
            meant.setdefault(slip, set()).add(word)
    return {slip: min(of) for slip, of in meant.items() if len(of) == 1 and slip not in words | but}


def meant_by(typed: str, words: Iterable[str]) -> str | None:
    """The word that was typed with a slip; None for none, or several.

    >>> meant_by("mria", ["mira", "tomasz"])
    'mira'
    """
    return slips(frozenset(words), frozenset()).get(typed.lower())
