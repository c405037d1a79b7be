"""The suite "emotion": voices and words, with the heads as shipped, beside plain baselines.

Sets are looked for in DATA/speech and DATA/text. A head tells nothing new about what it was trained on, so
every result says whether that is so; with cross-validation the voice head is trained anew in folds.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from storyreel.errors import StoryreelError
from storyreel.eval import corpora
from storyreel.eval.corpora import Clip, Line
from storyreel.eval.metrics import calibration_error, unweighted_recall, weighted_f1
from storyreel.eval.train import linear
from storyreel.eval.train import voice as training
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools import text_emotion, voice_emotion
from storyreel.tools.models import head
from storyreel.tools.models.head import Array

VADER_FLOOR = 0.3
"""Of VADER's compound score: above it a line counts as happiness, below its negative as anger."""
Row = dict[str, Any]


def run(data: Path, cross_validate: bool = False) -> dict[str, Any]:
    """Measures every set that the folder holds: `{"suite", "results": [{"set", "metric", "value", "n", …}]}`.

    Raises StoryreelError if it holds none.
    """
    results = [*measure_voices(data / "speech", cross_validate), *measure_words(data / "text")]
    if not results:
        raise StoryreelError(
            f"{str(data)!r} holds none of speech/ravdess, speech/emodb, text/meld_*.csv, "
            "text/goemotions_ekman_*.tsv"
        )
    return {"suite": "emotion", "results": results}


def measure_voices(folder: Path, cross_validate: bool) -> list[Row]:
    """Unweighted average recall of each set of acted speech, and calibration, without the prior of films."""
    sets = {"ravdess": corpora.ravdess(folder / "ravdess"), "emodb": corpora.emodb(folder / "emodb")}
    if cross_validate:
        return _cross_validated(sets)
    return [row for name, clips in sets.items() for row in _voices_as_shipped(name, clips)]


def _voices_as_shipped(name: str, clips: Sequence[Clip]) -> list[Row]:
    """One figure of speakers that the head has heard in training, one of those that it has not."""
    shipped = head.load(voice_emotion.HEAD)
    rows: list[Row] = []
    for seen in (False, True):
        chosen = [clip for clip in clips if (clip.speaker in shipped.seen) == seen]
        if chosen:
            features = [voice_emotion.describe(corpora.samples_of(clip.path)) for clip in chosen]
            rows += _voice_rows(name, chosen, _answers(shipped, features), seen)
    return rows


def _answers(shipped: head.Head, features: Sequence[Array | None]) -> Array:
    """Shape (n, 7); a clip in which no voice is found counts as neutral."""
    silent = np.zeros(voice_emotion.FEATURES, np.float32)
    found = shipped.probabilities(np.stack([silent if row is None else row for row in features]))
    found[[row is None for row in features]] = np.eye(len(EMOTIONS), dtype=np.float32)[
        EMOTIONS.index("neutral")
    ]
    return found


def _cross_validated(sets: dict[str, list[Clip]]) -> list[Row]:
    clips = [clip for found in sets.values() for clip in found]
    if len({clip.speaker for clip in clips}) < training.FOLDS:
        return []
    examples = training.examples_of(clips, (), copies=0, on_progress=lambda _: None)
    unseen = training.predict_unseen(examples)
    rows: list[Row] = []
    for name, found in sets.items():
        chosen = np.char.startswith(examples.speakers, name)
        if found:
            truth = [Clip(Path(), "", emotion) for emotion in examples.emotions[chosen]]
            rows += _voice_rows(name, truth, unseen[chosen], seen=False, cross_validated=True)
    return rows


def _voice_rows(
    name: str, clips: Sequence[Clip], found: Array, seen: bool, cross_validated: bool = False
) -> list[Row]:
    truth = [clip.emotion for clip in clips]
    about: Row = {
        "set": name,
        "n": len(truth),
        "seen_in_training": seen,
        "cross_validated": cross_validated,
    }
    baseline = {"majority": unweighted_recall(truth, _majority(truth))}
    return [
        {
            **about,
            "metric": "UAR",
            "value": unweighted_recall(truth, linear.labels(found)),
            "baseline": baseline,
        },
        {
            **about,
            "metric": "ECE",
            "value": calibration_error(*linear.rightness(found, truth)),
            "baseline": {},
        },
    ]


def measure_words(folder: Path) -> list[Row]:
    """Weighted F1 of every set of lines that was not trained on, and calibration."""
    rows: list[Row] = []
    for path in sorted(folder.glob("meld_*.csv")):
        if not _is_training_file(path):
            rows += _word_rows("meld", path.stem, corpora.meld(path))
    labels = folder / "goemotions_ekman_labels.txt"
    for path in sorted(folder.glob("goemotions_ekman_*.tsv")):
        if not path.stem.endswith("_train"):
            rows += _word_rows("goemotions", path.stem, corpora.goemotions(path, labels))
    return rows


def _is_training_file(path: Path) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest() in head.load(text_emotion.HEAD).seen


def _word_rows(name: str, file: str, lines: Sequence[Line]) -> list[Row]:
    truth = [line.emotion for line in lines]
    found = text_emotion.read_lines(
        [line.words for line in lines], [line.dialogue for line in lines], [line.speaker for line in lines]
    )
    about: Row = {"set": name, "file": file, "n": len(truth), "seen_in_training": False}
    baseline = {
        "majority": weighted_f1(truth, _majority(truth)),
        "VADER": weighted_f1(truth, _by_vader(lines)),
    }
    return [
        {
            **about,
            "metric": "weighted F1",
            "value": weighted_f1(truth, linear.labels(found)),
            "baseline": baseline,
        },
        {
            **about,
            "metric": "ECE",
            "value": calibration_error(*linear.rightness(found, truth)),
            "baseline": {},
        },
    ]


def _majority(truth: Sequence[Emotion]) -> list[Emotion]:
    return [Counter(truth).most_common(1)[0][0]] * len(truth)


def _by_vader(lines: Sequence[Line]) -> list[Emotion]:
    """Hutto and Gilbert's rule-based sentiment (2014), its two sides taken for happiness and anger."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    scores = [analyzer.polarity_scores(line.words)["compound"] for line in lines]
    return [
        "happiness" if score > VADER_FLOOR else "anger" if score < -VADER_FLOOR else "neutral"
        for score in scores
    ]
