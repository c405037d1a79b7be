"""The moment that a question starts from: `after they reach orbit`.

What happens is seldom seen as such. A moment is taken for the event only where it has who does it and what
is done; else the answer says that it is not known, and what comes nearest.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from storyreel.agent.calls import Call, Step, given
from storyreel.agent.results import Item
from storyreel.agent.understanding.question import Event
from storyreel.agent.understanding.text import content_words

NEAR_S = 10.0
"""Who speaks so soon after another is with them, where nobody is seen."""
_TELLING = 2
"""Words that mean something by themselves: lines with so many of a sentence's are likely the sentence."""
_MOST_TOLD = 2 / 3
"""Share of an event's words that must stand in a line for it to tell of the event."""


def event_calls(event: Event) -> list[Call]:
    """The calls that find an event; what an earlier one finds counts first."""
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
    return [Call("search", {"words": event.words})]


def _lines_of(who: str) -> Call:
    return Call("dialogue", {"speaker": who})


def _sought(words: str) -> str:
    """Words that tell little beside each other are sought as they stand."""
    return f'"{words}"' if len(content_words(words)) < _TELLING else words


def hint_calls(event: Event) -> list[Call]:
    """The calls for what comes nearest to an event that was not found: its words, or names nobody has."""
    said = [_sought(event.words)] if event.kind == "says" and event.words else []
    wanted = said or ([] if event.people else list(event.names))
    return [Call("dialogue", {"words": words, "exact": True}) for words in wanted]


def anchor_of(event: Event | None, steps: Sequence[Step]) -> Item | None:
    """The moment that an event is, or where nobody named does it, what comes nearest to it."""
    if event is None:
        return None
    found = [_found(call, steps) for call in event_calls(event)]
    if event.kind == "words":
        telling = [item for item in found[0] if tells(item, event)]
        return next(iter(telling or ([] if event.people or event.names else found[0])), None)
    if event.kind == "meets":
        items = sorted(found[0], key=_start_s) or list(_answers([*found[1], *found[2]]))
    else:
        items = sorted(next((items for items in found if items), []), key=_start_s)
    return (items[-1] if event.last else items[0]) if items else None


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
    """Whether a moment tells of an event: it has the names in it, and most of its other words."""
    names = {word.lower() for name in event.names for word in content_words(name)}
    words = [word.lower() for word in content_words(event.words) if word.lower() not in names]
    told = f" {' '.join(item.people)} {item.text}".lower()
    held = sum(f" {_stem(word)}" in told for word in words)
    return bool(words) and held >= _MOST_TOLD * len(words) and all(name in told for name in names)


def _stem(word: str) -> str:
    """`die` of `dies` and `died`, `reac` of `reached`."""
    return word[: max(3, min(len(word) - 1, 4), len(word) - 3)]
