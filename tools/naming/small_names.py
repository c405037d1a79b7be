"""Names that a caption writes in small letters, as some models write all, told by where they stand."""

import re

from storyreel.tools.naming.capitals import is_given, looks_like_verb
from storyreel.tools.naming.lexicon import is_common, plain
from storyreel.tools.naming.people_words import ALSO_WORDS, ENDINGS, GIVEN, NAME_NOBODY, NO_PEOPLE
from storyreel.tools.naming.words import words_of

_OF_OTHERS = (*ENDINGS, *words_of("ed less ful ous ent ant able ible foot one wn ground center"))
"""What ends words that tell how somebody is: `A man, barefoot, waits`."""
_SOMEBODY = "(?:man|woman|boy|girl|person|guy|child|kid|lady|gentleman)"
_WORD = r"[a-z][\w-]+"
_AS_GIVEN = re.compile(
    rf"\b(?P<before>{_SOMEBODY},? (?:who is |who's )?(?:named|called|known as|identified as) )"
    rf"(?P<name>{_WORD})(?P<more> {_WORD})?"
)
_BESIDE = re.compile(rf"\b(?P<before>{_SOMEBODY}, )(?P<name>{_WORD})(?P<more>)(?=,)")
_FIRST = re.compile(rf"^(?P<before>)(?P<name>{_WORD})(?P<more>)(?= )")
_GIVEN = re.compile(
    rf"(?<![\w'’-])(?P<before>)(?P<name>{'|'.join(sorted(GIVEN - ALSO_WORDS - NO_PEOPLE))})(?![\w-])"
    rf"(?P<more> {_WORD})?",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"\b(?:mr|mrs|ms|mister|dr)\.? {_WORD}")


def with_capitals(text: str, is_small: bool) -> str:
    """The text with capitals for words in small letters that stand where only a name does.

    `is_small` tells that it is written without capitals, so that a common given name is one anywhere.

    >>> with_capitals("A man, batman, walks.", False), with_capitals("harry potter walks.", True)
    ('A man, Batman, walks.', 'Harry Potter walks.')
    """
    text = _TITLED.sub(lambda titled: titled[0].title(), text)
    for pattern in (_AS_GIVEN, _BESIDE):
        text = pattern.sub(_named, text)
    if is_small:
        text = _FIRST.sub(lambda first: _named(first) if _acts(first) else first[0], text)
    return _GIVEN.sub(lambda given: _named(given) if is_small or given[0][0].isupper() else given[0], text)


def _acts(word: re.Match[str]) -> bool:
    return looks_like_verb(word.string[word.end() :])


def _named(found: re.Match[str]) -> str:
    """A name in capitals, and the word after it where that goes on with the name."""
    if not _may_be_name(found["name"]):
        return found[0]
    more = found["more"] or ""
    ends = _acts(found) or not found.string[found.end() :].strip(" .!?")
    is_surname = (
        bool(more)
        and ends
        and not found["name"].isupper()
        and _may_be_name(more.strip())
        and not looks_like_verb(more)
    )
    return found["before"] + _capital(found["name"]) + (f" {_capital(more.strip())}" if is_surname else more)


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def _may_be_name(word: str) -> bool:
    key = plain(word)
    return is_given(key) or not (key in NAME_NOBODY or is_common(key) or key.endswith(_OF_OTHERS))
