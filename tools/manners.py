"""How a line is said, where subtitles tell: `[sobbing] I can't.`, `ANNA (angrily): Go!`, `Sure. (laughs)`."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from storyreel.memory.records import EMOTIONS, Emotion, Utterance
from storyreel.tools.models.head import Array

Manner = Emotion | Literal["irony"]
TRUST = 0.7
"""How far a cue is believed against the words: whoever wrote it heard the line. Set by judgement."""
TOUCHING_S = 1e-3
"""A cue beside a line begins where the line ends, or ends where it begins."""
TURNED: dict[Emotion, float] = {"anger": 0.6, "disgust": 0.4}
"""What irony makes of happiness and surprise. Set by judgement."""
_WORDS: dict[Manner, str] = {
    "anger": "angrily angry furiously furious irritably irritated annoyed indignantly snarls snarling "
    "growls growling seething enraged outraged crossly bitterly",
    "disgust": "disgusted disgustedly retches retching gagging gags contemptuously scornfully scoffs "
    "scoffing",
    "fear": "fearfully frightened scared terrified panicked panicking anxiously nervously nervous "
    "trembling screams screaming shrieks shrieking whimpers whimpering",
    "happiness": "happily laughs laughing laughter chuckles chuckling giggles giggling cheerfully cheerful "
    "cheers cheering excitedly excited joyfully delighted lovingly",
    "sadness": "sobs sobbing cries crying weeps weeping tearfully tearful sadly sad sniffles sniffling "
    "mournfully wails wailing dejectedly sorrowfully",
    "surprise": "surprised astonished amazed gasps gasping shocked stunned incredulously",
    "irony": "sarcastically sarcastic ironically mockingly mocking sardonically dryly",
}
MANNERS: dict[str, Manner] = {word: manner for manner, words in _WORDS.items() for word in words.split()}
_SMALL = """
    a an and bit both breaking continues he herself himself in little loudly out quietly she softly still
    tears they through to up voice voices while
"""
_BESIDE = frozenset(_SMALL.split())
"""What may stand beside such a word: any other tells of somebody or something else, as in `[baby crying]`."""


def manners_of(lines: Sequence[Utterance]) -> dict[str, Manner]:
    """How spoken lines are said, by their ids; lines and sounds in order of time."""
    found: dict[str, Manner] = {}
    for place, line in enumerate(lines):
        beside = [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]]
        told = [manner_of(cue.words, line.speaker) for cue in beside if _is_cue_of(cue, line)]
        if line.manner == "speech" and (manner := next((one for one in told if one), None)):
            found[line.utterance_id] = manner
    return found


def _is_cue_of(cue: Utterance, line: Utterance) -> bool:
    gap_s = max(line.span.start_s - cue.span.end_s, cue.span.start_s - line.span.end_s)
    return cue.manner == "sound" and cue.speaker in (None, line.speaker) and abs(gap_s) <= TOUCHING_S


def manner_of(cue: str, speaker: str | None = None) -> Manner | None:
    """What a cue says of the voice beside it, adverbs before noises; None where it tells of something else.

    >>> manner_of("laughs nervously"), manner_of("baby crying"), manner_of("door slams")
    ('fear', None, None)
    """
    words = cue.lower().replace(",", " ").split()
    names = set((speaker or "").lower().split())
    if any(word not in MANNERS and word not in _BESIDE and word not in names for word in words):
        return None
    telling = [word for word in words if word in MANNERS]
    return MANNERS[min(telling, key=lambda word: not word.endswith("ly"))] if telling else None


def as_said(row: Array, manner: Manner) -> Array:
    """A line's probabilities, shape (7,), with what its manner adds."""
    said = np.zeros(len(EMOTIONS), np.float32)
    if manner != "irony":
        said[EMOTIONS.index(manner)] = 1.0
        return np.asarray((1 - TRUST) * row + TRUST * said, np.float32)
    pleasant = [EMOTIONS.index("happiness"), EMOTIONS.index("surprise")]
    for emotion, share in TURNED.items():
        said[EMOTIONS.index(emotion)] = share * row[pleasant].sum()
    said += row
    said[pleasant] = 0.0
    return (1 - TRUST) * row + TRUST * said
