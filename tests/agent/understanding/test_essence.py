"""What is said besides a question is left out where the question is not read with it."""

import pytest

from storyreel.agent.understanding.essence import shorter
from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.understand import understand

SETTING = Setting((Person("P1", "Anna"), Person("P2", "Ben")), 6000)


def asked(text: str) -> list[str]:
    return [question for _, question, _ in shorter(text)]


def test_as_little_as_can_be_is_left_out_first():
    assert asked("we saw it twice, is Ben, by the end, alone?")[0] == "is Ben by the end alone"


def test_sentences_part_at_their_marks_and_not_after_titles():
    assert asked("I am lost. Where is Mr. Roe?")[0] == "Where is Mr. Roe"


def test_a_text_of_many_pieces_is_no_question_with_something_besides():
    tale = ", ".join(["then he went on"] * 12)
    assert asked(f"is Ben there, {tale}") == []


@pytest.mark.parametrize(
    ("text", "intent", "people"),
    [
        ("My aunt adored it, when is Anna angry?", "feelings", ("P1",)),
        ("be honest does Anna even like Ben", "toward", ("P1", "P2")),
        ("Though years have gone by, is Ben alone at the end?", "together", ("P2",)),
        ("And what about Anna, does she like Ben?", "toward", ("P1", "P2")),
        ("How often is it, all things weighed, that Ben, who was so patient, is angry?", "feelings", ("P2",)),
    ],
)
def test_the_question_itself_is_read(text: str, intent: str, people: tuple[str, ...]):
    read = understand(text, SETTING)
    assert (read.intent, read.people) == (intent, people)


def test_a_time_that_is_told_beside_it_is_kept():
    read = understand(
        "We had stopped at minute 20, so who would be there, roughly, who is on screen?", SETTING
    )
    assert read.span is not None
    assert read.span.start_s == 1200


def test_nobody_who_is_named_is_left_out():
    assert understand("Who stole it, was it Anna who lied to Ben?", SETTING).intent == "search"
