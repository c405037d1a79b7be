"""Which events a story must tell."""

import pytest

from storyreel.agent.key_events import beats_of, key_events, with_turning_points
from storyreel.agent.plot import PlotEvent
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts
from storyreel.memory.records import Span

HOUR_S = 3600.0


def scene(number, length_s=60.0):
    span = Span(start_s=number * length_s, end_s=(number + 1) * length_s)
    return SceneFacts(span, (), (), (), (), ())


def line(number, weight=1.0, turning=(0.0,) * 5):
    span = Span(start_s=number * 60 + 1, end_s=number * 60 + 3)
    return PlotEvent(
        "line", number, weight, (Item(kind="line", span=span, text=f"Line {number}."),), None, turning
    )


def test_each_turning_point_gives_its_event_before_the_weightiest_of_a_stretch():
    events = [line(number, 1.5) for number in range(60)]
    turns = (5, 24, 41, 51, 57)
    for point, number in enumerate(turns):
        events[number] = line(number, 1.0, tuple(float(point == other) for other in range(5)))
    told = [event.scene for event in key_events(events, 6, HOUR_S)]
    assert set(turns) <= set(told)


def test_stretches_without_a_turning_point_give_their_weightiest():
    events = [line(number, 2.0 if number % 10 == 3 else 1.0) for number in range(60)]
    assert [event.scene for event in key_events(events, 6, HOUR_S)] == [3, 13, 23, 33, 43, 53]


def test_no_more_is_told_than_was_asked_for_and_in_order():
    scenes = [scene(number) for number in range(60)]
    events = with_turning_points([line(number) for number in range(60)], scenes, HOUR_S)
    told = key_events(events, 8, HOUR_S)
    assert len(told) <= 8
    assert [event.start_s for event in told] == sorted(event.start_s for event in told)


def test_an_event_weighs_more_where_the_story_turns():
    scenes = [scene(number) for number in range(60)]
    events = with_turning_points([line(number) for number in range(60)], scenes, HOUR_S)
    assert all(1.0 <= event.weight <= 1.3 for event in events)
    assert max(event.turning[4] for event in events) == pytest.approx(1)
    assert max(events, key=lambda event: event.turning[4]).scene > 50


def test_what_is_not_told_yet_keeps_later_turning_points_out():
    told = [scene(number) for number in range(20)]
    assert beats_of(told, HOUR_S)[-1].length == pytest.approx(40 * 60)
    events = with_turning_points([line(number) for number in range(20)], told, HOUR_S)
    assert max(event.turning[0] for event in events) == pytest.approx(1)
    assert max(event.turning[4] for event in events) < 0.1


def test_the_same_words_are_told_once():
    again = [
        PlotEvent(
            "line", n, 1.0, (Item(kind="line", span=Span(start_s=n * 60, end_s=n * 60 + 2), text="Run!"),)
        )
        for n in range(3)
    ]
    assert len(key_events(again, 3, 180.0)) == 1


def test_no_events_make_no_story():
    assert key_events([], 6, HOUR_S) == []
    assert with_turning_points([], [], 0.0) == []
