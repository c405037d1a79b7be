"""How well turning points are found in screenplays, beside the plainest guesses.

Measures of Papalampidi, Keller and Lapata, "Movie Plot Analysis via Turning Point Identification" (2019),
as means over all turning points of all films. Total agreement: scenes both found and true, as a share of
those found or true. Partial agreement: whether any true scene is found. Distance: the least between a found
scene and a true one, as a share of the screenplay's scenes. One scene is found for each turning point.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from storyreel.errors import StoryreelError
from storyreel.eval import tripod
from storyreel.eval.agreement import STORYREEL, OnProgress
from storyreel.eval.rows import Measurement, Row
from storyreel.eval.train.events import mean_places
from storyreel.eval.tripod import Marked
from storyreel.tools.models import turning_points
from storyreel.tools.models.story_signals import Array
from storyreel.tools.models.turning_points import TURNING_POINTS

POSITION, THEORY, RANDOM = "mean place in training films", "place by theory", "random"
THEORY_PLACES = (0.10, 0.25, 0.50, 0.75, 0.945)
"""Of screenwriting, as the paper has them; the climax between 0.90 and 0.99."""
SEED, DRAWS = 2026, 100
Finder = Callable[[Marked], Sequence[int]]
"""From a film to the scene of each turning point."""


@dataclass(frozen=True)
class Score:
    """Of one turning point of one film."""

    total_agreement: float
    partial_agreement: float
    distance: float


def score(found: Collection[int], true: Collection[int], scenes: int) -> Score:
    """Compares scenes found with true ones, of so many in the screenplay."""
    shared, either = set(found) & set(true), set(found) | set(true)
    nearest = min(abs(one - other) for one in found for other in true)
    return Score(len(shared) / len(either), float(bool(shared)), nearest / scenes)


def measure(data: Path, on_progress: OnProgress) -> Measurement:
    """Rows over the test films of DATA. Raises StoryreelError if it has none."""
    folder = tripod.folder_in(data)
    films, unfit = _films(folder)
    places, notes = _mean_places(folder)
    finders: dict[str, Finder] = {
        STORYREEL: lambda film: turning_points.load().scenes(film.screenplay.beats),
        POSITION: lambda film: at_places(places, film),
        THEORY: lambda film: at_places(THEORY_PLACES, film),
    }
    scores = {name: [_scores(film, [find(film)]) for film in films] for name, find in finders.items()}
    on_progress(folder.name, 1, 1)
    chance = np.random.default_rng(SEED)
    scores[RANDOM] = [_scores(film, [_drawn(film, chance) for _ in range(DRAWS)]) for film in films]
    seen = sorted(turning_points.load().seen & {film.film for film in films})
    trained_on = [f"trained on: {film}" for film in seen]
    return Measurement(list(_rows(folder.name, scores)), [*unfit, *notes, *trained_on])


def _films(folder: Path) -> tuple[list[Marked], list[str]]:
    """Those that can be measured, and what is wrong with the others."""
    marked = tripod.tests_in(folder)
    unfit = [f"not measured: {film.problem}" for film in marked if film.problem]
    if len(unfit) == len(marked):
        where = f"no screenplay of {str(folder / tripod.TEST_SCENES)!r} is in {tripod.SCREENPLAYS}"
        raise StoryreelError("; ".join(unfit) or where)
    return [film for film in marked if not film.problem], unfit


def _mean_places(folder: Path) -> tuple[Sequence[float], list[str]]:
    films = tripod.training_in(folder)
    if films:
        return mean_places(films), []
    note = f"{folder.name} has no training films: mean places are those the shipped head was trained with"
    return turning_points.load().mean_places, [note]


def at_places(places: Sequence[float], film: Marked) -> list[int]:
    """The scenes at shares of a screenplay."""
    count = len(film.screenplay.scenes)
    return [min(count - 1, round(place * count)) for place in places]


def _drawn(film: Marked, chance: np.random.Generator) -> list[int]:
    return sorted(chance.integers(len(film.screenplay.scenes), size=len(TURNING_POINTS)).tolist())


def _scores(film: Marked, guesses: Sequence[Sequence[int]]) -> list[list[Score]]:
    """For each turning point the scores of all guesses."""
    count = len(film.screenplay.scenes)
    return [
        [score([guess[place]], true, count) for guess in guesses] for place, true in enumerate(film.scenes)
    ]


def _rows(name: str, scores: Mapping[str, Sequence[list[list[Score]]]]) -> Iterator[Row]:
    measures: dict[str, Callable[[Score], float]] = {
        "total agreement": lambda one: one.total_agreement,
        "partial agreement": lambda one: one.partial_agreement,
        "distance": lambda one: one.distance,
    }
    figures = {
        metric: {way: _figures(films, measured) for way, films in scores.items()}
        for metric, measured in measures.items()
    }
    films = len(scores[STORYREEL])
    for metric, by_way in figures.items():
        yield _row(
            name, f"{metric} (mean)", {way: float(one.mean()) for way, one in by_way.items()}, 5 * films
        )
    for place, point in enumerate(TURNING_POINTS):
        by_point = {way: float(one[:, place].mean()) for way, one in figures["distance"].items()}
        yield _row(name, f"distance, {point}", by_point, films)


def _figures(films: Sequence[list[list[Score]]], measured: Callable[[Score], float]) -> Array:
    """Shape (films, 5)."""
    return np.array([[np.mean([measured(one) for one in scores]) for scores in film] for film in films])


def _row(name: str, metric: str, values: dict[str, float], examples: int) -> Row:
    own = values.pop(STORYREEL)
    return Row(set=name, metric=metric, value=own, n=examples, baseline=values)
