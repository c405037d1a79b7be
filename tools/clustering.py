"""Agglomerative clustering with average linkage under constraints, in memory that is linear in the items.

Where similarity is a product of vectors, the mean over all pairs of two groups is the product of their
means. So no matrix of all pairs is kept, and the nearest-neighbour chain (Murtagh 1983) gives what the usual
algorithm gives, in quadratic time. A pair to keep apart counts as infinitely unlike: the chain stays exact.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_RIVALS = 2
"""Others that a group must be compared with before its nearest counts as clear: also those it must not join,
or whoever is told apart from a few would lose what is theirs."""

Matrix = NDArray[np.floating]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Limits:
    """How alike groups must be to join."""

    alike: float
    """Mean similarity from which two groups join."""
    clearly: float
    """Mean similarity from which a group joins its nearest if no other is nearly as near…"""
    margin: float
    """…which is, by at least this."""


def average_linkage(
    vectors: Matrix, limits: Limits, apart: Iterable[Pair] = (), weights: Matrix | None = None
) -> list[int]:
    """A group number for each row of `vectors`, shape (n, d): 0, 1… in order of their first rows.

    Similarity is the product of two rows, its terms weighted by `weights`, shape (d,), if given. First join
    groups that are alike; then those that are clearly nearest, though a little less alike. Rows that `apart`
    names are never in one group.
    """
    groups = _Groups(vectors, apart, np.ones(vectors.shape[1]) if weights is None else weights)
    _join_the_alike(groups, limits.alike)
    _join_the_clear(groups, limits)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(groups.group_of(item), len(numbers)) for item in range(len(vectors))]


def _join_the_alike(groups: "_Groups", alike: float) -> None:
    """Joins mutual nearest neighbours, found by following nearest neighbours from any group.

    A group whose nearest is not alike is done with: whatever joins later, nothing comes nearer to it.
    """
    waiting = set(groups.present())
    chain: list[int] = []
    while chain or waiting:
        if not chain:
            chain.append(min(waiting))
        nearness = groups.nearness(chain[-1])
        nearest = int(nearness.argmax())
        if nearness[nearest] < alike:
            waiting.discard(chain.pop())
        elif len(chain) > 1 and nearness[chain[-2]] >= nearness[nearest]:
            last = chain.pop()
            groups.join(last, into=chain.pop())
            waiting.discard(last)
        else:
            chain.append(nearest)


def _join_the_clear(groups: "_Groups", limits: Limits) -> None:
    """Joins groups with their nearest while no other is nearly as near, the nearest pairs first."""
    claims = [(-claim[0], group) for group in groups.present() if (claim := _claim(groups, group, limits))]
    heapq.heapify(claims)
    while claims:
        promised, group = heapq.heappop(claims)
        claim = _claim(groups, group, limits) if groups.is_present(group) else None
        if claim is None:
            continue
        if -claim[0] > promised:  # it was nearer before something joined: others may come first now
            heapq.heappush(claims, (-claim[0], group))
            continue
        groups.join(group, into=claim[1])
        if (again := _claim(groups, claim[1], limits)) is not None:
            heapq.heappush(claims, (-again[0], claim[1]))


def _claim(groups: "_Groups", group: int, limits: Limits) -> tuple[float, int] | None:
    """The group that a group is clearly nearest to, after how near it is."""
    rivals = groups.nearness(group)
    nearest = int(rivals.argmax())
    near = float(rivals[nearest])
    rivals[nearest] = -np.inf
    if len(groups.present()) - 2 < FEWEST_RIVALS:
        return None
    return (near, nearest) if near >= max(limits.clearly, rivals.max() + limits.margin) else None


class _Groups:
    """Groups, each called by one of its items, with the mean of their rows and those they must not join."""

    def __init__(self, vectors: Matrix, apart: Iterable[Pair], weights: Matrix) -> None:
        # half the memory to go through, hence half the time
        self._means = np.array(vectors, dtype=np.float32)
        self._weights = weights.astype(np.float32)
        self._sizes = np.ones(len(vectors))
        self._parents = list(range(len(vectors)))
        self._present = np.ones(len(vectors), dtype=bool)
        self._foes: list[set[int]] = [set() for _ in vectors]
        for a, b in apart:
            self._foes[a].add(b)
            self._foes[b].add(a)

    def present(self) -> Sequence[int]:
        """All groups."""
        found: list[int] = np.flatnonzero(self._present).tolist()
        return found

    def is_present(self, group: int) -> bool:
        """Whether it has not joined another."""
        return bool(self._present[group])

    def group_of(self, item: int) -> int:
        """The group that an item is in."""
        while self._parents[item] != item:
            item = self._parents[item]
        return item

    def nearness(self, group: int) -> Matrix:
        """Similarity to every other group, shape (n,); minus infinity to those gone or to be kept apart."""
        found: Matrix = self._means @ (self._weights * self._means[group])
        found[~self._present] = -np.inf
        found[[group, *self._foes[group]]] = -np.inf
        return found

    def join(self, group: int, into: int) -> None:
        """Puts one group into another."""
        size = self._sizes[group] + self._sizes[into]
        self._means[into] += (self._means[group] - self._means[into]) * self._sizes[group] / size
        self._sizes[into] = size
        for foe in self._foes[group]:
            self._foes[foe].discard(group)
            self._foes[foe].add(into)
        self._foes[into] |= self._foes[group]
        self._parents[group] = into
        self._present[group] = False
