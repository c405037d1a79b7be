"""A tool with what it is asked, and what came back."""

from dataclasses import dataclass
from typing import Any

from storyreel.agent.results import Found

LOOK = "look_"
"""What the names of perception tools begin with."""


@dataclass(frozen=True)
class Call:
    """A tool and what it is asked."""

    tool: str
    args: dict[str, Any]

    @property
    def looks(self) -> bool:
        """Whether it watches the film, instead of reading memory."""
        return self.tool.startswith(LOOK)


@dataclass(frozen=True)
class Step:
    """A call that was made and what came back."""

    call: Call
    found: Found
    failed: str | None = None


def given(**args: object) -> dict[str, Any]:
    """Arguments without those that have no value."""
    return {name: value for name, value in args.items() if value is not None}
