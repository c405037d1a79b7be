"""What is said where a question asks for what cannot be told: never yes or no, only what bears on it."""

import re

from storyreel.agent.results import Item
from storyreel.agent.wording import dialogue
from storyreel.agent.wording.felt import basis
from storyreel.agent.wording.phrases import (
    ADJECTIVES,
    at_stretch,
    capitalised,
    listed,
    looks,
    quoted,
    stretch,
)
from storyreel.agent.wording.told import MOST_LISTED, Told, and_more, by_person
from storyreel.memory.intervals import clipped, joined, left_of

MOST_NEAR = 3
_LANGUAGE = "I read questions in English only, and looked for the words of this one."
_CANNOT = {
    "whether": "I cannot tell whether that is so",
    "who": "I cannot tell who that is",
    "when": "I cannot tell when or where that is",
    "count": "I cannot tell how many or how often",
    "duration": "I cannot tell how long that is",
    "what": "I cannot tell that",
}
_AIMED = re.compile(
    r"\W*(?:(?:who|whom|what)\b.*\b(?:at|with|of|about|by|to|towards?)|"
    r"(?:at|with|of|about|towards?) whom?\b.*)\W*$",
    re.IGNORECASE,
)
"""`Who is Anna angry at?`"""
_WHETHER = re.compile(r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", re.IGNORECASE)


def language(told: Told) -> str:
    """Says so where the question is not in English."""
    return _LANGUAGE if told.question.foreign else ""


def asked_back(told: Told) -> str:
    """What can be asked of this film."""
    return f"I do not know what you would like to know; ask me, for example, {_what_can_be_asked(told)}."


def aim(told: Told) -> str:
    """Says so where it is asked at whom somebody is angry, or to whom somebody speaks."""
    asked = told.question
    if not (asked.aimed or (asked.intent == "feelings" and _AIMED.match(asked.text))):
        return ""
    said = told.question.intent in ("said", "mentions", "companions")
    return "To whom a line is said I cannot tell." if said else "At whom a feeling is aimed I cannot tell."


def _what_can_be_asked(told: Told) -> str:
    """Examples that fit the film."""
    names = [one.name for one in told.card.characters]
    asks = []
    if told.card.has_picture and names:
        asks += [f"when {names[0]} is on screen", f"how {names[-1]} feels"]
    if told.card.lines:
        asks.append("what is said about something")
    asks.append("what happens half way through")
    return listed(asks, "or")


def searched(told: Told) -> str:
    """An answer to a question whose predicate no rule understands."""
    if told.question.subject == "role":
        return _role(told)
    if told.question.ask == "what" and not told.question.people:
        return dialogue.searched(told)
    cannot = _CANNOT["whether" if _WHETHER.match(told.question.text) else told.question.ask]
    near = dialogue.near(told)
    said = [item for item in near if dialogue.has_a_word(item, told)]
    if said:
        return f"{cannot}; what bears on it: {_listed(said)}."
    if near:
        hedged = ": no line has those words" if told.question.topic else ""
        return f"{cannot}{hedged}. What is nearest may have nothing to do with it: {_listed(near)}."
    return (
        f"{cannot} from what I saw and heard{_about(told)}; ask me, for example, {_what_can_be_asked(told)}."
    )


def _about(told: Told) -> str:
    """What was looked for, in the question's own words."""
    topic, asked = told.question.topic, told.question.text.lower()
    own = topic and all(word.lower() in asked for word in topic.split())
    return f", and found nothing about {quoted(topic)}" if own else ""


def _listed(items: list[Item]) -> str:
    return "; ".join(dialogue.hit(item) for item in items[:MOST_NEAR])


def _role(told: Told) -> str:
    """Who the captain is: what is said with the word, which is no finding."""
    word, lines = quoted(told.question.topic), told.of("line", "song")
    if not lines:
        return f"I cannot tell who that is: {word} is not in the lines I know, and a face does not show it."
    said = dialogue.lines_told(lines[:MOST_LISTED])
    return (
        f"I cannot tell who that is: a face does not show it. This is only what is said with {word}: {said}."
    )


def denied(told: Told) -> str:
    """When somebody is not there, or does not feel something; nothing for other questions."""
    if not told.question.denied:
        return ""
    if told.question.intent == "feelings" and told.question.emotions:
        return _not_felt(told)
    if told.question.intent == "on screen" and told.question.ask == "who":
        return _not_there(told)
    return _unseen(told) if told.question.intent in ("appearances", "on screen") else ""


def _not_felt(told: Told) -> str:
    """Where the feeling is read, where others are, and who never shows it."""
    wanted = listed([ADJECTIVES[emotion] for emotion in told.question.emotions], "or")
    felt = [item for item in told.of("emotion") if item.emotion in told.question.emotions]
    other = [item for item in told.of("emotion") if item not in felt and item.emotion != "neutral"]
    if told.question.ask == "who" and not told.people:
        return _never_felt(wanted, felt, told)
    return " ".join(
        _one_not_felt(name, wanted, _of(felt, name), _of(other, name), told)
        for name in told.people or ["anyone"]
    )


def _never_felt(wanted: str, felt: list[Item], told: Told) -> str:
    """Who never shows a feeling, and when the others do."""
    if not told.card.characters:
        nobody = "I cannot tell who that is, as nobody is known by voice or face"
        return f"{nobody}. {_nobody_feels(wanted, felt, told)}"
    never = [one.name for one in told.card.characters if not _of(felt, one.name)]
    verdict = f"I do not read that {listed(never, 'or')} is {wanted} at any time{told.where}."
    others = [
        f"{name} appears {wanted} {', '.join(_when_felt(item) for item in items[:MOST_NEAR])}"
        for name, items in by_person(felt).items()
    ]
    shown = f" {'; '.join(others)}." if others else ""
    return f"{verdict if never else f'I read everybody as {wanted} at times.'}{shown}"


def _when_felt(item: Item) -> str:
    """When, and how sure."""
    return f"{stretch(item.span)}{basis(item)}"


def _of(items: list[Item], name: str) -> list[Item]:
    return items if name == "anyone" else [item for item in items if name in item.people]


def _nobody_feels(wanted: str, felt: list[Item], told: Told) -> str:
    """All of the exceptions, or it would deny the rest; where they are many, when somebody does."""
    shown = ", ".join(map(_when_felt, felt[:MOST_LISTED]))
    if len(felt) > MOST_LISTED:
        return f"Somebody appears {wanted}{told.where} at {shown}{and_more(len(felt), MOST_LISTED)}."
    other_than = f" other than at {listed(list(map(_when_felt, felt)))}" if felt else ""
    return f"I found no moment{told.where} when anyone appears {wanted}{other_than}."


def _one_not_felt(name: str, wanted: str, felt: list[Item], other: list[Item], told: Told) -> str:
    if name == "anyone":
        return _nobody_feels(wanted, felt, told)
    when = listed(list(map(_when_felt, felt[:MOST_LISTED])))
    shown = f"other than at {when}" if felt else "at any time"
    no = f"I do not read that {name} is {wanted} {shown}{told.where}"
    moods = [f"{looks(item)} {at_stretch(item.span)}{basis(item)}" for item in other[:MOST_NEAR]]
    return f"{no}; instead {name} appears {listed(moods)}." if moods else f"{no}."


def _not_there(told: Told) -> str:
    seen = by_person(told.of("presence"))
    rest = [one.name for one in told.card.characters if one.name not in seen]
    verb = "are" if len(rest) > 1 else "is"
    return (
        f"Of the people I know, {listed(rest)} {verb} not seen{told.where}."
        if rest
        else f"Everybody I know is seen{told.where}."
    )


def _unseen(told: Told) -> str:
    """The stretches between appearances."""
    items, whole = told.of("presence"), told.span or told.card.span
    name = listed(told.people, "or") or "anybody"
    if sum(found.total for found in told.found) > len(items):
        return f"I see {name} too often to list when that is not so{told.where}."
    stays = joined([clipped(item.span, whole) for item in items])
    gaps = [gap for gap in left_of(whole, stays) if gap.duration_s >= 1]  # less is no absence
    if not gaps:
        return f"There is no moment{told.where} when I do not see {name}."
    shown = ", ".join(stretch(gap) for gap in gaps[:MOST_LISTED])
    more = f", and {len(gaps) - MOST_LISTED} more times" if len(gaps) > MOST_LISTED else ""
    return f"{capitalised(f'I do not see {name}')} at these times: {shown}{more}."
