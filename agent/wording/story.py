"""The sentences of a story: one for each key event."""

from collections.abc import Sequence

from storyreel.agent.plot import PlotEvent
from storyreel.agent.results import Item
from storyreel.agent.sentences import split
from storyreel.agent.wording.phrases import (
    capitalised,
    in_sentence,
    length,
    listed,
    looks,
    quoted,
    seems,
    sensed,
)

_OPENINGS = (
    ("At first", "Early on", "Soon"),
    ("Then", "Later", "After that", "Next", "In time"),
    ("Towards the end", "Near the end", "In the end"),
)
"""How sentences begin in each act; the last words are kept for the last sentence."""


def sentence(event: PlotEvent, opening: str = "") -> str:
    """One event in a sentence, with or without words that say where in the story it stands."""
    item = event.items[0]
    tells = {"entrance": _entrance, "turn": _turn, "feeling": _feeling, "picture": _picture}
    text = _line(event, item, bool(opening)) if event.kind == "line" else tells[event.kind](event, item)
    return _opened(text, opening)


def _line(event: PlotEvent, item: Item, is_opened: bool) -> str:
    """In the film's own words."""
    if item.people:
        return f"{item.people[0]}{_mood(event)} {_verb(item.text)}: {_closed(item.text)}"
    if event.to:
        verb = "asks" if _verb(item.text) == "asks" else "says to"
        return f"somebody {verb} {listed(event.to)}, {_closed(item.text)}"
    following = [other for other in event.items[1:] if other.kind == "line"]
    reply = f", and next one hears: {_closed(following[0].text)}" if following else ""
    is_plain = _verb(item.text) == "says" and is_opened
    begins = "one hears" if is_plain else f"somebody {_verb(item.text)}"
    return f"{begins}: {_closed(item.text)}{reply}"


def _mood(event: PlotEvent) -> str:
    felt = (other for other in event.items[1:] if other.emotion not in (None, "neutral"))
    return next((f", {_showing(other)}," for other in felt), "")


def _showing(item: Item) -> str:
    """`looking happy`, or `sounding happy` where no face shows it."""
    return f"{'looking' if sensed([item]) == 'appears' else 'sounding'} {looks(item)}"


def _verb(words: str) -> str:
    marks = {"?": "asks", "!": "exclaims"}
    return marks.get(words.rstrip()[-1:], "says")


def statement(event: PlotEvent, opening: str = "") -> str:
    """What a line states, in indirect speech."""
    who = listed(event.items[0].people) or "somebody"
    says = f"tells {listed(event.to)}" if event.to else "says"
    return _opened(f"{who} {says} that {event.states}.", opening)


def talk(event: PlotEvent, of: Sequence[str], opening: str = "") -> str:
    """`Somebody asks Godfrey about Cornelia and the pearls`: to whom, where they are called, and of what."""
    item = event.items[0]
    who, asks = listed(item.people) or "somebody", _verb(item.text) == "asks"
    about = f" about {listed(of)}" if of else ""
    if event.to:
        return _opened(f"{who} {'asks' if asks else 'talks to'} {listed(event.to)}{about}.", opening)
    if item.people or asks:
        return _opened(f"{who} {'asks' if asks else 'talks'}{about}.", opening)
    return _opened(f"there is talk of {listed(of)}.", opening)


def topics(called: Sequence[str], of: Sequence[str], opening: str) -> str:
    """What a part of the film is talk of, and who is spoken to in it."""
    to = f"somebody talks to {listed(called)}" if called else ""
    told = f"there is talk of {listed(of)}" if of else ""
    return _opened(f"{', and '.join(filter(None, (told, to)))}.", opening)


def _opened(text: str, opening: str) -> str:
    return capitalised(f"{opening}, {text}" if opening else text)


def _closed(words: str) -> str:
    """A quotation that ends the sentence."""
    quotation = quoted(words)
    return quotation if quotation[-2:-1] in (".", "!", "?", "…") else f"{quotation}."


def _entrance(_: PlotEvent, item: Item) -> str:
    return f"{listed(item.people)} comes into the picture."


def _turn(event: PlotEvent, item: Item) -> str:
    return f"the {event.after} of {listed(item.people)} gives way to {item.emotion}."


def _feeling(_: PlotEvent, item: Item) -> str:
    return f"{listed(item.people)} {seems(item)}."


def _picture(_: PlotEvent, item: Item) -> str:
    """The first sentence of what is to be seen: the others tell less, or what is not to be seen."""
    return f"one sees this: {in_sentence(split(item.text)[0].text.rstrip('.'))}."


def openings(acts: Sequence[int]) -> list[str]:
    """For each sentence's act, 0 to 2, the words it begins with; every other sentence has none."""
    used = [0, 0, 0]
    words = []
    for place, act in enumerate(acts):
        choices = _OPENINGS[act][:-1] if act == 2 else _OPENINGS[act]
        plain = place % 2 == 1 and place != len(acts) - 1
        words.append("" if plain else choices[used[act] % len(choices)])
        used[act] += not plain
    if len(acts) == 1 or acts[:1] == [1]:
        words[0] = ""  # nothing was told that this could come after
    if len(acts) > 2 and acts[-1] == 2:
        words[-1] = _OPENINGS[2][-1]
    return words


def logline(title: str, duration_s: float, people: Sequence[str], topics: Sequence[str]) -> str:
    """The film in a sentence."""
    talk = f"talk of {listed(topics)}" if topics else ""
    if people:
        follows = f"{title}, {length(duration_s)} long, follows {listed(people)}"
        return f"{follows}, and there is {talk}." if talk else f"{follows}."
    if talk:
        return f"{title} is {length(duration_s)} long, and there is {talk}."
    return f"{title} is {length(duration_s)} long."


def cast_of_scene(people: Sequence[str]) -> str:
    """Who is in a scene."""
    return f"{listed(people)} {'is' if len(people) == 1 else 'are'} there."
