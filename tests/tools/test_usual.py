"""What all lines of a film or a person have in common is theirs, not a feeling."""

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS
from storyreel.tools.usual import relative

USUAL = (6 * np.eye(7)).astype(np.float32)
"""A voice that feels something leans to that alone."""
ANGER = EMOTIONS.index("anger")
LOUD = 8 * np.eye(7, dtype=np.float32)[ANGER]
"""What a person who always sounds angry adds to everything."""


def lines(*emotions: str) -> np.ndarray:
    return USUAL[[EMOTIONS.index(emotion) for emotion in emotions]]


def told(rows: np.ndarray) -> list[str]:
    return [EMOTIONS[number] for number in rows.argmax(axis=1)]


MIXED = ["neutral"] * 24 + ["anger"] * 4 + ["sadness"] * 4 + ["happiness"] * 8


def test_who_always_sounds_angry_is_heard_against_that() -> None:
    both = np.concatenate([lines(*MIXED), lines(*MIXED) + LOUD])
    people = ["calm"] * len(MIXED) + ["loud"] * len(MIXED)
    assert told(both)[len(MIXED) :] == ["anger"] * len(MIXED)
    assert told(relative(both, people, USUAL)) == MIXED * 2


def test_what_a_microphone_adds_is_taken_off_though_nobody_is_known() -> None:
    assert told(relative(lines(*MIXED) + LOUD, [None] * len(MIXED), USUAL)) == MIXED


def test_one_line_is_believed_as_it_is() -> None:
    angry = lines("anger")
    assert relative(angry, ["anybody"], USUAL) == pytest.approx(angry, abs=1.0)


def test_who_is_angry_all_through_is_still_angry() -> None:
    furious = lines(*["anger"] * 12)
    assert set(told(relative(furious, ["anybody"] * 12, USUAL))) == {"anger"}


def test_nothing_is_nothing() -> None:
    assert relative(np.zeros((0, 10), np.float32), [], USUAL).shape == (0, 10)
