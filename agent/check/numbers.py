"""Numbers in a sentence: how often, how long, how many, each with what it counts."""

import re
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.understanding.text import words_of

Unit = Literal["times", "seconds", "people", "lines", "scenes", "shots", "words", "share", "number", "things"]

_WORDS = {
    word: number
    for number, word in enumerate(
        words_of("two three four five six seven eight nine ten eleven twelve"), start=2
    )
}
_UNITS: dict[str, Unit] = {
    "time": "times",
    "times": "times",
    "appearance": "times",
    "appearances": "times",
    "moment": "times",
    "moments": "times",
    "stretch": "times",
    "stretches": "times",
    "person": "people",
    "people": "people",
    "persons": "people",
    "character": "people",
    "characters": "people",
    "faces": "people",
    "line": "lines",
    "lines": "lines",
    "scene": "scenes",
    "scenes": "scenes",
    "shot": "shots",
    "shots": "shots",
    "word": "words",
    "words": "words",
    "cut": "number",
    "cuts": "number",
}
_SECONDS = {"hour": 3600.0, "minute": 60.0, "second": 1.0}
_VALUE = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
_ONE = r"(?:one|(?<=for )(?:an?|half an?))"
"""Only of a length: `for a minute`, but `a minute later`."""
_AT_LEAST = re.compile(rf"\b{_VALUE} or more\b", re.IGNORECASE)
"""A condition, not a count."""
_LENGTH = re.compile(
    rf"\b(?:(?:{_VALUE}|{_ONE}) (?:hour|minute|second)s?\b)(?:,? (?:and )?{_VALUE} (?:minute|second)s?\b)*",
    re.IGNORECASE,
)
_INSTANT = re.compile(r"\bless than (?:a|one) second\b", re.IGNORECASE)
_LENGTH_PART = re.compile(rf"({_VALUE}|one|an?|half an?) (hour|minute|second)s?\b", re.IGNORECASE)
_NO_NOUN = r"(?:more|of|and|or|at|from|to|in|on|for|are|were|is|have|who)"
_COUNT = re.compile(
    rf"\b({_VALUE}) (?:more |other |different |such )?(?!{_NO_NOUN}\b)([a-z]+)\b", re.IGNORECASE
)
_ONE_OF = re.compile(
    r"\b(?:(?:has|have|had|says?|said|speaks?|exactly|only|just|but|in all|found) (?:one|an? single)|"
    r"(?:only|sole|single|(?<=['’]s )one)) "
    r"(?P<unit>lines?|scenes?|shots?|times?|moments?|appearances?|stretch|person)\b|"
    r"\b(?:appears|seen|present) in (?:one|an? single) (?P<of>scene|shot|stretch)\b|"
    r"\bone (?P<all>line|scene|shot|time|moment|appearance) (?:in all|in total|altogether)\b",
    re.IGNORECASE,
)
"""One as a count: `in one line` and `one of them` are none."""
_OFTEN = re.compile(r"\b(once|twice|thrice)\b", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?![\w:]|\.\d)")
_PERCENT = re.compile(r"\b\d+(?:\.\d+)? ?(?:%|percent\b)")


@dataclass(frozen=True)
class Number:
    """A number as a sentence puts it."""

    value: float
    unit: Unit
    """`things` are of no kind that is counted: only the same words prove them."""
    words: str
    """As it stands in the sentence."""
    precision: float = 0.0
    """How far off it may be by rounding."""


def find_numbers(text: str) -> list[Number]:
    """Every number of a text that is no clock time, once.

    >>> [(one.value, one.unit) for one in find_numbers("Ben appears 3 times, for 1 minute 5 seconds")]
    [(65.0, 'seconds'), (3.0, 'times')]
    """
    found: list[Number] = []
    text = _AT_LEAST.sub(" ", text)
    ways = (
        (_INSTANT, _instant),
        (_LENGTH, _length),
        (_ONE_OF, _one),
        (_COUNT, _count),
        (_OFTEN, _often),
        (_BARE, _bare),
    )
    for pattern, read in ways:
        for match in pattern.finditer(text):
            if number := read(match):
                found.append(number)
                text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return found


def _instant(match: re.Match[str]) -> Number:
    return Number(0.5, "seconds", match[0], 0.5)


def _length(match: re.Match[str]) -> Number:
    parts = _LENGTH_PART.findall(match[0])
    seconds = sum(_value(value) * _SECONDS[unit.lower()] for value, unit in parts)
    coarse = parts[-1][1].lower() == "minute" and len(parts) > 1
    return Number(seconds, "seconds", match[0], 60.0 if coarse else 0.51)


def _count(match: re.Match[str]) -> Number | None:
    return Number(_value(match[1]), _UNITS.get(match[2].lower(), "things"), match[0])


def _one(match: re.Match[str]) -> Number:
    unit = next(filter(None, match.groups()))
    return Number(1, _UNITS[unit.lower()], match[0])


def _often(match: re.Match[str]) -> Number:
    return Number({"once": 1, "twice": 2, "thrice": 3}[match[1].lower()], "times", match[0])


def _bare(match: re.Match[str]) -> Number:
    value = match[0]
    decimals = len(value.partition(".")[2])
    return Number(float(value), "number", value, 0.51 * 10**-decimals if decimals else 0.0)


def _value(words: str) -> float:
    lowered = words.lower()
    if lowered in ("one", "a", "an"):
        return 1.0
    return 0.5 if lowered.startswith("half") else float(_WORDS.get(lowered, lowered))
