"""By which sense a clause says that a feeling is told, and whether a reading tells it so.

`Anna's voice is angry.` and `Anna speaks angrily.` need a reading of voice or words; a face will not do.
"""

import re
from collections.abc import Set

from storyreel.agent.check.vocabulary import SAYING
from storyreel.agent.results import Item
from storyreel.agent.understanding.emotions import LEXICON
from storyreel.agent.wording.phrases import senses
from storyreel.memory.records import Emotion, Modality

Senses = tuple[tuple[Modality, ...], ...]
"""Each of the groups must tell it, by one of its senses at least."""
_NAMED: dict[Modality, re.Pattern[str]] = {
    "face": re.compile(r"\b(?:face|facial|expression|eyes|features)\b(?! \d)", re.IGNORECASE),
    "voice": re.compile(r"\b(?:voice|tone)\b(?! \d)", re.IGNORECASE),
    "text": re.compile(r"\b(?:words|in what \w+ (?:said|says))\b(?! \d)", re.IGNORECASE),
}
"""A figure after it is the reading itself: `face 0.71`."""
_SEEN = re.compile(r"\blook(?:s|ed|ing)?\b(?! (?:at|for)\b)", re.IGNORECASE)
_FELT = "|".join(map(re.escape, LEXICON))
_MANNER = re.compile(
    rf"\b(?:{'|'.join(word for word in LEXICON if word.endswith('ly'))})\b|"
    rf"\b(?:in|with|full of) (?:(?!what\b)\w+ )?(?:{_FELT})\b",
    re.IGNORECASE,
)
"""`speaks sadly`, `says with sadness`: so sounds what is said."""
_HEARD = re.compile(r"\b(?:sound(?:s|ed|ing)?|heard)\b", re.IGNORECASE)


def told_by(text: str) -> Senses:
    """The senses that a clause names: `Ben's face`, else `looks` or `sounds`."""
    named: Senses = tuple((sense,) for sense, noun in _NAMED.items() if noun.search(text))
    if named:
        return named
    if _HEARD.search(text) or (SAYING.search(text) and _MANNER.search(text)):
        return (("voice", "text"),)
    return (("face",),) if _SEEN.search(text) else ()


def tells(item: Item, emotions: Set[Emotion], told: Senses) -> bool:
    """Whether it was read so by the senses that are named, or all in all where none is."""
    if not told:
        return item.emotion in emotions
    return all(any(_reading(item, sense) in emotions for sense in group) for group in told)


def _reading(item: Item, sense: Modality) -> Emotion | None:
    """What one sense tells; what nobody noted the senses of, any may have told."""
    spoke_for = not item.modalities or sense in senses(item)
    return item.against.get(sense) or (item.emotion if spoke_for else None)
