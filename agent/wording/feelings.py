"""Who feels what, when, how strongly."""

import re
from collections.abc import Sequence

from storyreel.agent.moods import sureness
from storyreel.agent.results import Found, Item
from storyreel.agent.understanding.feelings_asked import OF_FEELINGS
from storyreel.agent.wording.dialogue import lines_told
from storyreel.agent.wording.phrases import (
    ADJECTIVES,
    at_stretch,
    capitalised,
    counted,
    in_words,
    length,
    listed,
    looks,
    quoted,
    seems,
    sensed,
    senses,
    stretch,
    sure,
    times,
)
from storyreel.agent.wording.told import MOST_LISTED, Told, and_more, by_person, first_of
from storyreel.memory.clock import clock
from storyreel.memory.records import EMOTIONS, Emotion, Modality

MOST_COMPARED = 5
"""So many people are compared where none is named."""
_MODALITY_WORDS = {"face": "face", "voice": "voice", "text": "words"}
READABLE = listed([emotion for emotion in EMOTIONS if emotion != "neutral"])
"""The feelings that can be told."""
_LOOK = re.compile(r"\b(?:looks?|looking|faces?|expressions?|smil\w+|grin\w*|frown\w*)\b", re.IGNORECASE)
"""Words of a question that asks for what faces show."""
_ALL = re.compile(r"\b(?:everyone|everybody|(?<!at )all)\b", re.IGNORECASE)
"""A question of all people, to which what some feel is no yes."""
_FILM = re.compile(r"\b(?:film|movie|video|clip|story)\b", re.IGNORECASE)
"""A question of the whole film, which a few moments do not answer."""
_SUPERLATIVES: dict[Emotion, str] = {
    "anger": "angriest",
    "disgust": "most disgusted",
    "fear": "most fearful",
    "happiness": "happiest",
    "sadness": "saddest",
    "surprise": "most surprised",
    "neutral": "calmest",
}


def feelings(told: Told) -> str:
    """When somebody feels something, or what they feel."""
    question = told.question
    if question.unknown_feeling and not question.emotions:
        return unknown(told)
    if not told.of("emotion"):
        return _none(told)
    items, without_faces = _asked(told)
    return f"{without_faces}{_told(items, told)}{_aroused(items) if question.strength else ''}"


def _aroused(items: Sequence[Item]) -> str:
    """How excited voices are, where it is asked how strong a feeling is."""
    heard = surest([item for item in items if item.arousal is not None], MOST_COMPARED)
    each = [
        f"{listed(item.people) or 'somebody'} at {clock(item.span.start_s)}, {item.arousal:.2f}"
        for item in heard
    ]
    return f" The arousal of the voice is, of {'; of '.join(each)}." if each else ""


def _asked(told: Told) -> tuple[list[Item], str]:
    """Who looks angry is asked of faces; where none shows it, the rest must do, and that is said."""
    items = told.of("emotion")
    if not _LOOK.search(told.question.text):
        return items, ""
    seen = [item for item in items if "face" in senses(item)]
    if seen or not items:
        return seen, ""
    picture = "No face shows it that I saw" if told.card.has_picture else "There is no picture to see it in"
    return items, f"{picture}; going by what is heard: "


def line_words(item: Item) -> str:
    """The line that a feeling was read from, where no face shows it."""
    return f", {quoted(item.text)}" if item.text else ""


def _told(items: Sequence[Item], told: Told) -> str:
    question = told.question
    if question.which != "all":
        return _one(first_of(items, question.which)[0], told)
    if not question.emotions:
        return _what(items)
    if question.ask == "who" or not question.people:
        return _anyone(items, told)
    return " ".join(_of_person(name, own, told) for name, own in by_person(items).items())


def read_from(told: Told) -> str:
    """What feelings were read from, where none was found or it is asked how sure they are."""
    wanted = told.question.doubted or not (told.of("emotion") or told.question.strangers)
    notes = dict.fromkeys(note for found in told.found if not found.looks for note in found.notes)
    return " ".join(notes) if wanted and told.question.intent in OF_FEELINGS else ""


def unknown(told: Told) -> str:
    """Says which feelings can be told, what of them comes nearest, and who says the word itself."""
    asked = told.question.unknown_feeling or ""
    cannot = f"I cannot tell who is {asked}: from faces, voices and words I read only {READABLE}."
    felt = surest(told.of("emotion"), MOST_COMPARED)
    near = f" Nearest to it: {'; '.join(map(_at, felt))}." if felt else ""
    said = [item for item in told.about("dialogue") if item.kind in ("line", "song")][:3]
    return f"{cannot}{near}{f' It is spoken of: {lines_told(said)}.' if said else ''}"


def _adjective(told: Told) -> str:
    return (
        listed([ADJECTIVES[emotion] for emotion in told.question.emotions], "or")
        if len(told.question.emotions) < 5
        else "emotional"
    )


def _none(told: Told) -> str:
    who = listed(told.people, "or") or "anyone"
    no = "No: " if told.question.ask == "whether" else ""
    if (least := told.question.least_sure) is not None:
        so_sure = f"that I am so sure of (confidence {least:.2f} or more)"
        return f"I cannot tell of a feeling of {who}{told.where} {so_sure}."
    if not told.question.emotions:
        return f"I found no clear feeling of {who}{told.where}."
    return f"{no}I found no moment when {who} appears {_adjective(told)}{told.where}."


def _one(item: Item, told: Told) -> str:
    who = listed(item.people) or "Somebody"
    feels = f"{told.question.which} {seems(item)}{told.where}"
    return f"{who} {feels} {at_stretch(item.span)}{line_words(item)}{basis(item)}."


def basis(item: Item, contrary: bool = True) -> str:
    """From what and how sure: `(face, confidence 0.71, probably, though the voice sounds afraid)`."""
    by = listed([_MODALITY_WORDS[modality] for modality in senses(item)])
    certain = (
        "" if item.confidence is None else f"confidence {item.confidence:.2f}, {sureness(item.confidence)}"
    )
    against = [_against(modality, emotion) for modality, emotion in item.against.items() if contrary]
    inside = ", ".join(part for part in (by, certain, *against) if part)
    return f" ({inside})" if inside else ""


def _against(modality: Modality, emotion: Emotion) -> str:
    """What a sense tells instead."""
    verb = {"face": "the face looks", "voice": "the voice sounds", "text": "the words sound"}[modality]
    return f"though {verb} {ADJECTIVES[emotion]}"


def _anyone(items: Sequence[Item], told: Told) -> str:
    shown = surest(items)
    each = "; ".join(
        f"{listed(item.people) or 'somebody'}{_which_feeling(item, told)} "
        f"{stretch(item.span)}{line_words(item)}{basis(item)}"
        for item in shown
    )
    of_film = told.question.ask == "whether" and _FILM.search(told.question.text)
    of_all = of_film or _ALL.search(told.question.text)
    yes = "Yes: " if told.question.ask == "whether" and not of_all else ""
    if len(items) == 1 and not yes and not of_film:
        return f"{capitalised(_at(items[0]))}."
    total = _total(items, told.found, told)
    kind = f"{sensed(items)} {_adjective(told)}{in_words(items)}"
    moments = f"{counted(total, 'moment')} when someone {kind}{told.where}"
    found = f"{yes}I found {moments}: {each}{and_more(total, len(shown))}."
    return f"{found} {_share(told)}" if of_film else found


def _share(told: Told) -> str:
    """How much of the film it is: moments do not make a film sad."""
    seconds = length(sum(found.seconds or 0.0 for found in told.found))
    surest = max(item.confidence or 0.0 for item in told.of("emotion"))
    film = f"of a film {length(int(told.card.duration_s))} long"
    return f"That is {seconds} in all, {film}; the surest has confidence {surest:.2f}."


def _total(items: Sequence[Item], found: Sequence[Found], told: Told) -> int:
    """How many there are, also of those that were not handed back."""
    if len(items) < len(told.of("emotion")) and not told.question.people:
        return len(items)
    return max([len(items), *(one.total for one in found)])


def _at(item: Item) -> str:
    who = listed(item.people) or "somebody"
    return f"{who} {seems(item)} {at_stretch(item.span)}{line_words(item)}{basis(item)}"


def surest(items: Sequence[Item], most: int = MOST_LISTED) -> list[Item]:
    """The surest few, in order of time."""
    chosen = sorted(items, key=lambda item: -(item.confidence or 0.0))[:most]
    return sorted(chosen, key=lambda item: item.span.start_s)


def _which_feeling(item: Item, told: Told) -> str:
    return f" {looks(item)}" if len(told.question.emotions) > 1 else ""


def _of_person(name: str, items: Sequence[Item], told: Told) -> str:
    shown = surest(items)
    total = max(
        (found.total for found in told.found if any(name in item.people for item in found.items)),
        default=len(items),
    )
    each = "; ".join(
        f"{stretch(item.span)}{_which_feeling(item, told)}{line_words(item)}{basis(item)}" for item in shown
    )
    seconds = length(sum(item.span.duration_s for item in items))
    yes = "Yes, " if told.question.ask == "whether" else ""
    lasting = f", for {seconds} in all" if told.question.ask == "duration" else ""
    feels = f"{sensed(items)} {_adjective(told)}{in_words(items)} {times(total)}{told.where}{lasting}"
    return f"{yes}{name} {feels}: {each}{and_more(total, len(shown))}."


def _what(items: Sequence[Item]) -> str:
    shown = surest([item for item in items if item.emotion != "neutral"] or items)
    return f"{capitalised('; '.join(map(_at, shown)))}."


def strongest(told: Told) -> str:
    """The moment of most feeling."""
    items = told.of("emotion")
    if not items:
        return _none(told)
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
        return _none(told)
    if not people:
        return f"I cannot tell who it is, as nobody is known by voice or face. {_anyone(items, told)}"
    seconds = {name: sum(item.span.duration_s for item in items) for name, items in people.items()}
    ranked = sorted(seconds, key=lambda name: seconds[name], reverse=not told.question.least)
    each = "; ".join(
        f"{name} {length(seconds[name])}, {_stretches(people[name])}" for name in ranked[:MOST_COMPARED]
    )
    degree = "least" if told.question.least else "most"
    return f"{ranked[0]} appears {_adjective(told)} {degree}{told.where}: {each}."


def leading(told: Told) -> str:
    """Which feeling somebody shows most."""
    seconds: dict[Emotion, float] = {}
    for item in told.of("emotion"):
        if item.emotion and item.emotion != "neutral":
            seconds[item.emotion] = seconds.get(item.emotion, 0.0) + item.span.duration_s
    if not seconds:
        return _none(told)
    ranked = sorted(seconds, key=lambda emotion: seconds[emotion], reverse=not told.question.least)
    who = listed(told.people) or "somebody"
    each = "; ".join(_lasting(emotion, seconds[emotion], told) for emotion in ranked)
    degree = "least" if told.question.least else "most"
    return f"{capitalised(who)} appears {ADJECTIVES[ranked[0]]} {degree}{told.where}: {each}."


def _lasting(emotion: Emotion, seconds: float, told: Told) -> str:
    own = [item for item in told.of("emotion") if item.emotion == emotion]
    return f"{ADJECTIVES[emotion]} {length(seconds)}, {_stretches(own)}"


def _stretches(items: Sequence[Item]) -> str:
    """When, and how sure."""
    shown = surest(items, most=3)
    return ", ".join(f"{stretch(item.span)}{basis(item)}" for item in shown)


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
    seconds = {name: sum(item.span.duration_s for item in items) for name, items in people.items()}
    if not any(seconds.values()):
        return _none(told)
    ranked = sorted(seconds, key=lambda name: seconds[name], reverse=not told.question.least)
    kind, first = _adjective(told), ranked[0]
    each = "; ".join(
        f"{name} {length(seconds[name])}, {_stretches(people[name])}" for name in ranked if seconds[name]
    )
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
