"""Suites by name, and the shape that all of them report in."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from storyreel.eval import emotion

Suite = Literal["emotion"]
SUITES = {"emotion": emotion.run}


class Row(BaseModel):
    """One figure of one set."""

    model_config = ConfigDict(frozen=True, extra="allow")

    set: str
    metric: str
    value: float
    n: int
    baseline: dict[str, float]
    """The same figure of plain methods on the same set, by name."""
    seen_in_training: bool
    """Whether the head was trained on these very examples or speakers."""


class Report(BaseModel):
    """What a suite measured."""

    model_config = ConfigDict(frozen=True)

    suite: Suite
    results: list[Row]


def run(
    suite: Suite, data: Path, cross_validate: bool, on_progress: Callable[[str, int, int], None]
) -> Report:
    """Measures every set of the folder that the suite knows.

    Raises StoryreelError if there is none.
    """
    on_progress(suite, 0, 1)
    report = Report.model_validate(SUITES[suite](data, cross_validate))
    on_progress(suite, 1, 1)
    return report
