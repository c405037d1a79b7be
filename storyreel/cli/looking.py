"""`storyreel timeline`, `characters` and `export`."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from storyreel.cli import correcting
from storyreel.cli.across import list_people
from storyreel.cli.options import AsJson, FilmName, LibraryDir
from storyreel.cli.printing import print_json, print_table, say, warn
from storyreel.cli.session import find_film, opened, warn_of_depth
from storyreel.errors import QuestionError, StoryreelError
from storyreel.memory.clock import clock

if TYPE_CHECKING:
    from storyreel.memory.facts import Facts
    from storyreel.memory.journal import Entry
    from storyreel.memory.library import Library
    from storyreel.memory.records import Character, Emotion, EmotionInterval, Film, NameEvidence

MOST_TRACKS = 8
"""Listed for people to read; `--json` has all."""


def timeline(
    film: FilmName,
    character: Annotated[str | None, typer.Option(metavar="X", help="A character's id or name.")] = None,
    emotion: Annotated[
        str | None, typer.Option(metavar="E", help="As anger, or in everyday words: furious.")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="C", help="Leave out what is less sure.")
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="OUT", readable=False, help="Draw who is on screen when: a .png, .svg or .pdf."),
    ] = None,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """List who feels what, and when; or draw who is on screen."""
    from storyreel.memory import characters as people

    with opened(library_dir) as library:
        known = find_film(library, film)
        who = people.resolve(library.facts, known.id, character) if character is not None else None
        found = _intervals(library.facts, known.id, who, _emotions(emotion), min_confidence)
        names = {person.id: person.name for person in people.characters(library.facts, known.id)}
        if plot:
            _draw_lanes(library, known, plot, who)
        elif not found:
            warn_of_depth(library, known)
    if as_json:
        drawn = {"plot": str(plot)} if plot else {}
        intervals = [_interval(interval, names) for interval in found]
        print_json({"film": known.id, **drawn, "intervals": intervals})
    elif plot:
        say(f"{plot} shows who is on screen when.")
    else:
        _print_intervals(found, names)


def _draw_lanes(library: "Library", film: "Film", path: Path, who: "Character | None") -> None:
    from storyreel.export.swimlanes import draw_lanes

    for note in draw_lanes(library, film, path, who.id if who else None):
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


def _interval(interval: "EmotionInterval", names: dict[str, str]) -> dict[str, object]:
    from storyreel.memory.records import MODALITIES

    return {
        "start_s": interval.span.start_s,
        "end_s": interval.span.end_s,
        "character": names.get(interval.character_id or ""),
        "emotion": interval.emotion,
        "confidence": interval.confidence,
        "modalities": {modality: interval.modalities.get(modality) for modality in MODALITIES},
    }


def _print_intervals(found: "list[EmotionInterval]", names: dict[str, str]) -> None:
    if not found:
        say("No feeling that is sure enough.")
        return
    print_table(
        ("from", "to", "who", "feels", "confidence", "by"),
        [
            (
                clock(interval.span.start_s),
                clock(interval.span.end_s),
                names.get(interval.character_id or "", "somebody"),
                interval.emotion,
                f"{interval.confidence:.2f}",
                ", ".join(interval.modalities),
            )
            for interval in found
        ],
    )


def characters(
    film: Annotated[
        str | None,
        typer.Argument(
            metavar="FILM", help="A path, or the id or title of a film in the library; all with --across."
        ),
    ] = None,
    correction: Annotated[
        list[str] | None,
        typer.Argument(metavar=correcting.USAGE, help="Put right who is who; history lists what was."),
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(metavar="OUT", readable=False, help="Draw everybody's best faces: a .png or .pdf."),
    ] = None,
    is_across: Annotated[
        bool, typer.Option("--across", help="List who is seen in several films of the library.")
    ] = False,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """List the characters of a film, draw them, or correct them."""
    from storyreel.memory import across, journal
    from storyreel.memory import characters as people

    if film is None and not is_across:
        raise typer.BadParameter("name a FILM, or list people of all films with --across")
    with opened(library_dir) as library:
        known = find_film(library, film) if film is not None else None
        if known is None or is_across:
            list_people(library, known, as_json)
            return
        if correction == ["history"]:
            _print_history(known.id, journal.history(library.facts, known.id), as_json)
            return
        done = correcting.correct(library, known, correction) if correction else None
        everybody = people.characters(library.facts, known.id)
        proposed = across.proposals(library, known)
        found = [_character(library.facts, person, proposed.get(person.id, [])) for person in everybody]
        if sheet:
            _draw_sheet(library, known, sheet)
        elif not found:
            warn_of_depth(library, known)
    if as_json:
        drawn = {"sheet": str(sheet)} if sheet else {}
        made = {"correction": done.text, "notes": done.notes} if done else {}
        print_json({"film": known.id, **made, **drawn, "characters": found})
    elif sheet:
        say(f"{sheet} shows everybody's faces.")
    else:
        _print_characters(known.id, found, done)


def _draw_sheet(library: "Library", film: "Film", path: Path) -> None:
    from storyreel.export.contact_sheet import draw_sheet

    for note in draw_sheet(library, film, path):
        warn(note)


def _print_history(film_id: str, entries: "list[Entry]", as_json: bool) -> None:
    if as_json:
        corrections = [correcting.as_json(entry) for entry in entries]
        print_json({"film": film_id, "corrections": corrections})
    elif not entries:
        say("No corrections were made.")
    else:
        rows = [correcting.as_json(entry) for entry in entries]
        print_table(
            ("made", "correction", ""),
            [(row["made_at"] or "", row["text"], "" if row["holds"] else "undone") for row in rows],
        )


def _character(facts: "Facts", person: "Character", proposed: "list[NameEvidence]") -> dict[str, Any]:
    from storyreel.memory import timeline as times

    evidence = (*person.name_evidence, *proposed)
    return {
        "id": person.id,
        "name": person.name,
        "name_evidence": [one.model_dump(mode="json") for one in evidence],
        "screen_time_s": times.screen_time_s(facts, person.film_id, person.id),
        "speech_time_s": times.speech_time_s(facts, person.film_id, person.id),
        "spans": [[span.start_s, span.end_s] for span in times.presence(facts, person.film_id, person.id)],
        "tracks": list(person.tracks),
        "voices": [
            {"voice": voice, "evidence": evidence}
            for voice, evidence in zip(person.voices, person.voice_evidence, strict=True)
        ],
        "anchors": [
            {"track": anchor.track_id, "time_s": anchor.time_s, "box": anchor.box.model_dump()}
            for anchor in person.anchors
        ],
    }


def _print_characters(film_id: str, found: list[dict[str, Any]], done: "correcting.Corrected | None") -> None:
    if done is not None:
        say(done.text)
        for note in done.notes:
            warn(note)
    if not found:
        say("Nobody is known in this film.")
        return
    print_table(
        ("id", "name", "on screen", "speaks", "first seen", "best seen", "tracks"),
        [
            (
                who["id"],
                _name_with_others(who),
                f"{who['screen_time_s']:.1f} s",
                f"{who['speech_time_s']:.1f} s",
                clock(who["spans"][0][0]) if who["spans"] else "only heard",
                clock(who["anchors"][0]["time_s"]) if who["anchors"] else "",
                _shortened(who["tracks"]),
            )
            for who in found
        ],
    )
    if any(who["anchors"] for who in found):
        say(f"Their faces: storyreel characters {film_id} --sheet faces.png")


def _name_with_others(who: dict[str, Any]) -> str:
    """Also what speaks for another name: `Person 3 (perhaps Data)`."""
    others = dict.fromkeys(one["name"] for one in who["name_evidence"] if one["name"])
    others.pop(who["name"], None)
    return f"{who['name']} (perhaps {' or '.join(others)})" if others else str(who["name"])


def _shortened(tracks: list[str]) -> str:
    more = len(tracks) - MOST_TRACKS
    return " ".join(tracks[:MOST_TRACKS]) + (f" and {more} more" if more > 0 else "")


def export(
    film: FilmName,
    to: Annotated[Literal["json", "md", "csv", "srt", "vtt"], typer.Option(help="The format.")],
    out: Annotated[Path | None, typer.Option("-o", metavar="OUT", help="A file instead of stdout.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT if it is there.")] = False,
    library_dir: LibraryDir = None,
) -> None:
    """Write what is remembered of a film in a format that other programs read."""
    from storyreel.export import export as write

    with opened(library_dir) as library:
        text = write(library, find_film(library, film), to)
    if out is None:
        say(text, nl=False)
    else:
        _write_file(out, text, force)


def _write_file(path: Path, text: str, force: bool) -> None:
    """Writes a whole file or none; what is there, a film or its subtitles perhaps, is not lost unasked."""
    if path.exists() and not force:
        raise StoryreelError(f"{str(path)!r} is there already: name another file, or replace it with --force")
    try:
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as file:
            file.write(text)
        os.replace(file.name, path)
    except OSError as error:
        raise StoryreelError(f"cannot write {str(path)!r}: {error.strerror}") from error
