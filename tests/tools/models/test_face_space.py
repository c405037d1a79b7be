"""The plane of usual faces: what lies off it is strange, and the median usual face measures one."""

import numpy as np
import pytest

from storyreel.tools.models import face_space, fer

WIDTH, LEVELS = 400, 8


@pytest.fixture(scope="module")
def states():
    """Faces that vary in few ways, with a little noise in all others; shape (500, WIDTH)."""
    chance = np.random.default_rng(1)
    ways = chance.standard_normal((LEVELS, WIDTH))
    return (chance.standard_normal((500, LEVELS)) @ ways + 0.1 * chance.standard_normal((500, WIDTH))).astype(
        np.float32
    )


@pytest.fixture(scope="module")
def space(states):
    return face_space.fit(states, np.ones(len(states), bool))


def test_the_median_of_the_usual_is_one(space, states) -> None:
    assert np.median(space.strangeness(states)) == pytest.approx(1.0, abs=0.01)


def test_what_varies_in_other_ways_is_strange(space, states) -> None:
    strangers = states[:50] + np.random.default_rng(2).standard_normal((50, WIDTH)).astype(np.float32)
    assert space.strangeness(strangers).min() > space.strangeness(states).max()


def test_more_of_a_usual_way_is_not_strange(space, states) -> None:
    bolder = space.mean + 3 * (states[:50] - space.mean)
    assert np.median(space.strangeness(bolder)) < 5
    assert np.median(space.strangeness(bolder)) == pytest.approx(3, abs=0.5)


def test_only_the_clean_tell_what_is_usual(states) -> None:
    clean = np.arange(len(states)) < 250
    blurred = states.copy()
    blurred[250:] += np.random.default_rng(3).standard_normal((250, WIDTH)).astype(np.float32)
    space = face_space.fit(blurred, clean)
    assert np.median(space.strangeness(blurred[clean])) == pytest.approx(1.0, abs=0.01)
    assert np.median(space.strangeness(blurred[~clean])) > 2


def test_what_is_saved_is_what_was_fitted(space, states, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(face_space, "FOLDER", tmp_path)
    face_space.save(space)
    face_space.load.cache_clear()
    try:
        loaded = face_space.load()
    finally:
        face_space.load.cache_clear()
    assert loaded.strangeness(states) == pytest.approx(space.strangeness(states), rel=0.01)


def test_to_the_plane_that_ships_noise_is_stranger_than_anything_usual() -> None:
    noise = np.random.default_rng(4).integers(0, 255, (3, fer.SIDE_PX, fer.SIDE_PX, 3)).astype(np.uint8)
    features = fer.describe(list(noise))
    assert face_space.load().strangeness(features[:, 7:]).min() > 1.2
