"""Trains the head that tells speech, music and effects, on soundtracks laid of recordings.

Figures come from folds that share no recording and no speaker, and the temperature too; what ships has learnt
from all folds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import soundtracks
from storyreel.eval.metrics import calibration_error
from storyreel.eval.soundtracks import FOLDS, LAYERS, STEP_S, Soundtrack
from storyreel.eval.train.linear import TEMPERATURES
from storyreel.tools.models import sound_features, sound_head
from storyreel.tools.models.sound_head import Array, sigmoid
from storyreel.tools.scene import REEL_S

SEED = 2024
SOUNDTRACKS = 40
"""Of each fold."""
STRENGTH = 0.003
"""scikit-learn's C."""
OnProgress = Callable[[str], None]


@dataclass(frozen=True)
class Examples:
    """Half seconds of soundtracks."""

    features: Array
    """Shape (n, d)."""
    heard: NDArray[np.bool_]
    """Shape (n, 3)."""
    asked: NDArray[np.bool_]
    """Shape (n, 3)."""
    folds: NDArray[np.int64]


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on DATA/speech, DATA/sounds and sounds made by rule, ships the head, returns its figures."""
    examples = examples_of(soundtracks_of(data, SOUNDTRACKS), on_progress)
    unseen = logits_unseen(examples)
    degrees = [_temperature(examples, unseen, layer) for layer in range(len(LAYERS))]
    temperatures: Array = np.array(degrees, np.float32)
    everything = np.ones(len(examples.folds), bool)
    fitted = [fit(examples, everything, layer) for layer in range(len(LAYERS))]
    weight: Array = np.stack([weight for weight, _ in fitted], axis=1)
    bias: Array = np.array([bias for _, bias in fitted], np.float32)
    sound_head.save(weight / temperatures, bias / temperatures)
    return figures(examples, sigmoid(unseen / temperatures))


def soundtracks_of(data: Path, count: int) -> list[list[Soundtrack]]:
    """By fold, so many soundtracks each."""
    chance = np.random.default_rng(SEED)
    recordings = soundtracks.joined(soundtracks.recordings_in(data, chance), soundtracks.made(chance))
    folds = [soundtracks.fold_of(recordings, fold) for fold in range(FOLDS)]
    return [[soundtracks.mixed(fold, chance) for _ in range(count)] for fold in folds]


def examples_of(laid: list[list[Soundtrack]], on_progress: OnProgress) -> Examples:
    """Every half second of the soundtracks."""
    times_s = np.arange(STEP_S / 2, REEL_S, STEP_S)
    features = []
    for number, fold in enumerate(laid):
        features += [sound_features.features(one.samples, times_s) for one in fold]
        on_progress(f"{number + 1} of {len(laid)} folds")
    flat = [one for fold in laid for one in fold]
    return Examples(
        np.concatenate(features),
        np.concatenate([one.heard for one in flat]),
        np.concatenate([one.asked for one in flat]),
        np.repeat(np.arange(len(laid)), [len(fold) * len(times_s) for fold in laid]),
    )


def logits_unseen(examples: Examples) -> Array:
    """Shape (n, 3): log-odds by a head that has heard no recording of the example's fold."""
    found = np.zeros(examples.heard.shape, np.float32)
    for fold in range(FOLDS):
        held = examples.folds == fold
        for layer in range(len(LAYERS)):
            weight, bias = fit(examples, ~held, layer)
            found[held, layer] = examples.features[held] @ weight + bias
    return found


def fit(examples: Examples, where: NDArray[np.bool_], layer: int) -> tuple[Array, float]:
    """Weights of shape (d,) and a bias for one of `LAYERS`, by logistic regression on scaled features."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows = where & examples.asked[:, layer]
    scaler = StandardScaler()
    scaled = scaler.fit_transform(examples.features[rows])
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(scaled, examples.heard[rows, layer])
    weight = model.coef_[0] / scaler.scale_
    return weight.astype(np.float32), float(model.intercept_[0] - scaler.mean_ @ weight)


def _temperature(examples: Examples, unseen: Array, layer: int) -> float:
    """The one that makes unseen half seconds likeliest (Guo et al. 2017)."""
    rows = examples.asked[:, layer]
    signed = np.where(examples.heard[rows, layer], 1, -1) * unseen[rows, layer]
    losses = [float(np.mean(np.logaddexp(0, -signed / degree))) for degree in TEMPERATURES]
    return float(TEMPERATURES[np.argmin(losses)])


def figures(examples: Examples, unseen: Array) -> dict[str, float]:
    """F1 and calibration of each layer over half seconds."""
    found = {}
    for layer, name in enumerate(LAYERS):
        rows = examples.asked[:, layer]
        heard, chance = examples.heard[rows, layer], unseen[rows, layer]
        found[f"{name} F1"] = f1(heard, chance >= 0.5)
        right = (chance >= 0.5) == heard
        found[f"{name} ECE"] = calibration_error(np.maximum(chance, 1 - chance).astype(np.float64), right)
    return found


def f1(true: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    """Harmonic mean of precision and recall; 0 where there is nothing of either."""
    return 2 * int(np.sum(true & found)) / max(1, int(np.sum(true)) + int(np.sum(found)))
