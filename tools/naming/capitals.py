"""Words with capitals in a sentence: which of them may be somebody's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyreel.tools.naming.lexicon import WORD, is_common, plain
from storyreel.tools.naming.people_words import (
    ADJECTIVES,
    ALSO_WORDS,
    BEGINNINGS,
    ENDINGS,
    GIVEN,
    MASS,
    NO_PEOPLE,
    NO_VERBS,
    NOUNS,
    PEOPLES,
    PLACE_BEFORE,
    PLACE_ENDS,
    PLACES_OF,
    SUBJECTS,
    VERBS,
)
from storyreel.tools.naming.things import COUNTED, is_thing
from storyreel.tools.naming.words import DETERMINERS, NEVER, TITLES

LONGEST_ACRONYM = 5
OPENING = "\"“«'( "
"""What may stand before the first word of a sentence."""
_LAST_WORD = re.compile(r"([\w'’-]+)\.?\s*$")
_NEXT_WORD = re.compile(r" ([^\W\d_][\w'’-]*)")
_OF_A_KIND = re.compile(r"\ban? [a-z-]+ $", re.IGNORECASE)
_OF_A_PLACE = re.compile(rf"\b(?:{'|'.join(sorted(PLACES_OF))}) of $", re.IGNORECASE)
_VERB = re.compile(r"\s+([a-z]+)")


@dataclass(frozen=True)
class Run:
    """Words with capitals that stand together."""

    start: int
    end: int
    words: tuple[str, ...]
    """Without a title."""
    titled: bool
    before: str
    """The word before it in small letters; nothing where the sentence begins."""
    after: str
    """What follows."""
    at_start: bool
    is_kind: bool
    """Whether it stands where a kind of thing does: `a yellow Labrador`."""
    is_of_place: bool
    """Whether it stands where a place does: `the streets of Izu`."""
    is_of_thing: bool
    """Whether a thing is told by it: `plays Beethoven`."""

    @property
    def owns(self) -> bool:
        """Whether something is its: `Izu's`."""
        return _owns(self.words)


def _owns(words: Sequence[str]) -> bool:
    return words[-1].endswith(("'s", "’s"))


def runs(text: str) -> Iterator[Run]:
    """Runs of words with capitals, without the common word that only begins the sentence."""
    group: list[re.Match[str]] = []
    for word in [*WORD.finditer(text), None]:
        near = bool(group) and word is not None and text[group[-1].end() : word.start()] == " "
        ended = bool(group) and group[-1][0].endswith(".") and plain(group[-1][0]) not in TITLES
        if group and (not near or ended or word is None or not word[0][0].isupper()):
            yield _run(text, group)
            group = []
        if word is not None and word[0][0].isupper():
            group.append(word)


def _run(text: str, group: list[re.Match[str]]) -> Run:
    words = list(group)
    at_start = not text[: words[0].start()].strip(OPENING)
    while at_start and len(words) > 1 and _only_begins(plain(words[0][0])):
        words.pop(0)
    titled = len(words) > 1 and plain(words[0][0]) in TITLES
    start, end = words[0].start(), words[-1].end() - words[-1][0].endswith(".")
    names = tuple(word[0].rstrip(".") for word in words[titled:])
    return Run(
        start=start,
        end=end,
        words=names,
        titled=titled,
        before=plain(last_word(text[:start])),
        after=text[end:],
        at_start=not text[:start].strip(OPENING),
        is_kind=_OF_A_KIND.search(text[:start]) is not None,
        is_of_place=_OF_A_PLACE.search(text[:start]) is not None,
        is_of_thing=is_thing([plain(name) for name in names], _owns(names), text[:start], text[end:]),
    )


def _only_begins(key: str) -> bool:
    begins = any(key in words for words in (DETERMINERS, PLACE_BEFORE, BEGINNINGS))
    return key not in TITLES and (is_common(key) or begins)


def is_no_person(run: Run, keys: Sequence[str]) -> bool:
    """Whether a run names a place, a time, a people, a thing."""
    if run.before in DETERMINERS or (run.is_kind and not any(map(is_given, keys))):
        return True
    if run.is_of_thing or (run.before in COUNTED and run.words[-1].endswith("s")):
        return True
    if keys[-1] in PLACE_ENDS and len(keys) > 1:
        return True
    if NO_PEOPLE.intersection(keys) and not any(map(is_given, keys)):
        return True
    if _is_shouted(run) and not any(map(is_given, keys)):
        return True
    return all(_is_no_name(key) for key in keys)


def is_given(key: str) -> bool:
    """Whether a word, or a part of it, is a common given name: `Jean-Luc`."""
    return not GIVEN.isdisjoint(key.split("-"))


def _is_shouted(run: Run) -> bool:
    """Whether a run is all capitals, as acronyms and signs are."""
    is_long = len(run.words) == 1 and len(run.words[0]) > LONGEST_ACRONYM
    return all(word.removesuffix("s").isupper() for word in run.words) and not is_long


def _is_no_name(key: str) -> bool:
    if is_given(key):
        return False
    return is_common(key) or key in NO_PEOPLE or key in SUBJECTS or key.endswith(PEOPLES) or len(key) < 2


def begins_with_person(run: Run, key: str) -> bool:
    """Whether one word that begins a sentence is a name: `Marcus waves`, unlike `Sunlight falls`."""
    if is_given(key):
        return key not in ALSO_WORDS or run.owns or goes_on_as_person(run.after)
    lists = (MASS, NEVER, DETERMINERS, BEGINNINGS, ADJECTIVES)
    known = any(key in words for words in lists) or key.endswith(ENDINGS)
    return not known and (run.owns or looks_like_verb(run.after))


def goes_on_as_person(after: str) -> bool:
    """Whether what follows a word that is a name too tells that it is one: `Mark, in a coat, waves`."""
    return looks_like_verb(after) or after.startswith(("'s ", "’s ", ", "))


def last_word(text: str) -> str:
    """The word that a text ends with; nothing where it ends with something else."""
    found = _LAST_WORD.search(text)
    return found[1] if found else ""


def looks_like_verb(after: str) -> bool:
    """Whether what follows a word goes on as after a person: `waves`, `is`, `and`."""
    found = _VERB.match(after)
    if found is None or found[1] in NOUNS or found[1] in NO_VERBS:
        return False
    return found[1] in VERBS or (found[1].endswith("s") and not found[1].endswith("ss"))


def goes_on(after: str) -> bool:
    """Whether another word of a name follows at once."""
    found = _NEXT_WORD.match(after)
    return found is not None and _is_capital(found[1])


def has_begun(before: str) -> bool:
    """Whether another word of a name, which does not merely begin the sentence, stands right before."""
    found = _LAST_WORD.search(before)
    return found is not None and before.endswith(" ") and found.start() > 0 and _is_capital(found[1])


def _is_capital(word: str) -> bool:
    return word[0].isupper() and not _is_no_name(plain(word))
