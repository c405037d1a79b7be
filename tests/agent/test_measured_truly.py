"""Questions of how much, how light and of whom: answered by what is measured, or said not to be."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import ask
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Shot
from tests.agent.conftest import line, span


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


def test_words_are_counted_where_all_lines_are_at_hand(answer: Callable[[str], str]):
    assert answer("How many words does Ben say?").startswith("Ben says 23 words. Ben speaks 4 lines")


def test_of_several_each_has_their_own_lines(answer: Callable[[str], str]):
    assert "Ben and Anna speaks" not in answer("How many times do Ben and Anna talk?")


def test_who_has_most_lines_is_ranked_by_lines_and_ties_are_named(answer: Callable[[str], str]):
    assert answer("Who has the most lines?") == "Anna 4 lines; Ben 4 lines."


def test_a_saying_that_nobody_says_is_not_found_in_its_words(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 5, 8, "They're only love letters.", "ANNA"), line(2, 9, 12, "I loved him.")])
    assert ask(library, film, "Who says “I love you”?").answer == (
        "Nobody says “I love you” in the lines I know."
    )


def test_the_darkest_scene_is_the_one_with_the_least_light(library: Library, voyage: Film, commit):
    assert ask(library, voyage, "Which scene is darkest?").answer.startswith("I cannot tell which scene is")
    light = {(0, 21): 0.3, (21, 45): 0.1, (45, 60): 0.6}
    commit("shots", [shot(*times, brightness) for times, brightness in light.items()])
    assert ask(library, voyage, "Which scene is the darkest?").answer == (
        "The darkest scene runs from 0:21 to 0:45: its mean brightness is 0.10 of 1."
    )
    assert "from 0:45 to 1:00" in ask(library, voyage, "What is the brightest scene?").answer


def shot(start_s: float, end_s: float, brightness: float) -> Shot:
    return Shot(span=span(start_s, end_s), opening="cut", motion=0.1, brightness=brightness, saturation=0.3)
