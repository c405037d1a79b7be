"""Agglomerative clustering with average linkage under constraints, in memory that is linear in the items.

Where similarity is a product of vectors, the mean over all pairs of two groups is the product of their means. So
no matrix of all pairs is kept, and the nearest-neighbour chain (Murtagh 1983) gives what the usual algorithm gives,
in time that is quadratic. A pair that must stay apart counts as infinitely unlike, which keeps the chain exact.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Pair = tuple[int, int]


def average_linkage(
    vectors: Matrix,
    least: float,
    *,
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> list[int]:
    """A group number for each row of `vectors`, shape (n, d): 0, 1… in order of their first rows.

    Groups join while the mean product of a row of one and a row of the other is at least `least`. Rows named in
    `together` are in one group whatever they look like, and rows named in `apart` never, unless `together` wants
    it so.
    """
    start = _joined(len(vectors), together)
    groups = _Groups(vectors, start, apart)
    chain: list[int] = []
    while (tip := _tip(chain, groups)) is not None:
        similarities = groups.similarities(tip)
        nearest = int(similarities.argmax())
        if similarities[nearest] < least:
            groups.close(chain.pop())
        elif len(chain) > 1 and similarities[chain[-2]] >= similarities[nearest]:
            groups.join(chain.pop(), chain.pop())
        else:
            chain.append(nearest)
    return numbered(groups.parents)


def numbered(parents: Sequence[int]) -> list[int]:
    """Numbers groups by their first member; `parents` lead from each member to its group's root."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(_root(parents, item), len(numbers)) for item in range(len(parents))]


def _joined(count: int, pairs: Iterable[Pair]) -> list[int]:
    parents = list(range(count))
    for a, b in pairs:
        first, second = sorted((_root(parents, a), _root(parents, b)))
        parents[second] = first
    return parents


def _root(parents: Sequence[int], item: int) -> int:
    while parents[item] != item:
        item = parents[item]
    return item


def _tip(chain: list[int], groups: "_Groups") -> int | None:
    """The chain's end; a chain that has ended begins anew at any open group."""
    if not chain:
        first = int(groups.open.argmax())
        if not groups.open[first]:
            return None
        chain.append(first)
    return chain[-1]


class _Groups:
    """Groups by the number of one member, with the mean of their rows and those they must not join."""

    def __init__(self, vectors: Matrix, parents: list[int], apart: Iterable[Pair]) -> None:
        roots = np.array([_root(parents, item) for item in range(len(vectors))], dtype=int)
        self.parents = parents
        self.open = roots == np.arange(len(vectors))
        self._sizes = np.bincount(roots, minlength=len(vectors)).astype(float)
        self._means = np.zeros(vectors.shape)
        np.add.at(self._means, roots, vectors)
        self._means /= np.maximum(self._sizes, 1)[:, None]
        self._foes: list[set[int]] = [set() for _ in roots]
        for a, b in ((int(roots[a]), int(roots[b])) for a, b in apart):
            if a != b:
                self._foes[a].add(b)
                self._foes[b].add(a)

    def similarities(self, group: int) -> Matrix:
        """To every group, shape (n,); minus infinity to itself, to those closed and to those to keep apart."""
        found: Matrix = self._means @ self._means[group]
        found[~self.open] = -np.inf
        found[[group, *self._foes[group]]] = -np.inf
        return found

    def join(self, one: int, other: int) -> None:
        """Puts one group into another."""
        size = self._sizes[one] + self._sizes[other]
        self._means[other] += (self._means[one] - self._means[other]) * self._sizes[one] / size
        self._sizes[other] = size
        for foe in self._foes[one]:
            self._foes[foe].discard(one)
            self._foes[foe].add(other)
        self._foes[other] |= self._foes[one]
        self.parents[one] = other
        self.open[one] = False

    def close(self, group: int) -> None:
        """Leaves a group as it is: whatever joins from now on, nothing comes nearer to it."""
        self.open[group] = False
