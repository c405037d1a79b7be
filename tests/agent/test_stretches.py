"""Stretches between events, scenes by their number, and who speaks next, asked through the real graph."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import ask
from storyreel.memory.library import Library
from storyreel.memory.records import Film


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


def test_what_lies_between_two_lines_is_told_and_nothing_else(answer: Callable[[str], str]):
    told = answer('What is said between "you lied to me" and "Ready to drop the anchor"?')
    assert "Anna says “I never lied about the map.” (0:23)" in told
    assert "Corvo is two days away" in told
    assert "The harbour is on fire" not in told
    assert "We found it" not in told


def test_a_stretch_may_run_from_a_time_to_a_line(answer: Callable[[str], str]):
    told = answer('Who is on screen from 0:20 to "Ready to drop the anchor"?')
    assert "Anna" in told
    assert "between 0:20 and 0:33" in told
    assert "Person 3" not in told


def test_an_end_that_is_not_found_is_named(answer: Callable[[str], str]):
    told = answer("What happens between the wedding and 0:30?")
    assert told.startswith("I cannot tell when “the wedding” is, an end of that stretch.")
    assert "Ben" not in told


def test_so_many_seconds_after_a_line_is_that_moment(answer: Callable[[str], str]):
    told = answer('Who is on screen 5 seconds after Anna says "two days away"?')
    assert "Ben" in told
    assert "at 0:34" in told


def test_a_scene_is_told_by_its_number(answer: Callable[[str], str]):
    told = answer("What is said in scene 2?")
    assert "Ready to drop the anchor." in told
    assert "The harbour is on fire!" not in told
    assert answer("When does scene 3 start?") == "That runs from 0:45 to 1:00, 15 seconds."
    assert answer("What happens in scene 7?").startswith("I know 3 scenes")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who speaks after Anna?", "Ben says “The harbour is on fire!”"),
        ("Who answers Ben at 0:16?", "Anna says “I never lied about the map.”"),
        ("Who speaks before Anna at 0:47?", "Ben says “Ready to drop the anchor.”"),
        (
            'Who speaks after Ben says "Ready to drop the anchor"?',
            "Anna says “We found it! The treasure of Corvo!”",
        ),
        ("Who is the last person to speak?", "Ben says “I was wrong about you.”"),
    ],
)
def test_who_speaks_next_is_another_one(answer: Callable[[str], str], question: str, line: str):
    told = answer(question)
    assert line in told
    assert told.count(" says ") <= 2


def test_who_says_words_after_an_event_is_sought_in_all_that_follows(answer: Callable[[str], str]):
    assert "Anna says “We found it!" in answer('Who says "treasure" after Ben says "harbour"?')
