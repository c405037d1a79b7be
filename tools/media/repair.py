"""Subtitle cues as they come, and as they should be: in order, with words, with a length."""

from dataclasses import dataclass, replace
from itertools import pairwise

from storyreel.memory.records import Span

READING_S = 0.06
"""Seconds a letter takes to be said, for cues that do not say how long they last."""
SHORTEST_S = 0.5
SLIP_S = 1.0
"""Overlaps shorter than this are slips of the timing; longer ones are two lines at once."""


@dataclass(frozen=True)
class RawCue:
    """A cue as written: times may be negative, turned round or missing."""

    start_s: float
    end_s: float
    text: str
    speaker: str | None = None


@dataclass(frozen=True)
class Cue:
    """Words on the screen for a while; lines are parted by line feeds."""

    span: Span
    text: str
    speaker: str | None = None
    """As the format itself says it (WebVTT voice, SubStation actor)."""


def repaired(raw: list[RawCue]) -> tuple[list[Cue], list[str]]:
    """The cues in order, each with words and a length, and a note for each kind of repair."""
    notes: list[str] = []
    cues = _with_words(raw, notes)
    cues = _inside_time(cues, notes)
    cues = _in_order(cues, notes)
    cues = _with_length(cues, notes)
    cues = _once(cues, notes)
    cues = _without_slips(cues, notes)
    return [Cue(Span(start_s=c.start_s, end_s=c.end_s), c.text, c.speaker) for c in cues], notes


def clipped(cues: list[Cue], duration_s: float) -> tuple[list[Cue], list[str]]:
    """The cues that lie inside a film, and a note on those that do not."""
    inside = [cue for cue in cues if cue.span.start_s < duration_s]
    cut = [
        replace(cue, span=Span(start_s=cue.span.start_s, end_s=min(cue.span.end_s, duration_s)))
        for cue in inside
    ]
    notes: list[str] = []
    _note(notes, len(cues) - len(inside), "after the film's end, left out: do they belong to it?")
    return cut, notes


def _note(notes: list[str], count: int, what: str) -> None:
    if count:
        notes.append(f"subtitles: {count} {'line' if count == 1 else 'lines'} {what}")


def _with_words(raw: list[RawCue], notes: list[str]) -> list[RawCue]:
    kept = [cue for cue in raw if any(not letter.isspace() for letter in cue.text)]
    _note(notes, len(raw) - len(kept), "without words, left out")
    return kept


def _inside_time(raw: list[RawCue], notes: list[str]) -> list[RawCue]:
    kept = [replace(cue, start_s=max(0.0, cue.start_s)) for cue in raw if max(cue.start_s, cue.end_s) >= 0]
    _note(notes, len(raw) - len(kept), "before the film's beginning, left out")
    return kept


def _in_order(raw: list[RawCue], notes: list[str]) -> list[RawCue]:
    _note(notes, sum(a.start_s > b.start_s for a, b in pairwise(raw)), "out of order, sorted")
    return sorted(raw, key=lambda cue: cue.start_s)


def _with_length(raw: list[RawCue], notes: list[str]) -> list[RawCue]:
    """Gives cues that end before they begin the time that their words take, up to the next cue."""
    following = [*(cue.start_s for cue in raw[1:]), float("inf")]
    mended = [
        cue if cue.end_s > cue.start_s else replace(cue, end_s=_likely_end(cue, next_s))
        for cue, next_s in zip(raw, following, strict=False)
    ]
    _note(notes, sum(a != b for a, b in zip(raw, mended, strict=True)), "ending before they begin, mended")
    return mended


def _likely_end(cue: RawCue, next_s: float) -> float:
    end_s = cue.start_s + max(SHORTEST_S, READING_S * len(cue.text))
    return min(end_s, next_s) if next_s > cue.start_s else end_s


def _once(raw: list[RawCue], notes: list[str]) -> list[RawCue]:
    """Joins cues that say the same at the same time."""
    kept: list[RawCue] = []
    for cue in raw:
        twin = next(
            (
                k
                for k, o in enumerate(kept[-8:], max(0, len(kept) - 8))
                if o.text == cue.text and o.end_s > cue.start_s
            ),
            None,
        )
        if twin is None:
            kept.append(cue)
        else:
            kept[twin] = replace(kept[twin], end_s=max(kept[twin].end_s, cue.end_s))
    _note(notes, len(raw) - len(kept), "doubled, kept once")
    return kept


def _without_slips(raw: list[RawCue], notes: list[str]) -> list[RawCue]:
    cues = list(raw)
    slips = together = 0
    for k, (cue, following) in enumerate(pairwise(raw)):
        overlap_s = cue.end_s - following.start_s
        if overlap_s <= 0:
            continue
        if overlap_s < SLIP_S and following.start_s > cue.start_s:
            cues[k] = replace(cue, end_s=following.start_s)
            slips += 1
        else:
            together += 1
    _note(notes, slips, "running into the next, shortened")
    _note(notes, together, "at the same time as another, left as they are")
    return cues
