"""Feelings as places: how pleasant and how excited each emotion is."""

import numpy as np

from storyreel.memory.records import EMOTIONS, Affect, Emotion
from storyreel.tools.models.head import Array

PLACES: dict[Emotion, tuple[float, float]] = {
    "anger": (-0.51, 0.59),
    "disgust": (-0.60, 0.35),
    "fear": (-0.64, 0.60),
    "happiness": (0.81, 0.51),
    "sadness": (-0.63, -0.27),
    "surprise": (0.40, 0.67),
    "neutral": (0.0, 0.0),
}
"""Pleasure and arousal, -1 to 1, of angry, disgusted, fearful, happy, sad, surprised; neutral is the middle.

Russell and Mehrabian, "Evidence for a Three-factor Theory of Emotions" (1977).
"""
_PLACES = np.array([PLACES[emotion] for emotion in EMOTIONS])


def affect_of(probabilities: Array, valence: float | None = None) -> Affect:
    """The place of a feeling given by its probabilities, shape (7,); its valence, if that is known better."""
    pleasure, arousal = (probabilities @ _PLACES + 1) / 2
    return Affect(
        arousal=float(np.clip(arousal, 0, 1)),
        valence=float(np.clip(pleasure if valence is None else valence, 0, 1)),
    )
