"""Stretches of film whose ends are events, or an event and a time."""

import pytest

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.question import Event
from storyreel.agent.understanding.ranges import find_range
from storyreel.agent.understanding.understand import understand

SETTING = Setting((Person("P1", "Anna"), Person("P2", "Ben")), 60)


def ends(text: str) -> tuple[Event, Event]:
    event = understand(text, SETTING).event
    assert event is not None
    assert event.until is not None
    return event, event.until


@pytest.mark.parametrize(
    "question",
    [
        "What happens between the door slam and the footsteps?",
        "What happens from the door slam to the footsteps?",
        "From the door slam until the footsteps, who is on screen?",
        "Who speaks between the moment when the door slams and the footsteps?",
    ],
)
def test_a_stretch_lies_between_two_events(question: str):
    first, second = ends(question)
    assert (first.kind, second.kind) == ("words", "words")
    assert first.words.startswith("door slam")
    assert second.words == "footsteps"


def test_each_end_has_its_own_quotation():
    first, second = ends('What happens between "Ready to orbit" and Ben says "Thank you"?')
    assert (first.kind, first.words, first.people) == ("says", "Ready to orbit", ())
    assert (second.kind, second.words, second.people) == ("says", "Thank you", ("P2",))


def test_an_end_may_be_a_feeling_or_a_line():
    first, second = ends("Who is on screen between Anna's anger and Ben's line?")
    assert (first.kind, first.people, first.emotions) == ("feels", ("P1",), ("anger",))
    assert (second.kind, second.people) == ("says", ("P2",))


@pytest.mark.parametrize(
    ("question", "times"),
    [
        ("What happens from 0:20 to the door slam?", (20, None)),
        ("What happens from the door slam to the end?", (None, 60)),
        ("What happens between the start and the door slam?", (0, None)),
        ("Who speaks between the door slam and 0:50?", (None, 50)),
    ],
)
def test_an_end_may_be_a_time(question: str, times: tuple[float | None, float | None]):
    assert tuple(end.at_s for end in ends(question)) == times


@pytest.mark.parametrize(
    "question",
    [
        "what is the relationship between Anna and Ben",
        "what is the difference between the first scene and the last scene",
        "when does Anna walk from the house to the car",
        "what happens between 0:10 and 0:20",
        "when does Anna turn from happy to sad",
        "what happens between Anna and Ben",
        "what happens between the two",
        "between 20 and 30 seconds who speaks",
        "who sings between the 2nd and the 5th minute",
    ],
)
def test_two_people_places_moods_or_times_are_no_such_ends(question: str):
    assert find_range(question, 60) is None


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("What happens between Anna's anger and her happiness?", ("feels", ("P1",))),
        ("What happens between Ben's first line and his last?", ("says", ("P2",))),
        ("What is said from Ben's first line to his last line?", ("says", ("P2",))),
        ("What happens between Ben's anger and her happiness?", ("feels", ())),
    ],
)
def test_a_pronoun_in_the_second_end_means_who_is_in_the_first(question: str, second: tuple[str, tuple]):
    end = ends(question)[1]
    assert (end.kind, end.people) == second
    assert end.last == ("last" in question)


@pytest.mark.parametrize("verb", ["delivers", "brought", "sends", "carries", "transports"])
def test_from_where_to_where_something_is_brought_is_no_stretch(verb: str):
    assert understand(f"Who {verb} something from the gallery to the street?", SETTING).event is None
