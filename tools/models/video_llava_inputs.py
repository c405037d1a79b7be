"""What Video-LLaVA is given: clips and requests as tensors.

As transformers' VideoLlavaProcessor makes them, of the same parts; that one needs torchvision, which cannot
be imported beside a torch without CUDA.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from storyreel.tools.models.caption_prompt import told
from storyreel.tools.models.captions import FRAMES, Clip
from storyreel.tools.models.drawn_names import with_names
from storyreel.tools.scene import Pixels

SAFE = str.maketrans("<>", "‹›")
"""What is told holds none of the tokenizer's special tokens."""


@dataclass(frozen=True)
class Inputs:
    """Makes a network's inputs by its own tokenizer and picture processor."""

    tokenizer: Any
    """transformers has no types here."""
    pictures: Any
    config: Any

    def of(self, clips: Sequence[Clip], draws_names: bool) -> dict[str, Any]:
        """Of n clips, padded at the left.

        `input_ids` and `attention_mask`: shape (n, tokens). `pixel_values_videos`: shape (n, FRAMES, 3,
        height, width).
        """
        import torch

        videos = torch.stack(
            [self._video(with_names(clip) if draws_names else _plain(clip)) for clip in clips]
        )
        marks = self._marks(*videos.shape[-2:])
        texts = [f"USER: {marks}\n{told(clip).translate(SAFE)} ASSISTANT:" for clip in clips]
        tokens = self.tokenizer(texts, padding=True, padding_side="left", return_tensors="pt")
        return {
            "input_ids": tokens["input_ids"],
            "attention_mask": tokens["attention_mask"],
            "pixel_values_videos": videos,
        }

    def _video(self, frames: Sequence[Pixels]) -> Any:  # noqa: ANN401  a tensor
        chosen = [frames[place] for place in _spread(len(frames))]
        (pixels,) = self.pictures(chosen, return_tensors="pt", return_legacy_image_output=False).values()
        return pixels

    def _marks(self, height_px: int, width_px: int) -> str:
        """One token for each patch of each frame, and one for the frame as a whole."""
        side = self.config.vision_config.patch_size
        patches: int = (height_px // side) * (width_px // side) + 1
        token = self.tokenizer.convert_ids_to_tokens(self.config.video_token_id)
        return str(token) * (patches * FRAMES)


def _plain(clip: Clip) -> list[Pixels]:
    return [frame.pixels for frame in clip.frames]


def _spread(count: int) -> list[int]:
    """FRAMES places over so many frames, some twice where there are fewer."""
    return [int(place) for place in np.linspace(0, count - 1, FRAMES).round()]
