"""The looks by which somebody is known again: few, good, and unlike one another.

Matching them is open-set: whoever is like nobody enough is somebody new.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Anchor, FaceTrack

MOST_ANCHORS = 8
OUTLYING = 3.0
"""Deviations from the median, in robust standard ones, beyond which a look is somebody else's or none."""
DEVIATION = 1.4826
"""What makes a median absolute deviation a standard deviation, where values are normally distributed."""
LEAST_DEVIATION = 0.01
"""Of cosine similarity: looks that are nearly the same make no outlier of one that is a little less so."""

Matrix = NDArray[np.float32]
"""Shape (n, d), rows of unit length."""


@dataclass(frozen=True)
class Calibration:
    """From which alikeness two sets of anchors show one person, and how often that is wrong."""

    same_person: float
    false_matches: float
    """Share of two people's sets that are more alike."""
    false_non_matches: float
    """Share of one person's sets that are less alike."""


CALIBRATED: dict[str, Calibration] = {
    "dlib-resnet-v1-mirrored": Calibration(
        same_person=0.9298, false_matches=0.00101, false_non_matches=0.0
    ),  # 134 people of LFW with four photographs or more
}
"""By embedding model; a line is what `python -m storyreel.eval.calibrate` prints. Looks by a model that is
not named here match nobody's."""


def alikeness(some: Sequence[Anchor], others: Sequence[Anchor]) -> float:
    """Mean cosine similarity of each anchor to its like among the other's, -1 to 1; 0 if models differ."""
    if not some or not others or some[0].model != others[0].model:
        return 0.0
    similarity = matrix(some) @ matrix(others).T
    return float(similarity.max(axis=1).mean() + similarity.max(axis=0).mean()) / 2


def are_one_person(some: Sequence[Anchor], others: Sequence[Anchor]) -> bool:
    """Whether two sets are more alike than next to any two people's."""
    calibration = CALIBRATED.get(some[0].model) if some else None
    return calibration is not None and alikeness(some, others) >= calibration.same_person


def choose_anchors(film_id: str, tracks: Sequence[FaceTrack]) -> tuple[Anchor, ...]:
    """At most eight embedded looks that show a person well and differently.

    The best look comes first, then always the one least like those chosen (farthest-first traversal; Gonzalez
    1985), among the better half. What lies far from the person's median is left out unless its track shows
    the person at another moment: then it is they, in another light, from another side or made up.
    """
    looks = _embedded(film_id, tracks)
    if not looks:
        return ()
    fitting = [looks[place] for place in _fitting(looks)]
    better = fitting[: max(MOST_ANCHORS, len(fitting) // 2)]
    return tuple(better[place] for place in _farthest_first(matrix(better), MOST_ANCHORS))


def _embedded(film_id: str, tracks: Sequence[FaceTrack]) -> list[Anchor]:
    """Every look that has an embedding, the best first."""
    looks = [(track, look) for track in tracks for look in track.looks]
    return [
        Anchor(
            film_id=film_id,
            track_id=track.track_id,
            time_s=look.time_s,
            box=look.box,
            model=track.embedding_model or "",
            embedding=look.embedding,
            quality=look.quality,
        )
        for track, look in sorted(looks, key=lambda pair: -pair[1].quality)
        if look.embedding is not None
    ]


def matrix(anchors: Sequence[Anchor]) -> Matrix:
    """The embeddings, a row each. Shape (n, d)."""
    return np.array([anchor.embedding for anchor in anchors], np.float32)


def _fitting(looks: Sequence[Anchor]) -> list[int]:
    """Places of looks that are near the median, or in a track with one that is."""
    vectors = matrix(looks)
    median = np.median(vectors, axis=0)
    similarity = vectors @ (median / max(float(np.linalg.norm(median)), 1e-9))
    middle = float(np.median(similarity))
    deviation = DEVIATION * float(np.median(np.abs(similarity - middle)))
    near = similarity >= middle - OUTLYING * max(deviation, LEAST_DEVIATION)
    vouched = {look.track_id for look, fits in zip(looks, near.tolist(), strict=True) if fits}
    return [place for place, look in enumerate(looks) if look.track_id in vouched]


def _farthest_first(vectors: Matrix, count: int) -> list[int]:
    chosen = [0]
    nearest = vectors @ vectors[0]
    while len(chosen) < min(count, len(vectors)):
        nearest[chosen] = np.inf
        chosen.append(int(nearest.argmin()))
        nearest = np.minimum(nearest, vectors @ vectors[chosen[-1]])
    return chosen
