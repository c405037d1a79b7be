"""The threshold of alikeness is where the data put it."""

import numpy as np
import pytest

from storyreel.eval.calibrate import calibrated, deal
from storyreel.memory.records import Box, FaceLook

BOX = Box(x=0.4, y=0.2, width=0.2, height=0.3)


def looks_of(person: int, spread: float) -> list[FaceLook]:
    """Six looks, about 0.8 alike to other people's."""
    own = np.ones(64) + np.random.default_rng(person).normal(size=64) * 0.5
    noise = np.random.default_rng([person, 1]).normal(size=(6, 64)) * spread
    vectors = own + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [FaceLook(time_s=0, box=BOX, score=1, quality=1, embedding=tuple(one)) for one in vectors]


def test_people_who_are_told_apart_well_are_never_missed() -> None:
    found = calibrated([deal(looks_of(person, 0.05), "model") for person in range(30)])
    assert found.false_non_matches == 0
    assert found.false_matches == pytest.approx(0.001, abs=0.001)
    assert 0.85 < found.same_person < 0.99


def test_people_who_look_alike_are_missed_sooner_than_mixed_up() -> None:
    found = calibrated([deal(looks_of(person, 1.0), "model") for person in range(30)])
    assert found.false_matches <= 0.002
    assert found.false_non_matches > 0.3
