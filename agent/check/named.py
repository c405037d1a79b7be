"""Who is named in a sentence: characters of the film, and capitalised words that are no others.

`Kirk is on screen.` falls where nobody is called so; `Then Anna speaks.` names Anna, not `Then`.
"""

import re
from collections.abc import Iterator

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.ground import TITLES, Ground, words_of

Place = tuple[int, str]
"""Where a name begins, in characters, and the name."""
_NAME = re.compile(r"(?<![\w'’])(?:(?:Person|Speaker|Voice) \d+\b(?!:\d)|[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)")
_VERB_NEXT = re.compile(rf"^(?:'s|’s)?,? (?:{words.LITTLE_VERBS}|and (?=[A-Z]))(?:\b|(?=[A-Z]))")


def named_in(masked: str, ground: Ground) -> list[Place]:
    """Names with their places, in order."""
    found: list[Place] = []
    for match in _NAME.finditer(masked):
        at, name = _name(match, masked, ground)
        if name:
            found.append((at, name))
    for name in ground.cast:
        found += [(one.start(), name) for one in _small(name, masked)]
    return sorted(found)


def _small(name: str, masked: str) -> Iterator[re.Match[str]]:
    """Where a name stands in small letters: `ben says`, but not `I will` for a Will."""
    if name[:1].islower():
        return re.finditer(rf"\b{re.escape(name)}\b", masked)
    return re.finditer(rf"\b{re.escape(name.lower())}\b(?=(?:['’]s)?,? {words.DOES}\b)", masked)


def _name(match: re.Match[str], sentence: str, ground: Ground) -> Place:
    parts = [_without_genitive(word, ground) for word in match[0].split()]
    ahead = sentence[: match.start()]
    opens = not re.search(r"\w", ahead) or ahead.rstrip()[-1:] in (":", "•")
    at = match.start()
    while parts and parts[0].lower() in words.NO_NAMES and not (len(parts) > 1 and parts[1].isdigit()):
        at += len(parts[0]) + 1
        parts, opens = parts[1:], False
    name = " ".join(parts)
    known = any(set(words_of(name)) - TITLES <= set(words_of(one)) for one in ground.cast)
    if not known and name in ground.title:
        return at, ""
    alone = opens and len(parts) == 1 and not _VERB_NEXT.match(sentence[match.end() :])
    return (at, name) if parts and (known or not alone) else (at, "")


def _without_genitive(word: str, ground: Ground) -> str:
    """`Anna` for `Anna's`, but `Anna's` where somebody is called `Anna's Mother`."""
    is_in_name = any(word in one.split() for one in ground.cast)
    return word if is_in_name else re.sub(r"['’]s?$", "", word)
