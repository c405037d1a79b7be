"""A served vision model for tests: it decodes what it is sent, and answers as a test tells it to."""

import base64
import io
import json
from collections.abc import Callable
from typing import Any

import av
import cv2
import numpy as np

from tests.agent.llm.conftest import Reply, Request, send

Pictures = list[np.ndarray]
COLOURS = ("red", "green", "blue")


def says(words: str | Callable[[Request], str], usage: object = None, ended: str = "stop") -> Reply:
    """An answer in one piece, be it one that the request decides, what it says of tokens and why it ended."""

    def reply(handler: Any, request: Request) -> None:
        told = words if isinstance(words, str) else words(request)
        choice = {"index": 0, "message": {"role": "assistant", "content": told}, "finish_reason": ended}
        send(handler, 200, json.dumps({"choices": [choice], "usage": usage}))

    return reply


def colour_of(request: Request) -> str:
    """Tells the middle picture by its strongest colour."""
    pictures = pictures_in(request)
    strongest = int(pictures[len(pictures) // 2].mean(axis=(0, 1)).argmax())
    return f"A square moves over a {COLOURS[strongest]} wall."


def text_in(request: Request) -> str:
    """The words of a request."""
    return " ".join(part["text"] for part in _parts(request) if part["type"] == "text")


def pictures_in(request: Request) -> Pictures:
    """The pictures that really arrived, RGB, in order."""
    parts = [part for part in _parts(request) if part["type"] != "text"]
    if parts[0]["type"] == "video_url":
        return _frames(_bytes(parts[0]["video_url"]["url"], "video/mp4"))
    return [_picture(_bytes(part["image_url"]["url"], "image/jpeg")) for part in parts]


def _parts(request: Request) -> list[dict[str, Any]]:
    [message] = request["messages"]
    return list(message["content"])


def _bytes(url: str, kind: str) -> bytes:
    head, _, data = url.partition(",")
    assert head == f"data:{kind};base64"
    return base64.b64decode(data, validate=True)


def _picture(data: bytes) -> np.ndarray:
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def _frames(data: bytes) -> Pictures:
    with av.open(io.BytesIO(data)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
