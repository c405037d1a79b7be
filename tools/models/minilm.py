"""MiniLM-L6-v2: sentences as vectors, on CTranslate2 int8.

Wang et al., "MiniLM: Deep Self-Attention Distillation" (2020), trained for sentences by Reimers and
Gurevych's sentence-transformers; a sentence is the mean of its tokens' last hidden states, at unit length.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storyreel.tools import weights

ENTRY = "minilm"
DIMENSIONS = 384
MAX_TOKENS = 256
"""The model was trained on sentences up to this long; what follows is cut off."""
BATCH = 64
THREADS = 2

Embeddings = NDArray[np.float32]


def embed(texts: Sequence[str]) -> Embeddings:
    """Shape (n, 384), unit length, in the order given."""
    found = np.zeros((len(texts), DIMENSIONS), np.float32)
    tokens = [encoding.ids for encoding in tokenizer().encode_batch(list(texts))]
    by_length = sorted(range(len(tokens)), key=lambda index: len(tokens[index]))
    for first in range(0, len(by_length), BATCH):
        batch = by_length[first : first + BATCH]
        found[batch] = _mean_states([tokens[index] for index in batch])
    unit: Embeddings = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def _mean_states(tokens: list[list[int]]) -> Embeddings:
    states = np.asarray(_encoder().forward_batch(tokens).last_hidden_state)
    return np.stack([states[row, : len(ids)].mean(axis=0) for row, ids in enumerate(tokens)])


@cache
def tokenizer() -> Any:  # noqa: ANN401  tokenizers has no types
    """MiniLM's word pieces, all in lower case."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(weights.path(ENTRY, "tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


@cache
def _encoder() -> Any:  # noqa: ANN401  ctranslate2 has no types
    import ctranslate2

    return ctranslate2.Encoder(
        str(weights.folder(ENTRY)), device="cpu", compute_type="int8", intra_threads=THREADS
    )
