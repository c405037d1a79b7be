"""What following and recognising faces asks of a model, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Box
from storyreel.tools.scene import Pixels

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Detection:
    """A face found in one picture."""

    box: Box
    landmarks: Array
    """Shape (5, 2), (x, y) in fractions of the picture: eyes, nose, corners of the mouth, left
    before right as seen."""
    score: float


class FaceModel(Protocol):
    """A detector and an embedding that belong together; weights are loaded at the first use."""

    @property
    def name(self) -> str:
        """What records call the embedding; thresholds elsewhere are kept by it."""
        ...

    @property
    def dimensions(self) -> int:
        """Numbers of an embedding."""
        ...

    @property
    def sure(self) -> float:
        """Score from which a detection is certainly a face; weaker ones only prolong a track."""
        ...

    @property
    def same_face(self) -> float:
        """Cosine similarity below which looks at a face in a running shot are two people's.

        Half way from there to 1, they are one person's for certain.
        """
        ...

    def detect(self, pixels: Pixels) -> list[Detection]:
        """Faces, best first, down to those that only may be one."""
        ...

    def chip(self, pixels: Pixels, landmarks: Array) -> Pixels:
        """The face upright and scaled as `embed` wants it; shape (s, s, 3) for one size s of the model."""
        ...

    def embed(self, chips: Sequence[Pixels]) -> Array:
        """Chips to unit vectors, shape (n, dimensions)."""
        ...
