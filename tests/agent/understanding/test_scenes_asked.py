"""Scenes are named by their place in the film."""

import pytest

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.question import Question
from storyreel.agent.understanding.understand import understand
from storyreel.memory.records import Span

SCENES = (Span(start_s=0, end_s=20), Span(start_s=20, end_s=35), Span(start_s=35, end_s=60))


def kind(text: str, scenes: tuple[Span, ...] = SCENES) -> tuple[str, str]:
    return asked(text, scenes).intent, asked(text, scenes).subject


def asked(text: str, scenes: tuple[Span, ...] = SCENES) -> Question:
    return understand(text, Setting((), 60, scenes=scenes))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("What happens in scene 2?", 1),
        ("Describe scene two", 1),
        ("Who is in the second scene?", 1),
        ("What is said in scene number 3?", 2),
        ("What happens in the last scene?", 2),
        ("What happens in the second to last scene?", 1),
        ("Who speaks in the opening scene?", 0),
        ("What happens in the scene after scene 2?", 2),
        ("Describe the scene right before the last scene", 1),
    ],
)
def test_a_scene_is_meant_by_its_place(question: str, place: int):
    assert asked(question).span == SCENES[place]


@pytest.mark.parametrize("question", ["What happens in scene ſix?", "What happens in the laſt scene?"])
def test_a_letter_of_another_alphabet_names_no_scene(question: str):
    assert asked(question).span is None


def test_several_scenes_are_one_stretch():
    assert asked("What happens in scenes 1 and 2?").span == Span(start_s=0, end_s=35)
    assert asked("Who is on screen in scenes 2-3?").span == Span(start_s=20, end_s=60)
    assert asked("which scenes 10-20 seconds are tense").span == Span(start_s=10, end_s=20)


def test_what_comes_before_or_after_a_scene_is_asked_of_the_rest():
    assert asked("What happens after scene 2?").span == Span(start_s=35, end_s=60)
    assert asked("Who is on screen before the third scene?").span == Span(start_s=0, end_s=35)


@pytest.mark.parametrize(
    "question", ["When does scene 2 start?", "How long is the last scene?", "When is scene 3?"]
)
def test_when_a_scene_runs_is_a_fact_of_the_film(question: str):
    assert kind(question) == ("film", "part")


def test_a_scene_that_there_is_not_is_not_taken_for_the_whole_film():
    assert kind("What happens in scene 9?") == (
        "unclear",
        "scene",
    )
    assert asked("What happens in scene 2?", scenes=()).intent == "unclear"


def test_where_scenes_are_not_known_the_last_one_is_the_end():
    assert asked("What happens in the last scene?", scenes=()).span == Span(start_s=45, end_s=60)


def test_where_scenes_are_not_known_none_has_a_length():
    assert asked("How long is the last scene?", scenes=()).intent == "unclear"


@pytest.mark.parametrize("place", ["before the last scene", "after the first scene"])
def test_where_scenes_are_not_known_nothing_lies_beside_one(place: str):
    assert asked(f"What happens {place}?", scenes=()).intent == "unclear"


@pytest.mark.parametrize(
    "question", ["When is the first scene with a dog?", "Describe the scene five minutes before the end."]
)
def test_other_words_for_a_scene_name_no_place(question: str):
    assert asked(question).span not in SCENES


def test_an_hour_of_the_story_is_no_time_of_the_film():
    assert kind("What happens at noon?") == (
        "unclear",
        "hour",
    )
