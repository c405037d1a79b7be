"""Which plans are right for a question."""

import pytest
from pydantic import ValidationError

from storyreel.agent.calls import Call
from storyreel.eval.plans import About, Asked, Questions, has_tools, is_right

FILM = About(title="The Voyage", duration_s=6000, people=("Anna", "Ben"))


def asked(*plans: list[dict[str, object]]) -> Asked:
    return Asked.model_validate({"ask": "?", "plans": plans})


ANGER = asked([{"tool": "timeline", "character": "Anna", "emotions": ["anger"]}])


@pytest.mark.parametrize(
    ("args", "right"),
    [
        ({"character": "P1", "emotions": ["anger"]}, True),
        ({"character": "anna", "emotions": ["anger"], "start_s": 0, "end_s": 6000}, True),
        ({"character": "Anna", "emotions": ["anger"], "min_confidence": 0.5}, True),
        ({"character": "Ben", "emotions": ["anger"]}, False),
        ({"emotions": ["anger"]}, False),
        ({"character": "Anna", "emotions": ["anger", "fear"]}, False),
        ({"character": "Anna", "emotions": ["anger"], "start_s": 0, "end_s": 60}, False),
    ],
)
def test_a_call_has_the_arguments_that_matter_and_no_others(args, right):
    assert is_right(ANGER, [Call("timeline", args)], FILM) == right


def test_the_tool_alone_is_judged_too():
    wrong_person = [Call("timeline", {"character": "Ben"})]
    assert has_tools(ANGER, wrong_person)
    assert not is_right(ANGER, wrong_person, FILM)


@pytest.mark.parametrize(
    ("want", "start_s", "end_s", "right"),
    [
        ({"at": 750}, 750, 751, True),
        ({"at": 750}, 700, 800, True),
        ({"at": 750}, 0, 6000, False),
        ({"at": 750}, 75, 76, False),
        ({"span": [0, 600]}, 0, 600, True),
        ({"span": [0, 600]}, 0, 650, True),
        ({"span": [0, 600]}, 0, 60, False),
        ({"span": "*"}, 3, 4, True),
    ],
)
def test_times_are_judged_give_or_take(want, start_s, end_s, right):
    plan = asked([{"tool": "on_screen", **want}])
    assert is_right(plan, [Call("on_screen", {"start_s": start_s, "end_s": end_s})], FILM) == right


@pytest.mark.parametrize(
    ("words", "right"), [("the map", True), ("Map of Corvo", True), ("chart", True), ("island", False)]
)
def test_of_the_words_each_must_be_there(words, right):
    plan = asked([{"tool": "search", "words": ["map|chart"]}])
    assert is_right(plan, [Call("search", {"words": words})], FILM) == right


def test_one_of_several_feelings_will_do():
    plan = asked([{"tool": "timeline", "emotions_among": ["anger", "sadness"]}])
    assert is_right(plan, [Call("timeline", {"emotions": ["sadness"]})], FILM)
    assert not is_right(plan, [Call("timeline", {"emotions": ["fear"]})], FILM)
    assert not is_right(plan, [Call("timeline", {})], FILM)


def test_one_of_several_plans_will_do():
    plans = asked([{"tool": "tension"}], [{"tool": "film_summary"}])
    assert is_right(plans, [Call("film_summary", {})], FILM)


def test_little_may_be_called_besides_but_not_everything():
    right, other = Call("timeline", {"character": "P1", "emotions": ["anger"]}), Call("tension", {})
    assert is_right(ANGER, [other, right, other], FILM)
    assert not is_right(ANGER, [other, other, other, right], FILM)


def test_where_nothing_is_to_be_called_nothing_may_be():
    assert is_right(asked([]), [], FILM)
    assert not is_right(asked([]), [Call("tension", {})], FILM)


def test_a_plan_of_somebody_the_film_has_not_is_refused():
    with pytest.raises(ValidationError, match="expected names"):
        Questions.model_validate(
            {
                "film": {"title": "x", "duration_s": 60, "people": ["Anna"]},
                "questions": [{"ask": "?", "plans": [[{"tool": "presence", "character": "Bob"}]]}],
            }
        )
