"""A server's answer, read up to so many bytes and for so long: one without end ends here, in any thread."""

import time
from collections.abc import Iterator
from typing import cast

import httpx

from storyreel.errors import LanguageModelError
from storyreel.services import DIRECT

MOST_BYTES = 4_000_000
"""More than the longest list of models, or an answer letter by letter, takes."""


class Bounded(httpx.SyncByteStream):
    """A body that fails where it is too long, or not whole in time."""

    def __init__(self, body: httpx.SyncByteStream, deadline: float) -> None:
        self._body = body
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._body:
            size += len(piece)
            if size > MOST_BYTES:
                raise LanguageModelError("the language model's server sends an answer without end")
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the answer is not whole in time")
            yield piece

    def close(self) -> None:
        """Lets go of the connection."""
        self._body.close()


def _bind(reply: httpx.Response) -> None:
    """Bounds a reply before its body is read: all of it may take as long as a single read.

    Nothing is unpacked: few bytes can hold very many.
    """
    reply.headers.pop("content-encoding", None)
    seconds = reply.request.extensions["timeout"]["read"]
    reply.stream = Bounded(cast("httpx.SyncByteStream", reply.stream), time.monotonic() + seconds)


def client() -> httpx.Client:
    """One that reads so, and follows no redirect, for nobody named where that leads."""
    packing = {"accept-encoding": "identity"}
    bound = {"response": [_bind]}
    return httpx.Client(headers=packing, event_hooks=bound, follow_redirects=False, mounts=DIRECT)
