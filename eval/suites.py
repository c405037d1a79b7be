"""Suites by name, and what all of them report."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from storyreel.agent.llm.model import GuardedChatModel
from storyreel.errors import StoryreelError
from storyreel.eval import emotion, identity, qa, story
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement, Row

Suite = Literal["emotion", "identity", "story", "qa"]
TRAINED = ("emotion",)
"""Suites of sets that shipped heads were trained on, so that heads may be trained anew."""
TOLD = ("story", "qa")
"""Suites of what is told by rules, and by a served model beside them."""


class Report(BaseModel):
    """What a suite measured."""

    model_config = ConfigDict(frozen=True)

    suite: Suite
    results: list[Row]


def run(
    suite: Suite,
    data: Path,
    cross_validate: bool,
    on_progress: OnProgress,
    model: GuardedChatModel | None = None,
) -> tuple[Report, list[str]]:
    """Measures every set of the folder that the suite knows, and says what must be known to read it.

    Raises StoryreelError if there is none, and where nothing is trained, or no model asked.
    """
    if cross_validate and suite not in TRAINED:
        raise StoryreelError(f"nothing in the suite {suite!r} is trained: leave --cross-validate out")
    if model and suite not in TOLD:
        raise StoryreelError(f"the suite {suite!r} asks no language model: leave --llm out")
    measured = _measured(suite, data, cross_validate, on_progress, model)
    if not measured.rows:
        raise StoryreelError(f"{str(data)!r} holds nothing that the suite {suite!r} measures")
    return Report(suite=suite, results=measured.rows), measured.notes


def _measured(
    suite: Suite, data: Path, cross_validate: bool, on_progress: OnProgress, model: GuardedChatModel | None
) -> Measurement:
    match suite:
        case "emotion":
            return emotion.run(data, cross_validate, on_progress)
        case "identity":
            return identity.run(data, on_progress)
        case "story":
            return story.run(data, on_progress, model)
        case "qa":
            return qa.run(data, on_progress, model)
