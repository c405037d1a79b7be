"""A question taken apart: its names, times, feelings and quotes, and the rest with letters in their place."""

import re
from dataclasses import dataclass

from storyreel.agent.understanding.emotions import FeelingMention, Shift, find_feelings, find_shift
from storyreel.agent.understanding.events import Clause, find_clause, with_one_subject, without_whom
from storyreel.agent.understanding.people import Person, PersonMention, find_people, find_strangers
from storyreel.agent.understanding.plainly import spelled_out, unframed
from storyreel.agent.understanding.ranges import find_range
from storyreel.agent.understanding.scenes_asked import find_scenes, with_scenes
from storyreel.agent.understanding.spelling import corrected
from storyreel.agent.understanding.sureness import find_sureness
from storyreel.agent.understanding.synonyms import in_common_words
from storyreel.agent.understanding.text import even, with_plain_marks
from storyreel.agent.understanding.times import TimeMention, find_times
from storyreel.memory.records import Span

_SLOTS = frozenset("PNEMSTQV")
_QUOTATION = re.compile(r'"([^"]+)"|(?<!\w)\'((?:[^\']|(?<=\w)\'(?=\w))+)\'(?!\w)')
_OTHER_SLOT = re.compile(r"\b[TVQ]\b")
"""Two of these beside each other look like somebody's initials."""
_NUMBERED = re.compile(r'"(\d+)"')


@dataclass(frozen=True)
class Setting:
    """What is known before a question is read."""

    cast: tuple[Person, ...]
    duration_s: float
    title: str = ""
    scenes: tuple[Span, ...] = ()
    """Where each scene of the film lies, in order, as far as it is divided into scenes."""


@dataclass(frozen=True)
class Parts:
    """A question taken apart."""

    text: str
    masked: str
    """With P, E, M, S, T, Q, N and V in the slots, in small letters else."""
    times: list[TimeMention]
    people: list[PersonMention]
    strangers: list[PersonMention]
    feelings: list[FeelingMention]
    shift: Shift | None
    quotes: list[str]
    clause: Clause | None
    least_sure: float | None
    lost_scene: bool = False
    """Whether a scene is meant by a number that none is known by."""


def take_apart(text: str, setting: Setting) -> Parts:
    """Finds the slots of a question and masks them."""
    numbered, quotations = _with_numbers(with_plain_marks(text))
    least_sure, said = find_sureness(even(numbered))
    plain = unframed(in_common_words(corrected(spelled_out(said))).strip()).rstrip("?!. ")
    quotes = [quotations[int(number)] for number in _NUMBERED.findall(plain)]
    without_quotes = _NUMBERED.sub("Q", plain)
    stretch = find_range(without_quotes, setting.duration_s)
    asked = stretch.rest if stretch else without_quotes
    scenes = find_scenes(asked, setting.scenes)
    times = with_scenes(scenes, find_times(asked, setting.duration_s))
    timeless = mask(asked, [(time.start, time.end, "T") for time in times])
    clause = stretch or find_clause(with_one_subject(without_whom(timeless)))
    rest = clause.rest if clause else with_one_subject(without_whom(timeless))
    people, strangers = _named(rest, setting)
    feelings, shift = find_feelings(rest), find_shift(rest)
    masked = _masked(rest, people, strangers, feelings, shift)
    said = _NUMBERED.sub(lambda number: f'"{quotations[int(number[1])]}"', plain)
    return Parts(
        said, masked, times, people, strangers, feelings, shift, quotes, clause, least_sure, None in scenes
    )


def _with_numbers(text: str) -> tuple[str, list[str]]:
    """The text with numbers for its quotations, so that nothing puts what they say in other words.

    >>> _with_numbers('Who says "I am gonna"?')
    ('Who says "0"?', ['I am gonna'])
    """
    kept: list[str] = []

    def number(quotation: re.Match[str]) -> str:
        kept.append(quotation[1] or quotation[2])
        return f'"{len(kept) - 1}"'

    return _QUOTATION.sub(number, text), kept


def _named(rest: str, setting: Setting) -> tuple[list[PersonMention], list[PersonMention]]:
    """Who is known of those named, and who is not."""
    people = find_people(rest, setting.cast)
    hidden = mask(rest, [(one.start, one.end, "p" * (one.end - one.start)) for one in people])
    return people, find_strangers(
        _OTHER_SLOT.sub(lambda slot: slot[0].lower(), hidden), people, setting.title
    )


def _masked(
    rest: str,
    people: list[PersonMention],
    strangers: list[PersonMention],
    feelings: list[FeelingMention],
    shift: Shift | None,
) -> str:
    masks = [(one.start, one.end, "P") for one in people] + [(one.start, one.end, "N") for one in strangers]
    masks += [(shift.start, shift.end, "S")] if shift else []
    masks += [
        (one.start, one.end, "E" if one.degree == "plain" else "M")
        for one in feelings
        if not any(low < one.end and one.start < high for low, high, _ in masks)
    ]
    return lowered(mask(rest, masks))


def mask(text: str, places: list[tuple[int, int, str]]) -> str:
    """The text with a letter in each of the places, and single spaces."""
    for start, end, letter in sorted(places, reverse=True):
        text = text[:start] + letter + text[end:]
    return " ".join(text.split())


def lowered(masked: str) -> str:
    """All in small letters but the letters of slots; whose something is stays unmarked."""
    plain = re.sub(r"\b([PN])'s(?!\w)", r"\1", masked)
    small = re.sub(r"[A-Za-z][\w']*", lambda word: word[0] if word[0] in _SLOTS else word[0].lower(), plain)
    return small.replace(" - ", " ")
