"""Plain questions once answered beside the point: each is answered by what it asks for, or not at all."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import ask
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Sound
from tests.agent.conftest import span


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "When does Ben first appear and when last?",
        "When does Ben first and last appear?",
        "When is the first time Ben appears, and the last time?",
    ],
)
def test_both_ends_are_told_where_both_are_asked_for(answer: Callable[[str], str], question: str):
    assert answer(question) == "Ben is first seen from 0:10 to 0:20. Ben is last seen from 0:48 to 0:56."


def test_the_first_line_and_the_last_are_two_answers(answer: Callable[[str], str]):
    told = answer("What are the last and first lines of Anna?")
    assert "The last line is: " in told
    assert "The first line is: " in told


@pytest.mark.parametrize("question", ["Where are they?", "Where are we?", "Where are they going?"])
def test_a_question_without_a_telling_word_is_not_answered_with_every_sound(
    library: Library, voyage: Film, commit, question: str
):
    commit("sounds", [Sound(span=span(0, 9), what="music", confidence=0.9, level_dbfs=-20)])
    told = ask(library, voyage, question).answer
    assert told.startswith("I cannot tell when or where that is")
    assert "music" not in told


def test_he_or_she_in_what_somebody_says_is_not_who_is_asked_about(answer: Callable[[str], str]):
    told = answer("How does Ben react when Anna says she never lied about the map?")
    assert told.startswith("Anna says “I never lied about the map.”")
