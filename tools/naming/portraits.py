"""The face that a picture of somebody shows, as it is recognised; or why it shows none that can be."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.faces import RECOGNISABLE, quality
from storyreel.tools.models.face_model import Detection, FaceModel
from storyreel.tools.scene import Pixels

MOST_BYTES = 50_000_000
MOST_PIXELS = 120_000_000
"""Larger pictures are a mistake, or made to fill memory."""
LONG_SIDE_PX = 1280
"""Pictures are shrunk to this: a face that fills a tenth of it is large enough."""
SECOND_FACE = 0.35
"""Size of a second face, against the first one's, from which it is not clear whose picture it is."""
UNSURE = 0.45
"""Quality below which a face is recognised poorly."""


@dataclass(frozen=True)
class Portrait:
    """One face that stands for a person."""

    embedding: NDArray[np.float32]
    """Shape (d,), unit length."""
    quality: float


def portrait_of(path: Path, model: FaceModel) -> Portrait | str:
    """The one face of a picture, or in a few words why there is none to know somebody by."""
    pixels = _read(path)
    if isinstance(pixels, str):
        return pixels
    faces = sorted((one for one in model.detect(pixels) if one.score >= model.sure), key=_size, reverse=True)
    if not faces:
        return "no face is found in it"
    if len(faces) > 1 and _size(faces[1]) > SECOND_FACE * _size(faces[0]):
        return f"it shows {sum(_size(one) > SECOND_FACE * _size(faces[0]) for one in faces)} faces"
    chip = model.chip(pixels, faces[0].landmarks)
    fitness = quality(pixels, faces[0], chip)
    if fitness < RECOGNISABLE:
        return "its face is too small, blurred or turned away to be recognised"
    return Portrait(model.embed([chip])[0], fitness)


def _size(face: Detection) -> float:
    return face.box.width * face.box.height


def _read(path: Path) -> Pixels | str:
    """A picture upright and in RGB, or why it cannot be read."""
    import cv2

    if path.stat().st_size > MOST_BYTES or _pixels_said(path) > MOST_PIXELS:
        return "it is too large"
    try:
        picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:  # also for a file without a byte
        picture = None
    if picture is None:
        return "it is no picture that can be read"
    scale = min(1.0, LONG_SIDE_PX / max(picture.shape[:2]))
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _pixels_said(path: Path) -> int:
    """How many pixels the file says it has, before any is decoded; 0 where it says nothing."""
    import av

    try:
        with av.open(str(path)) as container:
            return max((one.width * one.height for one in container.streams.video), default=0)
    except av.FFmpegError:
        return 0
