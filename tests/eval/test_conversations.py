"""Conversations are mixed as they say: who speaks when, alone and at once, near and far."""

from itertools import pairwise

import numpy as np
import pytest

from storyreel.eval.conversations import FAR, NEAR, Voices, mixed
from storyreel.tools.scene import SAMPLE_RATE_HZ

LENGTH_S = 60.0


@pytest.fixture
def voices() -> Voices:
    """Three who each hum three notes of their own."""
    times_s = np.arange(3 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    return {
        f"set/{k}": [
            (0.07 * np.sin(2 * np.pi * (200 * (k + 1) + 20 * note) * times_s)).astype(np.float32)
            for note in range(3)
        ]
        for k in range(3)
    }


def mix(voices, style, seed=1, speakers=None):
    return mixed(voices, speakers or list(voices), LENGTH_S, style, np.random.default_rng(seed))


def speaking(turns) -> np.ndarray:
    """How many speak, every 10 ms."""
    times_s = np.arange(0, LENGTH_S, 0.01)
    return np.array([sum(turn.span.holds(time_s) for turn in turns) for time_s in times_s])


def test_the_same_chance_gives_the_same_conversation(voices) -> None:
    (one, turns), (again, same) = mix(voices, NEAR), mix(voices, NEAR)
    np.testing.assert_array_equal(one, again)
    assert turns == same
    assert turns != mix(voices, NEAR, seed=2)[1]


def test_somebody_is_heard_where_somebody_speaks(voices) -> None:
    sound, turns = mix(voices, NEAR)
    count = speaking(turns)
    level = np.sqrt((sound.reshape(len(count), -1) ** 2).mean(axis=1))
    assert len(sound) == LENGTH_S * SAMPLE_RATE_HZ
    assert np.median(level[count > 0]) > 3 * np.median(level[count == 0])


def test_nobody_speaks_twice_at_once(voices) -> None:
    for who in voices:
        spans = sorted(
            (t.span for t in mix(voices, FAR)[1] if t.speaker == who), key=lambda span: span.start_s
        )
        assert all(a.end_s <= b.start_s for a, b in pairwise(spans))


def test_far_away_more_speak_at_once_and_all_is_fainter(voices) -> None:
    near, far = ([mix(voices, style, seed) for seed in range(4)] for style in (NEAR, FAR))
    at_once = [np.mean([(speaking(turns) > 1).mean() for _, turns in some]) for some in (near, far)]
    assert at_once[1] > 1.5 * at_once[0] > 0
    assert np.mean([sound.std() for sound, _ in far]) < 0.6 * np.mean([sound.std() for sound, _ in near])


def test_one_alone_is_never_interrupted(voices) -> None:
    _, turns = mix(voices, FAR, speakers=["set/1"])
    assert {turn.speaker for turn in turns} == {"set/1"}
    assert speaking(turns).max() == 1
