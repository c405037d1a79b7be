"""Suites by name, and what all of them report."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from storyreel.errors import StoryreelError
from storyreel.eval import emotion, identity, qa, story
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement, Row

Suite = Literal["emotion", "identity", "story", "qa"]
SUITES: dict[Suite, Callable[[Path, bool, OnProgress], Measurement]] = {
    "emotion": emotion.run,
    "identity": identity.run,
    "story": story.run,
    "qa": qa.run,
}


class Report(BaseModel):
    """What a suite measured."""

    model_config = ConfigDict(frozen=True)

    suite: Suite
    results: list[Row]


def run(suite: Suite, data: Path, cross_validate: bool, on_progress: OnProgress) -> tuple[Report, list[str]]:
    """Measures every set of the folder that the suite knows, and says what must be known to read it.

    Raises StoryreelError if there is none.
    """
    measured = SUITES[suite](data, cross_validate, on_progress)
    if not measured.rows:
        raise StoryreelError(f"{str(data)!r} holds nothing that the suite {suite!r} measures")
    return Report(suite=suite, results=measured.rows), measured.notes
