"""Lines of dialogue as vectors that tell what is felt: MiniLM-L6 with our adapters, on CTranslate2 int8.

A dialogue is read at once, `[CLS] a : line [SEP] b : line [SEP] …`, so that each line is understood from
those around it; a line is the mean of its tokens' last hidden states, by each of two networks that were tuned
apart and err differently. Who speaks is told by letters, not by name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from string import ascii_lowercase
from typing import Any

import numpy as np

from storyreel.tools import weights
from storyreel.tools.models import minilm
from storyreel.tools.models.head import Array
from storyreel.tools.weights.convert_minilm import ADAPTERS

DIMENSIONS = minilm.DIMENSIONS * len(ADAPTERS)
LINE_TOKENS = 64
"""What follows in a line is cut off."""
PASSAGE_TOKENS = 200
"""It was trained on passages of up to 250."""
MARKS = 3
"""Tokens beside the words of a line: letter, colon, end."""
MARGIN = 3
"""Lines read at either end of a passage, if the dialogue goes on there, only to understand the others."""
BATCH = 16

SENTIMENTS = ("negative", "neutral", "positive")
STRAIGHT = str.maketrans("‘’“”", "''\"\"")
"""Subtitles write quotation marks either way; to the network they would be other words."""

Tokens = list[int]


@dataclass(frozen=True)
class Passage:
    """Consecutive lines that are read at once."""

    read: range
    told: range
    """Those whose vectors are taken; each line is told in exactly one passage."""


def describe(words: Sequence[str], dialogues: Sequence[object], speakers: Sequence[str | None]) -> Array:
    """Shape (n, 768): a vector for each line, in order of time; speakers may be unknown."""
    lines = tokens_of(words)
    laid = [(passage, *lay_out(passage.read, lines, speakers)) for passage in passages(lines, dialogues)]
    laid.sort(key=lambda item: len(item[1]))
    found = np.zeros((len(words), DIMENSIONS), np.float32)
    for first in range(0, len(laid), BATCH):
        batch = laid[first : first + BATCH]
        states = _states([tokens for _, tokens, _ in batch])
        for row, (passage, _, borders) in zip(states, batch, strict=True):
            for line, (begin, end) in zip(passage.read, pairwise(borders), strict=True):
                if line in passage.told:
                    found[line] = row[begin:end].mean(axis=0)
    return found


def _states(tokens: list[Tokens]) -> Array:
    """Shape (passages, length, 768)."""
    found = [np.asarray(_encoder(model).forward_batch(tokens).last_hidden_state) for model in ADAPTERS]
    return np.concatenate(found, axis=-1)


def tokens_of(words: Sequence[str]) -> list[Tokens]:
    """Each line's tokens, without marks of beginning and end."""
    straight = [line.translate(STRAIGHT) for line in words]
    encodings = minilm.tokenizer().encode_batch(straight, add_special_tokens=False)
    return [encoding.ids[:LINE_TOKENS] for encoding in encodings]


def passages(lines: Sequence[Tokens], dialogues: Sequence[object]) -> Iterator[Passage]:
    """Dialogues, cut where they are too long to be read at once."""
    for _, group in groupby(range(len(lines)), key=lambda line: dialogues[line]):
        dialogue = list(group)
        first, end = dialogue[0], dialogue[-1] + 1
        while first < end:
            begin = max(dialogue[0], first - MARGIN)
            read = range(begin, _reach(begin, first, end, lines))
            told = range(first, end if read.stop == end else max(first + 1, read.stop - MARGIN))
            yield Passage(read, told)
            first = told.stop


def _reach(begin: int, first: int, end: int, lines: Sequence[Tokens]) -> int:
    """Where a passage ends that begins with line `begin` and has to tell line `first`."""
    length = 0
    for line in range(begin, end):
        length += len(lines[line]) + MARKS
        if length > PASSAGE_TOKENS and line > first:
            return line
    return end


def lay_out(
    read: range, lines: Sequence[Tokens], speakers: Sequence[str | None] | Mapping[int, str | None]
) -> tuple[Tokens, list[int]]:
    """Tokens of a passage, and where its lines begin; the last entry is where the last line ends."""
    begin, end, letters = _marks()
    known: dict[str, int] = {}
    tokens, borders = [begin], [1]
    for line in read:
        if speaker := speakers[line]:
            tokens += letters[known.setdefault(speaker, len(known)) % len(letters)]
        tokens += [*lines[line], end]
        borders.append(len(tokens))
    return tokens, borders


@cache
def _marks() -> tuple[int, int, list[Tokens]]:
    """Tokens that begin a passage, end a line and tell who speaks it."""
    tokenizer = minilm.tokenizer()
    letters = tokenizer.encode_batch([f"{letter} :" for letter in ascii_lowercase], add_special_tokens=False)
    return tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"), [letter.ids for letter in letters]


@cache
def _encoder(model: str) -> Any:  # noqa: ANN401  ctranslate2 has no types
    import ctranslate2

    files = {"model.bin": model, "config.json": "config.json", "vocabulary.json": "vocabulary.json"}
    contents = {name: weights.path(minilm.ENTRY, file).read_bytes() for name, file in files.items()}
    return ctranslate2.Encoder(
        model, device="cpu", compute_type="int8", intra_threads=minilm.THREADS, files=contents
    )
