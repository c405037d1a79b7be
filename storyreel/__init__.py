"""Storyreel watches a film and remembers it.

from storyreel import Library, ask, ingest
"""

import os
from typing import TYPE_CHECKING, Any

# ONNX Runtime reports its use, unless told before it loads.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    from storyreel.agent.ask import Answer, Chat, ask
    from storyreel.agent.ingest import IngestReport, ingest
    from storyreel.agent.story import tell
    from storyreel.memory.library import Library

__version__ = "0.1.0"
__all__ = ["Answer", "Chat", "IngestReport", "Library", "ask", "ingest", "tell"]
_HOMES = {
    "Answer": "storyreel.agent.ask", "Chat": "storyreel.agent.ask", "ask": "storyreel.agent.ask",
    "IngestReport": "storyreel.agent.ingest", "ingest": "storyreel.agent.ingest",
    "tell": "storyreel.agent.story", "Library": "storyreel.memory.library",
}  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- whatever the name stands for
    """Imports a public name when it is first used: the command line must start without the agent."""
    if name not in _HOMES:
        raise AttributeError(f"module 'storyreel' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
