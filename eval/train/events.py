"""Learns where stories turn from TRIPOD's training films, of which synopses are marked but no scenes.

Each synopsis is laid along its screenplay (`alignment`), and a marked sentence marks its scenes by how likely
it tells of them. The head makes these scenes likeliest. No test film is looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from storyreel.errors import StoryreelError
from storyreel.eval import tripod
from storyreel.eval.train import alignment
from storyreel.eval.tripod import LEAST_SCENES, Screenplay, Synopsis
from storyreel.tools.models import turning_points
from storyreel.tools.models.story_signals import Array, Beat, places, shares
from storyreel.tools.models.turning_points import TURNING_POINTS, Head, features

SEED = 2026
FOLDS = 6
LEAST_FILMS = 2 * FOLDS
PLACE_RIDGE, SIGNAL_RIDGE = 0.01, 1.0
"""How strongly weights of places, and of signals, are held near 0."""
SURE = 0.2
"""Scenes at least this likely count as a turning point's when figures are told; else the likeliest."""
OnProgress = Callable[[str], None]


@dataclass(frozen=True)
class Example:
    """A training film."""

    film: str
    beats: Sequence[Beat]
    features: Array
    """Shape (scenes, features)."""
    silver: Array
    """How likely each scene is each turning point, shape (5, scenes)."""


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Learns from the training films under DATA, ships the head and returns figures of films held out.

    Raises StoryreelError if there are too few.
    """
    films = tripod.training_in(tripod.folder_in(data))
    examples = examples_of(films, on_progress)
    turning_points.save(fit(examples, mean_places(films)))
    on_progress("measuring on films held out")
    return {"films": float(len(examples))} | figures_of(examples, mean_places(films))


def examples_of(films: Sequence[Synopsis], on_progress: OnProgress) -> list[Example]:
    """Films whose screenplays can be read, with their scenes marked as far as synopses tell."""
    written = [(film, film.screenplay) for film in films if film.screenplay]
    read = [(film, script) for film, script in written if len(script.scenes) >= LEAST_SCENES]
    if len(read) < LEAST_FILMS:
        raise StoryreelError(
            f"to learn turning points, at least {LEAST_FILMS} films with marked synopses and screenplays of "
            f"{LEAST_SCENES} scenes are needed; there are {len(read)}"
        )
    on_progress(f"laying {len(read)} synopses along their screenplays")
    laid = alignment.align([alignment.pair_of(film.sentences, script) for film, script in read])
    return [_example(*one, chances) for one, chances in zip(read, laid, strict=True)]


def _example(film: Synopsis, script: Screenplay, chances: Array) -> Example:
    marked = [[chances[list(rows)].mean(axis=0) for rows in marks] for marks in film.marked]
    return Example(film.film, script.beats, features(script.beats), np.mean(marked, axis=0))


def mean_places(films: Sequence[Synopsis]) -> tuple[float, ...]:
    """Where each turning point is marked in synopses on average, 0 to 1."""
    marks = [
        [float(np.mean(rows)) / len(film.sentences) for rows in places_]
        for film in films
        for places_ in film.marked
    ]
    return tuple(np.mean(marks, axis=0).tolist())


def fit(examples: Sequence[Example], places_in_synopses: tuple[float, ...]) -> Head:
    """The head that makes the silver scenes likeliest, each film counting the same."""
    from scipy.optimize import minimize

    shape = (examples[0].features.shape[1], len(TURNING_POINTS))
    ridge = np.full(shape, SIGNAL_RIDGE)
    ridge[:2] = PLACE_RIDGE

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        each = [_loss_of(one, weights) for one in examples]
        held, slope = (ridge * weights**2).sum() / 2, ridge * weights
        return (
            sum(value for value, _ in each) / len(each) + held,
            (sum(gradient for _, gradient in each) / len(each) + slope).ravel(),
        )

    learnt = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B").x.reshape(shape)
    return Head(learnt, places_in_synopses, frozenset(one.film for one in examples))


def _loss_of(one: Example, weights: Array) -> tuple[float, Array]:
    """Cross-entropy of one film's scenes, and its slope."""
    logits = one.features @ weights + np.log(shares(one.beats))[:, None]
    logits -= logits.max(axis=0)
    logits -= np.log(np.exp(logits).sum(axis=0))
    return -float((one.silver.T * logits).sum()), one.features.T @ (np.exp(logits) - one.silver.T)


def figures_of(examples: Sequence[Example], places_in_synopses: tuple[float, ...]) -> dict[str, float]:
    """Mean distance from silver scenes of films held out: the head, constant places, the plainest guess."""
    order = np.random.default_rng(SEED).permutation(len(examples))
    found: dict[str, list[float]] = {"head": [], "constant places": [], "places in synopses": []}
    for fold in range(FOLDS):
        held = [examples[k] for k in order[fold::FOLDS]]
        known = [examples[k] for place, k in enumerate(order) if place % FOLDS != fold]
        head, constant = fit(known, places_in_synopses), typical_places(known)
        for one in held:
            found["head"].append(distance(one, head.scenes(one.beats)))
            found["constant places"].append(distance(one, _scenes_at(one, constant)))
            plainest = [int(place * len(one.beats)) for place in places_in_synopses]
            found["places in synopses"].append(distance(one, plainest))
    return {f"D, {way}": float(np.mean(values)) for way, values in found.items()}


def typical_places(examples: Sequence[Example]) -> Array:
    """The median place of each turning point's silver scene, shape (5,)."""
    return np.asarray(np.median([places(one.beats)[_medians(one)] for one in examples], axis=0))


def _medians(one: Example) -> list[int]:
    return [int(np.searchsorted(np.cumsum(row), 0.5)) for row in one.silver]


def _scenes_at(one: Example, wanted: Array) -> list[int]:
    last = len(one.beats) - 1
    return [min(last, int(scene)) for scene in np.searchsorted(places(one.beats), wanted)]


def distance(one: Example, scenes: Sequence[int]) -> float:
    """Mean distance of scenes from the nearest silver one, as a share of the film's scenes."""
    gaps = [
        np.abs(np.flatnonzero(row >= min(SURE, row.max())) - scene).min()
        for row, scene in zip(one.silver, scenes, strict=True)
    ]
    return float(np.mean(gaps)) / len(one.beats)
