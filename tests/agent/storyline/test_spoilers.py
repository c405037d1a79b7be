"""What may be known of people up to a moment."""

from dataclasses import replace

import pytest

from storyreel.agent.scenes import SceneCaption, SceneFacts
from storyreel.agent.storyline.spoilers import names_until, until, with_names
from storyreel.memory.records import Character, NameEvidence, Span
from tests.agent.storyline.test_talk import reader


def named(name: str, *evidence: NameEvidence) -> Character:
    return Character(id="P2", film_id="f", name=name, name_evidence=evidence)


def said(name: str | None, time_s: float | None) -> NameEvidence:
    return NameEvidence(source="dialogue", text="", name=name, time_s=time_s, confidence=0.9)


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (named("Zoe", said("Zoe", 10)), "Zoe"),
        (named("Zoe", said("Zoe", 50)), "Person 2"),
        (named("Zoe", said("Zoe", 50), said("Zoe", 10)), "Zoe"),
        (named("Zoe", said("Zoe", None)), "Zoe"),
        (named("Zoe", said("Zoe", 50), said("Kim", 10)), "Person 2"),
        (named("Zoe P2", said("Zoe", 10)), "Zoe P2"),
        (named("Person 2"), "Person 2"),
    ],
    ids=[
        "told before",
        "told later",
        "told twice",
        "told by a label",
        "called otherwise",
        "namesake",
        "nobody",
    ],
)
def test_a_name_that_is_only_told_later_is_a_number(one, name):
    assert names_until([one], 20) == {"P2": name}


def test_it_is_a_number_in_descriptions_too():
    caption = SceneCaption(Span(start_s=0, end_s=5), "Zoe waves to Zoey.", "c1")
    scene = SceneFacts(Span(start_s=0, end_s=5), (), (), (), (caption,), ())
    [replaced] = with_names(scene, {"Zoe": "Person 2", "Zoey": "Person 3"}).captions
    assert replaced.words == "Person 2 waves to Person 3."


def test_a_line_that_outlasts_its_scene_is_not_told_before_it_ends():
    [scene] = reader("The treasure lies under the bridge.").scenes
    told_of = replace(scene, span=Span(start_s=0, end_s=3))
    assert until(told_of, 4).lines == ()
    assert until(told_of, 5).lines == scene.lines
