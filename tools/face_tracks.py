"""Following faces from look to look inside one shot, by where they are and by whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Box
from storyreel.tools.scene import Pixels

REACH = 0.8
"""How far a face may stray from where its motion leads, in its own sizes, between two looks…"""
REACH_ALIKE = 2.5
"""…and how far if it looks alike, as in a pan."""
ALIKE = 0.7
"""Likeness from which two chips may show one face, where one is too poor to be recognised."""
GROWTH = 1.6
"""How many times larger or smaller it may get between two looks."""
PATIENCE = 1
"""Looks in a row in which it may be unseen…"""
PATIENCE_KNOWN = 8
"""…and in which it may if it is then known again for certain: turned away, or behind somebody."""
REMEMBERED = 6
"""Recognised looks that a new one is compared with: a face has more than one side."""
LIKENESS_PX = 24
FORBIDDEN = 1e3

Vector = NDArray[np.float32]


@dataclass(eq=False)
class Sighting:
    """A face in one look; its embedding comes later, if at all."""

    look: int
    """Number of the look within the shot."""
    time_s: float
    box: Box
    score: float
    quality: float
    landmarks: NDArray[np.float32]
    """Shape (5, 2), (x, y) in fractions of the picture."""
    chip: Pixels
    """Shape (s, s, 3), aligned."""
    vector: Vector | None = None
    """Its embedding, of unit length; None if it is too poor for one, or one of too many."""


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

    def similarity(self, vector: Vector | None) -> float | None:
        """Cosine to the most similar of the last recognised looks; None where either side has none."""
        seen = (s.vector for s in reversed(self.sightings) if s.vector is not None)
        similarities = [] if vector is None else [float(one @ vector) for one in islice(seen, REMEMBERED)]
        return max(similarities, default=None)


def follow(looks: Sequence[Sequence[Sighting]], aspect: float, same_face: float) -> list[list[Sighting]]:
    """Groups the sightings of a shot's looks, in order of time, into one list a face.

    `aspect` is the picture's width over its height; sightings whose cosine similarity is below `same_face`
    are two people's. Each look is matched with the paths of the looks before by the Hungarian method on
    distance in face sizes and unlikeness (Kuhn 1955; Wojke et al., "Deep SORT", 2017, arXiv:1703.07402).
    """
    paths: list[_Path] = []
    for number, sightings in enumerate(looks):
        waiting = [path for path in paths if number - path.sightings[-1].look <= PATIENCE_KNOWN + 1]
        taken = _match(waiting, sightings, aspect, same_face)
        for index, sighting in enumerate(sightings):
            path = taken.get(index) or _Path()
            if index not in taken:
                paths.append(path)
            path.sightings.append(sighting)
    return [path.sightings for path in paths]


def _match(
    paths: list[_Path], sightings: Sequence[Sighting], aspect: float, same_face: float
) -> dict[int, _Path]:
    from scipy.optimize import linear_sum_assignment

    if not paths or not sightings:
        return {}
    costs = np.array([[_cost(path, one, aspect, same_face) for one in sightings] for path in paths])
    rows, columns = linear_sum_assignment(np.minimum(costs, FORBIDDEN))
    return {int(c): paths[r] for r, c in zip(rows, columns, strict=True) if costs[r, c] < FORBIDDEN}


def _cost(path: _Path, sighting: Sighting, aspect: float, same_face: float) -> float:
    """How little a sighting goes with a path; up to REACH_ALIKE for the way, up to 1 for the looks."""
    last = path.sightings[-1]
    distance = _distance(path, sighting, aspect)
    similarity = path.similarity(sighting.vector)
    unseen = sighting.look - last.look - 1
    if similarity is None:
        alike = likeness(last.chip, sighting.chip)
        near = distance <= REACH or (distance <= REACH_ALIKE and alike >= ALIKE)
        return distance + 1 - alike if near and unseen <= PATIENCE else FORBIDDEN
    unlike = (1 - similarity) / (1 - same_face)
    certain = unlike <= 0.5
    near = distance <= REACH_ALIKE and unseen <= PATIENCE
    return min(distance, REACH_ALIKE) + unlike if certain or (near and unlike <= 1) else FORBIDDEN


def _distance(path: _Path, sighting: Sighting, aspect: float) -> float:
    """From the predicted middle, in sizes of the face; infinite where the size jumps."""
    last = path.sightings[-1].box
    size, size_now = _size(last, aspect), _size(sighting.box, aspect)
    if max(size, size_now) > GROWTH * min(size, size_now):
        return float("inf")
    x, y = path.predicted(sighting.look)
    x_now, y_now = _middle(sighting.box)
    return float(np.hypot((x_now - x) * aspect, y_now - y)) / max(size, size_now)


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2


def _size(box: Box, aspect: float) -> float:
    """Side of the square of the same area, in picture heights."""
    return float(np.sqrt(box.width * aspect * box.height))


def telling(track: Sequence[Sighting], most: int) -> list[Sighting]:
    """At most so many recognised looks of a track that show a face well and from more than one side.

    The best comes first, then always the one that is good and unlike those chosen.
    """
    waiting = [sighting for sighting in track if sighting.vector is not None]
    chosen: list[Sighting] = []
    while waiting and len(chosen) < most:
        gains = [one.quality * _unlikeness(one, chosen) for one in waiting]
        chosen.append(waiting.pop(int(np.argmax(gains))))
    return chosen


def _unlikeness(sighting: Sighting, others: Sequence[Sighting]) -> float:
    """Of the most similar of the others; 1 if there are none."""
    return min((1 - float(np.dot(sighting.vector, one.vector)) for one in others), default=1.0)  # type: ignore[arg-type]


def likeness(a: Pixels, b: Pixels) -> float:
    """Correlation of two small aligned faces, -1 to 1: low where person, pose or light changes."""
    import cv2

    small = [cv2.resize(chip, (LIKENESS_PX, LIKENESS_PX), interpolation=cv2.INTER_AREA) for chip in (a, b)]
    flat = [face.astype(np.float32).ravel() - face.mean() for face in small]
    norm = float(np.linalg.norm(flat[0]) * np.linalg.norm(flat[1]))
    return float(flat[0] @ flat[1]) / norm if norm else 0.0
