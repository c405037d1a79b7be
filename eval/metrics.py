"""Figures of merit, each between 0 and 1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
