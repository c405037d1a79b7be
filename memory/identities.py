"""Keeps people's ids the same when their face tracks are clustered anew."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storyreel.memory.anchors import alikeness, are_one_person
from storyreel.memory.records import Anchor


@dataclass(frozen=True)
class Identity:
    """Somebody who was given a number once. Keeps it while not found, too."""

    number: int
    label: str | None
    """The subtitle label of somebody who is only heard."""
    tracks: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    voice: str | None = None
    """The voice of somebody who is only heard."""
    joined: int | None = None
    """The number of whom they were found to be one with."""


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
    _grant(_by_tracks(undone, clusters, seconds), numbers)
    by_length = sorted(known, key=lambda one: sum(seconds.get(track, 0.0) for track in one.tracks))
    _grant(_by_tracks(by_length, clusters, seconds), numbers)
    _grant(_by_looks(known, clusters, numbers), numbers)
    return numbers


Claim = tuple[float, int, int]
"""How strong it is, the number, and the place of the cluster that claims it."""


def _by_tracks(
    known: Sequence[Identity], clusters: Sequence[Cluster], seconds: Mapping[str, float]
) -> list[Claim]:
    claims = [
        (_shared_s(identity, cluster, seconds), identity.number, place)
        for identity in known
        for place, cluster in enumerate(clusters)
    ]
    return [claim for claim in claims if claim[0] > 0]


def _by_looks(
    known: Sequence[Identity], clusters: Sequence[Cluster], numbers: Sequence[int | None]
) -> list[Claim]:
    return [
        (alikeness(identity.anchors, cluster.anchors), identity.number, place)
        for identity in known
        for place, cluster in enumerate(clusters)
        if numbers[place] is None and are_one_person(identity.anchors, cluster.anchors)
    ]


def _shared_s(identity: Identity, cluster: Cluster, seconds: Mapping[str, float]) -> float:
    return sum(seconds.get(track, 0.0) for track in set(identity.tracks) & set(cluster.tracks))


def _grant(claims: list[Claim], numbers: list[int | None]) -> None:
    for _, number, place in sorted(claims, key=lambda claim: -claim[0]):
        if numbers[place] is None and number not in numbers:
            numbers[place] = number
