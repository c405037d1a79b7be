"""The words of the embedded profile: layers of ours over MiniLM tuned to feelings, a dialogue at once."""

from collections.abc import Sequence

import numpy as np

from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools.idioms import meant
from storyreel.tools.models import feeling_states, head
from storyreel.tools.models.feeling_states import SENTIMENTS
from storyreel.tools.models.line_feelings import Read

HEAD, SENTIMENT_HEAD = "text_emotion", "text_sentiment"


class MiniLMFeelings:
    """The model, as `line_feelings.LineFeelings`."""

    name = "minilm-feelings"
    tells: frozenset[Emotion] = frozenset(EMOTIONS)
    languages: frozenset[str] | None = frozenset({"en"})

    def read(self, words: Sequence[str], dialogues: Sequence[object], speakers: Sequence[str | None]) -> Read:
        """As LineFeelings'."""
        if not words:
            return Read(np.zeros((0, len(EMOTIONS)), np.float32), np.zeros((0, len(SENTIMENTS)), np.float32))
        states = feeling_states.describe([meant(line) for line in words], dialogues, speakers)
        return Read(head.load(HEAD).probabilities(states), head.load(SENTIMENT_HEAD).probabilities(states))
