"""The shape that all suites report in."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """One figure of one set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set: str
    """The folder's or file's name."""
    metric: str
    value: float
    n: int
    """Examples behind the figure: pairs, photos, tracks, lines, seconds."""
    baseline: dict[str, float]
    """The same figure of plain methods on the same set, by name."""

    @property
    def beside(self) -> str:
        """The plain methods' figures in brackets; empty where there are none."""
        plain = ", ".join(f"{name} {value:.3f}" for name, value in self.baseline.items())
        return f"({plain})" if plain else ""


class Measurement(NamedTuple):
    """What a suite measured, and what must be known to read it."""

    rows: list[Row]
    notes: list[str]
    """One line each: what was missing, unreadable or seen in training."""
