"""Fitting of linear heads: logistic regression, folded together with scaling and temperature."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools.models.head import Array, Head, softmax

NEVER = -30.0
"""Logit of an emotion without an example."""
TEMPERATURES = np.geomspace(0.25, 4.0, 81)


def fit_scaled(features: Array, emotions: Sequence[Emotion], strength: float) -> Head:
    """Logistic regression on standardised features, every class weighing the same; shape (n, d).

    `strength` is scikit-learn's C: smaller holds the weights closer to zero.
    """
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    head = fit((features - mean) / deviation, emotions, strength, "balanced")
    weight = head.weight / deviation[:, np.newaxis]
    return Head(weight, head.bias - mean @ weight)


def fit(
    features: Any,  # noqa: ANN401  dense or sparse
    emotions: Sequence[Emotion],
    strength: float,
    class_weight: dict[Emotion, float] | str | None = None,
) -> Head:
    """Logistic regression on features as they are; shape (n, d), dense or sparse."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, class_weight=class_weight, max_iter=400)
    model.fit(features, np.array(emotions))
    weight = np.zeros((features.shape[1], len(EMOTIONS)), np.float32)
    bias = np.full(len(EMOTIONS), NEVER, np.float32)
    known = [EMOTIONS.index(emotion) for emotion in model.classes_]
    weight[:, known], bias[known] = model.coef_.T, model.intercept_
    return Head(weight, bias)


def best_temperature(
    probabilities: Array, emotions: Sequence[str], classes: Sequence[str] = EMOTIONS
) -> float:
    """The temperature that makes unseen examples likeliest (Guo et al. 2017); shape (n, classes)."""
    logits = np.log(np.maximum(probabilities, 1e-9))
    truth = np.array([classes.index(emotion) for emotion in emotions])
    rows = np.arange(len(truth))
    losses = [-np.log(softmax(logits / degree)[rows, truth]).mean() for degree in TEMPERATURES]
    return float(TEMPERATURES[np.argmin(losses)])


def cooled(head: Head, temperature: float, seen: frozenset[str]) -> Head:
    """The head with the temperature folded in, and what it has seen."""
    return Head(head.weight / np.float32(temperature), head.bias / np.float32(temperature), seen)


def labels(probabilities: Array) -> list[Emotion]:
    """The likeliest emotion of each row."""
    return [EMOTIONS[index] for index in probabilities.argmax(axis=1)]


def rightness(
    probabilities: Array, emotions: Sequence[Emotion]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """How sure each row is of its likeliest emotion, and whether that is the true one; both of shape (n,)."""
    right = np.array([found == true for found, true in zip(labels(probabilities), emotions, strict=True)])
    return probabilities.max(axis=1).astype(np.float64), right
