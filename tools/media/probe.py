"""What a film file is: its identity, length, picture, sound and text tracks."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyreel.errors import MediaError
from storyreel.memory.records import AudioTrack, Film, SubtitleTrack
from storyreel.printable import printable
from storyreel.tools.media.container import (
    check_readable,
    opened,
    packets_of,
    picture_stream,
    start_of,
)
from storyreel.tools.media.length import measure
from storyreel.tools.media.sound import default_track
from storyreel.tools.media.subtitles import SUFFIXES, read_file

if TYPE_CHECKING:
    from av import VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.subtitles.stream import SubtitleStream
    from av.video.stream import VideoStream

ID_DIGITS = 12
LONGEST_S = 7 * 24 * 3600.0
"""A week: what claims to last longer has damaged time stamps."""
MOST_STRETCHED = 10
"""How many times longer than short a picture may be: detectors enlarge the short side to what they need."""
FIRST_PACKETS = 300
"""Packets within which a picture must decode, for the film to have one."""


def probe(path: Path) -> Film:
    """Reads what a file is: a film, a sound recording, or a subtitle file (a film that is only heard).

    Raises MediaError with one line if it is none of these.
    """
    check_readable(path)
    if path.suffix.lower() in SUFFIXES:
        return _film_of_words(path)
    with opened(path) as container:
        return _film_of(container, path)


def _film_of_words(path: Path) -> Film:
    cues, _ = read_file(path)
    duration_s = max(cue.span.end_s for cue in cues)
    _check_length(path, duration_s)
    return Film(**_identity(path), title=_title(path), duration_s=duration_s)


def _film_of(container: "InputContainer", path: Path) -> Film:
    picture, picture_warnings = _picture(container)
    sounds = tuple(_audio_track(k, s) for k, s in enumerate(container.streams.audio) if s.codec_context)
    if not picture and not sounds:
        reasons = [f"{str(path)!r} holds neither picture nor sound that can be decoded", *picture_warnings]
        raise MediaError("; ".join(reasons))
    duration_s, pieces, length_warnings = measure(container)
    _check_length(path, duration_s)
    return Film(
        **_identity(path),
        **picture,
        title=_title(path, container.metadata.get("title", "")),
        duration_s=duration_s,
        start_s=start_of(container),
        audio_tracks=sounds,
        pieces=pieces,
        subtitle_tracks=tuple(_subtitle_track(k, s) for k, s in enumerate(container.streams.subtitles)),
        warnings=(*picture_warnings, *length_warnings, *_heard_of(sounds)),
    )


def _heard_of(sounds: tuple[AudioTrack, ...]) -> list[str]:
    """Which of several sound tracks is listened to."""
    heard = default_track(sounds)
    if heard is None or len(sounds) == 1:
        return []
    language = f" ({heard.language})" if heard.language else ""
    return [f"there are {len(sounds)} sound tracks; number {heard.index + 1}{language} is listened to"]


def _check_length(path: Path, duration_s: float) -> None:
    if not duration_s:
        raise MediaError(
            f"{str(path)!r} has no length: it holds no frame and no sound that says its time; a bare stream, "
            "as raw H.264, must first be put into a container: ffmpeg -framerate 25 -i RAW -c copy film.mp4"
        )
    if duration_s > LONGEST_S:
        hours = duration_s / 3600
        raise MediaError(f"{str(path)!r} is damaged: by its time stamps it lasts {hours:.3g} hours")


def _title(path: Path, given: str = "") -> str:
    """The title that the container gives, else the file's name; in one line."""
    return next((" ".join(printable(one).split()) for one in (given, path.stem) if one.strip()), path.name)


def _identity(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"id": digest[:ID_DIGITS], "path": str(path.absolute()), "content_hash": digest}


def _picture(container: "InputContainer") -> tuple[dict[str, Any], list[str]]:
    stream = picture_stream(container)
    if stream is None:
        return {}, []
    frame = _first_frame(container, stream)
    if frame is None:
        return {}, [f"the picture ({_codec(stream)}) cannot be decoded; the film is only heard"]
    width_px, height_px = _shown_size(stream, frame)
    if max(width_px, height_px) > MOST_STRETCHED * min(width_px, height_px):
        return {}, [f"the picture is {width_px} × {height_px}, too thin to watch; the film is only heard"]
    return {
        "width_px": width_px,
        "height_px": height_px,
        "rotation_deg": _quarter_turns(frame) * 90,
        "frame_rate_hz": float(stream.average_rate or stream.guessed_rate or 0),
    }, []


def _first_frame(container: "InputContainer", stream: "VideoStream") -> "VideoFrame | None":
    import av

    for count, packet in enumerate(packets_of(container, stream)):
        try:
            for frame in packet.decode() if packet else ():
                return frame
        except av.error.FFmpegError:
            continue
        if count > FIRST_PACKETS:
            break
    return None


def _quarter_turns(frame: "VideoFrame") -> int:
    """Counter-clockwise quarter turns that bring the picture upright."""
    return round(frame.rotation / 90) % 4


def _shown_size(stream: "VideoStream", frame: "VideoFrame") -> tuple[int, int]:
    aspect = float(stream.sample_aspect_ratio or 1)
    width_px, height_px = round(frame.width * aspect), frame.height
    return (height_px, width_px) if _quarter_turns(frame) % 2 else (width_px, height_px)


def _language(stream: "Stream") -> str | None:
    language = stream.language
    return None if language in (None, "", "und") else language


def _codec(stream: "Stream") -> str:
    return stream.codec_context.codec.canonical_name if stream.codec_context else "unknown"


def _audio_track(index: int, stream: "AudioStream") -> AudioTrack:
    import av

    return AudioTrack(
        index=index,
        codec=_codec(stream),
        channels=stream.channels,
        language=_language(stream),
        default=bool(stream.disposition & av.stream.Disposition.default),
    )


def _subtitle_track(index: int, stream: "SubtitleStream") -> SubtitleTrack:
    import av

    return SubtitleTrack(
        index=index,
        codec=_codec(stream),
        language=_language(stream),
        title=stream.metadata.get("title"),
        forced=bool(stream.disposition & av.stream.Disposition.forced),
        default=bool(stream.disposition & av.stream.Disposition.default),
    )
