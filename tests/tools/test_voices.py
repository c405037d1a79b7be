"""Voices: turns of one voice make one cluster over all reels of a film."""

import time

import numpy as np
import pytest

from storyreel.memory.records import Span, VoiceTurn
from storyreel.tools.contract import Args
from storyreel.tools.voices import SAME_VOICE, find_voices

MODEL = "ge2e-resemblyzer-v1"


def voices(count: int, seed: int = 0) -> np.ndarray:
    """Unit vectors about as alike as GE2E's of different people: a cosine of 0.6."""
    random = np.random.default_rng(seed)
    vectors = np.sqrt(0.6) * random.normal(size=256) + np.sqrt(0.4) * random.normal(size=(count, 256))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def turn(
    number: int, reel: int, start_s: float, voice: np.ndarray | None, told: int = 0, model=MODEL, **what
):
    noise = np.random.default_rng([number, reel]).normal(size=256) / 16
    vector = None if voice is None else voice + what.get("spread", 0.3) * noise
    return VoiceTurn(
        span=Span(start_s=30 * reel + start_s, end_s=30 * reel + start_s + what.get("seconds", 2)),
        turn_id=f"v{reel}.{number}",
        voice=told,
        embedding=None if vector is None else vector / np.linalg.norm(vector),
        embedding_model=None if vector is None else model,
    )


@pytest.fixture
def found(make_film, scene_of):
    film = make_film("heard.m4a", sounds=[np.zeros(48_000, np.float32)])

    def find(*turns):
        return find_voices(scene_of(film, Span(start_s=0, end_s=20_000), turns), Args())

    return find


def groups(result) -> list[set[str]]:
    return [set(cluster.turns) for cluster in result.findings]


def test_a_voice_is_one_over_reels_and_named_by_its_first_turn(found) -> None:
    anna, ben = voices(2)
    result = found(
        turn(1, 0, 0, anna, 0),
        turn(2, 0, 5, ben, 1),
        turn(1, 1, 0, ben, 0),
        turn(2, 1, 5, anna, 1),
        turn(1, 9, 0, anna, 0),
    )
    assert groups(result) == [{"v0.1", "v1.2", "v9.1"}, {"v0.2", "v1.1"}]
    first = result.findings[0]
    assert (first.local_id, first.span) == ("w:v0.1", Span(start_s=0, end_s=272))
    assert first.cohesion > 0.9


def test_what_a_reel_told_apart_must_be_more_alike_to_be_one(found) -> None:
    (anna,) = voices(1)
    away = np.random.default_rng(3).normal(size=256)
    away -= (away @ anna) * anna
    alike = SAME_VOICE[MODEL] + 0.05
    near = alike * anna + np.sqrt(1 - alike**2) * away / np.linalg.norm(away)
    assert len(groups(found(turn(1, 0, 0, anna, spread=0), turn(1, 1, 0, near, spread=0)))) == 1
    assert len(groups(found(turn(1, 0, 0, anna, 0, spread=0), turn(2, 0, 5, near, 1, spread=0)))) == 2


def test_a_short_turn_goes_with_the_voice_it_was_not_told_apart_from(found) -> None:
    anna, ben = voices(2)
    result = found(turn(1, 0, 0, anna, 0), turn(2, 0, 5, None, 0), turn(3, 0, 9, ben, 1))
    assert groups(result) == [{"v0.1", "v0.2"}, {"v0.3"}]
    assert result.notes == ()


def test_a_turn_too_short_to_be_anybodys_is_said(found) -> None:
    (anna,) = voices(1)
    result = found(turn(1, 0, 0, anna), turn(1, 1, 0, None))
    assert groups(result) == [{"v0.1"}]
    assert result.notes == ("1 turn is too short to tell whose voice speaks, and counted as nobody's",)


def test_voices_by_a_model_that_was_never_measured_are_said_to_be_doubtful(found) -> None:
    anna, ben = np.eye(256)[:2]
    model = "speechbrain-own"
    result = found(
        turn(1, 0, 0, anna, model=model), turn(1, 1, 0, anna, model=model), turn(2, 1, 5, ben, 1, model)
    )
    assert groups(result) == [{"v0.1", "v1.1"}, {"v1.2"}]
    (note,) = result.notes
    assert "never measured with 'speechbrain-own'" in note


def test_a_film_where_nobody_speaks_says_so(found) -> None:
    result = found()
    assert (result.findings, result.notes) == ((), ("nobody was heard to speak",))


def test_one_voice_that_plays_two_people_is_one_voice(found) -> None:
    (narrator,) = voices(1)
    result = found(*(turn(1, reel, 0, narrator) for reel in range(6)))
    assert len(groups(result)) == 1


def test_vectors_of_different_models_are_never_compared(found) -> None:
    (anna,) = voices(1)
    assert len(groups(found(turn(1, 0, 0, anna), turn(1, 1, 0, anna, model="speechbrain-ecapa")))) == 2


def test_a_long_film_takes_seconds(found) -> None:
    cast = voices(30)
    turns = [
        turn(k, reel, 1.4 * k, cast[(reel + k) % 30], told=k % 5) for reel in range(240) for k in range(20)
    ]
    began = time.perf_counter()
    result = found(*turns)
    assert time.perf_counter() - began < 10
    assert sum(len(cluster.turns) for cluster in result.findings) == len(turns) == 4800
