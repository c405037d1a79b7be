"""What is heard beside speech: what subtitles caption, and music, noises and silence by ear."""

import re

from storyreel.agent.context import Context
from storyreel.agent.recall.asked import found, span_of
from storyreel.agent.recall.items import spoken
from storyreel.agent.results import Found, Item
from storyreel.agent.scenes import names_of
from storyreel.agent.understanding.text import content_words
from storyreel.memory import sounds as heard_sounds
from storyreel.memory import timeline as timelines
from storyreel.memory.records import SoundKind, Span, Texture, Utterance
from storyreel.memory.sounds import Heard

_FAMILIES = (
    "song sing sang sung vocal choir hum",
    "music melod tune piano guitar violin orchestra band song sing sang sung choir hum",
    "laugh chuckl giggl snicker",
    "cry cries cried sob weep wept wail whimper",
    "scream shriek yell shout",
    "bang slam thud crash",
    "ring bell chime",
    "shot gunshot gunfire gun",
    "clap applau cheer",
)
"""Words that captions use for each other, by their beginnings; the first family that has a word is meant."""
_BY_EAR: dict[SoundKind, tuple[str, ...]] = {
    "music": ("music", "soundtrack", "score"),
    "effects": ("noise", "effect"),
    "silence": ("silen", "quiet"),
}
"""What can be told by ear alone, by how the words for it begin."""
_TEXTURES: dict[Texture, str] = {
    "impacts": "sudden noises",
    "calls": "calls or whistles",
    "noise": "a steady rush",
}
LEAST_CONFIDENCE = 0.6
"""Below this, what is heard by ear is not told."""


def sounds(
    context: Context, words: str | None = None, start_s: float | None = None, end_s: float | None = None
) -> Found:
    """Sounds and songs that subtitles caption, with certain words or all; music, noises, silence by ear."""
    span = span_of(context, start_s, end_s)
    lines = timelines.dialogue(context.library.facts, context.film.id, span)
    names = names_of(context.library, context.film)
    wanted = [_pattern(word) for word in content_words(words or "")]
    heard = [
        spoken(line, names)
        for line in lines
        if line.utterance.manner != "speech" and all(one.search(_described(line.utterance)) for one in wanted)
    ]
    kinds = _kinds(words)
    by_ear = [
        _item(context, one)
        for one in heard_sounds.heard(context.library.facts, context.film.id, span, kinds)
        if kinds and one.confidence >= LEAST_CONFIDENCE
    ]
    items = sorted([*heard, *by_ear], key=lambda item: item.span.start_s)
    return found(context, items, span, ("lines", "sounds") if kinds else ("lines",))


def _kinds(words: str | None) -> tuple[SoundKind, ...]:
    """What of the words can be told by ear: of silence all, for what is heard instead denies it."""
    asked = content_words(words or "")
    if not asked or any(word.lower().startswith(_BY_EAR["silence"]) for word in asked):
        return ("music", "effects", "silence")
    told = [kind for kind, own in _BY_EAR.items() if all(word.lower().startswith(own) for word in asked)]
    return tuple(told)


def _item(context: Context, one: Heard) -> Item:
    return Item(
        kind="heard",
        span=one.span,
        text=_described_by_ear(context, one),
        confidence=round(one.confidence, 3),
        evidence=one.evidence,
    )


def _described_by_ear(context: Context, one: Heard) -> str:
    if one.what == "effects":
        return _TEXTURES[one.texture] if one.texture else "noises"
    if one.what == "music":
        return ", ".join(["music", *_manner(context, one.span)])
    return one.what


def _manner(context: Context, span: Span) -> list[str]:
    """How music goes: its tempo and mode, where its first part that plays alone tells them."""
    mood = next(iter(heard_sounds.moods(context.library.facts, context.film.id, span)), None)
    if mood is None:
        return []
    tempo = [f"about {round(mood.tempo_bpm)} beats a minute"] if mood.tempo_bpm else []
    return [*tempo, *([f"in a {mood.mode} key"] if mood.mode else [])]


def _described(utterance: Utterance) -> str:
    """The words of a caption; a song's are not about what is heard, but it is music."""
    return "music song singing" if utterance.manner == "song" else utterance.words


def _pattern(word: str) -> re.Pattern[str]:
    """Any word of its family, else the word whatever its ending."""
    family = next((one.split() for one in _FAMILIES if word.lower().startswith(tuple(one.split()))), None)
    beginnings = family or [word.lower()[: max(3, len(word) - 3)] if len(word) > 4 else word.lower()]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})", re.IGNORECASE)
