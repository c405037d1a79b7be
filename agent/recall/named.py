"""Why somebody bears a name, or perhaps another one, in a few words; and the names that are only spoken."""

from collections import defaultdict

from storyreel.memory.clock import clock
from storyreel.memory.facts import Facts
from storyreel.memory.records import Character, NameClaim, NameEvidence
from storyreel.tools.naming.words import TITLES

_SOURCES = {
    "user": "the user says so",
    "subtitle label": "labels of subtitles",
    "script": "the script",
    "dialogue": "the dialogue",
    "cast picture": "a cast picture",
    "credits": "the credits",
    "other film": "another film",
    "none": "nothing",
}
MOST_REASONS = 3
MOST_SPOKEN = 12
"""Names that are listed where nobody is known by them."""


def reasons(who: Character) -> str:
    """What speaks for the name, with source, time and confidence; also for names that are only possible."""
    return "; ".join(_reason(one, who) for one in who.name_evidence[:MOST_REASONS])


def other_names(who: Character) -> tuple[str, ...]:
    """Names that something speaks for, though not enough."""
    return tuple(
        dict.fromkeys(one.name for one in who.name_evidence if one.name and _is_other(one.name, who))
    )


def _is_other(name: str, who: Character) -> bool:
    """Whether it is not their name in other letters: subtitles shout."""
    return name.casefold() != who.name.casefold()


def _reason(one: NameEvidence, who: Character) -> str:
    perhaps = f"perhaps {one.name}, by " if one.name and _is_other(one.name, who) else ""
    at = f" at {clock(one.time_s)}" if one.time_s is not None else ""
    return f"{perhaps}{_SOURCES[one.source]} (confidence {one.confidence:.2f}): {one.text}{at}"


def names_spoken(facts: Facts, film_id: str) -> tuple[str, ...]:
    """A sentence on the names that are said most, where nobody is known whose they could be; else none."""
    said_s: defaultdict[str, dict[str | None, float]] = defaultdict(dict)
    for claim in facts.find(film_id, NameClaim):
        if claim.source in ("mention", "vocative", "introduction"):
            said_s[_untitled(claim.name)][claim.about] = claim.span.start_s
    most = sorted(said_s, key=lambda name: -len(said_s[name]))[:MOST_SPOKEN]
    each = [f"{name} ({len(said_s[name])}×, first at {clock(min(said_s[name].values()))})" for name in most]
    return (f"The names spoken most are {', '.join(each)}; whose they are I cannot tell.",) if each else ()


def _untitled(name: str) -> str:
    """The name without a title before it."""
    words = name.split()
    return " ".join(words[1:] if len(words) > 1 and words[0].rstrip(".").lower() in TITLES else words)
