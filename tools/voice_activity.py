"""Where somebody speaks, and where several do at once, by two detectors that err in different sounds.

Silero knows speech from music and noise, but far from the microphone it is not sure of much. Our head over
Whisper's states has learnt from meetings, and hears voices in some noises. Their log-odds are added, and a
stretch in which Silero is nowhere sure is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.intervals import joined
from storyreel.memory.records import Span
from storyreel.tools.models import silero
from storyreel.tools.models.overlap import Head, Logits
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

STEP_S = 0.1
REACH_S = 0.3
"""Silero's log-odds are the mean of so much on both sides of a moment, as our head's are…"""
LEAST_ODDS = -2.5
"""…and the sum of both must be so much."""
PAUSE_S = 0.35
"""Longer silence, of four moments and more, parts two stretches."""
SURE_S = 0.2
"""So much of a stretch must be likely speech to Silero alone: else it is as often a noise."""
TOGETHER = -1.0
"""Logit, mean of three moments 0.25 s apart, from which several are said to speak at once."""

Times = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Activity:
    """How many speak in a sound."""

    speech: tuple[Span, ...]
    """Where somebody does, in order and apart; seconds from the first sample."""
    times_s: Times
    several: Logits
    """Shape (n,), at these times."""

    def together(self, times_s: Times) -> NDArray[np.bool_]:
        """Whether several speak at once at each of the times, in order; shape (n,)."""
        logits = np.interp(times_s, self.times_s, self.several)
        smooth = np.convolve(np.pad(logits, 1, "edge"), np.full(3, 1 / 3), "valid")
        return np.asarray(smooth > TOGETHER)


NONE = Activity((), np.zeros(1), np.zeros(1, np.float32))


def activity(samples: Samples, head: Head) -> Activity:
    """How many speak when in a piece of sound."""
    length_s = len(samples) / SAMPLE_RATE_HZ
    times_s = np.arange(STEP_S / 2, length_s, STEP_S)
    likely = _smoothed(silero.logits(samples), times_s)
    if not (likely > 0).any():  # most music and all silence: nothing is encoded for them
        return NONE
    heard = head.heard(samples, times_s)
    speech = _stretches(times_s[heard.anybody + likely > LEAST_ODDS], times_s[likely > 0], length_s)
    return Activity(tuple(speech), times_s, heard.several)


def _smoothed(logits: Logits, times_s: Times) -> NDArray[np.float64]:
    """Means of Silero's log-odds around each of the times; shape (n,)."""
    sums = np.concatenate([[0.0], np.cumsum(logits, dtype=np.float64)])
    first = np.maximum(0, np.rint((times_s - REACH_S) * silero.HZ).astype(int))
    last = np.minimum(len(logits), np.rint((times_s + REACH_S) * silero.HZ).astype(int))
    means: NDArray[np.float64] = (sums[last] - sums[first]) / np.maximum(1, last - first)
    return means


def _stretches(spoken_s: Times, sure_s: Times, length_s: float) -> Iterator[Span]:
    """What lies around moments of speech, as far as any of it is sure."""
    moments = [
        Span(start_s=time_s - STEP_S / 2, end_s=min(length_s, time_s + STEP_S / 2)) for time_s in spoken_s
    ]
    for stretch in joined(moments, PAUSE_S):
        sure = np.searchsorted(sure_s, [stretch.start_s, stretch.end_s])
        if (sure[1] - sure[0]) * STEP_S >= SURE_S:
            yield stretch
