"""Subtitles that run faster or slower than the film, or late: brought in step with the speech that is heard.

Subtitles made for a film at 23.976 frames a second drift by 4 seconds in a hundred where it is shown at 25.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Span

FRAME_RATES_HZ = (24_000 / 1001, 24.0, 25.0)
STEP_S = 0.1
MOST_SHIFT_S = 10.0
LEAST_SHIFT_S = 1.0
"""Lines that are no later than this are in step: subtitles come a little early and stay a little long."""
LEAST_GAIN = 0.1
"""By so much must lines and speech correlate better than before, or the lines stay where they are."""
LEAST_LINES = 10
"""Fewer fit anywhere."""


@dataclass(frozen=True)
class Tempo:
    """Where in the film the time of a line is: at `rate` times it, and `shift_s` later."""

    rate: float = 1.0
    shift_s: float = 0.0

    def of(self, line: Span) -> Span:
        """When a line is heard."""
        start_s = max(0.0, line.start_s * self.rate + self.shift_s)
        return Span(start_s=start_s, end_s=max(start_s, line.end_s * self.rate + self.shift_s))


def tempo(lines: Sequence[Span], speech: Sequence[Span]) -> Tempo:
    """The tempo at which lines coincide best with speech; the plain one unless another is clearly better."""
    if len(lines) < LEAST_LINES or not speech:
        return Tempo()
    steps = int(max(span.end_s for span in (*lines, *speech)) / STEP_S) + 1
    heard = _spoken(speech, steps)
    rates = sorted({shown / made for made in FRAME_RATES_HZ for shown in FRAME_RATES_HZ} | {1.0})
    tried = [(fit, one) for rate in rates for fit, one in _fits(lines, heard, rate)]
    best_fit, best = max(tried, key=lambda pair: pair[0])
    in_step = [fit for fit, one in tried if one.rate == 1 and abs(one.shift_s) < LEAST_SHIFT_S]
    return best if best_fit >= max(in_step) + LEAST_GAIN else Tempo()


def _fits(lines: Sequence[Span], heard: NDArray[np.float64], rate: float) -> list[tuple[float, Tempo]]:
    """Pearson's correlation at every shift."""
    most = round(MOST_SHIFT_S / STEP_S)
    said = _spoken([Tempo(rate).of(line) for line in lines], len(heard))
    size = len(heard) + most  # room for shifts either way without meeting the other end
    products = np.fft.irfft(np.fft.rfft(heard, 2 * size) * np.fft.rfft(said, 2 * size).conj())
    scale = float(np.linalg.norm(said) * np.linalg.norm(heard)) or 1.0
    return [(float(products[k]) / scale, Tempo(rate, k * STEP_S)) for k in range(-most, most + 1)]


def _spoken(spans: Sequence[Span], steps: int) -> NDArray[np.float64]:
    """Whether each step lies in a span, less the mean; shape (steps,)."""
    spoken = np.zeros(steps)
    for span in spans:
        spoken[round(span.start_s / STEP_S) : round(span.end_s / STEP_S)] = 1
    spoken -= spoken.mean()
    return spoken
