"""What a speaker encoder is: sound of one voice to a vector that is near others of the same voice."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import Samples

Backend = Literal["ge2e", "speechbrain"]
Vectors = NDArray[np.float32]


class SpeakerEncoder(Protocol):
    """A model that knows voices."""

    @property
    def name(self) -> str:
        """What its vectors are kept and compared under; changes when they do."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of its vectors."""
        ...

    def embed(self, waves: Sequence[Samples]) -> Vectors:
        """Shape (n, dimensions), unit length: the voice in each piece of sound, 0.4 s long at least."""
        ...

    def embed_pieces(self, sound: Samples, pieces: Sequence[slice]) -> Vectors:
        """The same for pieces of one sound, in samples of it; they may overlap."""
        ...


def encoder(backend: Backend) -> SpeakerEncoder:
    """The encoder of a backend, loaded when it first embeds.

    Raises WeightsError at its first use if its weights cannot be had.
    """
    from storyreel.tools.models import ecapa, ge2e

    return ge2e.Ge2e() if backend == "ge2e" else ecapa.Ecapa()
