"""Judging planners on written questions."""

import json

import pytest
from typer.testing import CliRunner

from storyreel.agent.offline_model import OfflineChatModel
from storyreel.eval import planner
from storyreel.eval.plans import LATER, QUESTIONS, Questions
from tests.agent.llm.conftest import ScriptedServer, calls, plans, says, scripted

__all__ = ["scripted"]

ANGRY = ("timeline", {"character": "P1", "emotions": ["anger"]})
MAD = ("timeline", {"character": "P9", "emotions": ["anger"]})


@pytest.fixture(scope="module")
def questions() -> Questions:
    return Questions.read()


@pytest.mark.parametrize(
    ("path", "size"),
    [(QUESTIONS, 120), *((path, 40) for path in LATER)],
    ids=lambda one: getattr(one, "stem", one),
)
def test_the_questions_are_as_many_as_said_and_none_twice(path, size):
    asked = [(one.ask, one.after) for one in Questions.read(path).questions]
    assert len(asked) == size
    assert len(set(asked)) == size


def test_rules_plan_what_they_are_built_on_rightly(questions):
    plans_made = planner.run(OfflineChatModel(), questions, planner.sample(questions, None))
    figures = planner.Figures.of(plans_made)
    assert figures.n == 120
    assert figures.right >= 0.95
    assert figures.tools_right >= figures.right
    assert figures.by_rules == figures.failed == 0


@pytest.mark.parametrize("path", LATER, ids=lambda path: path.stem)
def test_rules_plan_what_others_ask_rightly(path):
    later = Questions.read(path)
    figures = planner.Figures.of(planner.run(OfflineChatModel(), later, planner.sample(later, None)))
    assert figures.right >= 0.95


def test_a_sample_is_always_the_same(questions):
    assert planner.sample(questions, 40) == planner.sample(questions, 40)
    assert len(planner.sample(questions, 40)) == 40


class TestAServedModel:
    """The first question is: When does Anna look angry?"""

    def planned(self, scripted: ScriptedServer, questions: Questions) -> planner.Planned:
        return planner.run(scripted.model(), questions, [1])[0]

    def test_is_judged_by_its_calls(self, scripted, questions):
        scripted.plays(calls(ANGRY))
        plan = self.planned(scripted, questions)
        assert plan.right
        assert not plan.repaired
        assert plan.by_rules is None

    def test_is_seen_to_be_repaired(self, scripted, questions):
        scripted.plays(calls(MAD), plans(ANGRY))
        plan = self.planned(scripted, questions)
        assert plan.right
        assert plan.repaired

    def test_is_seen_to_have_rules_plan_for_it(self, scripted, questions):
        scripted.plays(calls(MAD), plans(MAD))
        plan = self.planned(scripted, questions)
        assert plan.right
        assert "P9" in (plan.by_rules or "")

    def test_is_seen_to_be_wrong(self, scripted, questions):
        scripted.plays(calls(("tension", {})))
        assert not self.planned(scripted, questions).right

    def test_is_not_asked_again_what_is_kept(self, scripted, questions, tmp_path):
        kept = tmp_path / "plans.jsonl"
        scripted.plays(calls(ANGRY), says("no more"))
        first = planner.run(scripted.model(), questions, [1], kept)
        asked = len(scripted.requests)
        assert planner.run(scripted.model(), questions, [1], kept) == first
        assert len(scripted.requests) == asked


def test_the_command_prints_one_json_object():
    import typer

    app = typer.Typer()
    app.command()(planner.main)
    result = CliRunner().invoke(app, ["--size", "10", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["offline"]["n"] == 10
