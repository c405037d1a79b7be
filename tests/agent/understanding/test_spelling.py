"""Slips of the keys are mended in the words that tell what is asked, and in no others."""

import pytest

from storyreel.agent.understanding.spelling import corrected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("laghing", "laughing"),
        ("crynig", "crying"),
        ("furius", "furious"),
        ("suprised", "surprised"),
        ("writen", "written"),
    ],
)
def test_a_slip_in_a_word_of_feeling_or_asking_is_mended(typed: str, meant: str):
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "prison",
        "hallway",
        "shared",
        "stared",
        "daring",
        "appeal",
        "disguised",
        "feeding",
        "curious",
        "whistle",
        "morning",
    ],
)
def test_a_word_that_is_like_another_stays(word: str):
    assert corrected(word) == word
