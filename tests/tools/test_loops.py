"""Loops: a phrase that goes round and round is told from what people do repeat."""

import pytest

from storyreel.tools.loops import looping


def left(spoken: str) -> str:
    words = spoken.split()
    return " ".join(word for place, word in enumerate(words) if place not in looping(words))


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("I saw him. And then we go, and then we go, and then we go, and then", "I saw him. And then we go,"),
        ("la la la la la la la la la la la la", "la"),
        ("Опять и опять, опять и опять, опять и опять, опять и", "Опять и опять,"),
        ("so it goes so it goes so it goes so it goes he said", "so it goes he said"),
    ],
)
def test_a_loop_is_left_after_its_first_turn(heard: str, meant: str) -> None:
    assert left(heard) == meant


@pytest.mark.parametrize(
    "heard",
    [
        "No, no, no, no! Stop!",
        "I shall be back by nine o'clock. I shall be back by nine o'clock.",
        "Всем привет, я снова рада вас видеть на своем канале.",
        "",
    ],
)
def test_what_people_repeat_stays(heard: str) -> None:
    assert left(heard) == heard
