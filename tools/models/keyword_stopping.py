"""Stops a language model where it would go on with somebody else's part of the talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

KEYWORDS = ("USER:", "ASSISTANT:", "###")
"""What begins another turn in the talks that Vicuna's family learnt from."""


def cut(words: str, keywords: Sequence[str] = KEYWORDS) -> str:
    """What stands before the first keyword, after the one that a model may repeat at the beginning.

    >>> cut(" ASSISTANT: A man walks. USER: And then?")
    'A man walks.'
    """
    words = words.strip()
    for keyword in keywords:
        words = words.removeprefix(keyword).lstrip()
    ends = [place for keyword in keywords if (place := words.find(keyword)) >= 0]
    return words[: min(ends, default=len(words))].strip()


@dataclass(frozen=True)
class AtKeywords:
    """Criteria for transformers' `generate`, each row by itself.

    A row ends when a keyword stands in what it has said after the prompt, not at its very beginning.
    """

    tokenizer: Any
    """transformers has no types here."""
    prompt_tokens: int
    keywords: Sequence[str] = KEYWORDS

    def __call__(self, input_ids: Any, _scores: Any, **_: Any) -> Any:  # noqa: ANN401
        """Shape (rows,): which have ended, by all tokens up to now."""
        import torch

        said = self.tokenizer.batch_decode(input_ids[:, self.prompt_tokens :], skip_special_tokens=True)
        ends = [any(words.strip().find(keyword) > 0 for keyword in self.keywords) for words in said]
        return torch.tensor(ends, dtype=torch.bool, device=input_ids.device)
