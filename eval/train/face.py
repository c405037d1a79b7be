"""Trains the head that corrects what mini-Xception reads in a face, on CK+ and, unjudged, LFW.

The head starts from the network's own logits and learns what to add to them. CK+ says what six posed
expressions look like, but all of it is one studio, without a neutral face: a head left to it alone takes
everything in a film for one of the six. So on LFW's press photographs, which nobody judged, the head is held
to what the network itself says of the clean picture (Li and Hoiem, "Learning without Forgetting", 2016).
Figures come from folds that share no person.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.errors import StoryreelError
from storyreel.eval import corpora
from storyreel.eval.corpora import Portrait
from storyreel.eval.metrics import calibration_error
from storyreel.eval.progress import counted, in_words
from storyreel.eval.train import linear
from storyreel.eval.train.spoil_face import Landmarks, spoiled
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools import expression
from storyreel.tools.models import centerface, face_space, fer, head
from storyreel.tools.models.head import Array, Head
from storyreel.tools.scene import Pixels

SEED = 2024
COPIES = {"ck48": 3, "lfw": 1}
FOLDS = 5
STRENGTH = 1e-4
"""Of the penalty on the weights' squares. With it and LFW weighing as much as CK+, unseen people of CK+ are
read nearly as well as by a head that forgets LFW, and of unseen LFW faces four in five as by the network."""
DETECTED = 0.3
DETECTION_PX = 288
OnProgress = Callable[[str], None]


@dataclass(frozen=True)
class Examples:
    """Faces as features."""

    features: Array
    """Shape (n, 2055), as `fer.describe` gives them."""
    targets: Array
    """Shape (n, 7): certain for judged faces, else what the network says of the clean picture."""
    people: NDArray[np.str_]
    judged: NDArray[np.bool_]
    clean: NDArray[np.bool_]
    """As photographed, not spoiled."""

    def where(self, wanted: NDArray[np.bool_] | NDArray[np.int64]) -> "Examples":
        """Those that are wanted: a mask of shape (n,), or indices."""
        return Examples(
            self.features[wanted],
            self.targets[wanted],
            self.people[wanted],
            self.judged[wanted],
            self.clean[wanted],
        )

    @property
    def emotions(self) -> list[Emotion]:
        """The likeliest emotion of each."""
        return linear.labels(self.targets)


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on all of DATA/faces/expressions/ck48 and DATA/faces/lfw, ships what it learns, returns figures.

    Raises StoryreelError if either is missing.
    """
    portraits = counted(portraits_in(data / "faces"), in_words("faces", on_progress))
    examples = examples_of(portraits, COPIES)
    unseen = predict_unseen(examples)
    judged = examples.where(examples.judged)
    temperature = linear.best_temperature(unseen[examples.judged], judged.emotions)
    seen = frozenset(judged.people.tolist())
    head.save(linear.cooled(fit(examples), temperature, seen), expression.HEAD)
    face_space.save(face_space.fit(examples.features[:, len(EMOTIONS) :], examples.clean))
    return {"temperature": temperature} | figures(examples, unseen)


def portraits_in(faces: Path) -> list[Portrait]:
    """Every face of both sets."""
    found = corpora.ck48(faces / "expressions" / "ck48"), corpora.lfw(faces / "lfw")
    if not all(found):
        raise StoryreelError(f"{str(faces)!r} lacks expressions/ck48 or lfw: the face head needs both")
    return [portrait for portraits in found for portrait in portraits]


def examples_of(portraits: Iterable[Portrait], copies: dict[str, int]) -> Examples:
    """Features of each face as it is and spoiled; pictures in which none is found are left out."""
    chance = np.random.default_rng(SEED)
    rows: list[tuple[Array, Array, str, bool, bool]] = []
    for portrait in portraits:
        features = _versions(portrait, copies[portrait.person.split("/")[0]], chance)
        target = _target(portrait, features)
        rows += [
            (row, target, portrait.person, portrait.emotion is not None, place == 0)
            for place, row in enumerate(features)
        ]
    described, targets, people, judged, clean = zip(*rows, strict=True)
    return Examples(
        np.stack(described), np.stack(targets), np.array(people), np.array(judged), np.array(clean)
    )


def _versions(portrait: Portrait, copies: int, chance: np.random.Generator) -> Array:
    """Shape (1 + copies, 2055), the clean one first; (0, 2055) without a face."""
    pixels = picture(portrait.path)
    landmarks = landmarks_in(pixels)
    if landmarks is None:
        return fer.describe(())
    versions = [(pixels, landmarks), *(spoiled(pixels, landmarks, chance) for _ in range(copies))]
    return fer.describe([fer.crop(*version) for version in versions])


def _target(portrait: Portrait, features: Array) -> Array:
    if portrait.emotion is not None:
        return head.vector({emotion: float(emotion == portrait.emotion) for emotion in EMOTIONS})
    return network_says(features[:1]).reshape(-1)


def picture(path: Path) -> Pixels:
    """A picture file as RGB."""
    import cv2

    read = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if read is None:
        raise StoryreelError(f"{str(path)!r} cannot be read as a picture")
    return cv2.cvtColor(read, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


def landmarks_in(pixels: Pixels) -> Landmarks | None:
    """Landmarks, shape (5, 2), of the face nearest to the middle; faces may fill the picture."""
    import cv2

    height, width = pixels.shape[:2]
    edge = height // 2, width // 2
    wide = cv2.copyMakeBorder(pixels, edge[0], edge[0], edge[1], edge[1], cv2.BORDER_REPLICATE)
    wide = cv2.resize(wide, (DETECTION_PX, DETECTION_PX), interpolation=cv2.INTER_CUBIC)
    found = centerface.detect(wide.astype(np.uint8, copy=False), DETECTED)
    points = [one.landmarks for one in found]
    middle = min(points, key=lambda marks: float(np.hypot(*(marks.mean(axis=0) - 0.5))), default=None)
    return None if middle is None else 2 * middle - np.float32(0.5)


def network_says(features: Array) -> Array:
    """What the plain network answers, softened as the reader softens it; shape (n, 7)."""
    return head.softmax(features[:, : len(EMOTIONS)] / expression.NETWORK_TEMPERATURE)


def fit(examples: Examples) -> Head:
    """The head whose answers are nearest to the targets; what it adds to the network's logits stays small."""
    from scipy.optimize import minimize

    logits = examples.features[:, : len(EMOTIONS)] / np.float32(expression.NETWORK_TEMPERATURE)
    states = examples.features[:, len(EMOTIONS) :]
    mean = states.mean(axis=0)
    scale = (states.std(axis=0) + 1e-3 * states.std()) * np.float32(np.sqrt(fer.STATES))
    inputs = np.c_[(states - mean) / scale, np.ones(len(states), np.float32)]
    shares = _shares(examples)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        added = flat.reshape(-1, len(EMOTIONS))
        found = head.softmax(logits + inputs @ added.astype(np.float32))
        kept = np.r_[added[:-1], np.zeros((1, len(EMOTIONS)))]
        slope = inputs.T @ (shares * (found - examples.targets)) + 2 * STRENGTH * kept
        missed = -float((shares * examples.targets * np.log(np.maximum(found, 1e-9))).sum())
        return missed + STRENGTH * float((kept**2).sum()), slope.ravel().astype(np.float64)

    start = np.zeros(inputs.shape[1] * len(EMOTIONS))
    learnt = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    added = learnt.reshape(-1, len(EMOTIONS)).astype(np.float32)
    weight = added[:-1] / scale[:, np.newaxis]
    own = np.eye(len(EMOTIONS), dtype=np.float32) / np.float32(expression.NETWORK_TEMPERATURE)
    return Head(np.concatenate([own, weight]), added[-1] - mean @ weight)


def _shares(examples: Examples) -> Array:
    """Shape (n, 1): judged faces weigh 1 together, each emotion the same; the others weigh 1 too."""
    labels = np.array(examples.emotions)
    names, counts = np.unique(labels[examples.judged], return_counts=True)
    weights = dict(zip(names, 1 / (len(names) * counts), strict=True))
    other = 1 / max(1, int((~examples.judged).sum()))
    each = [weights[k] if judged else other for k, judged in zip(labels, examples.judged, strict=True)]
    return np.array(each, np.float32)[:, np.newaxis]


def predict_unseen(examples: Examples) -> Array:
    """Probabilities of every example by a head that has not seen its person, not yet cooled; shape (n, 7)."""
    found = np.zeros((len(examples.features), len(EMOTIONS)), np.float32)
    for learnt, held in _folds(examples):
        found[held] = fit(examples.where(learnt)).probabilities(examples.features[held])
    return found


def cooled_unseen(examples: Examples, unseen: Array) -> Array:
    """The same at the temperature that suits the people of the other folds; shape (n, 7)."""
    found = np.zeros_like(unseen)
    for learnt, held in _folds(examples):
        known = learnt[examples.judged[learnt]]
        temperature = linear.best_temperature(unseen[known], examples.where(known).emotions)
        found[held] = head.softmax(np.log(np.maximum(unseen[held], 1e-9)) / np.float32(temperature))
    return found


def _folds(examples: Examples) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    from sklearn.model_selection import GroupKFold

    yield from GroupKFold(FOLDS).split(examples.features, groups=examples.people)


def figures(examples: Examples, unseen: Array) -> dict[str, float]:
    """Accuracy and calibration on unseen people of CK+; how often LFW faces are read as by the network."""
    cooled = cooled_unseen(examples, unseen)
    found: dict[str, float] = {}
    for name, clean in (("clean", True), ("spoiled", False)):
        rows = examples.judged & (examples.clean == clean)
        sure, right = linear.rightness(cooled[rows], examples.where(rows).emotions)
        found |= {f"ck48 {name} accuracy": right.mean(), f"ck48 {name} ECE": calibration_error(sure, right)}
    for emotion in sorted(corpora.CK48.values()):
        rows = examples.judged & examples.clean & (np.array(examples.emotions) == emotion)
        found[f"ck48 {emotion}"] = linear.rightness(cooled[rows], examples.where(rows).emotions)[1].mean()
    rows = ~examples.judged & examples.clean
    found["lfw as the network"] = linear.rightness(cooled[rows], examples.where(rows).emotions)[1].mean()
    return found
