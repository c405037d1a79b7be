"""What goes wrong with a server, in one line each."""

import re
from collections.abc import Mapping
from typing import Protocol

from storyreel.errors import LanguageModelError
from storyreel.patience import BUSY, PassingError, rest_s

MOST_TOLD = 200
"""Letters of a server's own words in a message."""
REDIRECTS = range(300, 400)
_TOO_LONG = re.compile(r"context|too (?:long|large)|max\w* (?:\w+ )?(?:length|tokens)|exceed", re.IGNORECASE)


class BusyServerError(PassingError, LanguageModelError):
    """What may be gone in a moment: a busy server, a lost connection."""


class BrokenOffError(BusyServerError):
    """Half an answer: what may be whole the next time, where nobody was told the half."""


class DeclinedError(LanguageModelError):
    """A server that works will not answer this very request."""


class ToolsUnknownError(DeclinedError):
    """It cannot take tools or schemas, or cannot read its model's calls."""


class TooLongError(DeclinedError):
    """The request is longer than its model reads at once."""


class Reply(Protocol):
    """What clients of either kind give."""

    status_code: int

    @property
    def headers(self) -> Mapping[str, str]:
        """By name."""


def refusal(url: str, reply: Reply, told: str, *, with_tools: bool = False) -> LanguageModelError:
    """Why a server took no request, by its status and its own words, which hold no key."""
    status, words = reply.status_code, " ".join(told.split())[:MOST_TOLD].rstrip(" .")
    message = f"the server at {url} refused ({status})" + (f": {words}" if words else "")
    if status in (401, 403):
        return LanguageModelError(f"{url} does not take the key of STORYREEL_LLM_KEY")
    if status in REDIRECTS:
        return LanguageModelError(f"{url} sends us elsewhere ({status}): name the right address itself")
    if status == 413 or (status in (400, 422) and _TOO_LONG.search(words)):
        return TooLongError(message)
    if status == 400 and with_tools:
        return ToolsUnknownError(message)
    if status in BUSY:
        return BusyServerError(message, rest_s(reply.headers.get("retry-after")))
    return LanguageModelError(message)
