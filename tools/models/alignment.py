"""Turns, scales and shifts a face so that its landmarks lie where a network expects them."""

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import Pixels

WEIGHTS = np.array([2, 2, 1, 0.5, 0.5])
"""How much each point counts: eyes stay where they are when a mouth opens or a head turns."""
SHARPEST = 0.5
"""Scale below which single pixels no longer stand for their neighbours: the picture is shrunk first."""


def aligned(
    pixels: Pixels, landmarks: NDArray[np.float32], template: NDArray[np.float32], side_px: int
) -> Pixels:
    """The face upright and scaled, shape (side_px, side_px, 3), edges repeated where it leaves the picture.

    `landmarks` are eyes, nose and corners of the mouth, shape (5, 2), in fractions of the picture; `template`
    says where in the square they go, in pixels.
    """
    import cv2

    height, width = pixels.shape[:2]
    move = _similarity(landmarks * np.array([width, height], dtype=np.float32), template)
    scale = float(np.hypot(*move[:, 0]))
    if scale < SHARPEST:
        smaller = max(1, round(width * scale)), max(1, round(height * scale))
        shrunk = cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA).astype(np.uint8)
        return aligned(shrunk, landmarks, template, side_px)
    square = cv2.warpAffine(
        pixels, move, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return square.astype(np.uint8, copy=False)


def _similarity(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
    """The turn, scale and shift, shape (2, 3), that take points nearest to others in weighted least squares.

    In the plane it is one complex factor and one complex shift.
    """
    a, b = (points.astype(np.float64) @ np.array([1, 1j]) for points in (source, target))
    a_mean, b_mean = np.average(a, weights=WEIGHTS), np.average(b, weights=WEIGHTS)
    a0 = a - a_mean
    factor = np.vdot(a0, WEIGHTS * (b - b_mean)) / np.vdot(a0, WEIGHTS * a0).real
    shift = b_mean - factor * a_mean
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])
