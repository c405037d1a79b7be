"""Feelings in words: MELD's dialogues, GoEmotions' comments, and sayings that do not mean what they say.

Each beside VADER, Hutto and Gilbert's rules (2014), and the commonest class. Files that the shipped heads
learnt from are left out.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from storyreel.eval import corpora
from storyreel.eval.agreement import OnProgress
from storyreel.eval.corpora import Line
from storyreel.eval.metrics import (
    brier_of_shares,
    brier_score,
    calibration_error,
    plain_calibration,
    weighted_f1,
)
from storyreel.eval.progress import counted
from storyreel.eval.rows import Measurement, Row
from storyreel.eval.train import linear
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools import text_emotion
from storyreel.tools.models import head, minilm_feelings
from storyreel.tools.models.feeling_states import SENTIMENTS
from storyreel.tools.models.line_feelings import Read, line_feelings

SAYINGS = Path(__file__).parent / "sayings.tsv"
"""Emotion words that are no emotions, and irony: other sentences than the heads learnt from."""
VADER_FLOOR = 0.3
"""Of VADER's compound score: above it a line counts as happiness, below its negative as anger."""
VADER_SENTIMENT = 0.05
"""The same for sentiment: its makers' own threshold."""


def measure(folder: Path, on_progress: OnProgress) -> Measurement:
    """Weighted F1 and calibration of every set of lines that was not trained on."""
    labels = folder / "goemotions_ekman_labels.txt"
    meld = {path: _is_training_file(path) for path in sorted(folder.glob("meld_*.csv"))}
    comments = [path for path in folder.glob("goemotions_ekman_*.tsv") if not path.stem.endswith("_train")]
    sets = {
        "meld": [line for path, trained in meld.items() if not trained for line in _dialogues(path)],
        "goemotions": [line for path in sorted(comments) for line in corpora.goemotions(path, labels)],
    }
    if any(sets.values()):
        sets["sayings"] = corpora.sayings(SAYINGS)
    read = [(name, lines) for name, lines in sets.items() if lines]
    return Measurement(
        [row for some in counted(read, partial(on_progress, "words")) for row in _rows(*some)],
        [f"{path.name} is left out: the word heads were trained on it" for path in meld if meld[path]],
    )


def _dialogues(path: Path) -> list[Line]:
    """Lines whose dialogues are not taken for those of another file."""
    return [replace(line, dialogue=f"{path.stem}/{line.dialogue}") for line in corpora.meld(path)]


def _is_training_file(path: Path) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest() in head.load(minilm_feelings.HEAD).seen


def _rows(name: str, lines: Sequence[Line]) -> Iterator[Row]:
    truth = [line.emotion for line in lines]
    found = text_emotion.read(
        line_feelings("embedded"),
        [line.words for line in lines],
        [line.dialogue for line in lines],
        [line.speaker for line in lines],
    )
    compounds = _vader(lines)
    yield _f1_row(name, "weighted F1", truth, linear.labels(found.probabilities), _as_emotions(compounds))
    yield from _calibration(name, found, truth)
    if found.sentiments is not None and (judged := [line.sentiment for line in lines if line.sentiment]):
        said = [SENTIMENTS[number] for number in found.sentiments.argmax(axis=1)]
        kept = [k for k, line in enumerate(lines) if line.sentiment]
        yield _f1_row(
            name,
            "weighted F1 of sentiment",
            judged,
            [said[k] for k in kept],
            [_as_sentiment(compounds[k]) for k in kept],
        )


def _f1_row(name: str, metric: str, truth: Sequence[str], found: Sequence[str], vader: Sequence[str]) -> Row:
    commonest = [Counter(truth).most_common(1)[0][0]] * len(truth)
    baseline = {"majority": weighted_f1(truth, commonest), "VADER": weighted_f1(truth, vader)}
    return Row(set=name, metric=metric, value=weighted_f1(truth, found), n=len(truth), baseline=baseline)


def _calibration(name: str, found: Read, truth: Sequence[Emotion]) -> Iterator[Row]:
    sure, right = linear.rightness(found.probabilities, truth)
    numbers = np.array([EMOTIONS.index(emotion) for emotion in truth])
    yield Row(
        set=name,
        metric="ECE",
        value=calibration_error(sure, right),
        n=len(truth),
        baseline=plain_calibration(right, numbers),
    )
    yield Row(
        set=name,
        metric="Brier",
        value=brier_score(found.probabilities.astype(np.float64), numbers),
        n=len(truth),
        baseline={"majority": brier_of_shares(numbers)},
    )


def _vader(lines: Sequence[Line]) -> list[float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return [analyzer.polarity_scores(line.words)["compound"] for line in lines]


def _as_emotions(compounds: Sequence[float]) -> list[Emotion]:
    return [
        "happiness" if score > VADER_FLOOR else "anger" if score < -VADER_FLOOR else "neutral"
        for score in compounds
    ]


def _as_sentiment(compound: float) -> str:
    if abs(compound) < VADER_SENTIMENT:
        return "neutral"
    return "positive" if compound > 0 else "negative"
