"""Whether subtitles run faster or slower than the speech that is heard, or late, and by how much.

Subtitles made for a film at 23.976 frames a second drift by 4 seconds in a hundred where it is shown at 25.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Span

FRAME_RATES_HZ = (24_000 / 1001, 24.0, 25.0)
RATES = sorted(
    {shown / made for made in FRAME_RATES_HZ for shown in FRAME_RATES_HZ}, key=lambda rate: abs(rate - 1)
)
"""The plain one first."""
STEP_S = 0.1
MOST_SHIFT_S = 60.0
MOST_SHIFTED = 1 / 8
"""Of the film's length: in a short one, lines that are moved far fit by chance."""
LEAST_SHIFT_S = 1.0
"""Lines that are no later than this are in step: subtitles come a little early and stay a little long."""
LEAST_GAIN = 0.1
"""By so much must lines and speech correlate better than before, or the lines stay where they are…"""
CHANCE = 4.5
"""…and better than this over the square root of the seconds listened to: lines of other films reached 0.53 in
one minute of dialogue, 0.43 in two, 0.20 in five, 0.17 in ten; its own reach 0.45 to 0.6."""
EVEN = 0.02
"""Of tempos that fit so nearly as well, the plainest holds."""
LEAST_LINES = 10
"""Fewer fit anywhere."""

Steps = NDArray[np.float32]


@dataclass(frozen=True)
class Tempo:
    """Where in the film the time of a line is: at `rate` times it, and `shift_s` later."""

    rate: float = 1.0
    shift_s: float = 0.0

    def of(self, line: Span) -> Span:
        """When a line is heard."""
        start_s = max(0.0, line.start_s * self.rate + self.shift_s)
        return Span(start_s=start_s, end_s=max(start_s, line.end_s * self.rate + self.shift_s))


def tempo(lines: Sequence[Span], speech: Sequence[Span], listened: Sequence[Span]) -> Tempo:
    """The tempo at which lines coincide best with speech; the plain one unless another is clearly better.

    `listened` are the parts of the film, one at least, that speech was listened for in.
    """
    fits = [_fits(lines, speech, listened, rate) for rate in RATES]
    in_step = max(fit for fit, one in fits[0] if abs(one.shift_s) < LEAST_SHIFT_S)
    best = max(fit for each in fits for fit, _ in each)
    likeliest = next(one for fit, one in (max(each, key=_fit) for each in fits) if fit >= best - EVEN)
    chance = CHANCE / sum(part.duration_s for part in listened) ** 0.5
    is_clear = best >= max(in_step + LEAST_GAIN, chance)
    return likeliest if is_clear and _heard(lines, likeliest, listened) >= LEAST_LINES else Tempo()


def _fit(pair: tuple[float, Tempo]) -> float:
    return pair[0]


def _heard(lines: Sequence[Span], found: Tempo, listened: Sequence[Span]) -> int:
    """How many lines lie where speech was listened for."""
    return sum(any(part.holds(found.of(line).middle_s) for part in listened) for line in lines)


def _fits(
    lines: Sequence[Span], speech: Sequence[Span], listened: Sequence[Span], rate: float
) -> list[tuple[float, Tempo]]:
    """Pearson's correlation of lines with speech, over what was listened to, at every shift."""
    there = np.concatenate([np.arange(*_steps(part)) for part in listened])
    size = int(there.max()) + 1
    most = round(min(MOST_SHIFT_S / STEP_S, MOST_SHIFTED * size))
    said = np.pad(_spoken([Tempo(rate).of(line) for line in lines], size + most), most)
    shifts = np.arange(-most, most + 1)
    moved = said[there + most - shifts[:, np.newaxis]]  # (shifts, steps listened to)
    fits = _correlation(moved, _spoken(speech, size)[there])
    return [
        (fit, Tempo(rate, round(float(shift) * STEP_S, 1))) for fit, shift in zip(fits, shifts, strict=True)
    ]


def _correlation(some: Steps, other: Steps) -> list[float]:
    """Of each row of `some`, shape (n, m), with `other`, shape (m,); 0 where either never changes."""
    rows, one = some - some.mean(axis=1, keepdims=True), other - other.mean()
    scale = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
    found: list[float] = np.divide(rows @ one, scale, out=np.zeros(len(rows)), where=scale > 0).tolist()
    return found


def _spoken(spans: Sequence[Span], size: int) -> Steps:
    """Whether each step lies in a span, as 0 or 1; shape (size,)."""
    spoken = np.zeros(size, np.float32)
    for span in spans:
        first, last = _steps(span)
        spoken[first:last] = 1
    return spoken


def _steps(span: Span) -> tuple[int, int]:
    return round(span.start_s / STEP_S), round(span.end_s / STEP_S)
