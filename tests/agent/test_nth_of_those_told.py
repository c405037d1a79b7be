"""One of several moments that were told, asked about in the same conversation."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import Chat
from storyreel.agent.check.answer import Checked, citation
from storyreel.agent.focus import moments_told
from storyreel.agent.results import Item
from storyreel.memory.library import Library
from storyreel.memory.records import Citation, Film
from tests.agent.conftest import span

UNKNOWN = "I do not know whom or what you mean"


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
    assert talk("When does Ben speak?", "What happens in the sixth one?")[1].startswith(UNKNOWN)
    assert talk("Who is Ben?", "What happens in the second one?")[1].startswith(UNKNOWN)


def test_the_second_one_after_a_scene_is_a_scene(talk: Callable[..., list[str]]):
    _, second, third = talk(
        "What happens in the first scene?", "What happens in the second one?", "And in the third one?"
    )
    assert "Ready to drop the anchor." in second
    assert "I was wrong about you." in third


def test_the_one_beside_a_scene_is_a_scene(talk: Callable[..., list[str]]):
    assert "I was wrong about you." in talk("What happens in scene 2?", "And the next one?")[1]
    assert "I hate that you lied to me" in talk("What happens in scene 2?", "and the one before that?")[1]


def test_the_time_asked_about_is_none_of_the_moments(talk: Callable[..., list[str]]):
    assert (
        "between 0:15 and 0:18" in talk("When does Ben speak after 0:15?", "Who is seen in the first one?")[1]
    )
    assert "between 0:15" in talk("When does Ben speak in the first half?", "Who is seen in the last one?")[1]


def test_each_of_them_may_be_asked_about_in_turn(talk: Callable[..., list[str]]):
    *_, second, last = talk(
        "When does Ben speak?",
        "What does he say in the first one?",
        "And in the 2nd one?",
        "What about the last one?",
    )
    assert "I hate that you lied to me, Anna." in second
    assert "I was wrong about you." in last


def test_what_lies_beside_one_of_them_is_asked_of_that_time(talk: Callable[..., list[str]]):
    assert "between 0:54" in talk("When does Ben speak?", "Who is on screen after the last one?")[1]


def test_the_next_one_may_be_asked_for_again(talk: Callable[..., list[str]]):
    *_, third = talk("What happens in scene 1?", "And the next one?", "And the next one?")
    assert "I was wrong about you." in third


@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        ("When does Ben speak?", "When does Anna speak for the first time?", "Anna first speaks"),
        ("When does Ben speak?", "When is Person 3 seen for the last time?", "Person 3 is last seen"),
        ("When does Ben speak?", "What happens after the second time Anna speaks?", "I cannot tell when"),
        (
            "When does Ben speak?",
            "Who says “I was in the first one”?",
            "Nobody says “I was in the first one”",
        ),
    ],
)
def test_other_words_for_a_place_point_at_nothing_told(
    talk: Callable[..., list[str]], before: str, question: str, told: str
):
    assert talk(before, question)[1].startswith(told)


def test_a_place_that_is_not_found_leaves_the_talk_where_it_was(talk: Callable[..., list[str]]):
    assert talk("When does Ben speak?", "What happens in the sixth one?", "And Anna?")[2].startswith(
        "Anna speaks"
    )


def test_lines_told_one_by_one_are_a_list(talk: Callable[..., list[str]]):
    told = talk("Who speaks between 0:10 and 0:30?", "What is said in the second one?")[1]
    assert "I hate that you lied to me, Anna." in told


def test_there_is_the_part_that_was_spoken_of(talk: Callable[..., list[str]]):
    assert "between 0:45 and 1:00" in talk("What happens in scene 3?", "Who has the most lines there?")[1]


def test_moments_are_exact_where_their_proof_is(talk: Callable[..., list[str]], voyage: Film):
    told = Checked("Ben speaks from 0:15 to 0:18.", (cited(15.4, 18.2),), (), "Ben speaks from 0:15 to 0:18.")
    assert moments_told(told) == [span(15.4, 18.2)]


@pytest.mark.parametrize(
    "answer", ["Anna 0:16–0:20 and 0:41; Ben 0:12.", "“Anna” is said 12 times, first at 0:16."]
)
def test_what_is_told_in_no_order_is_no_list(answer: str):
    assert moments_told(Checked(answer, (), (), answer)) == []


def test_those_not_told_have_a_place_but_no_time():
    answer = "Ben appears 5 times between 0:10 and 1:00: 0:16–0:20 (“At 1:00!”), 0:24, and 3 more."
    assert moments_told(Checked(answer, (), (), answer)) == [span(16, 20), span(24, 24), None]


def cited(start_s: float, end_s: float) -> Citation:
    return citation(Item(kind="line", span=span(start_s, end_s), text="I hate that you lied to me, Anna."))
