"""One form for each name that a film's talk has: `Holly Martins`, for Martins, Mr Martins and Holly."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from storyreel.tools.naming.lexicon import plain
from storyreel.tools.naming.words import TITLES

Name = tuple[str, ...]
_LEAST_SAID = 2
_MEN, _WIVES, _MAIDENS, _ANY = (
    frozenset(words.split())
    for words in (
        "mr mister sir lord herr monsieur signor señor",
        "mrs missus lady madame frau signora señora",
        "miss ms mademoiselle fräulein signorina señorita",
        "dr doctor prof professor",
    )
)
_JOINED = _MEN | _WIVES | _MAIDENS | _ANY | {""}
"""Titles that somebody has who is also called without: an uncle Bob may be another than Bob."""
_IN_FULL = _JOINED - _WIVES
"""A Mrs Charles Haskell is not Charles Haskell."""


def one_form(said: Mapping[str, int]) -> dict[str, str]:
    """For each name that has several forms, by how often they are said, the one to tell it by.

    That is the name in full where lines say it, else what they say most. A given name or a surname belongs to
    the only full name that has it; `Mr` and `Mrs` of a surname are two people, and neither is joined.

    >>> one_form({"Harry": 9, "Harry Lime": 3, "Mr Lime": 2, "Anna": 2})
    {'Harry': 'Harry Lime', 'Mr Lime': 'Harry Lime'}
    """
    families: defaultdict[Name, list[str]] = defaultdict(list)
    full = _full_names(said)
    for form in said:
        families[_family(form, full, said)].append(form)
    told: dict[str, str] = {}
    for key, forms in families.items():
        best = " ".join(key) if key in full else max(forms, key=lambda form: said[form])
        told |= {form: best for form in forms if form != best}
    return told


def _full_names(said: Mapping[str, int]) -> list[Name]:
    """Those said often enough; once does where given name and surname are said apart, and of nobody else."""
    often: Counter[Name] = Counter()
    for form, count in said.items():
        often[_bare(form)] += count if _title(form) in _IN_FULL else 0
    whole = [name for name in often if len(name) > 1 and often[name]]
    bearers = Counter(word for name in whole for word in _ends(name))
    return [
        name
        for name in whole
        if often[name] >= _LEAST_SAID
        or all(often[(word,)] >= _LEAST_SAID and bearers[word] == 1 for word in _ends(name))
    ]


def _ends(name: Name) -> Name:
    """Given name and surname."""
    return name[0], name[-1]


def _family(form: str, full: Collection[Name], said: Mapping[str, int]) -> Name:
    """The full name that a form belongs to; else the word that it shares with others; else itself."""
    name, title = _bare(form), _title(form)
    if name in full and title in _IN_FULL:
        return name
    if len(name) > 1 or title not in _JOINED:
        return (form,)
    are_two = _are_two(name[0], said)
    owners = [one for one in full if not title and one[0] == name[0]]
    owners += [] if are_two else [one for one in full if one[-1] == name[0]]
    if len(owners) == 1:
        return owners[0]
    return (form,) if are_two else name


def _are_two(surname: str, said: Mapping[str, int]) -> bool:
    """Whether lines know a Mr and a Mrs, or a Mrs and a Miss, of that name."""
    titles = {_title(form) for form in said if _bare(form)[-1:] == (surname,)}
    return sum(bool(titles & group) for group in (_MEN, _WIVES, _MAIDENS)) > 1


def _bare(form: str) -> Name:
    words = form.split()
    return tuple(words[1:] if _title(form) else words)


def _title(form: str) -> str:
    first, _, rest = form.partition(" ")
    return plain(first).rstrip(".") if rest and plain(first) in TITLES else ""
