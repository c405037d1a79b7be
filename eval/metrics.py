"""Figures of merit, each between 0 and 1."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Span

Labels = Sequence[str]


def unweighted_recall(true: Labels, found: Labels) -> float:
    """Mean over the true classes of the share that was found (UAR)."""
    truth, guess = np.array(true), np.array(found)
    return float(np.mean([np.mean(guess[truth == label] == label) for label in np.unique(truth)]))


def weighted_f1(true: Labels, found: Labels) -> float:
    """F1 of each true class, weighted by how often it occurs."""
    truth, guess = np.array(true), np.array(found)
    labels, counts = np.unique(truth, return_counts=True)
    return float(np.average([_f1(truth == label, guess == label) for label in labels], weights=counts))


def _f1(true: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    return float(2 * np.sum(true & found) / (np.sum(true) + np.sum(found)))


def calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: how far confidence lies from accuracy, over bins of confidence.

    Guo et al., "On Calibration of Modern Neural Networks" (2017), equation 3. Both of shape (n,).
    """
    places = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(right[places == place].mean() - sure[places == place].mean()) * np.mean(places == place)
        for place in np.unique(places)
    ]
    return float(np.sum(gaps))


def plain_calibration(right: NDArray[np.bool_], labels: NDArray[np.int64]) -> dict[str, float]:
    """The calibration error of plain ways, by name; both of shape (n,), labels from 0 on.

    Being wholly sure of each of these answers errs as often as they are wrong; answering with how common each
    class is errs never, and tells nothing, as its Brier score shows.

    >>> plain_calibration(np.array([True, False]), np.array([0, 0]))
    {'always sure': 0.5, 'class shares': 0.0}
    """
    shares = np.bincount(labels) / len(labels)
    sure, commonest = np.full(len(labels), shares.max()), labels == shares.argmax()
    return {
        "always sure": calibration_error(np.ones(len(right)), right),
        "class shares": calibration_error(sure, commonest),
    }


def calibration_by_chance(
    sure: NDArray[np.float64], runs: NDArray[np.int64], rounds: int = 200, seed: int = 0
) -> float:
    """The calibration error to expect of confidence that is exactly right, where all of a run is or none.

    Few examples err by chance, and the moments of a run are one example. Both of shape (n,), runs from 0 on.
    """
    chance = np.random.default_rng(seed)
    drawn = (chance.random(int(runs.max()) + 1)[runs] < sure for _ in range(rounds))
    return float(np.mean([calibration_error(sure, right) for right in drawn]))


def brier_score(probabilities: NDArray[np.float64], true: NDArray[np.int64]) -> float:
    """Mean squared distance of probabilities, shape (n, classes), from the truth (Brier 1950); 0 to 2."""
    certain = np.eye(probabilities.shape[1])[true]
    return float(np.mean(np.sum((probabilities - certain) ** 2, axis=1)))


def brier_of_shares(labels: NDArray[np.int64]) -> float:
    """The Brier score of always answering with how common each of the classes, from 0 on, is; shape (n,).

    >>> brier_of_shares(np.array([0, 0, 1, 1]))
    0.5
    """
    shares = np.bincount(labels) / len(labels)
    return float(1 - (shares**2).sum())


@dataclass(frozen=True)
class Matches:
    """How many were found of what there is."""

    right: int
    true: int
    found: int

    def __add__(self, other: "Matches") -> "Matches":
        return Matches(self.right + other.right, self.true + other.true, self.found + other.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / (self.true + self.found) if self.right else 0.0


def matched(true: Sequence[Span], found: Sequence[Span], least_iou: float = 0.5) -> Matches:
    """Pairs of true and found intervals, the likest first, each interval in one pair at most.

    Temporal intersection over union as in activity detection (Caba Heilbron et al., "ActivityNet", 2015).
    """
    pairs = sorted(
        ((_iou(one, other), i, j) for i, one in enumerate(true) for j, other in enumerate(found)),
        reverse=True,
    )
    left, right = set(range(len(true))), set(range(len(found)))
    for iou, i, j in pairs:
        if iou >= least_iou and i in left and j in right:
            left.remove(i)
            right.remove(j)
    return Matches(len(true) - len(left), len(true), len(found))


def _iou(one: Span, other: Span) -> float:
    shared_s = one.overlap_s(other)
    total_s = one.duration_s + other.duration_s - shared_s
    return shared_s / total_s if total_s else 0.0


@dataclass(frozen=True)
class Agreement:
    """How well groups that were found agree with the true ones."""

    precision: float
    recall: float
    purity: float
    """Share of items that are of the class which most of their group are."""

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(true: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """B-cubed precision and recall (Bagga and Baldwin 1998), each the mean over items, and purity.

    Raises ValueError if there are no items.
    """
    pairs = list(zip(true, found, strict=True))
    if not pairs:
        raise ValueError("expected at least one item, got none")
    of_true, of_found, both = Counter(true), Counter(found), Counter(pairs)
    largest: dict[Hashable, int] = {}
    for (_, group), count in both.items():
        largest[group] = max(largest.get(group, 0), count)
    return Agreement(
        precision=sum(both[pair] / of_found[pair[1]] for pair in pairs) / len(pairs),
        recall=sum(both[pair] / of_true[pair[0]] for pair in pairs) / len(pairs),
        purity=sum(largest.values()) / len(pairs),
    )


Scores = NDArray[np.float64]
"""Shape (n,), a similarity each pair; NaN where there is none, as no face was found."""
Flags = NDArray[np.bool_]


def verification_accuracy(scores: Scores, same: Flags, threshold: float) -> float:
    """Share of pairs that a threshold tells right; a pair without a score is never told right."""
    return float(np.mean(~np.isnan(scores) & ((scores >= threshold) == same)))


def best_threshold(scores: Scores, same: Flags) -> float:
    """The threshold that tells most pairs right: midway between two neighbouring scores; 0 without any."""
    known = ~np.isnan(scores)
    if not known.any():
        return 0.0
    order = np.argsort(scores[known])
    ranked, truth = scores[known][order], same[known][order]
    right = np.concatenate([[0], np.cumsum(~truth)]) + np.concatenate([np.cumsum(truth[::-1])[::-1], [0]])
    place = int(right.argmax())
    edges = np.concatenate([[ranked[0] - 1e-6], ranked, [ranked[-1] + 1e-6]])
    return float(edges[place : place + 2].mean())


def accuracy_in_folds(scores: Scores, same: Flags, folds: int = 10) -> float:
    """Accuracy with each fold's threshold chosen on the others, as is usual on LFW (Huang et al. 2007).

    Folds take every `folds`-th pair of each kind.
    """
    fold = np.zeros(len(scores), int)
    for kind in (True, False):
        fold[same == kind] = np.arange(np.sum(same == kind)) % folds
    right = [
        verification_accuracy(
            scores[fold == k], same[fold == k], best_threshold(scores[fold != k], same[fold != k])
        )
        * np.sum(fold == k)
        for k in range(folds)
        if np.any(fold == k)
    ]
    return float(np.sum(right) / len(scores))


def true_accept_rate(scores: Scores, same: Flags, false_accept_rate: float) -> float:
    """Share of same pairs accepted by the lowest threshold that accepts no more than so many others.

    There must be pairs of both kinds.
    """
    different = np.sort(np.nan_to_num(scores[~same], nan=-np.inf))[::-1]
    allowed = int(np.floor(false_accept_rate * len(different)))
    floor = different[allowed] if allowed < len(different) else -np.inf
    return float(np.mean(np.nan_to_num(scores[same], nan=-np.inf) > floor))
