"""Pictures of the faces by which characters are known, cut out of the film and kept with it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from storyreel.errors import MediaError
from storyreel.memory.characters import characters
from storyreel.memory.database import explained
from storyreel.memory.library import Library
from storyreel.memory.records import Anchor, Box, Film
from storyreel.tools.media.stills import stills
from storyreel.tools.scene import Pixels

SIDE_PX = 256
"""The longest side of a kept picture; smaller faces are not made larger."""
MARGIN = 0.35
"""What is shown around a face, in its own sizes: hair and shoulders tell a person too."""
QUALITY = 90


def keep_portraits(library: Library, film: Film) -> list[str]:
    """Cuts out what is not kept yet of the film's anchors, and drops pictures that are no anchor's any more.

    Returns a line if faces cannot be cut out, as where the film's file is gone; what there is stays.
    """
    anchors = [anchor for one in characters(library.facts, film.id) for anchor in one.anchors]
    wanted = {library.portrait(anchor): anchor for anchor in anchors}
    missing = [anchor for path, anchor in wanted.items() if not path.is_file()]
    with explained(library.directory):
        try:
            kept = _cut_out(library, film, missing)
        except MediaError as error:
            return [f"pictures of faces cannot be cut out: {error}"]
        for path in set(library.pictures_dir(film.id).glob("*.jpg")) - wanted.keys():
            path.unlink(missing_ok=True)
    lost = len(missing) - kept
    return [f"{lost} faces could not be cut out: the film cannot be decoded there"] if lost else []


def _cut_out(library: Library, film: Film, anchors: Sequence[Anchor]) -> int:
    """Writes a picture for each anchor; returns how many there are."""
    kept = 0
    by_time: dict[float, list[Anchor]] = {}
    for anchor in anchors:
        by_time.setdefault(anchor.time_s, []).append(anchor)
    for frame in stills(film, list(by_time)) if by_time else ():
        nearest = min(by_time, key=lambda time_s: abs(time_s - frame.time_s))
        for anchor in by_time[nearest]:
            _write(library.portrait(anchor), _portrait(frame.pixels, anchor.box))
            kept += 1
    return kept


def _portrait(pixels: Pixels, box: Box) -> Pixels:
    """The face and a margin, square where the picture reaches."""
    import cv2

    height, width = pixels.shape[:2]
    half = max(box.width * width, box.height * height) * (0.5 + MARGIN)
    x, y = (box.x + box.width / 2) * width, (box.y + box.height / 2) * height
    top, bottom = max(0, round(y - half)), min(height, round(y + half))
    left, right = max(0, round(x - half)), min(width, round(x + half))
    cut = pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
    scale = min(1.0, SIDE_PX / max(cut.shape[:2]))
    size = (max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale)))
    return cv2.resize(cut, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _write(path: Path, pixels: Pixels) -> None:
    """In one step, so that a kill leaves no half of a picture."""
    import cv2

    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data.tobytes())
    part.replace(path)
