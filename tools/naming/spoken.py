"""Names as they stand in a line: `Mr. Worf`, `Captain Picard`, `Jean-Luc`."""

import re
from dataclasses import dataclass

from storyreel.tools.naming.lexicon import WORD, Lexicon, plain
from storyreel.tools.naming.words import KEPT_TITLES, TITLES

MOST_WORDS = 3
LONGEST = 60
"""Letters of a name that is taken from a text."""
_ABBREVIATIONS = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|Capt|Lt|Sgt|St|Col|Gen|Jr|Sr|[A-Z])\.")
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\s+[-–—]+\s+|[—–]|\.{2,}|--+|[;:]\s")
_DOT = "\u2024"


@dataclass(frozen=True)
class Phrase:
    """Words between two commas of a sentence."""

    words: str
    is_first: bool
    mark: str
    """What ends its sentence: `.`, `!`, `?`, or nothing."""


def sentences(text: str) -> list[str]:
    """A line cut into sentences; full stops of `Mr.` and initials are kept."""
    parts = _ENDS.split(without_false_ends(text))
    return [with_full_stops(part).strip() for part in parts if part and part.strip()]


def without_false_ends(text: str) -> str:
    """The text with another sign for full stops that end no sentence, as in `Mr. Worf` and `J. Doe`."""
    return _ABBREVIATIONS.sub(lambda found: f"{found[1]}{_DOT}", text)


def with_full_stops(text: str) -> str:
    """Undoes `without_false_ends`."""
    return text.replace(_DOT, ".")


def phrases(sentence: str) -> list[Phrase]:
    """A sentence cut at its commas."""
    bare = sentence.rstrip("\"'”’)] ")
    mark = bare[-1] if bare and bare[-1] in ".!?…" else ""
    body = bare.rstrip(".!?… ") if not _ABBREVIATIONS.search(bare[-5:]) else bare
    parts = [part.strip(" \"'“”‘¿¡«»") for part in body.split(",")]
    return [Phrase(part, is_first=place == 0, mark=mark) for place, part in enumerate(parts)]


def whole_name(words: str, lexicon: Lexicon, at_start: bool = False) -> str | None:
    """The name that the words are, if they are nothing but a name, with its title if that is part of it.

    >>> whole_name("Captain Picard", Lexicon())
    'Picard'
    """
    found = leading_name(words, lexicon, at_start)
    return found[0] if found and not found[1] else None


def leading_name(words: str, lexicon: Lexicon, at_start: bool = False) -> tuple[str, str] | None:
    """The name that words begin with, and what follows it; None if they begin with something else."""
    parts = words.split()
    titles: list[str] = []
    while parts and plain(parts[0]) in TITLES and len(parts) > 1 and parts[0][:1].isupper():
        titles.append(parts.pop(0))
        at_start = False
    first = parts[:MOST_WORDS]
    are_names = [_is_name_word(word, lexicon, at_start and not place) for place, word in enumerate(first)]
    taken = [*are_names, False].index(False)
    if not taken:
        return None
    kept = [title for title in titles[-1:] if plain(title) in KEPT_TITLES]
    name = " ".join([*kept, *parts[:taken]])
    return (name, " ".join(parts[taken:])) if len(name) <= LONGEST else None


def _is_name_word(word: str, lexicon: Lexicon, at_start: bool) -> bool:
    if not WORD.fullmatch(word) or word.endswith(("'s", "’s")):
        return False
    return lexicon.is_name(word, at_start)
