"""Trains the head that hears emotion in a voice, on RAVDESS and EmoDB.

Each utterance is learnt as recorded and in `COPIES` spoiled versions. Figures come from folds that share no
speaker; the temperature is the best for the spoiled versions of unseen speakers, for films are not studios.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import corpora
from storyreel.eval.corpora import Clip
from storyreel.eval.metrics import calibration_error, unweighted_recall
from storyreel.eval.train import linear
from storyreel.eval.train.spoil import spoiled
from storyreel.memory.records import Emotion
from storyreel.tools import voice_emotion
from storyreel.tools.models import head
from storyreel.tools.models.head import Array
from storyreel.tools.scene import Samples

SEED = 2024
COPIES = 2
FOLDS = 6
STRENGTH = 0.002
OnProgress = Callable[[str], None]


@dataclass(frozen=True)
class Examples:
    """Utterances as features."""

    features: Array
    """Shape (n, 1024)."""
    emotions: NDArray[np.str_]
    speakers: NDArray[np.str_]
    clean: NDArray[np.bool_]
    """As recorded, not spoiled."""

    def where(self, wanted: NDArray[np.bool_]) -> "Examples":
        """Those that are wanted; shape (n,)."""
        return Examples(
            self.features[wanted], self.emotions[wanted], self.speakers[wanted], self.clean[wanted]
        )


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on all of DATA/speech/ravdess and DATA/speech/emodb, ships the head, returns its figures."""
    clips = clips_in(data)
    backgrounds = [corpora.samples_of(path) for path in corpora.sounds_in(data / "sounds")]
    examples = examples_of(clips, backgrounds, COPIES, on_progress)
    unseen = predict_unseen(examples)
    temperature = linear.best_temperature(unseen[~examples.clean], list(examples.emotions[~examples.clean]))
    final = linear.fit_scaled(examples.features, list(examples.emotions), STRENGTH)
    seen = frozenset(clip.speaker for clip in clips)
    head.save(linear.cooled(final, temperature, seen), voice_emotion.HEAD)
    return figures(examples, unseen, temperature) | across(examples)


def clips_in(data: Path) -> list[Clip]:
    """Every utterance of both sets."""
    return [
        *corpora.ravdess(data / "speech" / "ravdess"),
        *corpora.emodb(data / "speech" / "emodb"),
    ]


def examples_of(
    clips: Sequence[Clip], backgrounds: Sequence[Samples], copies: int, on_progress: OnProgress
) -> Examples:
    """Features of each clip as recorded and of its spoiled copies; clips without a voice are left out."""
    chance = np.random.default_rng(SEED)
    rows: list[tuple[Array, Emotion, str, bool]] = []
    for number, clip in enumerate(clips, start=1):
        samples = corpora.samples_of(clip.path)
        versions = [samples, *(spoiled(samples, backgrounds, chance) for _ in range(copies))]
        for place, version in enumerate(versions):
            described = voice_emotion.describe(version)
            if described is not None:
                rows.append((described, clip.emotion, clip.speaker, place == 0))
        if number % 100 == 0:
            on_progress(f"{number} of {len(clips)} utterances")
    features, emotions, speakers, clean = zip(*rows, strict=True)
    return Examples(np.stack(features), np.array(emotions), np.array(speakers), np.array(clean))


def predict_unseen(examples: Examples) -> Array:
    """Probabilities of every example by a head that has not heard its speaker; shape (n, 7)."""
    from sklearn.model_selection import GroupKFold

    found = np.zeros((len(examples.features), 7), np.float32)
    for learnt, held in GroupKFold(FOLDS).split(examples.features, groups=examples.speakers):
        fold = linear.fit_scaled(examples.features[learnt], list(examples.emotions[learnt]), STRENGTH)
        found[held] = fold.probabilities(examples.features[held])
    return found


def figures(examples: Examples, unseen: Array, temperature: float) -> dict[str, float]:
    """Recall on each set, clean and spoiled, and calibration, all on unseen speakers."""
    found: dict[str, float] = {"temperature": temperature}
    cooled = head.softmax(np.log(np.maximum(unseen, 1e-9)) / np.float32(temperature))
    for corpus in ("ravdess", "emodb"):
        for name, clean in (("clean", True), ("spoiled", False)):
            rows = np.char.startswith(examples.speakers, corpus) & (examples.clean == clean)
            truth = list(examples.emotions[rows])
            found[f"{corpus} {name} UAR"] = unweighted_recall(truth, linear.labels(cooled[rows]))
            found[f"{corpus} {name} ECE"] = calibration_error(*linear.rightness(cooled[rows], truth))
    return found


def across(examples: Examples) -> dict[str, float]:
    """Recall on each set of a head trained on the other alone: another language, other microphones.

    Over the emotions that both sets have: EmoDB has no surprise.
    """
    is_ravdess = np.char.startswith(examples.speakers, "ravdess")
    shared = np.isin(examples.emotions, np.unique(examples.emotions[~is_ravdess]))
    found = {}
    for name, learnt in (("ravdess to emodb", is_ravdess), ("emodb to ravdess", ~is_ravdess)):
        source, target = examples.where(learnt & shared), examples.where(~learnt & shared & examples.clean)
        trained = linear.fit_scaled(source.features, list(source.emotions), STRENGTH)
        answers = linear.labels(trained.probabilities(target.features))
        found[f"{name} UAR"] = unweighted_recall(list(target.emotions), answers)
    return found
