"""Times, lists and quantities in words."""

import re
from collections.abc import Sequence

from storyreel.agent.results import Item
from storyreel.memory.clock import clock
from storyreel.memory.records import EMOTIONS, MODALITIES, Emotion, Modality, Span

ADJECTIVES: dict[Emotion, str] = {
    "anger": "angry",
    "disgust": "disgusted",
    "fear": "afraid",
    "happiness": "happy",
    "sadness": "sad",
    "surprise": "surprised",
    "neutral": "calm",
}
_BEGINS_NO_NAME = re.compile(
    r"(?:An?|The|No|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Both|Some|Several|Many|Few|Most|Another|Each"
    r"|His|Her|Its|Their|This|That|These|Those|He|She|It|They|There|Some(?:one|body)|People|Men|Women|Children"
    r"|Music|Sounds"
    r"|In|On|At|Behind|Beside|Near|Under|Over|Outside|Inside|As|While|When|Then|Mostly) (?![A-Z])"
)


def looks(item: Item) -> str:
    """How somebody feels, as an adjective."""
    return ADJECTIVES[item.emotion or "neutral"]


def senses(item: Item) -> list[Modality]:
    """The modalities that speak for the feeling: those that find it more likely than by chance."""
    given = [one for one in MODALITIES if item.modalities.get(one, 0.0) > 1 / len(EMOTIONS)]
    return given or [one for one in MODALITIES if one in item.modalities]


def seems(item: Item) -> str:
    """`appears angry`, or by ear alone `sounds angry`, or by words alone `sounds angry in what is said`."""
    return f"{sensed([item])} {looks(item)}{in_words([item])}"


def sensed(items: Sequence[Item]) -> str:
    """`appears`, or `sounds` where no face shows it."""
    heard = all(item.modalities and "face" not in senses(item) for item in items)
    return "sounds" if heard else "appears"


def in_words(items: Sequence[Item]) -> str:
    """Says so where nothing but words tells a feeling."""
    return " in what is said" if all(senses(item) == ["text"] for item in items) else ""


def stretch(span: Span) -> str:
    """A span as clock times; one time where both fall into the same second.

    >>> stretch(Span(start_s=22.6, end_s=27.9))
    '0:22–0:27'
    """
    start, end = clock(span.start_s), clock(span.end_s)
    return start if start == end else f"{start}–{end}"


def at_stretch(span: Span) -> str:
    """`at 0:47`, or `from 0:22 to 0:27`."""
    start, end = clock(span.start_s), clock(span.end_s)
    return f"at {start}" if start == end else f"from {start} to {end}"


def listed(things: Sequence[str], last: str = "and") -> str:
    """Things in a row.

    >>> listed(["Anna", "Ben", "Cleo"])
    'Anna, Ben and Cleo'
    """
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def length(seconds: float) -> str:
    """A duration.

    >>> length(4.4), length(75), length(3600)
    ('4 seconds', '1 minute 15 seconds', '1 hour')
    """
    whole = round(seconds)
    if whole < 1:
        return "less than a second"
    parts = [(whole // 3600, "hour"), (whole // 60 % 60, "minute"), (whole % 60, "second")]
    return " ".join(counted(number, unit) for number, unit in parts[: 2 if whole >= 3600 else 3] if number)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun.

    >>> counted(1, "person", "people"), counted(0, "line")
    ('1 person', '0 lines')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def spoken_words(lines: Sequence[Item]) -> int:
    """How many words lines have; a mark that stands alone is none."""
    return sum(any(letter.isalnum() for letter in word) for line in lines for word in line.text.split())


def times(number: int) -> str:
    """`once`, `twice`, `5 times`."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def quoted(words: str) -> str:
    """The film's own words on one line, in quotation marks."""
    plain = " ".join(words.split()).rstrip(",;")
    return f"“{plain.replace('“', '‘').replace('”', '’')}”"


def sure(confidence: float | None) -> str:
    """How sure, in brackets, where it is said."""
    return "" if confidence is None else f" (confidence {confidence:.2f})"


def in_sentence(sentence: str) -> str:
    """A sentence as it goes on after a colon: its first letter is small where that surely begins no name.

    >>> in_sentence("A man sits."), in_sentence("Grace sits."), in_sentence("The Joker sits.")
    ('a man sits.', 'Grace sits.', 'The Joker sits.')
    """
    return sentence[:1].lower() + sentence[1:] if _BEGINS_NO_NAME.match(sentence) else sentence


def capitalised(sentence: str) -> str:
    """The sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]
