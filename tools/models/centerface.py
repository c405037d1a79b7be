"""CenterFace: faces and five landmarks in one pass, on ONNX Runtime.

Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point" (2019): a face is a peak of a
heat map at a quarter of the picture's resolution, with its size, offset and landmarks regressed at the peak.
"""

import numpy as np

from storyreel.memory.records import Box
from storyreel.tools.models.face_model import Array, Detection
from storyreel.tools.models.network import network
from storyreel.tools.scene import Pixels

ENTRY = "centerface"
STRIDE = 4
"""Pixels of the picture for one cell of the heat map."""
MULTIPLE = 32
"""The network halves its input five times."""
OVERLAP = 0.3
"""Boxes that overlap more than this (intersection over union) are one face."""


def detect(pixels: Pixels, floor: float, lines: int | None = None) -> list[Detection]:
    """Faces with a score of at least `floor`, best first; the picture is scaled to `lines` rows before."""
    height, width = _input_size(pixels, lines)
    heat, size, offset, landmarks = _run(pixels, height, width)
    rows, columns = np.nonzero(heat[0, 0] >= floor)
    scores = heat[0, 0, rows, columns]
    tall, wide = STRIDE * np.exp(size[0, :, rows, columns]).T
    top = (rows + offset[0, 0, rows, columns] + 0.5) * STRIDE - tall / 2
    left = (columns + offset[0, 1, rows, columns] + 0.5) * STRIDE - wide / 2
    boxes = np.stack([left / width, top / height, wide / width, tall / height], axis=1)
    points = landmarks[0, :, rows, columns].reshape(-1, 5, 2)[..., ::-1]
    points = boxes[:, None, :2] + points * boxes[:, None, 2:]
    return [
        Detection(_box(boxes[k]), points[k].astype(np.float32), float(min(1.0, scores[k])))
        for k in _strongest(boxes, scores)
    ]


def _input_size(pixels: Pixels, lines: int | None) -> tuple[int, int]:
    height, width = pixels.shape[:2]
    scale = 1.0 if lines is None else lines / height
    return _whole(height * scale), _whole(width * scale)


def _whole(length: float) -> int:
    return max(1, round(length / MULTIPLE)) * MULTIPLE


def _run(pixels: Pixels, height: int, width: int) -> list[Array]:
    import cv2

    scaled = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    planes = scaled.astype(np.float32).transpose(2, 0, 1)[None]
    session = network(ENTRY, "centerface.onnx")
    outputs: list[Array] = session.run(None, {session.get_inputs()[0].name: planes})
    return outputs


def _strongest(boxes: Array, scores: Array) -> list[int]:
    """Non-maximum suppression: indices of the boxes that no stronger one covers, strongest first."""
    kept: list[int] = []
    for index in np.argsort(-scores, kind="stable"):
        if all(_iou(boxes[index], boxes[other]) <= OVERLAP for other in kept):
            kept.append(int(index))
    return kept


def _iou(a: Array, b: Array) -> float:
    corner = np.minimum(a[:2] + a[2:], b[:2] + b[2:]) - np.maximum(a[:2], b[:2])
    shared = float(np.prod(np.clip(corner, 0, None)))
    return shared / (float(np.prod(a[2:])) + float(np.prod(b[2:])) - shared)


def _box(edges: Array) -> Box:
    x, y, width, height = (float(edge) for edge in edges)
    return Box(x=x, y=y, width=width, height=height)
