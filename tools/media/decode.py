"""Pictures of a film: one sequential decode pass, every frame scaled once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from storyreel.memory.records import Film, Span
from storyreel.tools.media.container import opened, picture_of
from storyreel.tools.media.frames import frames_from
from storyreel.tools.media.gaps import SILENT_GAP_S, told_gaps
from storyreel.tools.scene import Frame, Pictures, Pixels

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

LOOKS_HZ = 4
MOVES_HZ = 12.5
"""Every second frame at 25 Hz; lips take about 80 ms to open or close."""
MARGIN_S = 2.0
GLANCE_PX = 160
"""The longer side of a glance."""
RATE_TOLERANCE = 0.01
LOOK_AREA_PX = 854 * 480
MOVE_AREA_PX = 427 * 320
"""With grey alone, 51 MB for a reel."""


@dataclass(frozen=True)
class _Shown:
    """A decoded frame with its film time."""

    time_s: float
    frame: "VideoFrame"
    lost_since_s: float | None
    """Film time of the frame before, if frames were lost between."""


def watch(film: Film, reels: Sequence[Span], looks: bool = True) -> Iterator[tuple[Span, Pictures]]:
    """The pictures of each reel, in order; consecutive reels share one decode pass.

    A reel has the same pictures whether the pass began with it or long before. `looks=False` leaves out
    looks and moves. After the last frame, reels have no pictures. Raises MediaError if the file is gone.
    """
    for run in _runs(reels):
        if film.has_picture:
            yield from _watch_run(film, run, looks)
        else:
            yield from ((reel, Pictures((), ())) for reel in run)


def pictures_of(film: Film, span: Span, looks: bool = True) -> Pictures:
    """The pictures of one span, as `watch` gives them."""
    return next(pictures for _, pictures in watch(film, [span], looks))


def _runs(reels: Sequence[Span]) -> list[list[Span]]:
    """Groups reels of which each begins where the one before ends."""
    breaks = [k for k, (a, b) in enumerate(pairwise(reels), start=1) if a.end_s != b.start_s]
    return [list(reels[a:b]) for a, b in pairwise([0, *breaks, len(reels)])] if reels else []


def _watch_run(film: Film, reels: Sequence[Span], looks: bool) -> Iterator[tuple[Span, Pictures]]:
    whole = Span(start_s=reels[0].start_s, end_s=reels[-1].end_s)
    with opened(Path(film.path)) as container:
        shown = _shown_from(container, film, max(0.0, whole.start_s - MARGIN_S))
        keeper = _Keeper(film, whole, looks)
        for reel in reels:
            keeper.take_until(shown, reel.end_s + MARGIN_S)
            yield reel, keeper.pictures_of(reel)
            keeper.forget_before(reel.end_s)


@dataclass
class _Keeper:
    """Holds the scaled frames that the running reel and its margins still need."""

    film: Film
    whole: Span
    wants_looks: bool
    glances: list[Frame] = field(default_factory=list)
    looks: list[Frame] = field(default_factory=list)
    moves: list[Frame] = field(default_factory=list)
    losses: list[Span] = field(default_factory=list)
    reached_s: float = 0.0

    def __post_init__(self) -> None:
        self.reached_s = max(0.0, self.whole.start_s - MARGIN_S)
        self.look_is_due, self.move_is_due = _Pace(LOOKS_HZ, self.whole), _Pace(MOVES_HZ, self.whole)
        self.glance_of = Scaler(self.film, _glance_size(self.film))
        self.look_of = Scaler(self.film, size_within(LOOK_AREA_PX, self.film))
        self.move_of = Scaler(self.film, size_within(MOVE_AREA_PX, self.film), "gray")

    def take_until(self, shown: Iterator[_Shown], end_s: float) -> None:
        """Takes frames up to and including the first one at or after `end_s`."""
        while self.reached_s < end_s and (one := next(shown, None)):
            if one.lost_since_s is not None:
                self.losses.append(Span(start_s=one.lost_since_s, end_s=one.time_s))
            self.reached_s = one.time_s
            self.glances.append(Frame(one.time_s, self.glance_of(one.frame)))
            if self.wants_looks and self.look_is_due(one.time_s):
                self.looks.append(Frame(one.time_s, self.look_of(one.frame)))
            if self.wants_looks and self.move_is_due(one.time_s):
                self.moves.append(Frame(one.time_s, self.move_of(one.frame)))

    def pictures_of(self, reel: Span) -> Pictures:
        first_s, last_s = reel.start_s - MARGIN_S, reel.end_s + MARGIN_S
        return Pictures(
            glances=tuple(frame for frame in self.glances if first_s <= frame.time_s < last_s),
            looks=tuple(frame for frame in self.looks if reel.holds(frame.time_s)),
            moves=tuple(frame for frame in self.moves if reel.holds(frame.time_s)),
            gaps=told_gaps(self.losses, reel),
        )

    def forget_before(self, time_s: float) -> None:
        self.glances = [frame for frame in self.glances if frame.time_s >= time_s - MARGIN_S]
        self.looks = [frame for frame in self.looks if frame.time_s >= time_s]
        self.moves = [frame for frame in self.moves if frame.time_s >= time_s]
        self.losses = [loss for loss in self.losses if loss.end_s > time_s - MARGIN_S]


class _Pace:
    """Picks the first frame of each tick of a clock, inside a span."""

    def __init__(self, rate_hz: float, span: Span) -> None:
        self.rate_hz, self.end_s = rate_hz, span.end_s
        self.last_tick = ceil(span.start_s * rate_hz) - 1

    def __call__(self, time_s: float) -> bool:
        tick = floor(round(time_s * 1e6) * self.rate_hz / 1e6)  # 2.32 s times 12.5 Hz falls short of 29
        if tick <= self.last_tick or time_s >= self.end_s:
            return False
        self.last_tick = tick
        return True


def _shown_from(container: "InputContainer", film: Film, time_s: float) -> Iterator[_Shown]:
    """Frames from a film time on, in order of rising time."""
    stream = picture_of(container, film)
    last_s: float | None = None
    last_step_s = 0.0
    damaged = False
    for one in frames_from(container, stream, film, time_s):
        now_s, frame = one or (None, None)
        damaged |= one is None
        if now_s is None or (last_s is not None and now_s <= last_s):
            continue
        step_s = 0.0 if last_s is None else now_s - last_s
        lost = _is_loss(step_s, stream, damaged, last_step_s)
        if now_s >= time_s:
            yield _Shown(now_s, cast("VideoFrame", frame), last_s if lost else None)
        last_s, last_step_s, damaged = now_s, step_s, False


def _is_loss(step_s: float, stream: "VideoStream", damaged: bool, last_step_s: float) -> bool:
    """Whether frames are missing in a step between two; a still held on purpose is none.

    Packets that are gone without a trace only show where frames came at a constant rate before.
    """
    rate_hz = float(stream.average_rate or 0)
    is_skip = step_s * rate_hz > 1.5
    if damaged or not is_skip:
        return is_skip
    is_constant = rate_hz > 0 and abs(float(stream.base_rate or 0) / rate_hz - 1) < RATE_TOLERANCE
    return is_constant and step_s >= SILENT_GAP_S and 0.5 < last_step_s * rate_hz < 1.5


def _glance_size(film: Film) -> tuple[int, int]:
    scale = GLANCE_PX / max(film.width_px, film.height_px)
    return max(1, round(film.width_px * scale)), max(1, round(film.height_px * scale))


def size_within(area_px: int, film: Film) -> tuple[int, int]:
    """Width and height of a film's pictures as shown, scaled down to an area where they are larger."""
    scale = min(1.0, sqrt(area_px / (film.width_px * film.height_px)))
    return max(1, floor(film.width_px * scale)), max(1, floor(film.height_px * scale))


class Scaler:
    """Turns decoded frames upright, to RGB or grey, and to one size as shown."""

    def __init__(self, film: Film, shown_size: tuple[int, int], colours: str = "rgb24") -> None:
        from av.video.reformatter import VideoReformatter

        self.turns = film.rotation_deg // 90
        self.colours = colours
        width_px, height_px = shown_size
        self.size = (height_px, width_px) if self.turns % 2 else (width_px, height_px)
        self.reformatter = VideoReformatter()

    def __call__(self, frame: "VideoFrame") -> Pixels:
        """Shape (height, width, 3) as shown, or (height, width) in grey."""
        width_px, height_px = self.size
        scaled = self.reformatter.reformat(frame, width_px, height_px, self.colours, interpolation="AREA")
        pixels = cast("Pixels", scaled.to_ndarray())
        return np.ascontiguousarray(np.rot90(pixels, self.turns)) if self.turns else pixels
