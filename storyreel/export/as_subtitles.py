"""The subtitle exports: all that is said and heard, with who says it, as SubRip and WebVTT."""

import re
from collections.abc import Callable

from storyreel.export.document import FilmDocument, Line


def write_srt(document: FilmDocument) -> str:
    """SubRip with speakers as a prefix: `Anna: Where are we?`, `[door slams]`, `♪ La la ♪`."""
    return _write(document, "srt", _as_srt)


def write_vtt(document: FilmDocument) -> str:
    """WebVTT with speakers as voice spans: `<v Anna>Where are we?`."""
    return _write(document, "vtt", _as_vtt)


def _write(document: FilmDocument, format_: str, text_of: Callable[[Line], str]) -> str:
    import pysubs2

    subtitles = pysubs2.SSAFile()
    for line in document.utterances:
        event = pysubs2.SSAEvent(start=round(line.start_s * 1000), end=round(line.end_s * 1000))
        event.plaintext = text_of(line)
        subtitles.append(event)
    # The words are plain text: without this, pysubs2 takes {…} in them for styling and drops it.
    return subtitles.to_string(format_, keep_ssa_tags=True)


def _as_srt(line: Line) -> str:
    # SubRip has no escape: an arrow in somebody's words could begin a cue of its own.
    words = _marked(line).replace("-->", "→")
    return f"{_one_line(line.speaker).replace('-->', '→')}: {words}" if _is_spoken(line) else words


def _as_vtt(line: Line) -> str:
    words = _escaped(_marked(line))
    return f"<v {_escaped(_one_line(line.speaker))}>{words}" if _is_spoken(line) else words


def _is_spoken(line: Line) -> bool:
    return line.manner != "sound" and bool(line.speaker)


def _marked(line: Line) -> str:
    """The words as subtitles write them."""
    if line.manner == "sound":
        return f"[{line.words}]"
    return f"♪ {line.words} ♪" if line.manner == "song" else line.words


def _one_line(name: str | None) -> str:
    return " ".join((name or "").split())


def _escaped(text: str) -> str:
    return re.sub("[&<>]", lambda found: {"&": "&amp;", "<": "&lt;", ">": "&gt;"}[found[0]], text)
