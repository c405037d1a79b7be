"""What a sentence of a story can state, and how it names those of whom it does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.check.vocabulary import NO_NAMES
from storyreel.agent.storyline.kinship import RELATIVES
from storyreel.memory.records import Emotion

StatementKind = Literal[
    "dies",
    "lives",
    "acts",
    "kin",
    "without",
    "unrelated",
    "weds",
    "only",
    "place",
    "room",
    "there",
    "away",
    "alone",
    "asleep",
    "awake",
    "feels",
]


@dataclass(frozen=True)
class Statement:
    """One thing that a sentence states as a fact of the film's present."""

    kind: StatementKind
    who: str
    whom: str = ""
    what: str = ""
    """A relation, a place, a room, or how two come together or part."""
    emotions: tuple[Emotion, ...] = ()
    denied: bool = False


def any_of(*words: str) -> str:
    """A pattern for one of the words, given in lines."""
    return f"(?:{'|'.join(' '.join(words).split())})"


_NO_NAME = "|".join(sorted(re.escape(word.capitalize()) for word in NO_NAMES))
_ONE = rf"(?!(?:{_NO_NAME})\b)[A-Z][\w-]*"
OWNER = rf"(?:Person \d+|{_ONE}(?:(?:\.? | of | the ){_ONE})*)"
N = rf"{OWNER}(?!['’\w-])"
WHO = rf"(?<!\bof )(?<!\bwith )(?<!\bto )(?<!\bby )(?<!\bfor )(?<!\bthat )\b(?P<who>{N})"
WHOM = rf"(?P<whom>{N})"
BOTH = rf"^(?:\w+, )?(?P<who>{N}) and {WHOM}"
_AT_ONCE = rf"(?: {any_of('finally then later suddenly soon slowly quietly now also')})?"
SUBJECT = rf"{WHO}(?:, [^,]+,| \([^)]+\))?{_AT_ONCE}"
GOES_ON = r"[^A-Z,;:.“]*"
"""More of the same sentence that names nobody else."""
RELATIVE = any_of(*sorted(RELATIVES, key=len, reverse=True))
KIND = (
    rf"(?:(?:his|her|their|the) (?:{any_of('own younger older elder little big twin best old former')} )*"
    rf"(?:{RELATIVE}|{any_of('friend lover partner boss rival enemy traitor captain mate')}),? )?"
)
"""What somebody is, before the name: `her brother Ben`."""


def found(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """Wherever one of the patterns is."""
    return (match for pattern in patterns for match in pattern.finditer(text))
