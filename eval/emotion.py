"""The suite "emotion": voices, faces, words, whole films, with the heads as shipped, beside plain baselines.

Sets are looked for in DATA/speech, DATA/faces and DATA/text. A head tells nothing new about what it was
trained on: where a set has people that it never met only they are measured; where it has none a note says so.
With cross-validation the heads of voice and face are trained anew in folds.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from storyreel.errors import StoryreelError
from storyreel.eval import corpora, felt_in_films, voices_felt, words_felt
from storyreel.eval.agreement import OnProgress
from storyreel.eval.corpora import Portrait
from storyreel.eval.metrics import calibration_error
from storyreel.eval.rows import Measurement, Row
from storyreel.eval.train import face as face_training
from storyreel.eval.train import linear
from storyreel.memory.records import Emotion
from storyreel.tools import expression
from storyreel.tools.models import fer, head
from storyreel.tools.models.head import Array


def run(data: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:
    """Measures every set that the folder holds.

    Raises StoryreelError if it holds none.
    """
    on_progress("voices", 0, 1)
    voices = voices_felt.measure(data, cross_validate)
    on_progress("voices", 1, 1)
    on_progress("faces", 0, 1)
    faces = measure_faces(data / "faces", cross_validate)
    on_progress("faces", 1, 1)
    on_progress("words", 0, 1)
    words = words_felt.measure(data / "text")
    on_progress("words", 1, 1)
    whole = felt_in_films.measure(data, head.seen_by_any(), on_progress)
    parts = (voices, faces, words, whole)
    if not any(part.rows for part in parts):
        raise StoryreelError(
            f"{str(data)!r} holds none of speech/ravdess, speech/emodb, faces/expressions/ck48, "
            "text/meld_*.csv, text/goemotions_ekman_*.tsv"
        )
    return Measurement(
        [row for part in parts for row in part.rows], [note for part in parts for note in part.notes]
    )


def _calibration_row(name: str, found: Array, truth: Sequence[Emotion]) -> Row:
    error = calibration_error(*linear.rightness(found, truth))
    return Row(set=name, metric="ECE", value=error, n=len(truth), baseline={})


def measure_faces(folder: Path, cross_validate: bool) -> Measurement:
    """Accuracy on CK+'s six emotions, where "neutral" is always wrong, and calibration."""
    portraits = corpora.ck48(folder / "expressions" / "ck48")
    if not portraits:
        return Measurement([], [])
    if cross_validate and not corpora.lfw(folder / "lfw"):
        return Measurement([], ["ck48: to train the face head anew, faces/lfw is needed too"])
    if cross_validate:
        return Measurement(_faces_cross_validated(folder, portraits), [])
    shipped = head.load(expression.HEAD)
    unmet = [portrait for portrait in portraits if portrait.person not in shipped.seen]
    examples = face_training.examples_of(unmet or portraits, {"ck48": 0}, lambda _: None)
    rows = _face_rows(examples, shipped.probabilities(examples.features), unmet or portraits)
    return Measurement(rows, [*_on_faces_of_training(len(portraits), len(unmet))])


def _faces_cross_validated(folder: Path, portraits: Sequence[Portrait]) -> list[Row]:
    everyone = face_training.portraits_in(folder)
    examples = face_training.examples_of(everyone, face_training.COPIES, lambda _: None)
    unseen = face_training.cooled_unseen(examples, face_training.predict_unseen(examples))
    chosen = examples.judged & examples.clean
    return _face_rows(examples.where(chosen), unseen[chosen], portraits)


def _on_faces_of_training(faces: int, unmet: int) -> Iterator[str]:
    if not unmet:
        yield "ck48: the face head was trained on all of these people; --cross-validate trains it anew"
    elif unmet < faces:
        yield f"ck48: {faces - unmet} pictures of people that the face head was trained on are left out"


def _face_rows(examples: face_training.Examples, found: Array, portraits: Sequence[Portrait]) -> list[Row]:
    truth = examples.emotions
    majority = Counter(truth).most_common(1)[0][1] / len(truth)
    baseline = {"majority": majority, "the network alone": _right_by_the_network(portraits)}
    right = float(linear.rightness(found, truth)[1].mean())
    return [
        Row(set="ck48", metric="accuracy", value=right, n=len(truth), baseline=baseline),
        _calibration_row("ck48", found, truth),
    ]


def _right_by_the_network(portraits: Sequence[Portrait]) -> float:
    """How often the plain network is right in the faces as the set cuts them."""
    import cv2

    side = (fer.SIDE_PX, fer.SIDE_PX)
    crops = [cv2.resize(face_training.picture(portrait.path), side) for portrait in portraits]
    features = fer.describe([crop.astype(np.uint8, copy=False) for crop in crops])
    answers = linear.labels(face_training.network_says(features))
    return float(np.mean([k == portrait.emotion for k, portrait in zip(answers, portraits, strict=True)]))
