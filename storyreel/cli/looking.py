"""`storyreel timeline` and `export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from storyreel.cli.options import AsJson, FilmName, LibraryDir
from storyreel.cli.output import spare_sources, write_text
from storyreel.cli.printing import print_json, print_table, say, warn
from storyreel.cli.session import find_film, opened, warn_of_depth
from storyreel.errors import QuestionError
from storyreel.memory.clock import clock

if TYPE_CHECKING:
    from storyreel.memory.facts import Facts
    from storyreel.memory.library import Library
    from storyreel.memory.records import Character, Emotion, EmotionInterval, Film

_COLUMNS = ("from", "to", "who", "feels", "confidence", "by")

Who = Annotated[str | None, typer.Option(metavar="X", help="A character's id or name.")]
Feeling = Annotated[str | None, typer.Option(metavar="E", help="As anger, or in everyday words: furious.")]
LeastSure = Annotated[
    float | None, typer.Option(min=0, max=1, metavar="C", help="Leave out what is less sure.")
]
Plot = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT",
        readable=False,
        help="Draw who is there and feels what, and the tension: .png, .svg or .pdf.",
    ),
]
Format = Annotated[Literal["json", "md", "csv", "srt", "vtt"], typer.Option(help="The format.")]
OutFile = Annotated[Path | None, typer.Option("-o", metavar="OUT", help="A file instead of stdout.")]


def timeline(
    film: FilmName,
    character: Who = None,
    emotion: Feeling = None,
    min_confidence: LeastSure = None,
    plot: Plot = None,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """List who feels what, and when; or draw it, with who is on screen and how tense it is."""
    from storyreel.memory import characters as people

    with opened(library_dir) as library:
        known = find_film(library, film)
        who = people.resolve(library.facts, known.id, character) if character is not None else None
        found = _intervals(library.facts, known.id, who, _emotions(emotion), min_confidence)
        names = {person.id: person.name for person in people.characters(library.facts, known.id)}
        if plot:
            _draw_lanes(library, known, plot, who, found)
        elif not found:
            warn_of_depth(library, known)
    _tell(known.id, found, names, plot, as_json)


def _tell(
    film_id: str, found: "list[EmotionInterval]", names: dict[str, str], plot: Path | None, as_json: bool
) -> None:
    if as_json:
        intervals = [_as_json(interval, names) for interval in found]
        print_json({"film": film_id, **({"plot": str(plot)} if plot else {}), "intervals": intervals})
    elif plot:
        say(f"{plot} shows who is on screen and feels what, and how tense the film is.")
    elif found:
        print_table(_COLUMNS, [_row(interval, names) for interval in found])
    else:
        say("No feeling that is sure enough.")


def _draw_lanes(
    library: "Library", film: "Film", path: Path, who: "Character | None", felt: "list[EmotionInterval]"
) -> None:
    from storyreel.export.swimlanes import draw_lanes

    spare_sources(library, path)
    for note in draw_lanes(library, film, path, who.id if who else None, felt):
        warn(note)


def _emotions(words: str | None) -> "tuple[Emotion | None, ...]":
    """The emotions that a word may mean; (None,) stands for all."""
    from storyreel.agent.understanding.emotions import find_feelings
    from storyreel.memory.records import EMOTIONS

    if words is None:
        return (None,)
    feelings = find_feelings(words)
    if not feelings:
        raise QuestionError(f"{words!r} is no emotion that can be told; those are {', '.join(EMOTIONS)}")
    return tuple(dict.fromkeys(emotion for feeling in feelings for emotion in feeling.emotions))


def _intervals(
    facts: "Facts", film_id: str, who: "Character | None", emotions: "tuple[Emotion | None, ...]",
    min_confidence: float | None,
) -> "list[EmotionInterval]":  # fmt: skip
    from storyreel.memory.feelings import LEAST_CONFIDENCE
    from storyreel.memory.timeline import emotion_intervals

    least = LEAST_CONFIDENCE if min_confidence is None else min_confidence
    found = [
        interval
        for emotion in emotions
        for interval in emotion_intervals(facts, film_id, who.id if who else None, emotion, least)
    ]
    return sorted(found, key=lambda interval: (interval.span.start_s, interval.span.end_s))


def _as_json(interval: "EmotionInterval", names: dict[str, str]) -> dict[str, object]:
    from storyreel.memory.records import MODALITIES

    return {
        "start_s": interval.span.start_s,
        "end_s": interval.span.end_s,
        "character": names.get(interval.character_id or ""),
        "emotion": interval.emotion,
        "confidence": interval.confidence,
        "modalities": {modality: interval.modalities.get(modality) for modality in MODALITIES},
        "conflict": interval.conflict,
    }


def _row(interval: "EmotionInterval", names: dict[str, str]) -> tuple[str, ...]:
    return (
        clock(interval.span.start_s),
        clock(interval.span.end_s),
        names.get(interval.character_id or "", "somebody"),
        interval.emotion,
        f"{interval.confidence:.2f}",
        ", ".join(interval.modalities),
    )


def export(film: FilmName, to: Format, out: OutFile = None, library_dir: LibraryDir = None) -> None:
    """Write what is remembered of a film in a format that other programs read."""
    from storyreel.export import export as write

    with opened(library_dir) as library:
        if out is not None:
            spare_sources(library, out)
        text = write(library, find_film(library, film), to)
    if out is None:
        say(text, nl=False)
    else:
        write_text(out, text)
