"""Ways of writing names: which of them are one name, and how that is shown."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

APART = frozenset({"young", "younger", "little", "old", "older", "other", "fake", "not"})
"""Words before a name that make it another's: `Young Anna` need not be Anna."""


def one_form_each(names: Sequence[str]) -> dict[str, str]:
    """How each way of writing a name is shown: `Ross` and `Ross Geller` are one if no other Ross is there."""
    counts = Counter(names)
    words = {name: frozenset(name.casefold().replace(".", "").split()) for name in counts}
    whole = {name: _whole_of(name, words) for name in counts}
    groups: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for name, longest in whole.items():
        groups[longest].append(name)
    best = {key: max(group, key=lambda name: (counts[name], len(name))) for key, group in groups.items()}
    return {name: best[whole[name]] for name in counts}


def is_same_name(one: str, other: str) -> bool:
    """Whether two ways of calling somebody are one name, whole or in part.

    >>> is_same_name("DATA", "Lt. Data"), is_same_name("Anna", "Young Anna")
    (True, False)
    """
    some, others = _words(one), _words(other)
    return bool(some and others) and (some <= others or others <= some) and not (some ^ others) & APART


def _words(name: str) -> frozenset[str]:
    return frozenset(name.replace(".", " ").casefold().split())


def _whole_of(name: str, words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    longer = {other for other in words.values() if words[name] < other}
    widest = [one for one in longer if not any(one < other for other in longer)]
    return widest[0] if len(widest) == 1 else words[name]
