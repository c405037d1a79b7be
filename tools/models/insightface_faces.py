"""The faces of the gpu profile: InsightFace's SCRFD finds them, its ArcFace recognises them.

Guo et al., "Sample and Computation Redistribution for Efficient Face Detection" (2021); Deng et al.,
"ArcFace" (2019). InsightFace's own packs may be used only for research that is not commercial.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from storyreel.errors import ToolError
from storyreel.memory.records import Box
from storyreel.tools import weights
from storyreel.tools.models.face_model import Array, Detection
from storyreel.tools.scene import Pixels

ENTRY = "buffalo_l"
FLOOR = 0.35
"""Weaker detections than this are not faces."""
DETECT_PX = 640
"""Side of the square that the detector gets: the size that InsightFace's packs are trained for."""


class InsightFaces:
    """A FaceModel made of any InsightFace model pack: a folder of ONNX files.

    Runs on a GPU where ONNX Runtime has one, else on the CPU.
    """

    sure = 0.6
    same_face = 0.25
    """Below what ArcFace gives for one person in another pose; above what strangers reach."""

    def __init__(self, pack: Path | None = None) -> None:
        """`pack` is a folder; without it, the pack of weights.toml, pulled at first use."""
        self.pack = pack

    @property
    def name(self) -> str:
        """As FaceModel's."""
        return f"insightface-{self.pack.name if self.pack else ENTRY}"

    @property
    def dimensions(self) -> int:
        """As FaceModel's: 512 for InsightFace's own packs."""
        return int(self._recogniser.output_shape[-1])

    def detect(self, pixels: Pixels) -> list[Detection]:
        """As FaceModel's."""
        boxes, landmarks = self._analysis.det_model.detect(_bgr(pixels))
        size = np.array([pixels.shape[1], pixels.shape[0]], dtype=np.float32)
        found = [_detection(*one, size) for one in zip(boxes, landmarks, strict=True)]
        return sorted(found, key=lambda one: -one.score)

    def chip(self, pixels: Pixels, landmarks: Array) -> Pixels:
        """As FaceModel's, shape (112, 112, 3) for InsightFace's own packs."""
        from insightface.utils.face_align import norm_crop

        size = np.array([pixels.shape[1], pixels.shape[0]], dtype=np.float32)
        aligned: Pixels = norm_crop(pixels, landmarks * size, self._recogniser.input_size[0])
        return aligned

    def embed(self, chips: Sequence[Pixels]) -> Array:
        """As FaceModel's."""
        if not chips:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self._recogniser.get_feat([_bgr(chip) for chip in chips])
        unit: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    @property
    def _analysis(self) -> Any:  # noqa: ANN401  insightface has no types
        _face_analysis()  # nothing is fetched for a library that is not here
        return _load(self.pack or weights.folder(ENTRY))

    @property
    def _recogniser(self) -> Any:  # noqa: ANN401
        return self._analysis.models["recognition"]


@cache
def _load(pack: Path) -> Any:  # noqa: ANN401
    """The pack's detector and recogniser, on the best device that ONNX Runtime has."""
    analysis = _face_analysis()
    _check(pack)
    faces = analysis(name=str(pack), allowed_modules=["detection", "recognition"])
    if "recognition" not in faces.models:
        raise ToolError(
            f"the pack {str(pack)!r} has no model that recognises faces: name another with --faces"
        )
    faces.prepare(ctx_id=0, det_thresh=FLOOR, det_size=(DETECT_PX, DETECT_PX))
    return faces


def _face_analysis() -> Any:  # noqa: ANN401
    try:
        from insightface.app import FaceAnalysis
    except ImportError as error:
        raise ToolError(f"insightface cannot be loaded ({error}): pip install 'storyreel[gpu]'") from error
    return FaceAnalysis


def _check(pack: Path) -> None:
    if not pack.is_dir() or not any(pack.glob("*.onnx")):
        raise ToolError(f"{str(pack)!r} is no InsightFace model pack: expected a folder of ONNX files")


def _bgr(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _detection(row: Array, points: Array, size: Array) -> Detection:
    """Of a row (left, top, right, bottom, score) and points (5, 2), both in pixels."""
    left, top, right, bottom = (row[:4] / np.tile(size, 2)).tolist()
    box = Box(x=left, y=top, width=max(right - left, 1e-6), height=max(bottom - top, 1e-6))
    return Detection(box, (points / size).astype(np.float32), float(np.clip(row[4], 0, 1)))
