"""What sentences of a story make of lines and of what they talk of."""

import pytest

from storyreel.agent.plot import PlotEvent
from storyreel.agent.results import Item
from storyreel.agent.wording import story as words
from storyreel.memory.records import Span


def line(text: str, to: str = "", who: str = "", states: str | None = None) -> PlotEvent:
    people = (who,) if who else ()
    item = Item(kind="line", span=Span(start_s=1, end_s=2), text=text, people=people)
    return PlotEvent("line", 0, 1.0, (item,), to=(to,) if to else (), states=states)


@pytest.mark.parametrize(
    ("event", "opening", "sentence"),
    [
        (line("Wait, Ben.", "Ben"), "", "Somebody says to Ben, “Wait, Ben.”"),
        (line("Where is it, Ben?", "Ben"), "Later", "Later, somebody asks Ben, “Where is it, Ben?”"),
        (line("Go away!"), "Then", "Then, somebody exclaims: “Go away!”"),
        (line("It rains."), "Then", "Then, one hears: “It rains.”"),
        (line("It rains."), "", "Somebody says: “It rains.”"),
        (line("It rains.", who="Anna"), "", "Anna says: “It rains.”"),
    ],
)
def test_a_quotation_says_whose_it_is_and_to_whom_as_far_as_that_is_known(event, opening, sentence):
    assert words.sentence(event, opening) == sentence


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (line("The ship is lost.", states="the ship is lost"), "Somebody says that the ship is lost."),
        (
            line("The ship is lost, Ben.", "Ben", states="the ship is lost"),
            "Somebody tells Ben that the ship is lost.",
        ),
        (
            line("The ship is lost.", who="Anna", states="the ship is lost"),
            "Anna says that the ship is lost.",
        ),
    ],
)
def test_what_is_stated_is_told_in_indirect_speech(event, sentence):
    assert words.statement(event) == sentence


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (line("I saw Carlo at the ship, Ben.", "Ben"), "Somebody talks to Ben about Carlo and the ship."),
        (line("Where is Carlo, Ben?", "Ben"), "Somebody asks Ben about Carlo and the ship."),
        (line("Where is Carlo?"), "Somebody asks about Carlo and the ship."),
        (line("I saw Carlo."), "There is talk of Carlo and the ship."),
        (line("I saw Carlo.", who="Anna"), "Anna talks about Carlo and the ship."),
    ],
)
def test_other_talk_is_told_by_whom_it_is_to_and_what_it_is_of(event, sentence):
    assert words.talk(event, ["Carlo", "the ship"]) == sentence


@pytest.mark.parametrize("act", [0, 1, 2])
def test_a_single_event_comes_after_nothing(act: int):
    assert words.openings([act]) == [""]


def test_what_begins_in_the_middle_does_not_begin_with_then():
    assert words.openings([1, 1, 1])[0] == ""
