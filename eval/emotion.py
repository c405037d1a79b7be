"""The suite "emotion": voices and words, with the heads as shipped, beside plain baselines.

Sets are looked for in DATA/speech and DATA/text. A head tells nothing new about what it was trained on: where
a set has speakers that it never heard only they are measured, and where it has none a note says so. With
cross-validation the voice head is trained anew in folds.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from storyreel.errors import StoryreelError
from storyreel.eval import corpora
from storyreel.eval.agreement import OnProgress
from storyreel.eval.corpora import Clip, Line
from storyreel.eval.metrics import calibration_error, unweighted_recall, weighted_f1
from storyreel.eval.rows import Measurement, Row
from storyreel.eval.train import linear
from storyreel.eval.train import voice as training
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools import text_emotion, voice_emotion
from storyreel.tools.models import head
from storyreel.tools.models.head import Array

VADER_FLOOR = 0.3
"""Of VADER's compound score: above it a line counts as happiness, below its negative as anger."""


def run(data: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:
    """Measures every set that the folder holds.

    Raises StoryreelError if it holds none.
    """
    on_progress("voices", 0, 1)
    voices = measure_voices(data / "speech", cross_validate)
    on_progress("voices", 1, 1)
    on_progress("words", 0, 1)
    words = measure_words(data / "text")
    on_progress("words", 1, 1)
    if not voices.rows and not words.rows:
        raise StoryreelError(
            f"{str(data)!r} holds none of speech/ravdess, speech/emodb, text/meld_*.csv, "
            "text/goemotions_ekman_*.tsv"
        )
    return Measurement([*voices.rows, *words.rows], [*voices.notes, *words.notes])


def measure_voices(folder: Path, cross_validate: bool) -> Measurement:
    """Unweighted average recall of each set of acted speech, and calibration, without the prior of films."""
    sets = {"ravdess": corpora.ravdess(folder / "ravdess"), "emodb": corpora.emodb(folder / "emodb")}
    if cross_validate:
        return Measurement(_cross_validated(sets), [])
    shipped = head.load(voice_emotion.HEAD)
    rows: list[Row] = []
    notes: list[str] = []
    for name, clips in sets.items():
        unheard = [clip for clip in clips if clip.speaker not in shipped.seen]
        if clips:
            rows += _voices_as_shipped(name, unheard or clips, shipped)
            notes += _on_training(name, len(clips), len(unheard))
    return Measurement(rows, notes)


def _on_training(name: str, clips: int, unheard: int) -> Iterator[str]:
    if not unheard:
        yield f"{name}: the voice head was trained on all of these speakers; --cross-validate trains it anew"
    elif unheard < clips:
        yield f"{name}: {clips - unheard} clips of speakers that the voice head was trained on are left out"


def _voices_as_shipped(name: str, clips: Sequence[Clip], shipped: head.Head) -> list[Row]:
    features = [voice_emotion.describe(corpora.samples_of(clip.path)) for clip in clips]
    return _voice_rows(name, clips, _answers(shipped, features))


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
            rows += _voice_rows(name, truth, unseen[chosen])
    return rows


def _voice_rows(name: str, clips: Sequence[Clip], found: Array) -> list[Row]:
    truth = [clip.emotion for clip in clips]
    baseline = {"majority": unweighted_recall(truth, _majority(truth))}
    recall = unweighted_recall(truth, linear.labels(found))
    return [
        Row(set=name, metric="UAR", value=recall, n=len(truth), baseline=baseline),
        _calibration_row(name, found, truth),
    ]


def _calibration_row(name: str, found: Array, truth: Sequence[Emotion]) -> Row:
    error = calibration_error(*linear.rightness(found, truth))
    return Row(set=name, metric="ECE", value=error, n=len(truth), baseline={})


def measure_words(folder: Path) -> Measurement:
    """Weighted F1 of every set of lines that was not trained on, and calibration."""
    labels = folder / "goemotions_ekman_labels.txt"
    meld = {path: _is_training_file(path) for path in sorted(folder.glob("meld_*.csv"))}
    comments = [path for path in folder.glob("goemotions_ekman_*.tsv") if not path.stem.endswith("_train")]
    sets = {
        "meld": [line for path, trained in meld.items() if not trained for line in _dialogues(path)],
        "goemotions": [line for path in sorted(comments) for line in corpora.goemotions(path, labels)],
    }
    return Measurement(
        [row for name, lines in sets.items() if lines for row in _word_rows(name, lines)],
        [f"{path.name} is left out: the word heads were trained on it" for path in meld if meld[path]],
    )


def _dialogues(path: Path) -> list[Line]:
    """Lines whose dialogues are not taken for those of another file."""
    return [replace(line, dialogue=f"{path.stem}/{line.dialogue}") for line in corpora.meld(path)]


def _is_training_file(path: Path) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest() in head.load(text_emotion.HEAD).seen


def _word_rows(name: str, lines: Sequence[Line]) -> list[Row]:
    truth = [line.emotion for line in lines]
    found = text_emotion.read_lines(
        [line.words for line in lines], [line.dialogue for line in lines], [line.speaker for line in lines]
    )
    baseline = {
        "majority": weighted_f1(truth, _majority(truth)),
        "VADER": weighted_f1(truth, _by_vader(lines)),
    }
    f1 = weighted_f1(truth, linear.labels(found))
    return [
        Row(set=name, metric="weighted F1", value=f1, n=len(truth), baseline=baseline),
        _calibration_row(name, found, truth),
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
