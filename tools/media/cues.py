"""What a subtitle cue says: who speaks, what is heard, what is sung."""

import re
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

from storyreel.memory.records import Span
from storyreel.tools.media.labels import label_of
from storyreel.tools.media.repair import Cue

Manner = Literal["speech", "sound", "song"]

BEGINS = r"[A-Z\"'(\[¿¡♪]"
TURN = re.compile(rf"^(?:>>+|[-–‐](?![-–‐\d])|—(?=\s*{BEGINS}))\s*")
"""A dash or `>>` at the start of a line: somebody else begins. `--and so` and `-5` are something else."""
INNER_TURN = re.compile(rf"(?<=[.!?…\"'\])])\s+[-–‐]\s*(?={BEGINS})")
BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
NOTES = re.compile(r"(?:[♪♫♬]\s*)+|^#(?=\s)|(?<=\s)#$")


@dataclass(frozen=True)
class Line:
    """What one voice, or one noise, does in a cue."""

    span: Span
    words: str
    manner: Manner = "speech"
    speaker: str | None = None
    """As labelled."""


@dataclass(frozen=True)
class _Part:
    words: str
    manner: Manner = "speech"
    speaker: str | None = None


def lines_of(cue: Cue) -> list[Line]:
    """The cue's lines in order; its time is shared out by the length of their words."""
    parts = [part for turn in _turns(cue.text) for part in _parts(turn)]
    parts = [replace(part, speaker=part.speaker or cue.speaker) for part in parts]
    return [
        Line(span, part.words, part.manner, part.speaker)
        for span, part in zip(_shares(cue.span, [len(part.words) for part in parts]), parts, strict=True)
    ]


def _turns(text: str) -> list[str]:
    """The cue cut where a dash, `>>` or a speaker's label says that somebody else begins."""
    lines = text.splitlines()
    if TURN.match(text):
        lines = [piece for line in lines for piece in INNER_TURN.sub("\n- ", line).splitlines()]
    turns: list[str] = []
    for line in lines:
        words = TURN.sub("", line)
        if turns and words == line and label_of(words) is None:
            turns[-1] = f"{turns[-1]} {words}"
        else:
            turns.append(words)
    return [turn.strip() for turn in turns if turn.strip()]


def _parts(turn: str) -> list[_Part]:
    """One voice's turn: what is sung, what is said, and the bracketed sounds between."""
    speaker, words = label_of(turn) or (None, turn)
    return [
        part
        for piece, is_sung in _sung_or_not(words)
        for part in (_song(piece, speaker) if is_sung else _speech(piece, speaker))
    ]


def _sung_or_not(words: str) -> list[tuple[str, bool]]:
    """The words cut at their notes. Notes stand around a song; one alone stands before or behind it.

    >>> _sung_or_not("Get out! ♪ la la ♪")
    [('Get out! ', False), ('la la ', True), ('', False)]
    """
    pieces = NOTES.split(words)
    if len(pieces) == 1:
        return [(words, False)]
    encloses = not pieces[0].strip() and not pieces[-1].strip()
    if encloses or (len(pieces) == 2 and not pieces[1].strip()):
        return [(" ".join(pieces), True)]
    return [(piece, k % 2 == 1) for k, piece in enumerate(pieces)]


def _song(piece: str, speaker: str | None) -> list[_Part]:
    words = " ".join(piece.split())
    return [_Part(words, "song", speaker) if words else _Part("music", "sound", speaker)]


def _speech(piece: str, speaker: str | None) -> list[_Part]:
    """What is said, with bracketed sounds taken out of the words."""
    return [
        _Part(part, "sound" if k % 2 else "speech", speaker)
        for k, part in enumerate(" ".join(part.split()) for part in BRACKETED.split(piece))
        if any(letter.isalnum() for letter in part) or (part and not k % 2 and not BRACKETED.search(piece))
    ]


def _shares(span: Span, lengths: list[int]) -> list[Span]:
    """The span cut into pieces in proportion to the lengths."""
    total = max(1, sum(lengths))
    bounds = [span.start_s + span.duration_s * done / total for done in accumulate(lengths, initial=0)]
    bounds[-1] = span.end_s
    return [Span(start_s=a, end_s=max(a, b)) for a, b in pairwise(bounds)]
