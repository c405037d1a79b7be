"""Why somebody bears a name, or perhaps another one, in a few words."""

from storyreel.memory.clock import clock
from storyreel.memory.records import Character, NameEvidence

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


def reasons(who: Character) -> str:
    """What speaks for the name, with source, time and confidence; also for names that are only possible."""
    return "; ".join(_reason(one, who) for one in who.name_evidence[:MOST_REASONS])


def other_names(who: Character) -> tuple[str, ...]:
    """Names that something speaks for, though not enough."""
    names = dict.fromkeys(one.name for one in who.name_evidence if one.name and one.name != who.name)
    return tuple(name for name in names if name)


def _reason(one: NameEvidence, who: Character) -> str:
    perhaps = f"perhaps {one.name}, by " if one.name and one.name != who.name else ""
    at = f" at {clock(one.time_s)}" if one.time_s is not None else ""
    return f"{perhaps}{_SOURCES[one.source]} (confidence {one.confidence:.2f}): {one.text}{at}"
