"""What a line says of the speaker's feeling: emotion from its words and from the lines around it.

Two heads, one upon the other. The first reads each line alone: its sentence embedding, its words and bits
of words. The second reads what the first found in the line, in the lines before and after it, and in the same
speaker's last and next line, for feelings carry on and answer one another.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from storyreel.memory.records import EMOTIONS, EmotionReading, Utterance
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import head, minilm, ngrams
from storyreel.tools.models.head import Array
from storyreel.tools.scene import Scene

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LINE_HEAD = "text_emotion_line"
HEAD = "text_emotion"
SILENCE_S = 12.0
"""A dialogue ends where nobody speaks for so long."""
FADING = 0.7
"""How much of a feeling is left one line further on."""


def read_text_emotion(scene: Scene, args: Args) -> Result[EmotionReading]:  # noqa: ARG001  the tool has none
    """One reading for each spoken line of the film that has words."""
    lines = [line for line in scene.find(Utterance) if line.manner == "speech" and line.words.strip()]
    probabilities = read_lines(
        [line.words for line in lines], _dialogues(lines), [line.speaker for line in lines]
    )
    readings = (
        EmotionReading(
            span=line.span, about=line.utterance_id, modality="text", probabilities=head.named(row)
        )
        for line, row in zip(lines, probabilities, strict=True)
    )
    return Result[EmotionReading](findings=tuple(readings))


def _dialogues(lines: Sequence[Utterance]) -> list[int]:
    """The number of the dialogue that each line belongs to."""
    begins = [after.span.start_s - line.span.end_s > SILENCE_S for line, after in pairwise(lines)]
    return list(accumulate(begins, initial=0))[: len(lines)]


def read_lines(words: Sequence[str], dialogues: Sequence[object], speakers: Sequence[str | None]) -> Array:
    """Shape (n, 7): probabilities of each line, in order of time; speakers may be unknown."""
    if not words:
        return np.zeros((0, len(EMOTIONS)), np.float32)
    alone = head.load(LINE_HEAD).probabilities(describe(words))
    return head.load(HEAD).probabilities(in_context(alone, dialogues, speakers))


def describe(words: Sequence[str]) -> "csr_matrix":
    """Shape (n, 65920): hashed words and bits of words, then the sentence embedding."""
    from scipy.sparse import csr_matrix, hstack

    return hstack([ngrams.hashed(words), csr_matrix(minilm.embed(words))], format="csr")


def in_context(alone: Array, dialogues: Sequence[object], speakers: Sequence[str | None]) -> Array:
    """Shape (n, 49): each line's own log probabilities, then what was felt before it and after it."""
    before = _felt_before(alone, dialogues, speakers)
    after = _felt_before(alone[::-1], dialogues[::-1], speakers[::-1])[::-1]
    return np.hstack([np.log(np.maximum(alone, 1e-6)), before, after])


def _felt_before(alone: Array, dialogues: Sequence[object], speakers: Sequence[str | None]) -> Array:
    """Shape (n, 21): the line before, all before as they fade, the same speaker's last; else zeros."""
    count, width = alone.shape
    found = np.zeros((count, 3, width), np.float32)
    last_of: dict[str, Array] = {}
    for line in range(count):
        speaker = speakers[line]
        if line and dialogues[line] == dialogues[line - 1]:
            found[line, 0] = alone[line - 1]
            found[line, 1] = FADING * (found[line - 1, 1] + alone[line - 1])
        else:
            last_of = {}
        if speaker:
            found[line, 2] = last_of.get(speaker, found[line, 2])
            last_of[speaker] = alone[line]
    return found.reshape(count, 3 * width)


TOOL = PerceptionTool(
    name="text_emotion",
    version="1",
    description="The emotion that each spoken line's words carry, read with the lines around it.",
    run=read_text_emotion,
    result=Result[EmotionReading],
    needs=("dialogue", "speech"),
    scope="film",
    depth="quick",
    weights=(minilm.ENTRY,),
)
