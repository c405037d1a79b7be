"""Free text made fit for SQLite's full-text index: what is indexed, and what is asked of it."""

import re

_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
"""Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han."""
_WORD = re.compile(r"\w+")
_MOST_WORDS = 64
"""A longer question adds only noise to the ranking."""


def indexable(text: str) -> str:
    """The text with letters of unspaced scripts apart, so that parts of their runs can be found.

    >>> indexable("看电影 now")
    '看 电 影 now'
    """
    return " ".join(_UNSPACED.sub(r" \1 ", text).split())


def match_expression(question: str) -> str | None:
    """An FTS5 query for any of the question's words; None if it has no word.

    Every word is a quoted string, so nothing a user types is read as an operator; runs of an unspaced script
    become phrases.

    >>> match_expression('NEAR("orbit*')
    '"NEAR" OR "orbit"'
    >>> match_expression("电影")
    '"电 影"'
    """
    words = dict.fromkeys(indexable(word).replace("_", " ") for word in _WORD.findall(question))
    quoted = [f'"{word}"' for word in list(words)[:_MOST_WORDS] if word.strip()]
    return " OR ".join(quoted) or None
