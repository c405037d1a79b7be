"""What hears a feeling in a voice: sound of one voice to how far it leans to each emotion."""

from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Emotion
from storyreel.tools.scene import Samples

Backend = Literal["embedded", "speechbrain"]
Leanings = NDArray[np.float32]
"""Shape (7,) or (10,): logits in the order of EMOTIONS; then arousal, valence, dominance, 0 to 1, if told."""


class VoiceFeelings(Protocol):
    """A model that hears feelings."""

    @property
    def name(self) -> str:
        """What its leanings are kept under; changes when they do."""
        ...

    @property
    def tells(self) -> frozenset[Emotion]:
        """The emotions that it knows; of the others it says what it would say of any sound."""
        ...

    def lean(self, samples: Samples) -> Leanings:
        """How far a voice leans to each emotion, all equally likely before; of 0.1 s of speech at least.

        A voice leans as its person always does, too: compare it with that person's other lines.
        """
        ...


def voice_feelings(backend: Backend, folder: str | None = None) -> VoiceFeelings:
    """The model of a backend, loaded when it first hears; `folder` holds SpeechBrain's.

    Raises WeightsError or ToolError at its first use if its weights cannot be had.
    """
    from storyreel.tools.models import wav2vec2_feelings, whisper_feelings

    if backend == "embedded":
        return whisper_feelings.WhisperFeelings()
    return wav2vec2_feelings.Wav2Vec2Feelings(Path(folder) if folder else None)
