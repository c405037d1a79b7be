"""Every example in a docstring gives what it says."""

import doctest
import importlib
from pathlib import Path

import pytest

import storyreel

PACKAGE = Path(storyreel.__file__).parent
ROOMS = (PACKAGE, *(PACKAGE / name for name in ("agent", "eval", "memory", "tools")))
WITH_EXAMPLES = sorted(
    {
        ".".join(("storyreel", *path.relative_to(PACKAGE).with_suffix("").parts))
        for room in ROOMS
        for path in room.rglob("*.py")
        if ">>> " in path.read_text(encoding="utf-8")
    }
)
"""A room is a folder of its own or a link to one, which is not walked twice."""


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_hold(module: str):
    outcome = doctest.testmod(importlib.import_module(module))
    assert outcome.attempted > 0
    assert outcome.failed == 0
