"""Keeps people's ids the same when their face tracks are clustered anew."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Anchor, FaceTrack

MOST_ANCHORS = 8
SAME_PERSON = {"dlib-resnet-v1-mirrored": 0.94}
"""Alikeness from which two sets of anchors show one person, by embedding model: halves of 124 LFW people's
photos have 0.941 or more, two people's 0.927 or less but for one pair in a thousand. It decides only where
no face track tells: after a change of the face tool; people embedded by a model that is not named here then
get new ids."""


@dataclass(frozen=True)
class Identity:
    """Somebody who was given a number once. Keeps it while not found, too."""

    number: int
    label: str | None
    """The subtitle label of somebody who is only heard."""
    tracks: tuple[str, ...]
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True)
class Cluster:
    """Face tracks that are taken for one person, and its anchors."""

    tracks: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    number: int | None = None
    """As the user told."""


def divided(
    clusters: Sequence[Sequence[str]], told: Mapping[str, str], sources: Mapping[str, set[str]]
) -> list[tuple[tuple[str, ...], str | None]]:
    """Clusters of tracks, each of one person as far as the user told by track, with that person's id.

    Tracks of which nothing was told stay with most of their cluster of which something was, but never go
    with those who were split out of it: `sources` has out of whom.
    """
    owned: dict[str, list[str]] = {}
    free: list[tuple[tuple[str, ...], str | None]] = []
    for tracks in clusters:
        people = Counter(told[track] for track in tracks if track in told)
        if not people:
            free.append((tuple(tracks), None))
            continue
        whole = [one for one in people if sources.get(one, set()).isdisjoint(people)]
        owner = max(whole, key=lambda one: people[one])
        for track in tracks:
            owned.setdefault(told.get(track, owner), []).append(track)
    return [(tuple(tracks), person) for person, tracks in owned.items()] + free


def carry_over(
    known: Sequence[Identity],
    clusters: Sequence[Cluster],
    seconds: Mapping[str, float],
    before: Mapping[str, int],
) -> list[int | None]:
    """The number that each cluster had before, or None for somebody new.

    First by what the user told, then by who had its tracks before something was undone, then by the seconds
    of face tracks that both have, then by anchors that look alike; each number goes to one cluster, the
    strongest claims first, and of two as strong that of who had less.
    """
    numbers = [cluster.number for cluster in clusters]
    undone = [
        Identity(number, None, tuple(track for track in before if before[track] == number), ())
        for number in sorted(set(before.values()))
    ]
    for identities in (undone, sorted(known, key=lambda one: sum(seconds.get(t, 0.0) for t in one.tracks))):
        by_tracks = [
            (_shared_s(identity, cluster, seconds), identity.number, place)
            for identity in identities
            for place, cluster in enumerate(clusters)
        ]
        _grant([claim for claim in by_tracks if claim[0] > 0], numbers)
    by_looks = [
        (alikeness(identity.anchors, cluster.anchors), identity.number, place)
        for identity in known
        for place, cluster in enumerate(clusters)
        if numbers[place] is None
    ]
    _grant([claim for claim in by_looks if claim[0] > 0], numbers)
    return numbers


def alikeness(some: Sequence[Anchor], others: Sequence[Anchor]) -> float:
    """Mean cosine similarity of each anchor to its like among the other's; 0 if too low for one person."""
    model = some[0].model if some else ""
    if model not in SAME_PERSON or not others or others[0].model != model:
        return 0.0
    similarity = _matrix(some) @ _matrix(others).T
    alike = float(similarity.max(axis=1).mean() + similarity.max(axis=0).mean()) / 2
    return alike if alike >= SAME_PERSON[model] else 0.0


def choose_anchors(film_id: str, tracks: Sequence[FaceTrack]) -> tuple[Anchor, ...]:
    """At most eight embedded looks that show a person well and differently.

    The best look comes first, then always the one least like those chosen (farthest-first traversal; Gonzalez
    1985), among the better half.
    """
    candidates = [
        Anchor(
            film_id=film_id,
            track_id=track.track_id,
            time_s=look.time_s,
            box=look.box,
            model=track.embedding_model or "",
            embedding=look.embedding,
        )
        for track, look in sorted(
            ((track, look) for track in tracks for look in track.looks),
            key=lambda pair: -pair[1].quality,
        )
        if look.embedding is not None
    ]
    better = candidates[: max(MOST_ANCHORS, len(candidates) // 2)]
    return tuple(better[place] for place in _farthest_first(_matrix(better), MOST_ANCHORS)) if better else ()


def _shared_s(identity: Identity, cluster: Cluster, seconds: Mapping[str, float]) -> float:
    return sum(seconds.get(track, 0.0) for track in set(identity.tracks) & set(cluster.tracks))


def _grant(claims: list[tuple[float, int, int]], numbers: list[int | None]) -> None:
    for _, number, place in sorted(claims, key=lambda claim: -claim[0]):
        if numbers[place] is None and number not in numbers:
            numbers[place] = number


def _farthest_first(vectors: NDArray[np.float32], count: int) -> list[int]:
    chosen = [0]
    nearest = vectors @ vectors[0]
    while len(chosen) < min(count, len(vectors)):
        nearest[chosen] = np.inf
        chosen.append(int(nearest.argmin()))
        nearest = np.minimum(nearest, vectors @ vectors[chosen[-1]])
    return chosen


def _matrix(anchors: Sequence[Anchor]) -> NDArray[np.float32]:
    """Shape (n, d), rows of unit length."""
    return np.array([anchor.embedding for anchor in anchors], np.float32)
