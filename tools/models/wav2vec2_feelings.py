"""SpeechBrain's wav2vec 2.0 that was tuned to hear four emotions in IEMOCAP, for the gpu profile.

Wang, Boumadane and Heba, "A Fine-tuned Wav2vec 2.0/HuBERT Benchmark for Speech Emotion Recognition" (2021,
arXiv:2111.02735). A model is a folder as SpeechBrain's recipe leaves it: `wav2vec2.ckpt`, `model.ckpt` and
`label_encoder.txt`. The published one brings a Python file of its own to be used through; here the network is
built from the libraries' parts, and nothing but tensors and labels is read from the folder.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from storyreel.errors import ToolError
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools.models.voice_feelings import Leanings
from storyreel.tools.scene import Samples

ENCODER, CLASSIFIER, LABELS = "wav2vec2.ckpt", "model.ckpt", "label_encoder.txt"
CONFIG = "config.json"
"""Of the encoder, where it is not wav2vec2-base."""
MEANING: dict[str, Emotion] = {
    "neu": "neutral",
    "ang": "anger",
    "hap": "happiness",
    "exc": "happiness",
    "sad": "sadness",
    "fru": "anger",
    "fea": "fear",
    "dis": "disgust",
    "sur": "surprise",
}
"""IEMOCAP's labels as Ekman's; frustration and excitement are nearest to anger and happiness."""
SHORTEST = 6_400
"""Samples that a piece is padded to: 0.4 s, a few of the encoder's frames."""


class Wav2Vec2Feelings:
    """The model, as `voice_feelings.VoiceFeelings`; on a GPU where torch sees one."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is a SpeechBrain model."""
        self.folder = folder

    @property
    def name(self) -> str:
        """As VoiceFeelings'."""
        return f"speechbrain-{self.folder.name if self.folder else 'none'}"

    @property
    def tells(self) -> frozenset[Emotion]:
        """As VoiceFeelings': four for SpeechBrain's own model."""
        return frozenset(self._network.emotions)

    def lean(self, samples: Samples) -> Leanings:
        """As VoiceFeelings', shape (7,): an emotion that it cannot tell is as likely as any at first."""
        told = self._network.probabilities(np.pad(samples, (0, max(0, SHORTEST - len(samples)))))
        chances = np.full(len(EMOTIONS), 1 / len(EMOTIONS))
        known = [EMOTIONS.index(emotion) for emotion in sorted(self.tells)]
        chances[known] = 0.0
        for emotion, chance in zip(self._network.emotions, told, strict=True):
            chances[EMOTIONS.index(emotion)] += chance * len(known) / len(EMOTIONS)
        return np.asarray(np.log(np.maximum(chances, 1e-6)), np.float32)

    @property
    def _network(self) -> "_Network":
        if self.folder is None:
            raise ToolError(
                "no folder with SpeechBrain's model of emotions is given: name one with --voice-emotion"
            )
        return _load(self.folder)


@dataclass(frozen=True)
class _Network:
    encoder: Any
    """transformers has no types here."""
    weight: Any
    """Shape (labels, width)."""
    emotions: tuple[Emotion, ...]
    """Of each label; two labels may be one emotion."""

    def probabilities(self, samples: Samples) -> list[float]:
        """Of each label: the mean of the encoder's normed frames through one linear layer."""
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            wave = torch.from_numpy(samples[np.newaxis]).to(self.weight.device)
            frames = self.encoder(functional.layer_norm(wave, wave.shape[1:])).last_hidden_state
            normed = functional.layer_norm(frames, frames.shape[1:])
            chances = (normed.mean(dim=1) @ self.weight.T).softmax(dim=-1)
        return [float(chance) for chance in chances[0].cpu()]


@cache
def _load(folder: Path) -> _Network:
    missing = [name for name in (ENCODER, CLASSIFIER, LABELS) if not (folder / name).is_file()]
    if missing:
        raise ToolError(f"{str(folder)!r} is no SpeechBrain model of emotions: it has no {missing[0]}")
    encoder = _untrained(folder / CONFIG)
    tensors = _tensors(folder / ENCODER)
    emotions = _emotions(folder / LABELS)
    try:
        encoder.load_state_dict({name.removeprefix("model."): tensor for name, tensor in tensors.items()})
        (weight,) = _tensors(folder / CLASSIFIER).values()
    except (RuntimeError, ValueError) as error:
        raise ToolError(f"{str(folder)!r} holds another network: {str(error).splitlines()[0]}") from error
    if weight.shape != (len(emotions), encoder.config.hidden_size):
        raise ToolError(f"{str(folder)!r}: {len(emotions)} labels, but a layer of {tuple(weight.shape)}")
    return _Network(encoder.eval(), weight.to(encoder.device), emotions)


def _untrained(config: Path) -> Any:  # noqa: ANN401  transformers has no types here
    """The encoder by its configuration, the usual one where there is no file, on the device that is there."""
    try:
        import torch
        from transformers import Wav2Vec2Config, Wav2Vec2Model
    except (ImportError, OSError) as error:
        raise ToolError(f"transformers cannot be loaded ({error}): pip install 'storyreel[gpu]'") from error
    told = Wav2Vec2Config.from_json_file(str(config)) if config.is_file() else Wav2Vec2Config()
    return Wav2Vec2Model(told).to("cuda" if torch.cuda.is_available() else "cpu")


def _tensors(path: Path) -> dict[str, Any]:
    """A checkpoint's tensors; anything else that is pickled in it is refused."""
    import pickle

    import torch

    try:
        tensors: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise ToolError(f"{str(path)!r} is not loaded: {str(error).splitlines()[0]}") from error
    return tensors


def _emotions(path: Path) -> tuple[Emotion, ...]:
    """What the labels mean, in their order; the file has a line `'neu' => 0` for each."""
    from speechbrain.dataio.encoder import CategoricalEncoder

    encoder = CategoricalEncoder()
    try:
        encoder.load(path)
        labels = [encoder.ind2lab[number] for number in range(len(encoder))]
        return tuple(MEANING[label] for label in labels)
    except (ValueError, SyntaxError, IndexError, KeyError) as error:
        raise ToolError(f"{str(path)!r} has labels that are not IEMOCAP's: {error}") from error
