"""Subtitles of a film: which to read, and reading them."""

import hashlib
import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from storyreel.errors import MediaError
from storyreel.memory.records import Film, Record, SubtitleTrack
from storyreel.printable import printable
from storyreel.tools.media.container import check_readable, opened, packets_of, start_of
from storyreel.tools.media.encoding import read_text
from storyreel.tools.media.repair import Cue, RawCue, repaired

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.subtitles.stream import SubtitleStream
    from pysubs2 import SSAEvent, SSAFile

SUFFIXES = (".srt", ".vtt", ".ass", ".ssa", ".sub", ".smi", ".sami", ".ttml", ".dfxp")
TEXT_CODECS = ("subrip", "ass", "ssa", "mov_text", "webvtt", "text")
FALLBACK_RATE_HZ = 24_000 / 1001
"""For subtitles that count frames and belong to no film: most such were made for films at this rate."""
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>")
"""HTML tags, WebVTT classes and karaoke times; a lone `<3` stays."""
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
FORCED = re.compile(r"(?:^|[.\-_ ])forced(?:$|[.\-_ ])", re.IGNORECASE)


class SubtitleSource(Record):
    """Where a film's subtitles come from; part of what identifies the work done with them."""

    origin: Literal["given", "film", "beside", "inside", "none"] = "none"
    """`film`: the film is itself a subtitle file. `beside`: a file next to it. `inside`: a track of it."""
    path: str = ""
    track: int | None = None
    """`SubtitleTrack.index`, if inside."""
    digest: str = ""
    """SHA-256 of the file that holds them."""
    language: str | None = None
    forced: bool = False
    notes: tuple[str, ...] = ()
    """What the user should know of the choice."""


def choose(film: Film, given: Sequence[Path] = ()) -> SubtitleSource:
    """The subtitles to read: the file given, else one beside the film, else a text track inside it.

    Full subtitles go before forced ones, which only translate foreign speech. A file beside the film that
    cannot be read is passed over with a note. Raises MediaError if a given file cannot be read.
    """
    if given:
        for path in given:
            read_file(path)
        return _of_files(given, "given")
    if not film.has_picture and not film.has_sound:
        return SubtitleSource(origin="film", path=film.path, digest=film.content_hash)
    return _found(film)


def read(source: SubtitleSource, frame_rate_hz: float | None = None) -> tuple[list[Cue], list[str]]:
    """The cues in order of time, and what was odd about them, in plain words.

    `frame_rate_hz` is only for formats that count frames. Raises MediaError if nothing can be read.
    """
    if source.origin == "none":
        return [], []
    if source.track is None:
        return read_file(Path(source.path), frame_rate_hz)
    with opened(Path(source.path)) as container:
        return repaired(_raw_cues_of_track(container, source.track))


def read_file(path: Path, frame_rate_hz: float | None = None) -> tuple[list[Cue], list[str]]:
    """The cues of a subtitle file, and what was odd about them.

    Raises MediaError if the file cannot be read or holds no cue.
    """
    text, encoding = read_text(path)
    parsed = _parsed(text, path, frame_rate_hz)
    if parsed.format == "vtt":
        _drop_notes(parsed)
    cues, notes = repaired([_raw_cue(event) for event in parsed if event.is_text])
    if not cues:
        raise MediaError(f"{str(path)!r} holds no subtitles")
    if parsed.format == "microdvd" and not frame_rate_hz:
        notes.insert(0, "the subtitles count frames; without a film, 23.976 frames a second were assumed")
    if not encoding.startswith(("utf", "ascii")):
        notes.insert(0, f"the subtitles do not say their encoding; they were read as {encoding}")
    return cues, notes


def _found(film: Film) -> SubtitleSource:
    """What lies beside the film and can be read, else what is inside."""
    passed_over: list[str] = []
    paths: list[Path] = []
    try:
        paths = sorted(_beside(Path(film.path)), key=_is_forced)
    except OSError as error:
        passed_over.append(f"no subtitles were looked for beside the film: {error.strerror}")
    for place, path in enumerate(paths):
        try:
            read_file(path)
        except MediaError as error:
            passed_over.append(f"subtitles beside the film were passed over: {error}")
        else:
            return _noting(_of_files(paths[place:], "beside"), passed_over)
    return _noting(_inside(film), passed_over)


def _noting(source: SubtitleSource, notes: Sequence[str]) -> SubtitleSource:
    return source.model_copy(update={"notes": (*notes, *source.notes)})


def _of_files(paths: Sequence[Path], origin: Literal["given", "beside"]) -> SubtitleSource:
    for path in paths:
        check_readable(path)
    path = min(paths, key=_is_forced)
    unread = [repr(other.name) for other in paths if other != path]
    notes = (f"other subtitle files were not read: {', '.join(unread)}",) if unread else ()
    return SubtitleSource(
        origin=origin,
        path=str(path.absolute()),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        language=_language(path),
        forced=_is_forced(path),
        notes=notes,
    )


def _beside(film: Path) -> list[Path]:
    """Subtitle files with the film's own name, plain names before ones with language codes."""
    found = [
        path
        for path in film.parent.iterdir()
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and (path.stem == film.stem or path.stem.startswith(f"{film.stem}."))
    ]
    return sorted(found, key=lambda path: (len(path.stem), SUFFIXES.index(path.suffix.lower()), path.name))


def _is_forced(path: Path) -> bool:
    return bool(FORCED.search(path.stem))


def _language(path: Path) -> str | None:
    codes = [part for part in path.stem.split(".")[1:] if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", part)]
    return codes[0] if codes else None


def _inside(film: Film) -> SubtitleSource:
    readable = [track for track in film.subtitle_tracks if track.codec in TEXT_CODECS]
    notes = tuple(
        f"subtitle track {track.index} ({track.codec}) holds pictures of words, which cannot be read"
        for track in film.subtitle_tracks
        if track not in readable
    )
    if not readable:
        return SubtitleSource(notes=notes)
    track = min(readable, key=_rank)
    return SubtitleSource(
        origin="inside",
        path=film.path,
        track=track.index,
        digest=film.content_hash,
        language=track.language,
        forced=track.forced,
        notes=notes,
    )


def _rank(track: SubtitleTrack) -> tuple[bool, bool, int]:
    return track.forced, not track.default, track.index


def _parsed(text: str, path: Path, frame_rate_hz: float | None) -> "SSAFile":
    from xml.etree.ElementTree import ParseError

    from pysubs2 import SSAFile
    from pysubs2.exceptions import Pysubs2Error, UnknownFPSError

    try:
        return SSAFile.from_string(text, keep_html_tags=True)
    except UnknownFPSError:
        return SSAFile.from_string(text, fps=frame_rate_hz or FALLBACK_RATE_HZ)
    except (Pysubs2Error, ValueError, ParseError) as error:
        raise MediaError(f"{str(path)!r} is not in a subtitle format that can be read") from error


def _drop_notes(parsed: "SSAFile") -> None:
    """Ends WebVTT cues at their first empty line: comments and names of cues follow it."""
    for event in parsed:
        event.text = event.text.split(r"\N\N")[0]


def _raw_cue(event: "SSAEvent") -> RawCue:
    text = event.plaintext
    speaker = event.name or _voice(text)
    return RawCue(event.start / 1000, event.end / 1000, _plain(text), printable(speaker) if speaker else None)


def _voice(text: str) -> str | None:
    voices = set(VOICE.findall(text))
    return html.unescape(voices.pop()).strip() if len(voices) == 1 else None


def _plain(text: str) -> str:
    """Text without markup; of several WebVTT voices in a cue, each becomes a labelled line."""
    if len(set(VOICE.findall(text))) > 1:
        text = VOICE.sub(r"\n\1: ", text)
    shown = printable(html.unescape(MARKUP.sub("", text)))
    lines = (" ".join(line.split()) for line in shown.splitlines())
    return "\n".join(line for line in lines if line)


def _raw_cues_of_track(container: "InputContainer", track: int) -> list[RawCue]:
    from pysubs2 import SSAEvent

    cues = []
    for packet in packets_of(container, container.streams.subtitles[track]):
        if packet is None or packet.pts is None:
            continue
        start_s = float(packet.pts * packet.time_base) - start_of(container)
        end_s = start_s + float((packet.duration or 0) * packet.time_base)
        for fields in _fields_of(packet):
            event = SSAEvent(round(start_s * 1000), round(end_s * 1000), fields[-1], name=fields[3])
            cues.append(_raw_cue(event))
    return cues


def _fields_of(packet: "Packet[SubtitleStream]") -> list[list[str]]:
    """The nine fields of each event of a packet, as ASS has them; none of a packet that is damaged."""
    import av
    from av.subtitles.subtitle import AssSubtitle

    try:
        rects = packet.decode()
    except av.error.FFmpegError:
        return []
    events = [rect.ass.decode("utf-8", errors="replace") for rect in rects if isinstance(rect, AssSubtitle)]
    return [event.split(",", 8) for event in events]
