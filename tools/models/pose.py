"""How far a head is turned away, from five landmarks.

Gee and Cipolla, "Determining the gaze of faces in images" (1994): seen from far, the tip of the nose stands
out from the line between the middle of the eyes and that of the mouth, along the normal of the face. That
gives the angle between the normal and the line of sight, of yaw and pitch together. It tells where the face
points and not where the eyes look: five landmarks hold no iris.
"""

import numpy as np
from numpy.typing import NDArray

NOSE_BASE = 0.45
"""Where on the line from mouth to eyes the nose stands: the median over CK+ and over LFW of detections."""
NOSE_LENGTH = 0.4
"""How far it stands out, in distances from eyes to mouth: 0.6 on the heads of the paper, but the nose that
the detector gives of a profile comes no farther than this."""

Array = NDArray[np.float64]


def turned_deg(landmarks: Array) -> Array:
    """Degrees between where each face points and the camera, 0 to 90, shape (n,).

    `landmarks` are eyes, nose and corners of the mouth in pixels, shape (n, 5, 2).
    """
    eyes, nose, mouth = landmarks[:, :2].mean(axis=1), landmarks[:, 2], landmarks[:, 3:].mean(axis=1)
    axis = eyes - mouth
    normal = nose - (mouth + NOSE_BASE * axis)
    length = np.maximum(np.linalg.norm(axis, axis=1), 1e-9)
    out = np.linalg.norm(normal, axis=1)
    along = np.einsum("ij,ij->i", axis, normal) / (length * np.maximum(out, 1e-9))
    cosine: Array = np.sqrt(_squared_cosine((out / length) ** 2, along**2))
    return np.degrees(np.arccos(cosine))


def _squared_cosine(seen: Array, along: Array) -> Array:
    """Root between 0 and 1 of the paper's quadratic in the squared cosine of the angle.

    `seen`: squared length of the nose over that of the face, both in the picture; `along`: squared cosine
    between them there.
    """
    most = NOSE_LENGTH**2
    a, b, c = most * (1 - along), seen - most + 2 * most * along, -most * along
    root = np.sqrt(np.maximum(b**2 - 4 * a * c, 0))
    # Written so as not to divide by nothing where the nose points along the face: there a is 0.
    by_sum, by_difference = -2 * c / np.maximum(b + root, 1e-12), (root - b) / np.maximum(2 * a, 1e-12)
    solution: Array = np.where(b > 0, by_sum, by_difference)
    return np.clip(solution, 0, 1)
