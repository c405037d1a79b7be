"""Opening a film file and reading its packets, whatever state it is in."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from storyreel.errors import MediaError
from storyreel.memory.records import Film

if TYPE_CHECKING:
    from av import Packet
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

S = TypeVar("S", bound="Stream")
NOT_FILMS = ("hls", "dash", "concat", "tty", "image2", "ffmetadata")
"""Container formats that are lists of other files, pictures or plain text."""
JOINED_FORMATS = ("mpegts", "mpeg")
"""Streams that recordings are joined in by laying one behind the other, clocks and all."""
MOST_FAILURES = 100
"""Consecutive read errors after which a file counts as ended."""


def check_readable(path: Path) -> None:
    """Raises MediaError if the file is missing, a directory, empty or may not be read."""
    if reason := _why_unreadable(path):
        raise MediaError(f"{str(path)!r} {reason}")


def _why_unreadable(path: Path) -> str | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "does not exist"
    except OSError as error:
        return f"cannot be reached: {error.strerror}"
    if stat.S_ISDIR(status.st_mode):
        return "is a directory: name a film or subtitle file"
    if not stat.S_ISREG(status.st_mode):
        return "is not an ordinary file"
    if not os.access(path, os.R_OK):
        return "may not be read: change its permissions"
    return None if status.st_size else "is empty"


@contextmanager
def opened(path: Path) -> Iterator["InputContainer"]:
    """The film file, open for reading; only this file is read, never what it may point to.

    Raises MediaError if it cannot be opened or is not a film.
    """
    import av

    check_readable(path)
    try:
        container = av.open(
            f"file:{path.absolute()}", metadata_errors="replace", options={"protocol_whitelist": "file"}
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MediaError(f"{str(path)!r} is not a film, or a damaged one: {reason}") from error
    with container:
        formats = container.format.name.split(",")
        if any(name in NOT_FILMS or name.endswith("_pipe") for name in formats):
            raise MediaError(f"{str(path)!r} is not a film but {container.format.long_name!r}")
        yield container


def picture_stream(container: "InputContainer") -> "VideoStream | None":
    """The film's picture: the default video stream that can be decoded, not a cover."""
    import av

    disposition = av.stream.Disposition
    unmoving = disposition.attached_pic | disposition.timed_thumbnails
    streams = [s for s in container.streams.video if not s.disposition & unmoving and s.codec_context]
    return min(streams, key=lambda s: not s.disposition & disposition.default, default=None)


def picture_of(container: "InputContainer", film: Film) -> "VideoStream":
    """The picture of a film that had one, decoded by several threads. Raises MediaError if it is gone."""
    stream = picture_stream(container)
    if stream is None:
        raise MediaError(f"{film.path!r} has changed: its picture is gone")
    stream.thread_type = "AUTO"
    return stream


def start_of(container: "InputContainer") -> float:
    """Container time of film time 0, in seconds."""
    import av

    return (container.start_time or 0) / av.time_base


def packets_of(container: "InputContainer", *streams: S) -> Iterator["Packet[S] | None"]:
    """Packets up to the end of the file, flushing ones last; None for a place that cannot be read."""
    import av

    for stream in container.streams:
        stream.discard = av.stream.Discard.default if stream in streams else av.stream.Discard.all
    failures = 0
    while failures < MOST_FAILURES:
        try:
            for packet in container.demux(streams):
                failures = 0
                yield cast("Packet[S]", packet)
            return
        except av.error.FFmpegError:
            failures += 1
            yield None


def seek(container: "InputContainer", time_s: float) -> None:
    """Goes to a keyframe at or before a film time; to the beginning if the container cannot seek there.

    Where it lands is for the caller to check: some containers land late.
    """
    import av

    try:
        container.seek(round((time_s + start_of(container)) * av.time_base))
    except av.error.FFmpegError:
        rewind(container)


def rewind(container: "InputContainer") -> None:
    """Goes to the very first packet. Raises MediaError if the file is too damaged for that."""
    import av

    at_start = round(start_of(container) * av.time_base)
    try:
        if container.format.name in JOINED_FORMATS:  # by time, these land behind their first keyframe
            container.seek(0, unsupported_byte_offset=True)
        else:
            container.seek(at_start)
    except av.error.FFmpegError:
        _rewind_by_bytes(container)


def _rewind_by_bytes(container: "InputContainer") -> None:
    """For files without a keyframe in their index, and streams without time stamps."""
    import av

    try:
        container.seek(0, unsupported_byte_offset=True)
    except av.error.FFmpegError as error:
        name = container.name.removeprefix("file:")
        raise MediaError(
            f"{name!r} is too damaged to be read from its beginning: {error.strerror}"
        ) from error
