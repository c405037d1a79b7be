"""The sentences of a story: one for each key event."""

from collections.abc import Sequence

from storyreel.agent.plot import PlotEvent
from storyreel.agent.results import Item
from storyreel.agent.sentences import split
from storyreel.agent.wording.phrases import capitalised, length, listed, looks, quoted, seems, sensed

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
    return f"{capitalised(f'{opening}, {text}' if opening else text)}"


def _line(event: PlotEvent, item: Item, is_opened: bool) -> str:
    mood = next(
        (f", {_showing(other)}," for other in event.items[1:] if other.emotion not in (None, "neutral")),
        "",
    )
    if not item.people:
        following = [other for other in event.items[1:] if other.kind == "line"]
        reply = f", and next one hears: {_closed(following[0].text)}" if following else ""
        return f"{_unseen(item.text, event.of, is_opened)} {_closed(item.text)}{reply}"
    return f"{item.people[0]}{mood} {_verb(item.text)} {_closed(item.text)}"


def _showing(item: Item) -> str:
    """`looking happy`, or `sounding happy` where no face shows it."""
    return f"{'looking' if sensed([item]) == 'appears' else 'sounding'} {looks(item)}"


def _unseen(words: str, of: Sequence[str], is_opened: bool) -> str:
    """How a line begins whose speaker is not known, by whom it speaks of."""
    verb = _verb(words)
    if of:
        told = "there is talk of" if is_opened else "somebody mentions"
        return f"{'somebody asks about' if verb == 'asks:' else told} {listed(of)}, in the words"
    return f"somebody {verb}" if verb != "says:" or not is_opened else "one hears:"


def _verb(words: str) -> str:
    return (
        "asks:" if words.rstrip().endswith("?") else "exclaims:" if words.rstrip().endswith("!") else "says:"
    )


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
    words = split(item.text)[0].text.rstrip(".")
    return f"one sees this: {words[:1].lower()}{words[1:]}."


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
        return f"{title}, {length(duration_s)} long, is full of {talk}."
    return f"{title} is {length(duration_s)} long."


def cast_of_scene(people: Sequence[str]) -> str:
    """Who is in a scene."""
    return f"{listed(people)} {'is' if len(people) == 1 else 'are'} there."
