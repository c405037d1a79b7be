"""LangSmith, where the user has it told of runs: a failure is one line, and no command hangs on it."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from storyreel.cli.printing import warn

SWITCHES = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
WAIT_S = 5.0
"""At a command's end, for what is still on its way."""


@contextmanager
def traces_sent() -> Iterator[None]:
    """For its length LangSmith is told of runs, if the user wants that.

    Its library's own warnings, of several lines with the ends of the key in them, are not shown.
    """
    if not any(os.environ.get(name) == "true" for name in SWITCHES):
        yield
        return
    os.environ.setdefault("LANGSMITH_USE_DAEMON", "true")  # else its threads hold up the end of the process
    logging.getLogger("langsmith").propagate = False
    logging.getLogger("langsmith").addHandler(logging.NullHandler())
    from langsmith.run_trees import get_cached_client

    failures: list[Exception] = []
    client = get_cached_client(tracing_error_callback=failures.append)
    try:
        yield
    finally:
        began = time.monotonic()
        client.flush(timeout=WAIT_S)
        if failures or time.monotonic() - began >= WAIT_S:
            warn("LangSmith was not told of this: see LANGSMITH_ENDPOINT, LANGSMITH_API_KEY and the network.")
