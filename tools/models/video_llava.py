"""Video-LLaVA tells clips: eight frames and a request to a caption, in transformers, for the gpu profile.

Lin et al., "Video-LLaVA: Learning United Visual Representation by Alignment Before Projection" (2023,
arXiv:2311.10122). Of a wide picture it sees the square in the middle, as it was taught.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from storyreel.errors import ToolError
from storyreel.tools.models.captions import Clip, stopped
from storyreel.tools.models.keyword_stopping import AtKeywords, cut
from storyreel.tools.models.video_llava_loading import Loaded, Source, load

BATCH = 4
"""Clips at once, as long as memory holds them: each adds about 2,100 tokens."""
MOST_TOKENS = 160
"""Of a caption: three sentences and more."""


class VideoLlava:
    """The model, as `captions.Captions`; it remembers how many clips at once memory held."""

    def __init__(self, source: Source, draws_names: bool = False) -> None:
        """`draws_names` boxes and names known faces on the frames; they are told in words in any case."""
        self._source, self._draws_names = source, draws_names
        self._at_once = BATCH

    @property
    def name(self) -> str:
        """As Captions': the folder's or the repository's, with the adapter's."""
        return self._source.name

    def caption(self, clips: Sequence[Clip]) -> list[str]:
        """As Captions'; the same clips get the same captions."""
        loaded = load(self._source)
        captions: list[str] = []
        while len(captions) < len(clips):
            captions += self._fitting(loaded, clips[len(captions) : len(captions) + self._at_once])
        return captions

    def _fitting(self, loaded: Loaded, clips: Sequence[Clip]) -> list[str]:
        """Captions of the first clips, of as many as memory holds: half of them, where all are too many."""
        import torch

        while True:
            try:
                return self._batch(loaded, clips)
            except torch.OutOfMemoryError as error:
                if len(clips) == 1:
                    raise ToolError(
                        "the GPU has too little memory for one clip: try --caption-4bit"
                    ) from error
            torch.cuda.empty_cache()
            self._at_once = len(clips) // 2
            clips = clips[: self._at_once]

    def _batch(self, loaded: Loaded, clips: Sequence[Clip]) -> list[str]:
        import torch

        network, tokenizer = loaded.network, loaded.inputs.tokenizer
        inputs = placed(loaded.inputs.of(clips, self._draws_names), network)
        prompt_tokens = inputs["input_ids"].shape[1]
        with torch.inference_mode():
            said = network.generate(
                **inputs,
                do_sample=False,
                num_beams=1,
                max_new_tokens=MOST_TOKENS,
                pad_token_id=tokenizer.pad_token_id,
                stopping_criteria=[AtKeywords(tokenizer, prompt_tokens)],
            )
        return _words(tokenizer, said[:, prompt_tokens:])


def _words(tokenizer: Any, said: Any) -> list[str]:  # noqa: ANN401  transformers and torch have no types
    """What each row of tokens says, and whether it was stopped for length."""
    words = map(cut, tokenizer.batch_decode(said, skip_special_tokens=True))
    ends = (tokenizer.eos_token_id, tokenizer.pad_token_id)
    whole = [len(row) < MOST_TOKENS or int(row[-1]) in ends for row in said]
    return [one if is_whole else stopped(one) for one, is_whole in zip(words, whole, strict=True)]


@cache
def video_llava(source: Source, draws_names: bool = False) -> VideoLlava:
    """A model, the same one for the same source, so that what memory held is known the next time."""
    return VideoLlava(source, draws_names)


def placed(inputs: dict[str, Any], network: Any) -> dict[str, Any]:  # noqa: ANN401  transformers has no types
    """Inputs where the network is; pictures in its kind of numbers."""
    placed = {name: tensor.to(network.device) for name, tensor in inputs.items()}
    pixels = placed["pixel_values_videos"].to(network.dtype)
    return placed | {"pixel_values_videos": pixels}
