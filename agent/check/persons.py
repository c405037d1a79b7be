"""Whether a report is of the very people that the line speaks of.

Of his `I lied to you, Anna.`, `Ben says that he lied to Anna.` is; `Ben says that Anna lied to him.` is not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storyreel.agent.check.ground import Ground, is_of, words_of
from storyreel.agent.results import Item

_PERSONS = {
    "i": "i me my mine myself",
    "we": "we us our ours ourselves",
    "you": "you your yours yourself",
    "he": "he him his she her hers himself herself",
    "they": "they them their theirs themselves",
    "nobody": "nobody none",
    "somebody": "somebody someone anybody anyone",
    "everybody": "everybody everyone",
}
_PERSON_OF = {word: person for person, forms in _PERSONS.items() for word in forms.split()}
_REPORTED_AS = {"i": ("i", "he"), "we": ("we", "they"), "you": ("you",)}
"""How a report may put who speaks and who is spoken to; others stay as they are. Whom a `you` means, only a
name in the line tells."""


@dataclass(frozen=True)
class Line:
    """What is said, by whom, in a film whose people have names."""

    text: str
    item: Item
    ground: Ground

    @property
    def addressed(self) -> list[str]:
        """Who is called by name: `Get out, Ben!`."""
        called = r"(?:^|[.!?] ){0},|, {0}\s*(?:[,.!?]|$)"
        return [
            name for name in self.ground.cast if re.search(called.format(re.escape(name)), self.item.text)
        ]


def same_people(told: str, line: Line) -> bool:
    """Whether each that a report speaks of, in its order, is whom the line speaks of there."""
    called = set(line.addressed)
    ones = list(_spoken_of(told, line.ground.cast))
    others = [one for one in _spoken_of(line.text, line.ground.cast) if one not in called]
    return len(ones) == len(others) and all(
        _is_same(one, other, line) for one, other in zip(ones, others, strict=True)
    )


def _spoken_of(text: str, names: Iterable[str]) -> Iterator[str]:
    """Names and persons, in order; `it` is nobody."""
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"
    known = {name.lower(): name for name in names}
    for match in re.finditer(rf"\b(?:{either}|{'|'.join(_PERSON_OF)})\b", text, re.IGNORECASE):
        yield known.get(match[0].lower()) or _PERSON_OF[match[0].lower()]


def _is_same(told: str, said: str, line: Line) -> bool:
    if told in _PERSONS:
        return told in _REPORTED_AS.get(said, (said,))
    if said in _PERSONS:
        return (said == "i" and is_of(line.item, told)) or (said == "you" and told in line.addressed)
    return words_of(told) == words_of(said)
