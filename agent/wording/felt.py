"""A feeling in words: whose, when, what it was read from, and how sure it is."""

from collections.abc import Sequence

from storyreel.agent.moods import sureness
from storyreel.agent.results import Item
from storyreel.agent.wording.phrases import (
    ADJECTIVES,
    at_stretch,
    in_words,
    listed,
    looks,
    quoted,
    seems,
    sensed,
    senses,
    stretch,
)
from storyreel.agent.wording.told import MOST_LISTED
from storyreel.memory.records import EMOTIONS, Emotion, Modality

SENSES: dict[Modality, str] = {"face": "face", "voice": "voice", "text": "words"}
READABLE = listed([emotion for emotion in EMOTIONS if emotion != "neutral"])
"""The feelings that can be told."""
MOST_SHOWN = 6


def line_words(item: Item) -> str:
    """The line that a feeling was read from, where no face shows it."""
    return f", {quoted(item.text)}" if item.text else ""


def basis(item: Item, contrary: bool = True) -> str:
    """From what and how sure: `(face, confidence 0.71, probably, though the voice sounds afraid)`."""
    by = listed([SENSES[modality] for modality in senses(item)])
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


def who_feels(item: Item) -> str:
    """`Ben appears angry from 0:14 to 0:19 (face, confidence 0.71, probably)`."""
    who = listed(item.people) or "somebody"
    return f"{who} {seems(item)} {at_stretch(item.span)}{line_words(item)}{basis(item)}"


def surest(items: Sequence[Item], most: int = MOST_LISTED) -> list[Item]:
    """The surest few, in order of time."""
    chosen = sorted(items, key=lambda item: -(item.confidence or 0.0))[:most]
    return sorted(chosen, key=lambda item: item.span.start_s)


def felt_at(item: Item) -> str:
    """`angry 0:14–0:19 (face, confidence 0.71, probably)`."""
    return f"{looks(item)}{in_words([item])} {stretch(item.span)}{line_words(item)}{basis(item)}"


def each_felt(items: Sequence[Item]) -> str:
    """Feelings in order, each person named once for what they feel in a row."""
    parts, last = [], None
    for item in items[:MOST_SHOWN]:
        who = listed(item.people) or "somebody"
        parts.append(felt_at(item) if who == last else f"{who} {sensed([item])} {felt_at(item)}")
        last = who
    return "; ".join(parts)
