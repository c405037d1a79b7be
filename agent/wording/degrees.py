"""Who feels most, which feeling somebody shows most, and how people compare."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from storyreel.agent.results import Item
from storyreel.agent.wording.feelings import MOST_COMPARED, asked_feeling, none_felt, of_anyone
from storyreel.agent.wording.felt import basis, line_words, surest
from storyreel.agent.wording.phrases import (
    ADJECTIVES,
    at_stretch,
    capitalised,
    length,
    listed,
    looks,
    seems,
    stretch,
    sure,
)
from storyreel.agent.wording.told import Told, by_person
from storyreel.memory.records import Emotion

K = TypeVar("K", str, Emotion)
_SUPERLATIVES: dict[Emotion, str] = {
    "anger": "angriest",
    "disgust": "most disgusted",
    "fear": "most fearful",
    "happiness": "happiest",
    "sadness": "saddest",
    "surprise": "most surprised",
    "neutral": "calmest",
}


def strongest(told: Told) -> str:
    """The moment of most feeling."""
    items = told.of("emotion")
    if not items:
        return none_felt(told)
    best = max(items, key=_strength)
    who = listed(best.people) or "somebody"
    if told.question.people:
        return f"{who} {seems(best)} most {at_stretch(best.span)}{line_words(best)}{basis(best)}."
    when = f"{at_stretch(best.span)}, when {who} {seems(best)}{line_words(best)}{basis(best)}"
    return f"The {superlative(told)} moment{told.where} is {when}."


def superlative(told: Told) -> str:
    """`angriest`, or `most emotional` of several feelings."""
    emotions = told.question.emotions
    return _SUPERLATIVES[emotions[0]] if len(emotions) == 1 else "most emotional"


def _strength(item: Item) -> tuple[float, float]:
    """The surest counts as the strongest; of two as sure, the longer."""
    return round(item.confidence or 0.0, 2), item.span.duration_s


def most(told: Told) -> str:
    """Who feels something most."""
    items = told.of("emotion")
    people = by_person(items)
    if not items:
        return none_felt(told)
    if not people:
        return f"I cannot tell who it is, as nobody is known by voice or face. {of_anyone(items, told)}"
    ranked = _ranked(_seconds(people), told)
    each = "; ".join(_lasting(name, people[name]) for name in ranked[:MOST_COMPARED])
    degree = "least" if told.question.least else "most"
    return f"{ranked[0]} appears {asked_feeling(told)} {degree}{told.where}: {each}."


def leading(told: Told) -> str:
    """Which feeling somebody shows most."""
    moods: dict[Emotion, list[Item]] = {}
    for item in told.of("emotion"):
        if item.emotion and item.emotion != "neutral":
            moods.setdefault(item.emotion, []).append(item)
    if not moods:
        return none_felt(told)
    ranked = _ranked(_seconds(moods), told)
    who = listed(told.people) or "somebody"
    each = "; ".join(_lasting(ADJECTIVES[emotion], moods[emotion]) for emotion in ranked)
    degree = "least" if told.question.least else "most"
    return f"{capitalised(who)} appears {ADJECTIVES[ranked[0]]} {degree}{told.where}: {each}."


def _seconds(kinds: Mapping[K, Sequence[Item]]) -> dict[K, float]:
    return {kind: sum(item.span.duration_s for item in items) for kind, items in kinds.items()}


def _ranked(seconds: Mapping[K, float], told: Told) -> list[K]:
    """The longest first, or the shortest where the least is asked for."""
    return sorted(seconds, key=lambda kind: seconds[kind], reverse=not told.question.least)


def _lasting(kind: str, items: Sequence[Item]) -> str:
    """Whose or what feelings they are, for how long in all, when, and how sure."""
    shown = ", ".join(f"{stretch(item.span)}{basis(item)}" for item in surest(items, most=3))
    return f"{kind} {length(sum(item.span.duration_s for item in items))}, {shown}"


def compare(told: Told) -> str:
    """Two or more people beside each other; the principals where nobody is named."""
    names = told.people or principals(told)
    people = {name: [item for item in told.of("emotion") if name in item.people] for name in names}
    if not people:
        return "I know no people of this film whom I could compare."
    if told.question.emotions:
        return _compare_feeling(people, told)
    return " ".join(_portrait(name, items, told) for name, items in people.items())


def principals(told: Told) -> list[str]:
    """Who is there most, seen or heard."""
    people = sorted(told.of("character"), key=lambda one: -((one.screen_s or 0) + (one.speech_s or 0)))
    return [one.people[0] for one in people if one.people][:MOST_COMPARED]


def _compare_feeling(people: dict[str, list[Item]], told: Told) -> str:
    seconds = _seconds(people)
    if not any(seconds.values()):
        return none_felt(told)
    ranked = _ranked(seconds, told)
    kind, first = asked_feeling(told), ranked[0]
    each = "; ".join(_lasting(name, people[name]) for name in ranked if seconds[name])
    rest = [name for name in ranked if not seconds[name]]
    never = f" I found no moment when {listed(rest, 'or')} appears {kind}." if rest else ""
    return f"{first} appears {kind} {'shorter' if told.question.least else 'longer'}: {each}.{never}"


def _portrait(name: str, items: Sequence[Item], told: Told) -> str:
    character = next((item for item in told.of("character") if name in item.people), None)
    facts = []
    if character and character.screen_s:
        facts.append(f"is on screen for {length(character.screen_s)}")
    if character and character.lines:
        facts.append(f"says {character.lines} lines" if character.lines > 1 else "says 1 line")
    felt = [item for item in items if item.emotion != "neutral"]
    if felt:
        best = max(felt, key=_strength)
        facts.append(f"appears most clearly {looks(best)} {at_stretch(best.span)}{sure(best.confidence)}")
    return f"{name} {listed(facts)}." if facts else f"I know nothing to tell of {name}."
