"""Where a story turns, on made stories."""

import numpy as np
import pytest

from storyreel.tools.models import turning_points
from storyreel.tools.models.story_signals import SIGNALS, Beat, places, signals
from storyreel.tools.models.turning_points import Head, in_order

ANNA = frozenset({"Anna"})


def beats(count=40, **changes):
    """A story of one long talk; `changes` by scene number, as in s7={"talk": 1.0}."""
    plain = {"words": "the same old talk", "length": 10.0, "talk": 0.2, "people": ANNA}
    return [Beat(**(plain | changes.get(f"s{number}", {}))) for number in range(count)]


def signal(found, name):
    return found[:, SIGNALS.index(name)]


def test_places_are_shares_of_length():
    assert places([Beat("", length, 0.0, ANNA) for length in (1, 1, 2)]) == pytest.approx(
        [0.125, 0.375, 0.75]
    )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("talk", {"talk": 1.0}),
        ("fresh", {"words": "nobody ever mentioned zanzibar"}),
        ("newcomers", {"people": frozenset({"Anna", "Ben"})}),
        ("cries", {"words": "the same old talk! talk!"}),
        ("questions", {"words": "the same old talk?"}),
    ],
)
def test_a_signal_is_highest_where_the_story_gives_it(name, change):
    found = signals(beats(s23=change))
    assert signal(found, name)[1:].argmax() + 1 == 23


def test_change_is_highest_where_the_talk_turns_to_something_else():
    late = {f"s{number}": {"words": "ships sail harbour wind"} for number in range(25, 40)}
    assert signal(signals(beats(**late)), "change").argmax() == 25


def test_a_signal_of_the_neighbourhood_reaches_scenes_beside():
    near = signal(signals(beats(s23={"talk": 1.0})), "talk")
    assert near.argmax() == 23
    assert near[24] > near[27]


def test_what_goes_with_the_place_in_the_story_is_no_signal():
    rising = {f"s{number}": {"talk": number / 40} for number in range(40)}
    assert abs(np.corrcoef(signal(signals(beats(**rising)), "talk"), np.arange(40))[0, 1]) < 0.05


def test_turning_points_move_to_where_the_features_say():
    weights = np.zeros((2 + len(SIGNALS), 5))
    story = beats(s31={"talk": 1.0})
    without = Head(weights, (0.1,) * 5).scenes(story)
    weights[2 + SIGNALS.index("talk")] = 3.0
    told = Head(weights, (0.1,) * 5).scenes(story)
    assert without[2] < 25
    assert all(29 <= scene <= 33 for scene in told)


def test_a_long_scene_is_likelier_than_a_short_one():
    [first, *_] = Head(np.zeros((2 + len(SIGNALS), 5)), (0.1,) * 5).chances(beats(4, s0={"length": 100.0}))
    assert first[0] > 0.7


def test_nothing_lies_before_what_it_follows():
    gains = np.log(np.array([[0.1, 0.1, 0.8], [0.8, 0.1, 0.1]]))
    chances = in_order(gains)
    # of the six sequences in order, (2, 2) weighs 0.08 and each of the others less
    weights = {(0, 0): 0.08, (0, 1): 0.01, (0, 2): 0.01, (1, 1): 0.01, (1, 2): 0.01, (2, 2): 0.08}
    total = sum(weights.values())
    assert chances[0] == pytest.approx([0.10 / total, 0.02 / total, 0.08 / total])
    assert chances[1] == pytest.approx([0.08 / total, 0.02 / total, 0.10 / total])


def test_the_head_that_ships_finds_the_five_in_order_and_late():
    story = beats(100)
    found = turning_points.load().scenes(story)
    assert found == sorted(found)
    assert all(scene > least for scene, least in zip(found, (5, 30, 55, 75, 88), strict=True))
    assert turning_points.load().chances(story).sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_shortest_stories_have_chances_too(count):
    chances = turning_points.load().chances(beats(count))
    assert chances.shape == (5, count)
    assert not np.isnan(chances).any()
