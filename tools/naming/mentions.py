"""Names of those who are talked about: `Ask Data`, `Where is Worf?` They exist; who is seen is not said."""

from collections.abc import Iterable, Iterator

from storyreel.tools.naming.lexicon import WORD, plain


def mentioned(text: str, names: Iterable[str], not_these: Iterable[str]) -> Iterator[str]:
    """Which of the names stand in a line, but for those that it calls or introduces."""
    words = {plain(found[0]) for found in WORD.finditer(text.replace("’", "'")) if found[0][:1].isupper()}
    other = {word for name in not_these for word in _keys(name)}
    for name in names:
        keys = _keys(name)
        if keys <= words and not keys & other:
            yield name


def _keys(name: str) -> set[str]:
    return {plain(word) for word in name.split()}
