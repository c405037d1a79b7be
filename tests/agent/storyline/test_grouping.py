"""Which segments make one scene."""

from storyreel.agent.scenes import SceneFacts
from storyreel.agent.storyline.grouping import SCENES, grouped
from storyreel.memory.records import Span


def segment(start_s: float, end_s: float, *people: str) -> SceneFacts:
    return SceneFacts(Span(start_s=start_s, end_s=end_s), people, (), (), (), ())


def test_the_same_people_go_on_in_one_scene():
    segments = [segment(0, 30, "P1", "P2"), segment(30, 40, "P1"), segment(40, 60, "P3")]
    assert grouped(segments, 1000) == [(0, 1), (2,)]


def test_others_make_a_scene_of_their_own():
    assert grouped([segment(0, 30, "P1"), segment(30, 40, "P2")], 1000) == [(0,), (1,)]


def test_a_short_scene_goes_on_whoever_comes():
    assert grouped([segment(0, 10, "P1"), segment(10, 30, "P2"), segment(30, 60, "P3")], 1000) == [
        (0, 1),
        (2,),
    ]


def test_where_nobody_is_known_a_scene_goes_on():
    assert grouped([segment(0, 15), segment(15, 30), segment(30, 40)], 1000) == [(0, 1, 2)]


def test_no_scene_lies_across_the_border_of_two_acts():
    assert grouped([segment(0, 20, "P1"), segment(25, 45, "P1")], 100) == [(0,), (1,)]


def test_a_long_film_has_about_as_many_scenes_as_can_be_paid_for():
    segments = [segment(20 * place, 20 * place + 20, f"P{place}") for place in range(360)]
    groups = grouped(segments, 7200)
    assert SCENES <= len(groups) <= 1.6 * SCENES
    assert [place for group in groups for place in group] == list(range(360))


def test_what_nothing_is_known_of_goes_with_what_came_before_and_at_first_with_what_comes():
    segments = [segment(0, 30), segment(30, 60, "P1"), segment(60, 90), segment(90, 120, "P2")]
    assert grouped(segments, 1000) == [(0, 1, 2), (3,)]
