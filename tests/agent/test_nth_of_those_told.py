"""One of several moments that were told, asked about in the same conversation."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import Chat
from storyreel.agent.focus import moments_told
from storyreel.memory.library import Library
from storyreel.memory.records import Film

NO_PLACE = "I can tell the first and the last of them, or all"


@pytest.fixture
def talk(library: Library, voyage: Film) -> Callable[..., list[str]]:
    def asked(*questions: str) -> list[str]:
        with Chat(library, voyage) as chat:
            return [chat.ask(question).answer for question in questions]

    return asked


def test_the_second_of_the_moments_told_is_a_time(talk: Callable[..., list[str]]):
    told, second, last = talk(
        "When does Ben speak?", "Who is on screen in the second one?", "And what is said in the last one?"
    )
    assert told.endswith("0:11–0:14, 0:15–0:18, 0:33–0:36 and 0:51–0:54.")
    assert "between 0:15 and 0:18" in second
    assert "I was wrong about you." in last


def test_one_of_them_is_told_about(talk: Callable[..., list[str]]):
    _, told = talk("When does Ben speak?", "Tell me about the second one")
    assert "I hate that you lied to me, Anna." in told
    assert "I was wrong about you." not in told


def test_one_that_was_not_told_is_not_taken_for_the_whole_film(talk: Callable[..., list[str]]):
    assert talk("When does Ben speak?", "What happens in the sixth one?")[1].startswith(NO_PLACE)
    assert talk("Who is Ben?", "What happens in the second one?")[1].startswith(NO_PLACE)


def test_the_second_one_after_a_scene_is_a_scene(talk: Callable[..., list[str]]):
    _, second, third = talk(
        "What happens in the first scene?", "What happens in the second one?", "And in the third one?"
    )
    assert "Ready to drop the anchor." in second
    assert "I was wrong about you." in third


def test_moments_in_no_order_are_no_list():
    assert moments_told("Anna 0:16–0:20 and 0:41; Ben 0:12.") == []
