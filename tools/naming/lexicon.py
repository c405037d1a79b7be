"""Which words of a film are names: told from how the film's own text writes them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from storyreel.tools.naming.words import DETERMINERS, NEVER, PLACE_MARKS, TITLES

WORD = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?\.?", re.UNICODE)
SENTENCE_END = '.?!…:;"“”«»—♪[]()¿¡-–'
REPEATED = re.compile(r"(.)\1+")
LEAST_WORDS_CASED = 0.15
"""A text in which fewer of its words begin small than this is written in capitals."""
MOST_SMALL = 0.1
"""How often a name that begins a sentence may also be a word, for once that it is written as a name…"""
MOST_SMALL_INSIDE = 3.0
"""…and one that stands inside a sentence: `Will`, `Mark` and `Data` are both."""
MOST_DETERMINED = 0.2
"""How often a name may follow an article or the like, `the Captain`, for once inside a sentence…"""
MOST_PLACED = 0.3
"""…and a word that tells of a place, `in Paris`."""


def plain(word: str) -> str:
    """A word as it is looked up: small, without its possessive, its full stop and curly quotes."""
    word = word.casefold().replace("’", "'").rstrip(".")
    return word.removesuffix("'s")


@dataclass
class Lexicon:
    """How often a film's words are written in which way."""

    small: Counter[str] = field(default_factory=Counter)
    initial: Counter[str] = field(default_factory=Counter)
    """With a capital where a sentence begins, which says nothing."""
    inside: Counter[str] = field(default_factory=Counter)
    """With a capital elsewhere…"""
    determined: Counter[str] = field(default_factory=Counter)
    """…after an article or the like…"""
    placed: Counter[str] = field(default_factory=Counter)
    """…or after a word that tells of a place."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lexicon":
        """Counts the words of all lines."""
        lexicon = cls()
        for text in texts:
            lexicon._read(text)
        return lexicon

    @property
    def tells_case(self) -> bool:
        """Whether capitals mean anything: not in subtitles that are all capitals, or in a script without."""
        small, capital = self.small.total(), self.inside.total() + self.initial.total()
        return capital > 0 and small >= LEAST_WORDS_CASED * (small + capital)

    def is_name(self, word: str, at_start: bool = False) -> bool:
        """Whether a word of the film is somebody's name; `at_start` if every word there has a capital."""
        key = plain(word)
        if not word[:1].isupper() or len(key) < 2 or is_common(key) or _shouted(word):
            return False
        capitals = self.inside[key]
        if at_start and not capitals:
            return False
        return (
            self.small[key] <= (MOST_SMALL if at_start else MOST_SMALL_INSIDE) * max(1, capitals)
            and self.determined[key] <= MOST_DETERMINED * max(1, capitals)
            and self.placed[key] <= MOST_PLACED * max(1, capitals)
        )

    def _read(self, text: str) -> None:
        before, ended = "", True
        last = 0
        for found in WORD.finditer(text):
            ended = ended or any(sign in SENTENCE_END for sign in text[last : found.start()])
            self._count(found[0], before, ended)
            before, last, ended = plain(found[0]), found.end(), found[0].endswith(".") and len(found[0]) > 4

    def _count(self, word: str, before: str, at_start: bool) -> None:
        key = plain(word)
        if not word[:1].isupper():
            self.small[key] += 1
        elif at_start:
            self.initial[key] += 1
        else:
            self.inside[key] += 1
            self.determined[key] += before in DETERMINERS
            self.placed[key] += before in PLACE_MARKS


def is_common(key: str) -> bool:
    """Whether a word as `plain` makes it is in no film a name, be it drawn out (`ohhh`) or doubled."""
    parts = [part for part in key.split("-") if part]
    return key in NEVER or key in TITLES or all(_is_drawn_out(part) for part in parts)


def _is_drawn_out(part: str) -> bool:
    return part in NEVER or REPEATED.sub(r"\1", part) in NEVER


def _shouted(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters) and "." not in word
