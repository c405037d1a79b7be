"""Says an answer on a terminal while it comes."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storyreel.cli.printing import say, warn

if TYPE_CHECKING:
    from storyreel.agent.state import Answer

TAKEN_BACK = "(That is taken back.)"


@dataclass
class Aloud:
    """Says an answer as far as it holds; then what is left of it, and which tools failed.

    What was told of a message that then turns out to be no answer is taken back in so many words. So what is
    no terminal is told the whole answer alone.
    """

    told: str = ""

    def hear(self, event: str, update: dict[str, Any]) -> None:
        """Takes an event of a run."""
        from storyreel.agent.ask import TOLD

        if event == TOLD and sys.stdout.isatty() and not self.told.startswith(update[TOLD]):
            self._tell(update[TOLD])

    def finish(self, reply: "Answer") -> None:
        """Takes the whole answer."""
        self._tell(reply.answer)
        say("")
        for run in reply.tools:
            if run.failed:
                warn(f"failed: {run.name}: {run.failed}")

    def _tell(self, text: str) -> None:
        if not text.startswith(self.told):
            say(f"\n{TAKEN_BACK}")
            self.told = ""
        say(text[len(self.told) :], nl=False)
        self.told = text
