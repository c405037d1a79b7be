"""Faces of photographs: as Storyreel recognises them, and as the plain pipeline of dlib does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from storyreel.memory.records import Box, FaceLook
from storyreel.tools import faces, weights
from storyreel.tools.models import dlib_face
from storyreel.tools.models.embedded_faces import EmbeddedFaces
from storyreel.tools.models.face_model import FaceModel
from storyreel.tools.scene import Pixels

if TYPE_CHECKING:
    from dlib import rectangle

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
SAME_PHOTO = 0.4
"""Euclidean distance of embeddings below which two photographs are taken to show one person."""
DOUBLED = 1
"""Times that the plain pipeline doubles a picture before looking for faces; its default."""

Describe = Callable[[Pixels], FaceLook | None]
"""The main face of a picture, with its embedding; None where no face is found."""


@dataclass(frozen=True)
class Album:
    """What is known of some photographs."""

    faces: dict[Path, FaceLook | None]
    """The main face of each; None where none was found, and for what is no picture."""
    unreadable: tuple[Path, ...]


def pictures_in(folder: Path, pattern: str) -> list[Path]:
    """Picture files of a folder that fit a pattern, by name."""
    return sorted(path for path in folder.glob(pattern) if path.suffix.lower() in PICTURES)


def read_album(paths: Sequence[Path], describe: Describe, on_photo: Callable[[int, int], None]) -> Album:
    """Describes every photograph; files that are no picture are told apart."""
    found: dict[Path, FaceLook | None] = {}
    unreadable: list[Path] = []
    for number, path in enumerate(paths):
        on_photo(number, len(paths))
        pixels = read_picture(path)
        found[path] = None if pixels is None else describe(pixels)
        if pixels is None:
            unreadable.append(path)
    on_photo(len(paths), len(paths))
    return Album(found, tuple(unreadable))


def read_picture(path: Path) -> Pixels | None:
    """A picture file in RGB; None if there is none or it cannot be read."""
    import cv2

    data = np.frombuffer(path.read_bytes(), np.uint8) if path.is_file() else np.zeros(0, np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    return None if picture is None else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


def main_face(boxes: Sequence[Box]) -> int | None:
    """Which face a photograph is of: the largest of those that hold its middle, else the largest."""
    central = [place for place, box in enumerate(boxes) if _holds_the_middle(box)]
    return max(
        central or range(len(boxes)), key=lambda place: boxes[place].width * boxes[place].height, default=None
    )


def _holds_the_middle(box: Box) -> bool:
    return box.x <= 0.5 <= box.x + box.width and box.y <= 0.5 <= box.y + box.height


def as_shipped() -> Describe:
    """As Storyreel finds, scores and embeds faces."""
    model: FaceModel = EmbeddedFaces()

    def describe(pixels: Pixels) -> FaceLook | None:
        found = model.detect(pixels)
        place = main_face([one.box for one in found])
        if place is None:
            return None
        chip = model.chip(pixels, found[place].landmarks)
        return FaceLook(
            time_s=0.0,
            box=found[place].box,
            score=found[place].score,
            quality=faces.quality(pixels, found[place], chip),
            embedding=tuple(model.embed([chip])[0].tolist()),
        )

    return describe


def plain_pipeline() -> Describe:
    """As most tutorials do: dlib's HOG detector, its 5-point alignment, its ResNet, its vectors as they are.

    Raises ImportError without dlib.
    """
    import dlib

    detector = dlib.get_frontal_face_detector()
    landmarks = dlib.shape_predictor(
        str(weights.path(dlib_face.ENTRY, "shape_predictor_5_face_landmarks.dat"))
    )

    def describe(pixels: Pixels) -> FaceLook | None:
        found = detector(pixels, DOUBLED)
        boxes = [_fraction(one, pixels) for one in found]
        place = main_face(boxes)
        if place is None:
            return None
        chip = dlib.get_face_chip(pixels, landmarks(pixels, found[place]), dlib_face.CHIP_PX)
        vector = tuple(dlib_face.vectors([chip])[0].tolist())
        return FaceLook(time_s=0.0, box=boxes[place], score=1.0, quality=1.0, embedding=vector)

    return describe


def _fraction(box: "rectangle", pixels: Pixels) -> Box:
    height, width = pixels.shape[:2]
    return Box(
        x=box.left() / width, y=box.top() / height, width=box.width() / width, height=box.height() / height
    )
