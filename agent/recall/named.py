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
