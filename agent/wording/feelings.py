"""Who feels what, and when."""

import re
from collections import Counter
from collections.abc import Sequence

from storyreel.agent.results import Found, Item
from storyreel.agent.understanding.emotions import find_feelings
from storyreel.agent.understanding.feelings_asked import OF_FEELINGS
from storyreel.agent.understanding.question import Question
from storyreel.agent.wording.dialogue import lines_told
from storyreel.agent.wording.felt import READABLE, basis, line_words, surest, who_feels
from storyreel.agent.wording.phrases import (
    ADJECTIVES,
    at_stretch,
    capitalised,
    counted,
    in_words,
    length,
    listed,
    looks,
    seems,
    sensed,
    senses,
    stretch,
    times,
)
from storyreel.agent.wording.told import Told, and_more, by_person, first_of
from storyreel.memory.clock import clock

MOST_COMPARED = 5
"""So many people are compared where none is named."""
_LOOK = re.compile(r"\b(?:looks?|looking|faces?|expressions?|smil\w+|grin\w*|frown\w*)\b", re.IGNORECASE)
"""Words of a question that asks for what faces show."""
_ALL = re.compile(r"\b(?:everyone|everybody|(?<!at )all)\b", re.IGNORECASE)
"""A question of all people, to which what some feel is no yes."""
_THAN = re.compile(r"\bthan\b|\b(?:more|less|fewer)\b", re.IGNORECASE)
_ANY = re.compile(r"\b(?:any|some|every)(?:body|one)\b|\bever\b|\ball\b", re.IGNORECASE)
_FILM = re.compile(r"\b(?:film|movie|video|clip|story)\b", re.IGNORECASE)
"""A question of the whole film, which a few moments do not answer."""


def feelings(told: Told) -> str:
    """When somebody feels something, or what they feel."""
    question = told.question
    if question.unknown_feeling and not question.emotions:
        return unknown(told)
    if not told.of("emotion"):
        return none_felt(told)
    items, without_faces = _asked(told)
    each = _each_counted(items, told)
    return f"{each}{without_faces}{_told(items, told)}{_aroused(items) if question.strength else ''}"


def _compares(question: Question) -> bool:
    """Whether it asks for more of one than of another, which no single finding affirms."""
    felt = find_feelings(question.text)
    return bool(_THAN.search(question.text)) or any(one.degree in ("more", "less") for one in felt)


def _asks_which(question: Question) -> bool:
    """Whether it puts one feeling against another: which of them it is, not whether either is there."""
    is_either = bool(re.search(r"\bor\b", question.text, re.IGNORECASE)) and not _ANY.search(question.text)
    return len(question.emotions) > 1 and (is_either or _compares(question))


def _yes(told: Told) -> str:
    """What affirms, where that is all that is asked."""
    return "" if _compares(told.question) or _asks_which(told.question) else told.yes


def _each_counted(items: Sequence[Item], told: Told) -> str:
    """How often each of several feelings is found, where it is asked which it is and all are at hand."""
    are_all = all(found.total <= len(found.items) for found in told.found)
    is_which = _asks_which(told.question) and told.question.which == "all" and len(told.people) < 2
    if not is_which or not are_all or len(items) < 2:
        return ""
    counts = Counter(item.emotion for item in items if item.emotion)
    each = [f"{ADJECTIVES[one]} {times(count)}" for one, count in counts.most_common()]
    return f"{listed(told.people) or 'Somebody'} {sensed(items)} {listed(each)}{told.where}. "


def compared(told: Told) -> str:
    """Says so where more is asked for than was compared."""
    is_alone = told.question.intent == "feelings" and len(told.question.emotions) == 1
    is_asked = is_alone and told.question.ask == "whether" and _compares(told.question)
    return "I have not compared this with anything else." if is_asked and told.of("emotion") else ""


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


def _told(items: Sequence[Item], told: Told) -> str:
    question = told.question
    if question.which != "all":
        return _one(first_of(items, question.which)[0], told)
    if not question.emotions:
        return _what(items)
    if question.ask == "who" or not question.people:
        return of_anyone(items, told)
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
    near = f" Nearest to it: {'; '.join(map(who_feels, felt))}." if felt else ""
    said = [item for item in told.about("dialogue") if item.kind in ("line", "song")][:3]
    return f"{cannot}{near}{f' It is spoken of: {lines_told(said)}.' if said else ''}"


def asked_feeling(told: Told) -> str:
    """`angry or sad`; `emotional` for nearly all."""
    emotions = told.question.emotions
    return listed([ADJECTIVES[emotion] for emotion in emotions], "or") if len(emotions) < 5 else "emotional"


def none_felt(told: Told) -> str:
    """That no such feeling was found."""
    who = listed(told.people, "or") or "anyone"
    if (least := told.question.least_sure) is not None:
        so_sure = f"that I am so sure of (confidence {least:.2f} or more)"
        return f"I cannot tell of a feeling of {who}{told.where} {so_sure}."
    if not told.question.emotions:
        return f"I found no clear feeling of {who}{told.where}."
    return f"{told.no}I found no moment when {who} appears {asked_feeling(told)}{told.where}."


def _one(item: Item, told: Told) -> str:
    who = listed(item.people) or "Somebody"
    feels = f"{told.question.which} {seems(item)}{told.where}"
    return f"{who} {feels} {at_stretch(item.span)}{line_words(item)}{basis(item)}."


def of_anyone(items: Sequence[Item], told: Told) -> str:
    """When somebody feels as asked, whoever it is."""
    shown = surest(items)
    each = "; ".join(
        f"{listed(item.people) or 'somebody'}{_which_feeling(item, told)} "
        f"{stretch(item.span)}{line_words(item)}{basis(item)}"
        for item in shown
    )
    of_film = told.question.ask == "whether" and _FILM.search(told.question.text)
    of_all = of_film or _ALL.search(told.question.text)
    yes = "Yes: " if _yes(told) and not of_all else ""
    if len(items) == 1 and not yes and not of_film:
        return f"{capitalised(who_feels(items[0]))}."
    total = _total(items, told.found, told)
    kind = f"{sensed(items)} {asked_feeling(told)}{in_words(items)}"
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
    lasting = f", for {seconds} in all" if told.question.ask == "duration" else ""
    feels = f"{sensed(items)} {asked_feeling(told)}{in_words(items)} {times(total)}{told.where}{lasting}"
    return f"{_yes(told)}{name} {feels}: {each}{and_more(total, len(shown))}."


def _what(items: Sequence[Item]) -> str:
    shown = surest([item for item in items if item.emotion != "neutral"] or items)
    return f"{capitalised('; '.join(map(who_feels, shown)))}."
