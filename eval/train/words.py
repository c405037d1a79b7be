"""Trains the two heads that read emotion in lines of dialogue, on MELD, helped by GoEmotions.

1. A logistic regression over GoEmotions' 28 labels learns which words carry which feeling.
2. Its logits, the embedding and the hashed words of MELD's lines train the head that reads a line alone. All
   of it is linear, so it is folded into one layer.
3. That head's answers to lines of dialogues it has not seen train the head that reads a line in its dialogue.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import corpora
from storyreel.eval.corpora import Line
from storyreel.eval.metrics import calibration_error, weighted_f1
from storyreel.eval.train import linear
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools import text_emotion
from storyreel.tools.models import head, ngrams
from storyreel.tools.models.head import Array, Head

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 4
LEAST_LINES = 3
"""Hashed words in fewer lines than this are not learnt."""
EMBEDDING_SCALE = 4.0
LOGIT_SCALE = 0.3
LINE_STRENGTH = 0.1
CONTEXT_STRENGTH = 1.0
LINE_WEIGHTS: dict[Emotion, float] = {emotion: 1.0 if emotion == "neutral" else 1.5 for emotion in EMOTIONS}
CONTEXT_WEIGHTS: dict[Emotion, float] = {
    emotion: 1.0 if emotion == "neutral" else 1.7 for emotion in EMOTIONS
}
"""Feelings count more than neutral lines: best weighted F1 over folds of MELD's training dialogues."""
NEUTRAL_HANDICAP = 0.2
"""Taken from the shipped head's neutral logit: MELD trains on more neutral dialogues than it has elsewhere.
Chosen on MELD's development file, where it adds 0.01 to weighted F1."""
OnProgress = Callable[[str], None]


@dataclass(frozen=True)
class Lexicon:
    """What GoEmotions teaches: features to logits of its labels."""

    weight: Array
    """Shape (features, labels)."""
    scale: Array
    """Shape (features,): how much each feature counts in training."""


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on MELD's and GoEmotions' training files, ships both heads, returns figures.

    Those of MELD's development file are of the heads as shipped; the others of unseen dialogues in folds.
    """
    paths = data / "text" / "meld_train.csv", data / "text" / "goemotions_original_train.tsv"
    lines = corpora.meld(paths[0])
    features = text_emotion.describe([line.words for line in lines])
    on_progress(f"{len(lines)} lines of dialogue")
    lexicon = learn_lexicon(paths[1], scale_of(features))
    on_progress("GoEmotions learnt")
    unseen = predict_unseen(features, lines, lexicon)
    on_progress("lines alone, in folds")
    seen = frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    found = ship(features, lines, lexicon, unseen, seen)
    return found | measure(corpora.meld(data / "text" / "meld_dev.csv"), "meld_dev")


def ship(
    features: "csr_matrix", lines: Sequence[Line], lexicon: Lexicon, unseen: Array, seen: frozenset[str]
) -> dict[str, float]:
    """Fits and saves both heads; figures are of unseen dialogues."""
    emotions = [line.emotion for line in lines]
    head.save(Head(*_line_head(features, emotions, lexicon), seen), text_emotion.LINE_HEAD)
    context = in_context(unseen, lines)
    answers = _across_folds(
        lines,
        lambda learnt, held: _fit_context(context[learnt], learnt, emotions).probabilities(context[held]),
    )
    temperature = linear.best_temperature(answers, emotions)
    final = _fit_context(context, np.arange(len(lines)), emotions)
    head.save(less_neutral(linear.cooled(final, temperature, seen)), text_emotion.HEAD)
    return {
        "temperature": temperature,
        "meld_train in folds, lines alone, weighted F1": weighted_f1(emotions, linear.labels(unseen)),
        "meld_train in folds, weighted F1": weighted_f1(emotions, linear.labels(answers)),
    }


def less_neutral(fitted: Head) -> Head:
    """The head with the handicap of neutral in its bias."""
    bias = fitted.bias.copy()
    bias[EMOTIONS.index("neutral")] -= NEUTRAL_HANDICAP
    return replace(fitted, bias=bias)


def measure(lines: Sequence[Line], name: str) -> dict[str, float]:
    """Weighted F1 and calibration of the heads as shipped."""
    found = text_emotion.read_lines(
        [line.words for line in lines], [line.dialogue for line in lines], [line.speaker for line in lines]
    )
    emotions = [line.emotion for line in lines]
    return {
        f"{name} weighted F1": weighted_f1(emotions, linear.labels(found)),
        f"{name} ECE": calibration_error(*linear.rightness(found, emotions)),
    }


def scale_of(features: "csr_matrix") -> Array:
    """Inverse document frequency of hashed words, none for rare ones; embeddings at their own scale."""
    lines = np.asarray((features[:, : ngrams.COLUMNS] > 0).sum(axis=0)).ravel()
    rarity = (np.log(features.shape[0] / np.maximum(lines, 1)) + 1) / 3
    words = np.where(lines >= LEAST_LINES, rarity, 0.0)
    embedding = np.full(features.shape[1] - ngrams.COLUMNS, EMBEDDING_SCALE)
    return np.concatenate([words, embedding]).astype(np.float32)


def learn_lexicon(path: Path, scale: Array) -> Lexicon:
    """Logistic regression over GoEmotions' own labels, on comments that have one."""
    from sklearn.linear_model import LogisticRegression

    words, labels = corpora.goemotions_labels(path)
    model = LogisticRegression(C=1.0, max_iter=60)
    model.fit(_scaled(text_emotion.describe(words), scale), labels)
    return Lexicon(model.coef_.T.astype(np.float32), scale)


def predict_unseen(features: "csr_matrix", lines: Sequence[Line], lexicon: Lexicon) -> Array:
    """Probabilities of every line by a head that has not seen its dialogue; shape (n, 7)."""
    emotions = [line.emotion for line in lines]

    def answer(learnt: NDArray[np.intp], held: NDArray[np.intp]) -> Array:
        fold = Head(*_line_head(features[learnt], [emotions[row] for row in learnt], lexicon))
        return fold.probabilities(features[held])

    return _across_folds(lines, answer)


def in_context(alone: Array, lines: Sequence[Line]) -> Array:
    """The second head's features of lines that the first has read."""
    return text_emotion.in_context(alone, [line.dialogue for line in lines], [line.speaker for line in lines])


def _across_folds(
    lines: Sequence[Line], answer: Callable[[NDArray[np.intp], NDArray[np.intp]], Array]
) -> Array:
    from sklearn.model_selection import GroupKFold

    found = np.zeros((len(lines), len(EMOTIONS)), np.float32)
    dialogues = [line.dialogue for line in lines]
    for learnt, held in GroupKFold(FOLDS).split(dialogues, groups=dialogues):
        found[held] = answer(learnt, held)
    return found


def _line_head(features: "csr_matrix", emotions: Sequence[Emotion], lexicon: Lexicon) -> tuple[Array, Array]:
    """Weight and bias of one layer from features to emotions, through GoEmotions' logits and past them."""
    from scipy.sparse import csr_matrix, hstack

    scaled = _scaled(features, lexicon.scale)
    logits = LOGIT_SCALE * (scaled @ lexicon.weight)
    both = hstack([scaled, csr_matrix(logits)], format="csr")
    fitted = linear.fit(both, emotions, LINE_STRENGTH, LINE_WEIGHTS)
    direct, through = np.split(fitted.weight, [features.shape[1]])
    weight = lexicon.scale[:, np.newaxis] * (direct + LOGIT_SCALE * (lexicon.weight @ through))
    return weight, fitted.bias


def _fit_context(context: Array, rows: NDArray[np.intp], emotions: Sequence[Emotion]) -> Head:
    return linear.fit(context, [emotions[row] for row in rows], CONTEXT_STRENGTH, CONTEXT_WEIGHTS)


def _scaled(features: "csr_matrix", scale: Array) -> "csr_matrix":
    return features.multiply(scale).tocsr().astype(np.float32)
