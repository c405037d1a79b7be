"""What is heard beside speech: sounds and songs, as far as subtitles caption them."""

import re

from storyreel.agent.context import Context
from storyreel.agent.recall.asked import found, span_of
from storyreel.agent.recall.items import spoken
from storyreel.agent.results import Found
from storyreel.agent.scenes import names_of
from storyreel.agent.understanding.text import content_words
from storyreel.memory import timeline as timelines
from storyreel.memory.records import Utterance

_FAMILIES = (
    "song sing sang vocal choir hum",
    "music melod tune piano guitar violin orchestra band song sing sang choir hum",
    "laugh chuckl giggl snicker",
    "cry cries cried sob weep wept wail whimper",
    "scream shriek yell shout",
    "bang slam thud crash",
    "ring bell chime",
    "shot gunshot gunfire gun",
    "clap applau cheer",
)
"""Words that captions use for each other, by their beginnings; the first family that has a word is meant."""


def sounds(
    context: Context, words: str | None = None, start_s: float | None = None, end_s: float | None = None
) -> Found:
    """Sounds and songs that are heard, with certain words or all, as subtitles caption them."""
    span = span_of(context, start_s, end_s)
    lines = timelines.dialogue(context.library.facts, context.film.id, span)
    names = names_of(context.library, context.film)
    wanted = [_pattern(word) for word in content_words(words or "")]
    heard = [
        spoken(line, names)
        for line in lines
        if line.utterance.manner != "speech" and all(one.search(_described(line.utterance)) for one in wanted)
    ]
    return found(context, heard, span, ("lines",))


def _described(utterance: Utterance) -> str:
    """The words of a caption; a song's are not about what is heard, but it is music."""
    return "music song singing" if utterance.manner == "song" else utterance.words


def _pattern(word: str) -> re.Pattern[str]:
    """Any word of its family, else the word whatever its ending."""
    family = next((one.split() for one in _FAMILIES if word.lower().startswith(tuple(one.split()))), None)
    beginnings = family or [word.lower()[: max(3, len(word) - 3)] if len(word) > 4 else word.lower()]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})", re.IGNORECASE)
