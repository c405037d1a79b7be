"""Following faces from look to look inside one shot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Box
from storyreel.tools.scene import Pixels

REACH = 0.8
"""How far a face may stray from where its motion leads, in its own sizes, between two looks…"""
REACH_ALIKE = 2.5
"""…and how far if it looks alike, as in a pan."""
ALIKE = 0.7
"""Likeness from which two chips may show one face."""
GROWTH = 1.6
"""How many times larger or smaller it may get between two looks."""
PATIENCE = 1
"""Looks in a row in which it may be unseen."""
PIECES = 3
"""A track is checked for a swap of faces by comparing the best looks of at most this many pieces."""
LIKENESS_PX = 24
FORBIDDEN = 1e3


@dataclass(frozen=True)
class Sighting:
    """A face in one look."""

    look: int
    """Number of the look within the shot."""
    time_s: float
    box: Box
    score: float
    quality: float
    landmarks: NDArray[np.float32]
    """Shape (5, 2), (x, y) in fractions of the picture."""
    chip: Pixels
    """Shape (150, 150, 3), aligned."""


@dataclass
class _Path:
    sightings: list[Sighting] = field(default_factory=list)

    def predicted(self, look: int) -> tuple[float, float]:
        """Where the middle of the face should be in a later look, at half of its last speed."""
        last = self.sightings[-1]
        x, y = _middle(last.box)
        if len(self.sightings) < 2:
            return x, y
        before = self.sightings[-2]
        steps = (look - last.look) / (last.look - before.look) / 2
        x0, y0 = _middle(before.box)
        return x + (x - x0) * steps, y + (y - y0) * steps


def follow(looks: Sequence[Sequence[Sighting]], aspect: float) -> list[list[Sighting]]:
    """Groups the sightings of a shot's looks, in order of time, into one list a face.

    `aspect` is the picture's width over its height. Each look is matched with the paths of the looks before
    by the Hungarian method on distance in face sizes (Kuhn 1955; Bewley et al., "SORT", 2016).
    """
    paths: list[_Path] = []
    for number, sightings in enumerate(looks):
        open_paths = [path for path in paths if number - path.sightings[-1].look <= PATIENCE + 1]
        taken = _match(open_paths, sightings, number, aspect)
        for index, sighting in enumerate(sightings):
            path = taken.get(index) or _Path()
            if index not in taken:
                paths.append(path)
            path.sightings.append(sighting)
    return [path.sightings for path in paths]


def _match(paths: list[_Path], sightings: Sequence[Sighting], look: int, aspect: float) -> dict[int, _Path]:
    from scipy.optimize import linear_sum_assignment

    if not paths or not sightings:
        return {}
    costs = np.array([[_cost(path, sighting, look, aspect) for sighting in sightings] for path in paths])
    rows, columns = linear_sum_assignment(np.minimum(costs, FORBIDDEN))
    return {int(c): paths[r] for r, c in zip(rows, columns, strict=True) if costs[r, c] < FORBIDDEN}


def _cost(path: _Path, sighting: Sighting, look: int, aspect: float) -> float:
    distance = _distance(path, sighting, look, aspect)
    if distance > REACH_ALIKE:
        return FORBIDDEN
    alike = likeness(path.sightings[-1].chip, sighting.chip)
    return distance + 1 - alike if distance <= REACH or alike >= ALIKE else FORBIDDEN


def _distance(path: _Path, sighting: Sighting, look: int, aspect: float) -> float:
    """From the predicted middle, in sizes of the face; infinite where the size jumps."""
    last = path.sightings[-1].box
    size, size_now = _size(last, aspect), _size(sighting.box, aspect)
    if max(size, size_now) > GROWTH * min(size, size_now):
        return float("inf")
    x, y = path.predicted(look)
    x_now, y_now = _middle(sighting.box)
    return float(np.hypot((x_now - x) * aspect, y_now - y)) / max(size, size_now)


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2


def _size(box: Box, aspect: float) -> float:
    """Side of the square of the same area, in picture heights."""
    return float(np.sqrt(box.width * aspect * box.height))


def pieces(track: Sequence[Sighting], wanted: int) -> list[list[Sighting]]:
    """Cuts a track where neighbouring looks are least alike, into at most `wanted` pieces."""
    likenesses = [likeness(a.chip, b.chip) for a, b in pairwise(track)]
    cuts = sorted(int(k) + 1 for k in np.argsort(likenesses, kind="stable")[: wanted - 1])
    return [list(track[a:b]) for a, b in pairwise([0, *cuts, len(track)])]


def likeness(a: Pixels, b: Pixels) -> float:
    """Correlation of two small aligned faces, -1 to 1: low where person, pose or light changes."""
    import cv2

    small = [cv2.resize(chip, (LIKENESS_PX, LIKENESS_PX), interpolation=cv2.INTER_AREA) for chip in (a, b)]
    flat = [face.astype(np.float32).ravel() - face.mean() for face in small]
    norm = float(np.linalg.norm(flat[0]) * np.linalg.norm(flat[1]))
    return float(flat[0] @ flat[1]) / norm if norm else 0.0
