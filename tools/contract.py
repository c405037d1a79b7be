"""What a perception tool is: one constant named TOOL in one file of this room."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar

import storyreel.tools as room
from storyreel.errors import ToolError
from storyreel.memory.records import Finding, Record
from storyreel.tools.scene import Scene

F = TypeVar("F", bound=Finding)
Depth = Literal["quick", "standard", "full"]
DEPTHS: tuple[Depth, ...] = ("quick", "standard", "full")


class Args(Record):
    """A tool's arguments besides the span; subclasses add fields with defaults and descriptions."""

    ASIDE: ClassVar[frozenset[str]] = frozenset()
    """Fields that say where work is done, not what is found: when they change, none is done anew."""

    @property
    def is_idle(self) -> bool:
        """Whether the tool has nothing to do with these arguments, and is left out."""
        return False


class Result(Record, Generic[F]):
    """What a tool found, in order of time."""

    findings: tuple[F, ...] = ()
    notes: tuple[str, ...] = ()
    """What the user should know: a gap, a substitute, a repair. One line each."""


@dataclass(frozen=True)
class PerceptionTool:
    """A way of looking at a film.

    `run` raises ToolError for input it cannot work on; anything else it raises is a defect.
    """

    name: str
    version: str
    """Changes whenever the same input would give another result: remembered work is then done again."""
    description: str
    """One sentence for the agent: what it finds."""
    run: Callable[[Scene, Any], Result[Any]]
    result: type[Result[Any]]
    args: type[Args] = Args
    needs: tuple[str, ...] = ()
    """Names of tools whose findings it reads."""
    scope: Literal["reel", "film", "segment"] = "reel"
    """`reel`: works on 30-second reels one by one. `film`: needs the whole film's findings at once.
    `segment`: works on segments one by one, after all others."""
    reads_anew: tuple[str, ...] | None = None
    """Which of the tools that it needs make it work anew when they find something else; None means all."""
    run_together: Callable[[Sequence[Scene], Any], Sequence[Result[Any] | ToolError]] | None = None
    """Does several scenes at once, where that is quicker, and says which it could not do. What it raises
    concerns all of them."""
    depth: Depth = "standard"
    """The first ingest depth that includes it."""
    weights: tuple[str, ...] = ()
    """Entries of weights.toml that it loads."""


def discover() -> dict[str, PerceptionTool]:
    """Every tool of this room by name, each after the tools it needs.

    Raises ValueError if two share a name, a needed tool is not there, or tools need each other in a ring.
    """
    found: dict[str, PerceptionTool] = {}
    for module in sorted(pkgutil.iter_modules(room.__path__), key=lambda module: module.name):
        tool = getattr(importlib.import_module(f"{room.__name__}.{module.name}"), "TOOL", None)
        if tool is None:
            continue
        if tool.name in found:
            raise ValueError(f"two tools are named {tool.name!r}")
        found[tool.name] = tool
    return _in_order_of_need(found)


def _in_order_of_need(tools: dict[str, PerceptionTool]) -> dict[str, PerceptionTool]:
    ordered: dict[str, PerceptionTool] = {}
    waiting = dict(tools)
    while waiting:
        ready = [name for name, tool in waiting.items() if all(need in ordered for need in tool.needs)]
        if not ready:
            raise ValueError(f"tools need what is missing or each other: {sorted(waiting)}")
        ordered |= {name: waiting.pop(name) for name in ready}
    return ordered


def closure(names: set[str], tools: dict[str, PerceptionTool]) -> list[PerceptionTool]:
    """The named tools and all they need, each after what it needs."""
    wanted: set[str] = set()
    frontier = set(names)
    while frontier:
        wanted |= frontier
        frontier = {need for name in frontier for need in tools[name].needs} - wanted
    return [tool for name, tool in tools.items() if name in wanted]
