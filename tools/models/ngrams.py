"""Words and bits of words of a line as a sparse vector, by feature hashing: no vocabulary to ship.

Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009). Sentence embeddings blur what
shows feeling on the surface: "NO!", "nooo", "wow", "…", who is sworn at.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

COLUMNS = 2**16
TOKEN = re.compile(r"[\w']+|[?!.,…]+")
LONGEST_PHRASE = 3
PIECE_LENGTHS = (2, 3, 4, 5)
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def hashed(texts: Sequence[str]) -> "csr_matrix":
    """Shape (n, 65536): damped counts of phrases (any case) and of bits of words (as written)."""
    from scipy.sparse import csr_matrix

    rows = [_row(text.translate(QUOTES)) for text in texts]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = [column for row in rows for column in row]
    values = [value for row in rows for value in row.values()]
    matrix = csr_matrix((np.array(values, np.float32), columns, ends), shape=(len(texts), COLUMNS))
    matrix.sort_indices()
    return matrix


def _row(text: str) -> dict[int, float]:
    row: defaultdict[int, float] = defaultdict(float)
    pieces = (column for word in text.split() for column in _pieces(word))
    for columns in (_phrases(text), pieces):
        damped = {column: 1 + log(count) for column, count in Counter(columns).items()}
        length = sqrt(sum(value**2 for value in damped.values()))
        for column, value in damped.items():
            row[column] += value / length
    return row


def _phrases(text: str) -> Iterator[int]:
    tokens = TOKEN.findall(text.lower())
    for length in range(1, LONGEST_PHRASE + 1):
        for first in range(len(tokens) - length + 1):
            yield _column("w " + " ".join(tokens[first : first + length]))


@lru_cache(maxsize=50_000)
def _pieces(word: str) -> tuple[int, ...]:
    edged = f" {word} "
    return tuple(
        _column("c" + edged[first : first + length])
        for length in PIECE_LENGTHS
        for first in range(len(edged) - length + 1)
    )


def _column(gram: str) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) % COLUMNS
