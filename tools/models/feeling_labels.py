"""What the classes of others' text classifiers mean in Ekman's emotions, and what they cannot tell."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.errors import ToolError
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools.models.head import Array, vector

Labels = Mapping[str, Emotion | None]
"""Each class's emotion; None where it is none of Ekman's."""
_CLASSES: dict[Emotion, str] = {
    "anger": "anger angry annoyance annoyed disapproval frustration hate rage",
    "disgust": "disgust disgusted contempt",
    "fear": "fear afraid nervousness anxiety worry",
    "happiness": "happiness happy joy joyful love amusement approval excitement gratitude optimism relief "
    "pride admiration desire caring enthusiasm fun",
    "sadness": "sadness sad disappointment embarrassment grief remorse",
    "surprise": "surprise surprised realization confusion curiosity",
    "neutral": "neutral calm",
}
KNOWN: Labels = {name: emotion for emotion, names in _CLASSES.items() for name in names.split()}
"""Classes that are understood by their names: Ekman's own, those of the "emotion" set (Saravia et al. 2018),
and GoEmotions' 28 as its makers map them (Demszky et al. 2020)."""
COMMONNESS: dict[Emotion, float] = {
    "anger": 0.11,
    "disgust": 0.03,
    "fear": 0.03,
    "happiness": 0.17,
    "sadness": 0.07,
    "surprise": 0.12,
    "neutral": 0.47,
}
"""How common each emotion is among MELD's training lines: what is said of one that a model cannot tell."""


def emotions_of(classes: Sequence[str], given: Labels | None) -> list[Emotion | None]:
    """Each class's emotion, as given, else by its name in whatever case.

    Raises ToolError if a class is not understood, or none is an emotion.
    """
    known = {name.casefold(): emotion for name, emotion in (KNOWN if given is None else given).items()}
    strange = [name for name in classes if name.casefold() not in known]
    if strange:
        named = ", ".join(strange)
        raise ToolError(f"it is not known what the classes {named} mean: say so by --word-labels")
    found = [known[name.casefold()] for name in classes]
    if not any(found):
        raise ToolError("none of the model's classes is one of the seven emotions")
    return found


def as_ekman(scores: NDArray[np.float32], emotions: Sequence[Emotion | None]) -> Array:
    """Shape (n, classes) to (n, 7), rows summing to 1; what no class tells keeps its commonness.

    Classes without an emotion are left out. Where nothing is left of a row, every emotion keeps it.
    """
    told = np.zeros((len(scores), len(EMOTIONS)))
    for column, emotion in zip(scores.T, emotions, strict=True):
        if emotion is not None:
            told[:, EMOTIONS.index(emotion)] += column
    commonness = vector(COMMONNESS).astype(np.float64)
    untold = np.where([emotion in emotions for emotion in EMOTIONS], 0.0, commonness)
    told += 1e-9 * (commonness - untold)
    shares = told / told.sum(axis=1, keepdims=True)
    return np.asarray(untold + shares * (1 - untold.sum()), np.float32)
