"""Frames with the faces of known people boxed and named, for models that read what is written on them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from storyreel.memory.records import Box
from storyreel.tools.models.captions import Clip
from storyreel.tools.scene import Pixels

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

LINE = 1 / 240
"""Of the picture's height: how thick boxes are…"""
LETTERS = 1 / 18
"""…and how high names, which are no smaller than…"""
SMALLEST_PX = 8
BOX_COLOUR, PAPER, INK = (255, 220, 0), (0, 0, 0), (255, 255, 255)


def with_names(clip: Clip) -> list[Pixels]:
    """The clip's frames, the known faces on each boxed and named; letters beyond Latin are blanks."""
    return [_drawn(frame.pixels, _faces(clip, frame.time_s)) for frame in clip.frames]


def _faces(clip: Clip, time_s: float) -> list[tuple[str, Box]]:
    return [(one.name, one.boxes[time_s]) for one in clip.people if time_s in one.boxes]


def _drawn(pixels: Pixels, faces: Sequence[tuple[str, Box]]) -> Pixels:
    from PIL import Image, ImageDraw

    if not faces:
        return pixels
    picture = Image.fromarray(pixels)
    canvas = ImageDraw.Draw(picture)
    for name, box in faces:
        _mark(canvas, name, box)
    return np.asarray(picture)


def _mark(canvas: "ImageDraw", name: str, box: Box) -> None:
    """A name stands over its box, or where the picture leaves room."""
    from PIL import ImageFont

    width, height = canvas.im.size
    left, top = box.x * width, box.y * height
    corners = left, top, left + box.width * width, top + box.height * height
    canvas.rectangle(corners, outline=BOX_COLOUR, width=max(1, round(height * LINE)))
    font = ImageFont.load_default(max(SMALLEST_PX, round(height * LETTERS)))
    _, _, long, high = font.getbbox(name)
    place = min(max(0.0, left), max(0.0, width - long)), max(0.0, top - high)
    canvas.rectangle((*place, place[0] + long, place[1] + high), fill=PAPER)
    canvas.text(place, name, INK, font)
