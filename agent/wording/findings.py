"""A result as a language model reads it: in sentences, with clock times, that it may say as they stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from storyreel.agent.results import Asked, Found, Item, ItemKind, Look, Unwatched
from storyreel.agent.sentences import split
from storyreel.agent.wording.dialogue import going_by
from storyreel.agent.wording.phrases import (
    ADJECTIVES,
    at_stretch,
    capitalised,
    counted,
    length,
    listed,
    quoted,
    seems,
    stretch,
    sure,
    times,
)
from storyreel.memory.clock import clock
from storyreel.memory.records import Modality
from storyreel.printable import printable

_NOUNS: Mapping[ItemKind, tuple[str, str]] = {
    "line": ("line", "lines"),
    "emotion": ("moment", "moments"),
    "shot": ("shot", "shots"),
    "scene": ("scene", "scenes"),
    "character": ("person", "people"),
}
_SENSED: Mapping[Modality, str] = {
    "face": "the face looks",
    "voice": "the voice sounds",
    "text": "the words sound",
}
_SUMMED = ("presence", "scene", "shot")
"""Kinds of which one sentence tells all: of somebody's stays, and of what has no words of its own."""


def findings(found: Found) -> str:
    """The result, a sentence a line; never empty."""
    told = [*_counted(found), *_told(found), *map(_look, found.looks)] or [_nothing(found)]
    told += [*found.notes, *map(_gap, found.unwatched)]
    return "\n".join(" ".join(printable(one).split()) for one in told)


def _counted(found: Found) -> Iterator[str]:
    """How many there are, where the result is all of one kind or about who there is."""
    kinds = list(dict.fromkeys(item.kind for item in found.items))
    if kinds and (len(kinds) == 1 or kinds[0] == "character") and (noun := _NOUNS.get(kinds[0])):
        listed_here = sum(item.kind == kinds[0] for item in found.items)
        total = max(found.total, listed_here)
        shown = f"; {listed_here} of them:" if listed_here < total else "."
        if words := _how_many(found, total, noun):
            yield f"{words}{shown}"


def _how_many(found: Found, total: int, noun: tuple[str, str]) -> str:
    """In words that an answer may tell on; nothing of a single thing, or of what is only nearest."""
    asked = found.asked
    if asked and asked.words:
        sought = quoted(asked.words.strip('"'))
        return "" if asked.people or found.notes else f"{sought} is mentioned {times(total)}"
    if total < 2:
        return ""
    lasting = length(found.seconds) if found.seconds else ""
    if asked and len(asked.people) == 1 and noun == _NOUNS["line"] and lasting:
        return f"{asked.people[0]} speaks {counted(total, *noun)}, for {lasting} in all"
    return f"I know {counted(total, *noun)}{f', {lasting} in all' if lasting else ''}"


def _told(found: Found) -> Iterator[str]:
    """Each item in a sentence, in their order; what is summed up is told where it comes first."""
    done: set[tuple[str, tuple[str, ...]]] = set()
    for item in found.items:
        if item.kind not in _SUMMED or item.text:
            yield capitalised(_SENTENCES[item.kind](item))
        elif (item.kind, item.people) not in done:
            done.add((item.kind, item.people))
            alike = [
                one for one in found.items if (one.kind, one.people, one.text) == (item.kind, item.people, "")
            ]
            yield from _summed(alike, found)


def _summed(items: Sequence[Item], found: Found) -> Iterator[str]:
    """All stays of the same people; scenes or shots without words only where there is nothing else."""
    first, spans = items[0], listed([stretch(item.span) for item in items])
    if first.people and first.kind == "scene":
        yield from map(_described, items)
    elif first.people:
        are = "is" if len(first.people) == 1 else "are"
        together = " together" if len(first.people) > 1 else ""
        often = _often(items, found) if first.kind == "presence" else ""
        yield capitalised(f"{listed(first.people)} {are} on screen{together}{often}: {spans}.")
    elif len(items) == len(found.items):
        yield f"{capitalised(first.kind)}s: {spans}."


def _often(items: Sequence[Item], found: Found) -> str:
    """How often and how long, where the result is all about them."""
    if found.seconds is None or len(items) < len(found.items):
        return ""
    total = max(found.total, len(items))
    some = "; among these times" if len(items) < total else ""
    return f" {times(total)}, for {length(found.seconds)} in all{some}"


def _line(item: Item) -> str:
    who = listed(item.people) or "somebody"
    by = f", {way}" if item.people and (way := going_by([item])) else ""
    verb = "sings" if item.kind == "song" else "says"
    return f"at {clock(item.span.start_s)} {who} {verb} {quoted(item.text)}{by}."


def _emotion(item: Item) -> str:
    who = listed(item.people) or "somebody"
    words = f", {quoted(item.text)}" if item.text else ""
    against = "".join(f", but {_SENSED[one]} {ADJECTIVES[emotion]}" for one, emotion in item.against.items())
    return f"{who} {seems(item)} {at_stretch(item.span)}{words}{sure(item.confidence)}{against}."


def _character(item: Item) -> str:
    name = listed(item.people)
    deeds = [f"says {counted(item.lines, 'line')}"] if item.lines else []
    if item.screen_s:
        deeds.insert(0, f"is on screen {times(item.times or 1)}, for {length(item.screen_s)} in all")
    known = f" The name of {name} rests on {item.text}." if item.text else ""
    return f"{name} {listed(deeds) or 'is a character'}.{known}"


def _described(item: Item) -> str:
    """Each sentence with its time: a model may say one of them alone."""
    each = [f"{stretch(item.span)}: {one.text.rstrip('.')}." for one in split(item.text)]
    if item.people:
        are = "is" if len(item.people) == 1 else "are"
        ends = f"{clock(item.span.start_s)} and {clock(item.span.end_s)}"
        each.insert(0, f"Between {ends}, {listed(item.people)} {are} on screen.")
    return " ".join(each)


def _heard(item: Item) -> str:
    words = item.text if item.kind == "heard" else quoted(item.text)
    return f"one hears {words} {at_stretch(item.span)}."


def _read(item: Item) -> str:
    return f"at {clock(item.span.start_s)} the screen reads {quoted(item.text)}."


def _film(item: Item) -> str:
    return item.text


_SENTENCES: Mapping[ItemKind, Callable[[Item], str]] = {
    "line": _line,
    "song": _line,
    "sound": _heard,
    "heard": _heard,
    "emotion": _emotion,
    "character": _character,
    "screen text": _read,
    "film": _film,
    "presence": _described,
    "scene": _described,
    "shot": _described,
    "caption": _described,
    "tension": _described,
}


def _nothing(found: Found) -> str:
    """That nothing was found, of what was asked for."""
    where = f" {at_stretch(found.span)}" if found.span else ""
    return f"{_denied(found.asked)}{where}." if found.asked else f"Nothing was found{where}."


def _denied(asked: Asked) -> str:
    who = listed(asked.people)
    if "feeling" in asked.kinds:
        feelings = listed([ADJECTIVES[emotion] for emotion in asked.emotions], "or")
        if feelings:
            return f"I found no moment when {who or 'anyone'} appears {feelings}"
        return f"I found no clear feeling of {who or 'anyone'}"
    if "speech" in asked.kinds:
        said = quoted(asked.words) if asked.words else "a line"
        return f"{who} never says {said}" if who else f"Nobody says {said}"
    if "presence" in asked.kinds:
        return f"I do not see {who or 'anybody'}{' together' if len(asked.people) > 1 else ''} on screen"
    return "I found no text on screen"


def _gap(missing: Unwatched) -> str:
    spans = [f"{stretch(one)} (start_s {one.start_s:g}, end_s {one.end_s:g})" for one in missing.spans]
    return f"Unwatched by {missing.tool}: {listed(spans)}."


def _look(look: Look) -> str:
    told = f"failed: {look.failed}" if look.failed else f"found {counted(look.items, 'thing')}"
    return f"{look.tool} watched {stretch(look.span)} and {told}."
