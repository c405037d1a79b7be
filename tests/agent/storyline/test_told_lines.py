"""What lines tell: of whom they speak, and what a sentence of a story makes of them."""

import pytest

from storyreel.agent.plot import PlotEvent
from storyreel.agent.results import Item
from storyreel.agent.storyline.told_lines import spoken_of
from storyreel.agent.wording import story as words
from storyreel.memory.records import Span


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("You mustn't confuse Carlo.", ["Carlo"]),
        ("Please, Godfrey, you can't go with Cornelia.", ["Cornelia"]),
        ("I hate to see you leave, Godfrey.", []),
        ("Bring Mr. Gray a sandwich.", ["Mr. Gray"]),
        ("I'm Mary Henry.", []),
        ("Did Anna tell Anna and Ben?", ["Anna", "Ben"]),
        ("we were in hollywood", []),
    ],
)
def test_who_is_spoken_of_is_told_from_who_is_called(line: str, names: list[str]):
    assert spoken_of(line) == names


def line(text: str, *of: str) -> PlotEvent:
    item = Item(kind="line", span=Span(start_s=1, end_s=2), text=text)
    return PlotEvent("line", 0, 1.0, (item,), of=of)


@pytest.mark.parametrize(
    ("event", "opening", "sentence"),
    [
        (line("I met Ben.", "Ben"), "Later", "Later, there is talk of Ben, in the words “I met Ben.”"),
        (line("I met Ben.", "Ben"), "", "Somebody mentions Ben, in the words “I met Ben.”"),
        (line("Where is Ben?", "Ben"), "", "Somebody asks about Ben, in the words “Where is Ben?”"),
        (line("Go away!"), "Then", "Then, somebody exclaims: “Go away!”"),
        (line("It rains."), "Then", "Then, one hears: “It rains.”"),
        (line("It rains."), "", "Somebody says: “It rains.”"),
    ],
)
def test_a_line_of_an_unknown_speaker_is_told_for_what_it_is(event, opening, sentence):
    assert words.sentence(event, opening) == sentence


@pytest.mark.parametrize("act", [0, 1, 2])
def test_a_single_event_comes_after_nothing(act: int):
    assert words.openings([act]) == [""]


def test_what_begins_in_the_middle_does_not_begin_with_then():
    assert words.openings([1, 1, 1])[0] == ""
