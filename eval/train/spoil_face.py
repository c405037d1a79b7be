"""Makes clean photographs of faces look as in films: small, soft, dim, half hidden, coarsely coded."""

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import Pixels

Landmarks = NDArray[np.float32]

EYES_PX = (9.0, 18.0)
"""How far apart the eyes come to lie: faces of about 25 to 50 pixels."""
ASTRAY = 0.03
"""How far landmarks are found from where they are: standard deviation, in distances between the eyes."""
HIDDEN = 0.25
"""Share of faces that something hides, glasses, a hand (Zhong et al., "Random Erasing", 2017)."""
MIRRORED = [1, 0, 2, 4, 3]
"""Which landmark is which in a mirror."""


def spoiled(pixels: Pixels, landmarks: Landmarks, chance: np.random.Generator) -> tuple[Pixels, Landmarks]:
    """The same face in another picture, and where its landmarks are found.

    Landmarks have shape (5, 2), in fractions of the picture.
    """
    if chance.random() < 0.5:
        pixels, landmarks = pixels[:, ::-1], _mirrored(landmarks)
    eyes = float(np.hypot(*(landmarks[1] - landmarks[0])))
    small = _shrunk(pixels, chance.uniform(*EYES_PX) / (eyes * pixels.shape[1]), chance)
    if chance.random() < HIDDEN:
        small = _hidden(small, landmarks, chance)
    found = landmarks + chance.normal(0, ASTRAY * eyes, landmarks.shape)
    return _coded(_lit(small, chance), int(chance.integers(40, 96))), found.astype(np.float32)


def _mirrored(landmarks: Landmarks) -> Landmarks:
    other: Landmarks = landmarks[MIRRORED].copy()
    other[:, 0] = 1 - other[:, 0]
    return other


def _shrunk(pixels: Pixels, scale: float, chance: np.random.Generator) -> NDArray[np.float32]:
    import cv2

    size = max(2, round(pixels.shape[1] * scale)), max(2, round(pixels.shape[0] * scale))
    small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    if chance.random() < 0.3:
        small = cv2.GaussianBlur(small, (0, 0), chance.uniform(0.5, 1.3))
    return small.astype(np.float32)


def _hidden(
    pixels: NDArray[np.float32], landmarks: Landmarks, chance: np.random.Generator
) -> NDArray[np.float32]:
    """A bar of one shade somewhere before the face, as large as a quarter of it at most."""
    size = np.array(pixels.shape[1::-1])
    middle = size * (landmarks.min(axis=0) + chance.random(2) * np.ptp(landmarks, axis=0))
    reach = size * np.ptp(landmarks, axis=0) * chance.uniform(0.2, [0.9, 0.4])
    (left, top), (right, bottom) = ((middle + side * reach).round().astype(int) for side in (-1, 1))
    covered = pixels.copy()
    covered[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = chance.uniform(0, 255)
    return covered


def _lit(pixels: NDArray[np.float32], chance: np.random.Generator) -> Pixels:
    """Gamma, contrast and brightness, half of the time light from one side, and a sensor's noise."""
    lit = 255 * (np.clip(pixels, 0, 255) / 255) ** chance.uniform(0.6, 1.6)
    lit = (lit - 128) * chance.uniform(0.6, 1.2) + 128 + chance.uniform(-30, 30)
    if chance.random() < 0.5:
        lit *= np.linspace(1, chance.uniform(0.6, 1), lit.shape[1])[:: chance.choice([-1, 1]), np.newaxis]
    lit += chance.normal(0, chance.uniform(0, 6), (*lit.shape[:2], 1))
    return np.clip(lit, 0, 255).astype(np.uint8)


def _coded(pixels: Pixels, quality: int) -> Pixels:
    import cv2

    _, code = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.uint8)
