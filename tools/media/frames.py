"""Decoded frames from a film time on, of a picture or a sound stream."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, cast

from storyreel.memory.records import Film, Piece
from storyreel.tools.media.container import packets_of, rewind, seek

if TYPE_CHECKING:
    from av import AudioFrame, Packet, VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

    AnyStream: TypeAlias = VideoStream | AudioStream
    AnyFrame: TypeAlias = VideoFrame | AudioFrame
    TimedFrame: TypeAlias = tuple[float | None, AnyFrame]

BACKOFFS_S = (0.0, 3.0, 15.0, 60.0)
"""How much earlier to seek each time a seek landed too late."""
TIME_DIGITS = 6
"""Film times are rounded to microseconds, to meet the grid of looks despite floats."""
SLACK_S = 0.5
"""How far a stream may reach over the ends of a piece."""
STRAY_S = 1.0
"""A step between frames that is either a hole in the film or a damaged time stamp."""


def frames_from(
    container: "InputContainer", stream: "AnyStream", film: Film, time_s: float
) -> Iterator["TimedFrame | None"]:
    """Film times and frames, from a moment at or before the given one; None where something was lost.

    A frame without a time stamp has no time. The frames at and after the given time are the same wherever
    decoding began.
    """
    if not film.pieces:
        return _without_strays(_after_seek(container, stream, film, time_s))
    later = (piece for piece in film.pieces if piece.span.end_s > time_s)
    return _without_strays(chain.from_iterable(_of_piece(container, stream, piece) for piece in later))


def _after_seek(
    container: "InputContainer", stream: "AnyStream", film: Film, time_s: float
) -> Iterator["TimedFrame | None"]:
    for backoff_s in BACKOFFS_S:
        if time_s - backoff_s <= 0:
            break
        seek(container, time_s - backoff_s)
        frames = _timed(container, stream, film.start_s)
        first = next((one for one in frames if one is not None), None)
        if first is not None and (first[0] or 0.0) <= time_s:
            return chain([first], frames)
    rewind(container)
    return _timed(container, stream, film.start_s)


def _without_strays(frames: Iterable["TimedFrame | None"]) -> Iterator["TimedFrame | None"]:
    """Counts a frame as lost if time runs far ahead with it and falls back after it: its stamp is damaged."""
    last_s: float | None = None
    ahead: TimedFrame | None = None
    for one in frames:
        if one is None or one[0] is None:
            yield one
            continue
        if ahead is not None:
            is_stray = one[0] <= cast("float", ahead[0])
            last_s = last_s if is_stray else ahead[0]
            yield None if is_stray else ahead
            ahead = None
        if last_s is not None and one[0] - last_s > STRAY_S:
            ahead = one
        else:
            last_s = one[0]
            yield one
    if ahead is not None:
        yield ahead


def _timed(container: "InputContainer", stream: "AnyStream", clock_s: float) -> Iterator["TimedFrame | None"]:
    for frame in _decoded(container, stream):
        yield (_film_time(frame, clock_s), frame) if frame else None


def _of_piece(
    container: "InputContainer", stream: "AnyStream", piece: Piece
) -> Iterator["TimedFrame | None"]:
    """The frames of one piece, from its beginning to where the stream's clock jumps."""
    container.seek(piece.position, unsupported_byte_offset=True)
    begun = False
    for one in _timed(container, stream, piece.clock_s):
        if one is None or one[0] is None:
            yield one
        elif -SLACK_S <= one[0] <= piece.span.duration_s + SLACK_S:
            begun = True
            yield round(piece.span.start_s + one[0], TIME_DIGITS), one[1]
        elif begun:
            return


def _decoded(container: "InputContainer", stream: "AnyStream") -> Iterator["AnyFrame | None"]:
    import av

    fed: list[int] = []
    packets = cast("Iterator[Packet[VideoStream] | None]", packets_of(container, stream))
    for packet in packets:
        if packet is None or packet.is_corrupt:
            yield None
        if packet is not None and packet.pts is not None and not packet.is_discard:
            heappush(fed, packet.pts)
        try:
            frames = packet.decode() if packet else []
        except av.error.FFmpegError:
            yield None
            continue
        for frame in frames:
            if _lost_before(frame, fed) or frame.is_corrupt:
                yield None
            if not frame.is_corrupt:
                yield frame


def _lost_before(frame: "AnyFrame", fed: list[int]) -> bool:
    """Whether packets before a frame's own came to nothing: threaded decoders drop them in silence.

    `fed` is a heap of the packets' time stamps, from which those up to the frame's are taken.
    """
    lost = False
    while fed and frame.pts is not None and fed[0] <= frame.pts:
        lost |= heappop(fed) < frame.pts
    return lost


def _film_time(frame: "AnyFrame", clock_s: float) -> float | None:
    stamp = frame.pts if frame.pts is not None else frame.dts
    if stamp is None or frame.time_base is None:
        return None
    return round(float(stamp * frame.time_base) - clock_s, TIME_DIGITS)
