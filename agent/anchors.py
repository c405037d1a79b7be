"""The moment that a question starts from: `after they reach orbit`.

What happens is seldom seen as such. A moment is taken for the event only where it has who does it and what
is done; else the answer says that it is not known, and what comes nearest.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from storyreel.agent.calls import Call, Step, given
from storyreel.agent.results import Item
from storyreel.agent.understanding.question import Event
from storyreel.agent.understanding.text import content_words
from storyreel.memory.records import Span

NEAR_S = 10.0
"""Who speaks so soon after another is with them, where nobody is seen."""
_TELLING = 2
"""Words that mean something by themselves: lines with so many of a sentence's are likely the sentence."""
_MUSIC = re.compile(r"(?:(?:songs?|singing|music)(?: |$))+", re.IGNORECASE)
"""Sounds that no caption calls by their name: of a song it has the words."""
_MOST_TOLD = 2 / 3
"""Share of an event's words that must stand in a line for it to tell of the event."""


def event_calls(event: Event) -> list[Call]:
    """The calls that find an event, and what ends a stretch; what an earlier one finds counts first."""
    calls = [call for one in event.sought for call in _calls_of(one)]
    return [call for place, call in enumerate(calls) if call not in calls[:place]]


def _calls_of(event: Event) -> list[Call]:
    if event.kind == "feels":
        who = event.people[0] if event.people else None
        return [Call("timeline", given(character=who, emotions=list(event.emotions)))]
    if event.kind == "appears":
        return [Call("presence", {"character": event.people[0]}), _lines_of(event.people[0])]
    if event.kind == "meets":
        both = Call("together", {"characters": list(event.people)})
        return [both, *map(_lines_of, event.people)]
    if event.kind == "says":
        speaker = event.people[0] if event.people else None
        words = {"words": _sought(event.words), "exact": True} if event.words else {}
        return [Call("dialogue", given(speaker=speaker) | words)]
    heard = [Call("sounds", {"words": event.words})] if _MUSIC.fullmatch(event.words) else []
    return [Call("search", {"words": event.words}), *heard]


def _lines_of(who: str) -> Call:
    return Call("dialogue", {"speaker": who})


def _sought(words: str) -> str:
    """Words that tell little beside each other are sought as they stand."""
    return f'"{words}"' if len(content_words(words)) < _TELLING else words


def hint_calls(event: Event) -> list[Call]:
    """The calls for what comes nearest to an event that was not found: its words, or names nobody has.

    Words that nobody says may be read on screen.
    """
    if event.kind == "says" and event.words and not event.people:
        return [Call("screen_text", {})]
    said = [_sought(event.words)] if event.kind == "says" and event.words else []
    wanted = said or ([] if event.people else list(event.names))
    return [Call("dialogue", {"words": words, "exact": True}) for words in wanted]


def anchors_of(event: Event | None, steps: Sequence[Step]) -> list[Item | None]:
    """The moment that an event is; of a stretch both its ends, where they are events and surely found."""
    if event is None or not event.until:
        return [anchor_of(event, steps)]
    found: list[Item | None] = []
    after_s = event.at_s or 0.0
    for one in event.sought:
        item = _picked(_moments(one, steps), one, after_s)
        after_s = moment_of(one, item).end_s if item else after_s
        found.append(item)
    return found


def anchor_of(event: Event | None, steps: Sequence[Step]) -> Item | None:
    """The moment that an event is, or where nobody named does it, what comes nearest to it."""
    if event is None:
        return None
    moments = _moments(event, steps)
    if event.kind == "words" and not (moments or event.people or event.names):
        moments = _found(_calls_of(event)[0], steps)
    return _picked(moments, event)


def _moments(event: Event, steps: Sequence[Step]) -> list[Item]:
    """When an event may be, the likeliest first."""
    found = [_found(call, steps) for call in _calls_of(event)]
    if event.kind == "words":
        return [item for item in found[0] if tells(item, event)] or found[-1] * (len(found) > 1)
    if event.kind == "meets":
        return sorted(found[0], key=_start_s) or list(_answers([*found[1], *found[2]]))
    items = sorted(next((items for items in found if items), []), key=_start_s)
    return items or _read_on_screen(event, steps)


def _read_on_screen(event: Event, steps: Sequence[Step]) -> list[Item]:
    """Texts on screen that have the words of which it is not told who says them."""
    if event.kind != "says" or event.people or not event.words:
        return []
    words = event.words.casefold()
    read = [item for call in hint_calls(event) for item in _found(call, steps)]
    return [item for item in read if words in item.text.casefold()]


def _picked(moments: Sequence[Item], event: Event, after_s: float = 0.0) -> Item | None:
    """Of the times it happens the one that is meant: the last, that nearest to a time, or else the first."""
    if event.at_s is not None and moments:
        at = Span(start_s=event.at_s, end_s=event.at_s)
        return min(moments, key=lambda item: _apart_s(item.span, at))
    if event.most and event.kind == "feels":
        return max(moments, key=lambda item: item.confidence or 0.0, default=None)
    if event.last and event.kind != "words":
        return moments[-1] if moments else None
    later = (item for item in moments if item.span.start_s >= after_s)
    return next(later, next(iter(moments), None))


def moment_of(event: Event, item: Item) -> Span:
    """When an event is over: somebody has appeared once they are there."""
    start_s = item.span.start_s
    return Span(start_s=start_s, end_s=start_s) if event.kind == "appears" else item.span


def _apart_s(span: Span, other: Span) -> float:
    return max(span.start_s - other.end_s, other.start_s - span.end_s, 0.0)


def _found(call: Call, steps: Sequence[Step]) -> list[Item]:
    found = next((step.found for step in steps if step.call == call), None)
    return [item for item in found.items if item.kind != "character"] if found else []


def _start_s(item: Item) -> float:
    return item.span.start_s


def _answers(lines: Sequence[Item]) -> Iterator[Item]:
    """Lines of one soon after a line of the other."""
    for first, second in pairwise(sorted(lines, key=_start_s)):
        if first.people != second.people and second.span.start_s - first.span.end_s <= NEAR_S:
            yield second


def tells(item: Item, event: Event) -> bool:
    """Whether a moment tells of an event: it is a song, or has its names and most of its other words."""
    if item.kind in ("song", "heard") and _MUSIC.fullmatch(event.words):
        return True
    names = {word.lower() for name in event.names for word in content_words(name)}
    words = [word.lower() for word in content_words(event.words) if word.lower() not in names]
    told = f" {' '.join(item.people)} {item.text}".lower()
    held = sum(f" {_stem(word)}" in told for word in words)
    return bool(words) and held >= _MOST_TOLD * len(words) and all(name in told for name in names)


def _stem(word: str) -> str:
    """`die` of `dies` and `died`, `reac` of `reached`."""
    return word[: max(3, min(len(word) - 1, 4), len(word) - 3)]
