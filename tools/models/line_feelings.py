"""What reads a feeling in lines of dialogue: words to how likely each emotion is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from storyreel.memory.records import Emotion
from storyreel.tools.models.head import Array

Backend = Literal["embedded", "transformers"]


@dataclass(frozen=True)
class Read:
    """What a model reads in n lines."""

    probabilities: Array
    """Shape (n, 7), in the order of EMOTIONS, rows summing to 1."""
    sentiments: Array | None = None
    """Shape (n, 3), in the order of `feeling_states.SENTIMENTS`; None where the model does not tell."""


class LineFeelings(Protocol):
    """A model that reads feelings; weights are loaded at the first use."""

    @property
    def name(self) -> str:
        """What it is called towards the user."""
        ...

    @property
    def tells(self) -> frozenset[Emotion]:
        """The emotions that it knows; all others stay as common as they are in dialogue, whatever is said."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """Codes of those that it has learnt; None where that is not known."""
        ...

    def read(self, words: Sequence[str], dialogues: Sequence[object], speakers: Sequence[str | None]) -> Read:
        """Reads lines in order of time, each with its dialogue and speaker, who may be unknown."""
        ...


def line_feelings(
    backend: Backend,
    model: str | None = None,
    revision: str | None = None,
    labels: dict[str, Emotion | None] | None = None,
) -> LineFeelings:
    """The model of a backend. Of `transformers` the rest names which, and what its classes mean.

    Raises WeightsError or ToolError at its first use if it cannot be had or understood.
    """
    from storyreel.tools.models.minilm_feelings import MiniLMFeelings
    from storyreel.tools.models.transformers_feelings import TransformersFeelings

    return MiniLMFeelings() if backend == "embedded" else TransformersFeelings(model or "", revision, labels)
