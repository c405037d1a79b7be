"""SpeechBrain's ECAPA-TDNN: 192 numbers by which a voice is known again, for the gpu profile.

Desplanques et al., "ECAPA-TDNN" (2020, arXiv:2005.07143), trained on VoxCeleb. A model is a folder as
SpeechBrain keeps one: `hyperparams.yaml` and the checkpoints it names.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storyreel.errors import ToolError
from storyreel.tools import weights
from storyreel.tools.models.speaker import Vectors
from storyreel.tools.scene import Samples

ENTRY = "ecapa"
RECIPE = "hyperparams.yaml"
ALLOWED = ("!new:speechbrain.", "!ref", "!tuple", "tag:yaml.org,2002:")
"""What a recipe may ask for. HyperPyYAML would call any function that a recipe names."""
SHORTEST = 6_400
"""Samples that a piece is padded to: 0.4 s, under which the network's convolutions have nothing to see."""
BATCH = 16


class Ecapa:
    """The encoder, as `speaker.SpeakerEncoder`; on a GPU where torch sees one."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is a SpeechBrain model; without it, the one of weights.toml, pulled at first use."""
        self.folder = folder

    @property
    def name(self) -> str:
        """As SpeakerEncoder's."""
        return f"speechbrain-{self.folder.name if self.folder else ENTRY}"

    @property
    def dimensions(self) -> int:
        """As SpeakerEncoder's: 192 for SpeechBrain's own model."""
        return int(self._classifier.hparams.embedding_model.fc.conv.out_channels)

    def embed(self, waves: Sequence[Samples]) -> Vectors:
        """As SpeakerEncoder's, shape (n, dimensions)."""
        padded = [np.pad(wave, (0, max(0, SHORTEST - len(wave)))) for wave in waves]
        vectors = np.empty((len(waves), self.dimensions), np.float32)
        for batch in _alike_in_length(padded):
            vectors[batch] = self._embed(np.stack([padded[k] for k in batch]))
        return vectors

    def embed_pieces(self, sound: Samples, pieces: Sequence[slice]) -> Vectors:
        """As SpeakerEncoder's."""
        return self.embed([sound[piece] for piece in pieces])

    def _embed(self, waves: NDArray[np.float32]) -> Vectors:
        import torch

        with torch.inference_mode():
            encoded = self._classifier.encode_batch(torch.from_numpy(waves))
        vectors = encoded.squeeze(1).cpu().numpy()
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    @property
    def _classifier(self) -> Any:  # noqa: ANN401  speechbrain has no types
        _need_speechbrain()
        return _load(self.folder or weights.folder(ENTRY))


def _alike_in_length(waves: Sequence[Samples]) -> Iterator[list[int]]:
    """Indices in batches: a piece that is padded to the length of another sounds a little different."""
    order = sorted(range(len(waves)), key=lambda k: len(waves[k]))
    for _, group in groupby(order, key=lambda k: len(waves[k])):
        alike = list(group)
        yield from (alike[k : k + BATCH] for k in range(0, len(alike), BATCH))


@cache
def _load(folder: Path) -> Any:  # noqa: ANN401
    import torch
    from speechbrain.inference.speaker import EncoderClassifier
    from speechbrain.utils.fetching import LocalStrategy

    _check(folder / RECIPE)
    return EncoderClassifier.from_hparams(
        source=str(folder),
        savedir=str(folder),
        overrides={"pretrained_path": str(folder)},
        local_strategy=LocalStrategy.NO_LINK,
        run_opts={"device": "cuda" if torch.cuda.is_available() else "cpu"},
    )


def _need_speechbrain() -> None:
    """Raises ToolError where it cannot be loaded: nothing is fetched for it then."""
    try:
        import speechbrain.inference.speaker  # noqa: F401
    except (ImportError, OSError) as error:
        raise ToolError(f"speechbrain cannot be loaded ({error}): pip install 'storyreel[gpu]'") from error


def _check(recipe: Path) -> None:
    """Raises ToolError if there is no recipe, or if it asks for more than SpeechBrain's own parts."""
    if not recipe.is_file():
        raise ToolError(f"{str(recipe.parent)!r} is no SpeechBrain model: it has no {RECIPE}")
    foreign = next((tag for tag in _tags(recipe) if not tag.startswith(ALLOWED)), None)
    if foreign is not None:
        raise ToolError(
            f"{str(recipe)!r} is not loaded: it asks for {foreign!r}, which is no part of SpeechBrain"
        )


def _tags(recipe: Path) -> Iterator[str]:
    import yaml

    try:
        for event in yaml.parse(recipe.read_text("utf-8"), Loader=yaml.SafeLoader):
            if tag := getattr(event, "tag", None):
                yield tag
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ToolError(f"{str(recipe)!r} cannot be read: {str(error).splitlines()[0]}") from error
