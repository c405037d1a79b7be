"""Average linkage under constraints: what the usual algorithm gives, and clear neighbours besides."""

import tracemalloc

import numpy as np
import pytest

from storyreel.tools.clustering import Limits, average_linkage

PLAIN = Limits(alike=0.5, clearly=0.5, margin=9)
"""No margin is that wide: only what is alike joins."""


def crowd(seed: int, items: int = 60, people: int = 8, dimensions: int = 16) -> np.ndarray:
    random = np.random.default_rng(seed)
    own = random.normal(size=(people, dimensions))
    vectors = own[random.integers(0, people, items)] + 0.8 * random.normal(size=(items, dimensions))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def some_pairs(seed: int, items: int, count: int) -> list[tuple[int, int]]:
    random = np.random.default_rng(seed)
    return [tuple(map(int, random.choice(items, 2, replace=False))) for _ in range(count)]


def in_one_group(numbers) -> np.ndarray:
    return np.equal.outer(numbers, numbers)


@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_with_scipys_average_linkage(seed: int) -> None:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    vectors, apart = crowd(seed), some_pairs(seed, 60, 60)
    distances = 1 - vectors @ vectors.T
    for a, b in apart:
        distances[a, b] = distances[b, a] = 1e9
    np.fill_diagonal(distances, 0)
    usual = fcluster(linkage(squareform(distances, checks=False), "average"), 0.5, "distance")
    assert (in_one_group(average_linkage(vectors, PLAIN, apart)) == in_one_group(usual)).all()


@pytest.mark.parametrize("limits", [PLAIN, Limits(alike=0.5, clearly=0.1, margin=0.01), Limits(-1, -1, 0)])
def test_what_must_stay_apart_does_whatever_the_limits(limits: Limits) -> None:
    for seed in range(5):
        apart = some_pairs(seed, 60, 90)
        numbers = average_linkage(crowd(seed), limits, apart)
        assert all(numbers[a] != numbers[b] for a, b in apart)


def test_groups_are_numbered_by_their_first_items() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0.1], [-1, 0]], dtype=float)
    assert average_linkage(vectors, PLAIN) == [0, 1, 0, 2]
    assert average_linkage(vectors[:1], PLAIN) == [0]
    assert average_linkage(vectors[:0], PLAIN) == []


def at_degrees(*angles: float) -> np.ndarray:
    radians = np.deg2rad(angles)
    return np.column_stack([np.cos(radians), np.sin(radians)])


def test_a_clearly_nearest_group_is_joined_though_less_alike() -> None:
    limits = Limits(alike=0.9, clearly=0.8, margin=0.05)
    assert average_linkage(at_degrees(0, 30, 120, 240), limits) == [0, 0, 1, 2]


def test_among_equally_near_ones_everybody_stays_alone() -> None:
    limits = Limits(alike=0.9, clearly=0.8, margin=0.05)
    equally_near = np.linalg.cholesky(np.full((4, 4), 0.85) + 0.15 * np.eye(4))
    assert average_linkage(equally_near, limits) == [0, 1, 2, 3]


def test_with_hardly_anybody_to_compare_with_nothing_is_clear() -> None:
    limits = Limits(alike=0.9, clearly=0.8, margin=0.05)
    assert average_linkage(at_degrees(0, 30), limits) == [0, 1]


def test_a_rival_that_it_cannot_be_is_none() -> None:
    limits = Limits(alike=0.9, clearly=0.8, margin=0.05)
    vectors = at_degrees(-31, 0, 31, 180, 181)
    assert average_linkage(vectors, limits, apart=[(1, 2), (3, 4)])[:3] == [0, 0, 1]


def test_who_is_told_apart_from_the_others_keeps_what_is_clearly_theirs() -> None:
    limits = Limits(alike=0.9, clearly=0.8, margin=0.05)
    vectors = at_degrees(0, 30, 63, 150, 240)
    before = average_linkage(vectors, limits)
    assert before[:3] == [0, 0, 1]
    assert average_linkage(vectors, limits, apart=[(0, 2), (0, 3), (0, 4)]) == before


def test_weights_count_in_similarity() -> None:
    vectors = np.array([[1.0, 1.0], [1.0, 1.0]])
    assert average_linkage(vectors, PLAIN, weights=np.array([1.0, -0.6])) == [0, 1]


def test_memory_grows_with_the_items_and_not_with_their_pairs() -> None:
    vectors = crowd(0, items=4000)
    tracemalloc.start()
    average_linkage(vectors, PLAIN)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 4000 * 4000 / 10
