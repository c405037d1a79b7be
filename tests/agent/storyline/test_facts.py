"""The numbered list of what is known of a scene."""

import itertools

import pytest

from storyreel.agent.plot import Plot
from storyreel.agent.results import Item
from storyreel.agent.scenes import names_of, scenes_of
from storyreel.agent.storyline.facts import MOST_FACTS, Fact, facts_of, fitting, of_told
from storyreel.agent.storyline.records import Told
from storyreel.agent.storyline.telling import Telling
from storyreel.memory.library import Library
from storyreel.memory.records import Caption, Film
from tests.agent.conftest import line, span


def item(place: int) -> Item:
    return Item(kind="line", span=span(place, place + 1))


@pytest.fixture
def known(library: Library):
    """What is known of a film's segments, as the model would read it."""

    def texts(film: Film, *group: int) -> list[str]:
        scenes = tuple(scenes_of(library, film))
        telling = Telling(film, film.duration_s, scenes, names_of(library, film), Plot(), ())
        return [fact.text for fact in facts_of(telling, group, library.facts)]

    return texts


def test_they_tell_who_is_there_what_is_said_felt_and_read(known, voyage):
    assert known(voyage, 0) == [
        "Anna and Ben are there.",
        "One reads on the screen: “THE VOYAGE”",
        "Anna says: “Captain's log. We sail for the island of Corvo.”",
        "Ben says: “The harbour is on fire!”",
        "Ben sounds afraid in what is said.",
        "Ben appears angry.",
        "Ben says to Anna, “I hate that you lied to me, Anna.”",
    ]


def test_several_segments_are_one_scene(known, voyage):
    assert known(voyage, 1, 2)[0] == "Anna, Ben and Person 3 are there."


def test_a_caption_that_tells_a_story_is_among_them(known, voyage, commit):
    commit("captioner", [Caption(span=span(0, 21), words="Anna waves from the ship.", backend="video-llava")])
    assert known(voyage, 0)[-1] == "Anna waves from the ship."


def test_shots_are_better_than_nothing(known, film, commit):
    commit("captioner", [Caption(span=span(0, 20), words="A dim room.", backend="scene-describer")])
    assert known(film, 0) == ["A dim room."]


def test_nothing_in_a_film_looks_like_the_number_of_a_fact(known, film, commit):
    commit("dialogue", [line(1, 1, 3, "See [1.2] and [9.9].")])
    assert known(film, 0) == ["Somebody says: “See (1.2) and (9.9).”"]


def test_the_weightiest_stay_where_there_is_little_room_and_keep_their_order():
    facts = [Fact("small talk, and more of it", (), 0.1), Fact("a fire", (), 2.0), Fact("a ship", (), 1.0)]
    assert [one.line for one in fitting(facts, 16, "3")] == ["[3.1] a fire", "[3.2] a ship"]


def test_a_long_scene_tells_no_more_than_can_be_used(known, film, commit):
    words = [f"Marlow sank the {'great ' * place}ship at Corvo." for place in range(40)]
    commit("dialogue", [line(place, place, place + 0.5, words[place]) for place in range(40)])
    assert len(known(film, 0, 1, 2)) == MOST_FACTS


def test_of_sentences_that_matter_alike_those_that_fit_come_from_all_over():
    told = [Told(f"Sentence {place:03}.", (item(place),)) for place in range(64)]
    facts = of_told(told, [0.0] * 64)
    places = [int(one.text[9:12]) for one in fitting(facts, 8 * 13, "1")]
    assert len(places) >= 7
    assert max(later - earlier for earlier, later in itertools.pairwise(places)) <= 16


def test_what_matters_goes_before_what_does_not():
    told = [Told(f"Sentence {place}.", (item(place),)) for place in range(8)]
    [one] = fitting(of_told(told, [0, 0, 1, 0, 0, 0, 0, 0]), 12, "1")
    assert one.text == "Sentence 2."
