"""Whom lines call, and of whom and what they talk."""

import pytest

from storyreel.agent.scenes import SceneFacts, SceneLine
from storyreel.agent.storyline.talk import TalkReader
from storyreel.memory.records import Span, Utterance
from storyreel.memory.timeline import Line


def spoken(*texts: str) -> list[SceneLine]:
    """Lines one after another."""
    found = []
    for number, words in enumerate(texts):
        span = Span(start_s=10 * number, end_s=10 * number + 5)
        utterance = Utterance(span=span, utterance_id=f"u{number}", words=words, source="subtitles")
        line = Line(utterance=utterance, observation_id=f"o{number}", character_id=None, confidence=0)
        found.append(SceneLine((line,), 0.5))
    return found


def reader(*texts: str) -> TalkReader:
    """A film of these lines, one a scene."""
    return TalkReader(tuple(SceneFacts(one.span, (), (one,), (), (), ()) for one in spoken(*texts)))


FILM = (
    "Please, Godfrey, you can't go with Cornelia.",
    "I hate to see you leave, Godfrey.",
    "I say that Cornelia hid the necklace in your room.",
    "Bring Mr. Gray a sandwich.",
    "They know Mr. Gray well.",
    "My name is Mary Henry.",
    "He was in the Secret Service with you.",
    "She left the Secret Service last year.",
    "That was Carlo's necklace, the one Carlo lost.",
)


@pytest.mark.parametrize(
    ("line", "called", "people"),
    [
        (FILM[0], ["Godfrey"], ["Cornelia"]),
        (FILM[1], ["Godfrey"], []),
        (FILM[3], [], ["Mr. Gray"]),
        (FILM[5], [], []),
        (FILM[6], [], []),
        (FILM[8], [], ["Carlo"]),
        ("we were in hollywood", [], []),
    ],
)
def test_who_is_called_is_not_talked_of(line: str, called: list[str], people: list[str]):
    film = reader(*FILM)
    assert (film.called_in(line), film.people_in(line)) == (called, people)


def test_things_are_what_stands_behind_an_article_and_no_name():
    film = reader(*FILM)
    assert film.things_in("Where is the necklace, and your room?") == ["necklace", "room"]
    assert film.things_in("The thing is the time.") == []


def test_a_stretch_is_talk_of_whom_and_what_it_names_most():
    film = reader(*FILM)
    talk = film.talk(spoken(*FILM[:3]), 1, 1)
    assert (list(talk.called), list(talk.people), list(talk.things)) == (
        ["Godfrey"],
        ["Cornelia"],
        ["necklace"],
    )
    assert talk.things["necklace"].words == FILM[2]


def test_a_person_is_told_once_and_in_full():
    film = reader("I met Harry Lime.", "Was it Harry Lime?", "You know Harry.", "I saw Harry.", "And Harry?")
    talk = film.talk(spoken("I met Harry Lime.", "You know Harry.", "I saw Harry."), 3, 0)
    assert list(talk.people) == ["Harry Lime"]


def test_people_by_where_they_are_from_are_no_things():
    film = reader("I saw the Romanian and the boat.", "The Romanian left the boat.", "Where is the boat?")
    assert film.things_in("I saw the Romanian and the boat.") == ["boat"]
