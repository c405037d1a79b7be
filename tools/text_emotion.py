"""What a line says of the speaker's feeling: emotion from its words and from the lines around it.

A whole dialogue is read at once by a network that was tuned to feelings, for they carry on and answer one
another; one layer upon it tells the emotion of each line.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from storyreel.memory.records import EMOTIONS, EmotionReading, Utterance
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import feeling_states, head, minilm
from storyreel.tools.models.head import Array
from storyreel.tools.scene import Scene

HEAD = "text_emotion"
SILENCE_S = 12.0
"""A dialogue ends where nobody speaks for so long."""


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
    return head.load(HEAD).probabilities(feeling_states.describe(words, dialogues, speakers))


TOOL = PerceptionTool(
    name="text_emotion",
    version="2",
    description="The emotion that each spoken line's words carry, read with the lines around it.",
    run=read_text_emotion,
    result=Result[EmotionReading],
    needs=("dialogue", "speech"),
    scope="film",
    depth="quick",
    weights=(minilm.ENTRY,),
)
