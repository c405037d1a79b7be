"""Hybrid Demucs: the voice alone, without the music and effects around it, for the gpu profile.

Défossez, "Hybrid Spectrogram and Waveform Source Separation" (2021, arXiv:2111.03600), as torchaudio has it.
It was made for songs: of film sound it keeps what is sung and said and takes out music; noises may stay.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.errors import ToolError
from storyreel.tools import weights
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    from torch import Tensor
    from torchaudio.models import HDemucs

ENTRY, FILE = "demucs", "hdemucs_high_trained.safetensors"
SOURCES = ("drums", "bass", "other", "vocals")
"""What its weights part, in their order."""
RATE_HZ = 44_100
UP, DOWN = 441, 160
"""From 16 kHz to its rate."""
FIRST = "freq_encoder.0.conv.weight"
"""The tensor whose length tells how wide the network is."""
SHORTEST_S = 1.0
"""Shorter sound is padded: the network halves time again and again."""
PIECE_S, OVERLAP_S = 10.0, 1.0
"""Longer sound is parted in pieces that overlap and fade into one another, so that memory stays level."""

Wave = NDArray[np.float32]
"""Shape (n,), mono, at `RATE_HZ`."""


class Demucs:
    """The network, on a GPU where torch sees one."""

    def __init__(self, checkpoint: Path | None = None) -> None:
        """`checkpoint` is a safetensors file of torchaudio's HDemucs; without it, the one of weights.toml."""
        self.checkpoint = checkpoint

    def voice(self, samples: Samples) -> Samples:
        """Shape (n,): of sound of shape (n,), what is voice; nothing for silence.

        Raises ToolError where torchaudio or the checkpoint cannot be loaded, WeightsError where the weights
        cannot be had.
        """
        from scipy.signal import resample_poly

        if not np.any(samples):
            return np.zeros_like(samples)
        needed = max(0, round(SHORTEST_S * SAMPLE_RATE_HZ) - len(samples))
        wave = resample_poly(np.pad(samples, (0, needed)), UP, DOWN).astype(np.float32)
        voice = resample_poly(in_pieces(wave, self._of_piece), DOWN, UP)[: len(samples)]
        return np.asarray(voice, np.float32)

    def _of_piece(self, wave: Wave) -> Wave:
        """Scaled as in training: mean 0, deviation 1."""
        import torch

        network = _load(self.checkpoint)
        mean, deviation = float(wave.mean()), float(wave.std()) + 1e-8
        device = next(network.parameters()).device
        mono = torch.from_numpy((wave - mean) / deviation).to(device)
        with torch.inference_mode():
            parts: Tensor = network(mono.expand(1, network.audio_channels, -1))
        voice = parts[0, network.sources.index("vocals")].mean(dim=0).cpu().numpy()
        return np.asarray(deviation * voice, np.float32)


def in_pieces(wave: Wave, voice_of: Callable[[Wave], Wave]) -> Wave:
    """The voice of sound of any length, by the voices of its pieces; both of shape (n,)."""
    size, overlap = round(PIECE_S * RATE_HZ), round(OVERLAP_S * RATE_HZ)
    whole, weight = np.zeros_like(wave), np.zeros_like(wave)
    ramp = np.linspace(0, 1, overlap + 2, dtype=np.float32)[1:-1]
    for start in range(0, max(1, len(wave) - overlap), size - overlap):
        piece = wave[start : start + size]
        edge = min(overlap, len(piece))
        fade = np.ones(len(piece), np.float32)
        fade[:edge] *= ramp[:edge]
        fade[-edge:] *= ramp[:edge][::-1]
        whole[start : start + size] += fade * voice_of(piece)
        weight[start : start + size] += fade
    return np.asarray(whole / np.maximum(weight, 1e-6), np.float32)


@cache
def _load(checkpoint: Path | None) -> "HDemucs":
    try:
        import torch
        from torchaudio.models import HDemucs
    except (ImportError, OSError) as error:
        raise ToolError(f"torchaudio cannot be loaded ({error}): pip install 'storyreel[gpu]'") from error
    path = checkpoint or weights.path(ENTRY, FILE)
    tensors = _tensors(path)
    try:
        network = HDemucs(list(SOURCES), channels=len(tensors[FIRST]))
        network.load_state_dict(tensors)
    except (KeyError, RuntimeError) as error:
        raise ToolError(f"{str(path)!r} is no Hybrid Demucs of {len(SOURCES)} sources") from error
    return network.to("cuda" if torch.cuda.is_available() else "cpu").eval()


def _tensors(path: Path) -> "dict[str, Tensor]":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return dict(load_file(str(path)))
    except (SafetensorError, OSError) as error:
        raise ToolError(f"{str(path)!r} cannot be read as safetensors: {error}") from error
