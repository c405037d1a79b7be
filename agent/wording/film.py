"""Facts of the film as a file, and its longest parts."""

import re

from storyreel.agent.card import FilmCard
from storyreel.agent.results import Item
from storyreel.agent.wording.dialogue import line_of
from storyreel.agent.wording.phrases import at_stretch, capitalised, counted, length, listed
from storyreel.agent.wording.told import Told
from storyreel.memory.clock import clock

LANGUAGES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
"""The commonest languages of films by ISO 639-1 code; others are told by their code."""


_PARTS = {"shot": "shot", "take": "shot", "line": "line", "speech": "line"}
"""Parts of a film that are measured, by the words for them; scenes, if none of them is said."""


_COLOUR = re.compile(r"black and white|colou?r", re.IGNORECASE)
_LIGHT = re.compile(r"\b(?:dark|dim|bright|light)(?:m?er|m?est)\b")


def film_fact(told: Told) -> str:
    """One fact of the film."""
    if told.question.subject == "picture":
        return _picture(told)
    if told.question.subject == "part":
        return _part(told)
    return _facts(told.card)[told.question.subject or "duration"]


def _part(told: Told) -> str:
    """When the part of the film runs that is asked about."""
    span = told.span or told.card.span
    return f"That runs {at_stretch(span)}, {length(span.duration_s)}."


def card_item(card: FilmCard) -> Item:
    """All that the card says of the film: who answers is told it, so an answer may rest on it."""
    known = f"I know {counted(len(card.characters), 'character')}."
    known += "" if card.has_sound else " The film has no sound."
    text = " ".join([*_facts(card).values(), _size(card), known])
    return Item(kind="film", span=card.span, text=text)


def _facts(card: FilmCard) -> dict[str, str]:
    return {
        "duration": f"The film is {clock(card.duration_s)} long ({length(int(card.duration_s))}).",
        "title": f"It is {card.title}.",
        "subtitles": _subtitles(card),
        "languages": _languages(card),
        "known": f"The film was ingested at {card.depth} depth."
        if card.depth
        else "The film was not ingested; I watch what a question needs.",
        "shots": _count(card.shots, "shot"),
        "scenes": _count(card.scenes, "scene"),
        "lines": f"I know {counted(card.lines, 'line')} of dialogue.",
    }


def _subtitles(card: FilmCard) -> str:
    if card.lines and not card.recognised:
        return f"Yes: {counted(card.lines, 'line')} of subtitles are known."
    inside = f" The file holds {counted(len(card.subtitles), 'text track')}." if card.subtitles else ""
    heard = "; the dialogue was recognised from the sound" if card.lines else ""
    return f"No subtitles were read{heard}.{inside}"


def _languages(card: FilmCard) -> str:
    named = [LANGUAGES.get(one, one) for one in card.languages]
    spoken = f" The lines I know are in {listed(named)}." if named else ""
    tracks = listed(card.audio)
    return (
        f"The film has {counted(len(card.audio), 'sound track')}{f' ({tracks})' if tracks else ''}."
        f"{spoken or ' I do not know which language is spoken.'}"
    )


def _picture(told: Told) -> str:
    return f"{_colour(told)} {_size(told.card)}".strip()


def _size(card: FilmCard) -> str:
    if not card.has_picture:
        return "The film has no picture: it is only heard."
    size = f"{card.width_px} by {card.height_px} pixels at {card.frame_rate_hz:.3g} frames a second"
    return f"The picture is {size}."


def _colour(told: Told) -> str:
    """Whether it is black and white, where that is asked and scenes were described."""
    asked = _COLOUR.search(told.question.text)
    return " ".join(item.text for item in told.of("film") if asked and _COLOUR.search(item.text))


def _count(number: int, noun: str) -> str:
    if not number:
        return f"I have not divided the film into {noun}s yet."
    cuts = f", so {counted(number - 1, 'cut')}" if noun == "shot" else ""
    return f"I know {counted(number, noun)}{cuts}."


def longest(told: Told) -> str:
    """The longest or shortest scene, shot or line; or the darkest or brightest scene."""
    wanted = told.question.text.lower()
    if _LIGHT.search(wanted):
        return _lit(told)
    if re.search(r"\b(?:silence|pause)\b", wanted):
        return ""  # what is not subtitled may still be heard
    kind = next((kind for word, kind in _PARTS.items() if word in wanted), "scene")
    items = [item for item in told.items if item.kind == kind]
    if not items:
        return f"I have not divided the film into {kind}s yet."
    pick = min if told.question.least else max
    best = pick(items, key=lambda item: item.span.duration_s)
    superlative = "shortest" if told.question.least else "longest"
    if kind == "line":
        runs = f"The {superlative} line runs {at_stretch(best.span)}, {length(best.span.duration_s)}"
        return f"{runs}. {capitalised(line_of(best))}."
    return f"The {superlative} {kind} runs {at_stretch(best.span)}, {length(best.span.duration_s)}."


def _lit(told: Told) -> str:
    """The darkest or the brightest scene, as far as the light of all scenes is measured."""
    asked = _LIGHT.search(told.question.text.lower())
    which = "brightest" if asked and asked[0].startswith(("bright", "light")) else "darkest"
    measured = [item.text for item in told.of("film") if item.text.startswith(f"The {which} scene")]
    return " ".join(measured) or f"I cannot tell which scene is {which}."


def limit(told: Told) -> str:
    """Says why it is not known how light scenes are."""
    is_asked = told.question.intent == "longest" and _LIGHT.search(told.question.text.lower())
    known = any("brightness" in item.text for item in told.of("film"))
    return "Not all scenes were measured for how light they are." if is_asked and not known else ""
