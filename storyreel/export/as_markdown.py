"""The Markdown export: a report for people to read."""

import re
from collections.abc import Iterable, Iterator

from storyreel.export.document import Feeling, FilmDocument, Line, Person, Piece, Scene
from storyreel.memory.clock import clock


def write_markdown(document: FilmDocument) -> str:
    """People, scenes, emotional moments, dialogue and notes, each with its times. CommonMark with tables."""
    film = document.film
    watched = f"watched to {film.depth} depth" if film.depth else "not watched to the end yet"
    sections = (
        ("People", _people(document.characters)),
        ("Scenes", _scenes(document.segments)),
        ("Emotional moments", _feelings(document.emotions)),
        ("Dialogue", _dialogue(document.utterances)),
        ("Words in the picture", (f"- {_times(one)} {_plain(one.words)}" for one in document.screen_texts)),
        ("Notes", (f"- {_plain(note)}" for note in document.notes)),
    )
    parts = [f"# {_plain(film.title)}\n\n{clock(film.duration_s)} long, {watched}.\n"]
    return "\n".join(parts + [text for title, lines in sections if (text := _section(title, lines))])


def _section(title: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"## {title}\n\n{body}\n" if body else ""


def _people(people: tuple[Person, ...]) -> Iterator[str]:
    if people:
        yield "| who | id | on screen | speaks | why the name |\n|---|---|---|---|---|"
    for one in people:
        why = one.name_evidence[0].text if one.name_evidence else ""
        yield (
            f"| {_plain(one.name)} | {one.id} | {one.screen_time_s:.1f} s | {one.speech_time_s:.1f} s "
            f"| {_plain(why)} |"
        )


def _scenes(scenes: tuple[Scene, ...]) -> Iterator[str]:
    for scene in scenes:
        captions = " ".join(_plain(caption) for caption in scene.captions) or "Not described."
        yield f"- {_times(scene)} {captions}"


def _feelings(feelings: tuple[Feeling, ...]) -> Iterator[str]:
    for one in feelings:
        if one.emotion != "neutral":
            by = ", ".join(f"{modality} {value:.2f}" for modality, value in one.modalities.items())
            who = _plain(one.character or "Somebody")
            yield f"- {_times(one)} {who}: {one.emotion}, confidence {one.confidence:.2f} ({by})"


def _dialogue(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        words = _plain(line.words)
        if line.manner == "sound":
            words = f"*{words}*"
        elif line.manner == "song":
            words = f"♪ {words} ♪"
        yield f"- {_times(line)} " + (f"**{_plain(line.speaker)}:** {words}" if line.speaker else words)


def _times(piece: Piece) -> str:
    return f"`{clock(piece.start_s)}–{clock(piece.end_s)}`"


def _plain(text: str) -> str:
    """Text of a film as words on one line, whatever Markdown or HTML it looks like."""
    return re.sub(r"([\\`*_\[\]<#|~&])", r"\\\1", " ".join(text.split()))
