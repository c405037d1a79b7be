"""Facts of the film as a file, and its longest parts."""

import re

from storyreel.agent.card import FilmCard
from storyreel.agent.results import Item
from storyreel.agent.wording.phrases import at_stretch, counted, length, listed
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


_LIGHT = re.compile(r"\b(?:dark|dim|bright|light)(?:m?er|m?est)\b")
_LIT = (
    ("black", re.compile(r"\bpicture is black\b")),
    ("dark", re.compile(r"\bdark\b")),
    ("dim", re.compile(r"\bdim\b")),
    ("bright", re.compile(r"\bbright")),
)
"""How scenes are described to be lit, the darkest first."""
_USUAL = 2.5
"""Between dim and bright: what is neither is not described."""
_MOST_LIT = 8


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
    asked = re.search(r"black and white|colou?r", told.question.text, re.IGNORECASE)
    return " ".join(item.text for item in told.of("film")) if asked else ""


def _count(number: int, noun: str) -> str:
    if not number:
        return f"I have not divided the film into {noun}s yet."
    cuts = f", so {counted(number - 1, 'cut')}" if noun == "shot" else ""
    return f"I know {counted(number, noun)}{cuts}."


def longest(told: Told) -> str:
    """The longest or shortest scene, shot or line; of light, all that are as dark or as bright as any."""
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
    return f"The {superlative} {kind} runs {at_stretch(best.span)}, {length(best.span.duration_s)}."


def _lit(told: Told) -> str:
    """The scenes that are as dark, or as bright, as any that is described."""
    scenes = [item for item in told.of("scene") if item.text]
    superlative = _superlative(told)
    if len(scenes) < max([len(told.of("scene")), *(found.total for found in told.found)]) or not scenes:
        return f"I cannot tell which scene is {superlative}, as I have not looked at all of them."
    levels = [_level(scene) for scene in scenes]
    most = max(levels) if superlative.startswith(("bright", "light")) else min(levels)
    own = [scene for scene, level in zip(scenes, levels, strict=True) if level == most]
    if most == _USUAL or len(own) > _MOST_LIT:
        return f"I cannot tell which scene is {superlative}."
    return " ".join(f"It is {_LIT[int(most)][0]} {at_stretch(scene.span)}." for scene in own)


def _superlative(told: Told) -> str:
    """As the question asks: `darkest`."""
    asked = _LIGHT.search(told.question.text.lower())
    return asked[0] if asked else ""


def _level(scene: Item) -> float:
    """The place in `_LIT` of how a scene is described."""
    first = scene.text.partition(". ")[0]
    return next((place for place, (_, words) in enumerate(_LIT) if words.search(first)), _USUAL)


def limit(told: Told) -> str:
    """Says what of light is known."""
    if told.question.intent != "longest" or not _LIGHT.search(told.question.text.lower()):
        return ""
    return "How dark or bright a picture is I tell in these words only: black, dark, dim or bright."
