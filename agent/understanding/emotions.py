"""Feelings in a question: everyday words for Ekman's six, by hand from common synonyms."""

import re
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.understanding.text import word_set
from storyreel.memory.records import EMOTIONS, Emotion

Degree = Literal["plain", "more", "most", "less", "least"]

_WORDS: dict[Emotion, str] = {
    "anger": (
        "angry angrily anger angered mad furious fury rage raging enraged outraged livid irate annoyed "
        "irritated upset frustrated hostile aggressive resentful indignant fuming yelling yells yell "
        "shouting shouts shout pissed"
    ),
    "disgust": (
        "disgusted disgust disgusting revolted repulsed repelled sickened grossed nauseated appalled "
        "contempt contemptuous"
    ),
    "fear": (
        "afraid fear fearful fears scared scary frightened frightening terrified terror horrified "
        "anxious anxiety nervous worried worry worries panicked panic panics panicking alarmed dread"
    ),
    "happiness": (
        "happy happily happiness joy joyful glad cheerful delighted pleased amused elated merry smiling "
        "smiles smile smiled laughing laughs laugh laughed laughter grinning grins ecstatic thrilled "
        "jolly positive"
    ),
    "sadness": (
        "sad sadly sadness unhappy upset sorrow sorrowful depressed depressing miserable gloomy grief "
        "grieving heartbroken crying cries cry cried weeping weeps tearful tears sobbing sobs "
        "melancholy mournful hurt disappointed"
    ),
    "surprise": (
        "surprised surprise surprising astonished amazed shocked shock shocking startled stunned "
        "astounded baffled"
    ),
    "neutral": "neutral calm calmly unemotional expressionless impassive emotionless composed",
}
_COMPARED: dict[Emotion, tuple[str, ...]] = {
    "anger": ("angrier angriest", "madder maddest"),
    "fear": ("scarier scariest",),
    "happiness": ("happier happiest", "merrier merriest", "funnier funniest", "jollier jolliest"),
    "sadness": ("sadder saddest", "unhappier unhappiest", "gloomier gloomiest"),
    "neutral": ("calmer calmest",),
}
DEEDS = word_set(
    "yelling yells yell shouting shouts shout smiling smiles smile smiled laughing laughs laugh laughed "
    "laughter grinning grins crying cries cry cried weeping weeps sobbing sobs hurt"
)
"""What people do, not feel: from their feelings it can only be guessed."""
_GROUPS: dict[str, tuple[Emotion, ...]] = {
    "emotional": tuple(emotion for emotion in EMOTIONS if emotion != "neutral"),
    "negative": ("anger", "disgust", "fear", "sadness"),
    "tense": ("anger", "fear"),
    "tensest": ("anger", "fear"),
    "dramatic": tuple(emotion for emotion in EMOTIONS if emotion != "neutral"),
    "intense": tuple(emotion for emotion in EMOTIONS if emotion != "neutral"),
}
_BEYOND = word_set(
    "jealous envious bored boring guilty ashamed embarrassed confused proud lonely hungry tired sleepy "
    "nostalgic romantic grateful hopeful curious suspicious relieved drunk sarcastic ironic shy "
    "impatient thoughtful"
)
"""Feelings people ask for that are none of the seven."""


def _lexicon() -> dict[str, tuple[tuple[Emotion, ...], Degree]]:
    meanings: dict[str, list[Emotion]] = {}
    for emotion, words in _WORDS.items():
        for word in words.split():
            meanings.setdefault(word, []).append(emotion)
    lexicon: dict[str, tuple[tuple[Emotion, ...], Degree]] = {
        word: (tuple(emotions), "plain") for word, emotions in meanings.items()
    }
    for emotion, pairs in _COMPARED.items():
        for more, most in (pair.split() for pair in pairs):
            lexicon |= {more: ((emotion,), "more"), most: ((emotion,), "most")}
    lexicon |= {word: (emotions, "plain") for word, emotions in _GROUPS.items()}
    return lexicon | {"tensest": (_GROUPS["tensest"], "most")}


LEXICON = _lexicon()
_DEGREES: dict[str, Degree] = {"more": "more", "most": "most", "less": "less", "least": "least"}
_PATTERN = re.compile(
    r"\b(?:(?P<not>(?:not|never|no longer)(?: (?:at all|ever|feel|feels|feeling|look|looks|looking|seem|"
    r"appear|appears|being|be|get|so|very|really|too))*) )?(?:(?P<degree>more|most|less|least) "
    rf")?(?P<word>{'|'.join(sorted(LEXICON, key=len)[::-1])})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FeelingMention:
    """A feeling as a question puts it."""

    start: int
    """Where its words begin in the question, in characters."""
    end: int
    word: str
    emotions: tuple[Emotion, ...]
    """Every emotion the word may mean: upset is anger or sadness."""
    degree: Degree = "plain"
    denied: bool = False
    """Not angry, never angry."""


def find_feelings(text: str) -> list[FeelingMention]:
    """Every word of feeling, in order.

    >>> [mention.emotions for mention in find_feelings("is she ever furious?")]
    [('anger',)]
    """
    return [_feeling(match) for match in _PATTERN.finditer(text)]


def _feeling(match: re.Match[str]) -> FeelingMention:
    emotions, degree = LEXICON[match["word"].lower()]
    if match["degree"]:
        degree = _DEGREES[match["degree"].lower()]
    return FeelingMention(
        match.start(), match.end(), match["word"].lower(), emotions, degree, match["not"] is not None
    )


def unknown_feeling(text: str) -> str | None:
    """A feeling that is asked for but none of the seven that can be told."""
    return next((word for word in re.findall(r"[a-z-]+", text.lower()) if word in _BEYOND), None)
