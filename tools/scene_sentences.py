"""English sentences for what is known of a segment. Says less where less is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Size = Literal["extreme close-up", "close-up", "medium shot", "long shot"]
Motion = Literal["still", "slow", "lively", "frantic"]
Light = Literal["black", "dark", "dim", "bright"]
Pace = Literal["one take", "quick cutting"]

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
QUOTED_CHARACTERS = 90
QUOTED_TEXTS = 3
PLAYS, MOST, THROUGHOUT = 0.2, 0.6, 0.9
"""How much of a segment must have music, or silence, to be told so."""
NAMED = 6
"""People who are named one by one; a longer list tells nothing."""


@dataclass(frozen=True)
class View:
    """What the picture is like."""

    shots: int
    size: Size | None
    """None where there is no face to measure by."""
    motion: Motion
    light: Light | None
    colourless: bool
    pace: Pace | None


@dataclass(frozen=True)
class Line:
    """Something said or sung."""

    words: str
    speaker: str | None


@dataclass(frozen=True)
class Sounds:
    """What is heard."""

    speech: tuple[Line, ...] = ()
    songs: tuple[Line, ...] = ()
    noises: tuple[str, ...] = ()
    """As subtitles caption them."""
    music: float = 0.0
    """How much of the time music plays, 0 to 1, by ear."""
    silence: float = 0.0
    """How much of the time nothing is heard."""


def of_view(view: View) -> list[str]:
    """What a camera report would say."""
    if view.light == "black":
        return ["The picture is black."]
    parts = [_shots(view), *_manner(view)]
    return [", ".join(parts) + "."]


def _shots(view: View) -> str:
    size = view.size or "shot"
    if view.shots == 1:
        return f"{'An' if size[0] == 'e' else 'A'} {size}"
    mostly = f", mostly {size}s" if view.size else ""
    return f"{_number(view.shots).capitalize()} shots{mostly}"


def _manner(view: View) -> list[str]:
    """How it is lit, how it moves and how it is cut."""
    motion = {"still": "nearly still", "slow": "moving slowly", "lively": "lively", "frantic": "frantic"}
    light = {"dark": "dark", "dim": "in dim light", "bright": "brightly lit"}
    return [
        *(["in black and white"] if view.colourless else []),
        *([light[view.light]] if view.light in light else []),
        motion[view.motion],
        *(["in one long take"] if view.pace == "one take" else []),
        *(["quickly cut"] if view.pace == "quick cutting" else []),
    ]


def of_people(people: Sequence[str], unknown: int) -> list[str]:
    """Who can be seen, by names or placeholders of them."""
    if not people and not unknown:
        return ["No face can be seen."]
    sentences = []
    if people:
        sentences.append(f"{_series(_named(people))} can be seen.")
    if unknown:
        sentences.append(_of_unknown(unknown, bool(people)))
    return sentences


def _named(people: Sequence[str]) -> list[str]:
    others = len(people) - NAMED
    names = list(people[:NAMED])
    return names + ([f"{_number(others)} other{'s' if others > 1 else ''}"] if others > 0 else [])


def _of_unknown(count: int, others: bool) -> str:
    more = " more" if others else ""
    number = _number(count).capitalize()
    if count == 1:
        return f"{number}{more} face is too small or blurred to recognise."
    return f"{number}{more} faces are too small or blurred to recognise."


def of_texts(texts: Sequence[str]) -> list[str]:
    """What can be read in the picture."""
    if not texts:
        return []
    quotes = [quoted(text) for text in texts[:QUOTED_TEXTS]]
    more = ", among other words" if len(texts) > QUOTED_TEXTS else ""
    return [f"{_series(quotes)} can be read in the picture{more}."]


def of_sounds(sounds: Sounds) -> list[str]:
    """What is said, sung and heard."""
    sentences = _of_speech(sounds.speech)
    if sounds.songs:
        sentences.append(_told("sings", sounds.songs[0]))
    if sounds.noises:
        sentences.append(f"Sounds are heard: {_series(list(sounds.noises))}.")
    return [*sentences, *_by_ear(sounds)]


def _by_ear(sounds: Sounds) -> list[str]:
    if sounds.silence >= THROUGHOUT:
        is_captioned = sounds.speech or sounds.songs or sounds.noises
        return ["The sound track itself is silent." if is_captioned else "It is silent."]
    if sounds.silence >= MOST:
        return ["Mostly it is silent."]
    if sounds.music >= THROUGHOUT:
        return ["Music plays throughout."]
    return ["Music plays."] if sounds.music >= PLAYS else []


def _of_speech(lines: Sequence[Line]) -> list[str]:
    if not lines:
        return []
    first = _told("says", lines[0])
    if len(lines) == 1:
        return [first]
    others = sorted({line.speaker for line in lines[1:] if line.speaker} - {lines[0].speaker})
    count = _number(len(lines) - 1).capitalize()
    noun = "more line follows" if len(lines) == 2 else "more lines follow"
    by = f", from {_series(others)} too" if others else ""
    return [first, f"{count} {noun}{by}."]


def _told(verb: str, line: Line) -> str:
    quote = quoted(line.words)
    end = "" if quote[-2] in ".!?…" else "."
    return f"{line.speaker or 'Somebody'} {verb}: {quote}{end}"


def quoted(words: str) -> str:
    """A quotation of at most about 90 characters, cut at a word, on one line, without braces."""
    line = " ".join(words.split()).translate({ord("{"): "(", ord("}"): ")", ord('"'): "'"})
    if len(line) > QUOTED_CHARACTERS:
        line = line[:QUOTED_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return f'"{line.rstrip(",;")}"'


def _series(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
