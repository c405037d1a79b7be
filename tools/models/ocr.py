"""PP-OCRv6 by RapidOCR: words in a picture, with the models that the package itself ships."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.errors import WeightsError
from storyreel.memory.records import Box
from storyreel.tools.scene import Pixels

if TYPE_CHECKING:
    from rapidocr import RapidOCR

GATE_LINES = 256
"""Rows of the shorter side in which a picture is first searched for text: a quarter of the time of 480."""


@dataclass(frozen=True)
class Line:
    """A line of text in one picture."""

    words: str
    box: Box
    confidence: float


def read(pixels: Pixels) -> list[Line]:
    """Lines of text, from the top down; a small picture is searched before the large one is read."""
    from rapidocr.utils.output import RapidOCROutput

    height, width = pixels.shape[:2]
    if not _has_text(pixels):
        return []
    found = _reader()(np.ascontiguousarray(pixels[..., ::-1]), use_rec=True)  # it expects BGR
    if not isinstance(found, RapidOCROutput) or found.boxes is None or found.txts is None:
        return []
    return [
        Line(words, _box(corners, width, height), min(1.0, max(0.0, float(score))))
        for words, corners, score in zip(found.txts, found.boxes, found.scores or (), strict=True)
    ]


def _has_text(pixels: Pixels) -> bool:
    import cv2
    from rapidocr.ch_ppocr_det import TextDetOutput

    scale = min(1.0, GATE_LINES / min(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = _reader()(np.ascontiguousarray(small[..., ::-1]), use_rec=False)
    return isinstance(found, TextDetOutput) and found.boxes is not None and len(found.boxes) > 0


def _box(corners: NDArray[np.float32], width_px: int, height_px: int) -> Box:
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return Box(
        x=left / width_px,
        y=top / height_px,
        width=max(right - left, 1) / width_px,
        height=max(bottom - top, 1) / height_px,
    )


@cache
def _reader() -> "RapidOCR":
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Det.limit_side_len": GATE_LINES,  # or it would enlarge what is smaller than its own 736 rows
            "Det.model_path": str(_shipped("det")),
            "Rec.model_path": str(_shipped("rec")),
        }
    )


def _shipped(part: str) -> Path:
    """A model inside the installed package: named outright, because RapidOCR downloads what it misses."""
    models = Path(str(files("rapidocr"))) / "models"
    found = sorted(models.glob(f"*_{part}_*.onnx"))
    if not found:
        raise WeightsError(f"rapidocr came without its {part} model: reinstall the rapidocr package")
    return found[-1]
