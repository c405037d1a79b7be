"""Leaves a server that fails in peace for a while, as a fuse does (Nygard, "Release It!", 2007)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

REST_S = 60.0
"""After a failure the server is not asked again for so long."""


@dataclass
class Circuit:
    """Closed while a server works; open, with the reason, after it failed."""

    now: Callable[[], float] = time.monotonic
    _broken: tuple[float, str] | None = field(default=None, repr=False)

    def broken(self) -> str | None:
        """Why the server is not to be asked now; None if it may be."""
        if self._broken and self.now() - self._broken[0] < REST_S:
            return self._broken[1]
        return None

    def failed(self, reason: str) -> None:
        """Opens the circuit."""
        self._broken = (self.now(), reason)

    def worked(self) -> None:
        """Closes it."""
        self._broken = None
