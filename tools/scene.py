"""What a perception tool is given: a span of a film, ways to look and listen, and what is known of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Film, Finding, Span

SAMPLE_RATE_HZ = 16_000
REEL_S = 30.0
"""Films are worked through in reels: pieces of a fixed grid, so that on-demand work, a resumed ingest and a
whole one cut a film at the same places."""

F = TypeVar("F", bound=Finding)
Pixels = NDArray[np.uint8]
"""Shape (height, width, 3), RGB, or (height, width), grey."""
Samples = NDArray[np.float32]
"""Shape (n,), mono, 16 kHz, -1 to 1."""


@dataclass(frozen=True)
class Frame:
    """One picture and when it is shown."""

    time_s: float
    pixels: Pixels


@dataclass(frozen=True)
class Pictures:
    """What one decode pass keeps of a reel."""

    glances: Sequence[Frame]
    """Every frame, about 160 pixels wide, with a margin of 2 s on both sides for cut detection."""
    looks: Sequence[Frame]
    """A few frames a second inside the span, large enough for faces and text."""
    moves: Sequence[Frame] = ()
    """About 12 a second inside the span, small and grey, for what moves in a face."""
    gaps: tuple[Span, ...] = ()
    """What could not be decoded."""


class Known(Protocol):
    """What other tools already found in this film."""

    def find(self, kind: type[F], span: Span) -> list[F]:
        """Findings of a kind whose span overlaps the given one, in order of time."""
        ...


@dataclass(frozen=True)
class Scene:
    """A span of a film. Pictures are decoded on first look; sound is decoded as it is asked for."""

    film: Film
    span: Span
    known: Known
    load_pictures: Callable[[], Pictures]
    load_sound: Callable[[Span], Samples]
    """Sound of a span inside the film; silence where there is none."""
    sound_gaps: Callable[[Span], tuple[Span, ...]] = lambda _: ()
    """Where in a span that silence only stands in for sound that could not be decoded."""
    names: Callable[[], Mapping[str, str]] = dict
    """What people are called now, by the placeholders that captions are kept with, without their braces. No
    work is done anew when they change."""

    @cached_property
    def pictures(self) -> Pictures:
        """The span's frames."""
        return self.load_pictures()

    def find(self, kind: type[F]) -> list[F]:
        """What is known of this span, in order of time."""
        return self.known.find(kind, self.span)


def reels_of(span: Span) -> list[Span]:
    """The reels that a span touches, on the fixed grid.

    >>> [reel.end_s for reel in reels_of(Span(start_s=31, end_s=61))]
    [60.0, 90.0]
    """
    first = int(span.start_s // REEL_S)
    last = max(first + 1, int(np.ceil(span.end_s / REEL_S)))
    return [Span(start_s=k * REEL_S, end_s=(k + 1) * REEL_S) for k in range(first, last)]
