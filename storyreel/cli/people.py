"""`storyreel characters`: who is who, drawn, corrected, and compared across films."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyreel.cli import correcting
from storyreel.cli.across import list_people
from storyreel.cli.options import AsJson, LibraryDir
from storyreel.cli.output import spare_sources
from storyreel.cli.printing import print_json, print_table, say, warn
from storyreel.cli.session import find_film, opened, warn_of_depth
from storyreel.memory.clock import clock

if TYPE_CHECKING:
    from storyreel.memory.facts import Facts
    from storyreel.memory.journal import Entry
    from storyreel.memory.library import Library
    from storyreel.memory.records import Character, Film, NameEvidence

_COLUMNS = ("id", "name", "on screen", "speaks", "first seen", "best seen", "tracks")
MOST_TRACKS = 8
"""Listed for people to read; `--json` has all."""


AnyFilm = Annotated[
    str | None,
    typer.Argument(
        metavar="FILM", help="A path, or the id or title of a film in the library; all with --across."
    ),
]
Correction = Annotated[
    list[str] | None,
    typer.Argument(metavar=correcting.USAGE, help="Put right who is who; history lists what was."),
]
Sheet = Annotated[
    Path | None,
    typer.Option(metavar="OUT", readable=False, help="Draw everybody's best faces: a .png or .pdf."),
]
IsAcross = Annotated[bool, typer.Option("--across", help="List who is seen in several films of the library.")]


def characters(
    film: AnyFilm = None,
    correction: Correction = None,
    sheet: Sheet = None,
    is_across: IsAcross = False,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """List the characters of a film, draw them, or correct them."""
    from storyreel.memory import journal

    _check_usage(film, correction, is_across)
    with opened(library_dir) as library:
        known = find_film(library, film) if film is not None else None
        if known is None or is_across:
            list_people(library, known, as_json)
        elif correction == ["history"]:
            _print_history(known.id, journal.history(library.facts, known.id), as_json)
        else:
            done = correcting.correct(library, known, correction) if correction else None
            _show(library, known, done, sheet, as_json)
        if known and not is_across:
            _warn_of_waiting(library, known)


def _warn_of_waiting(library: "Library", film: "Film") -> None:
    from storyreel.memory.characters import waiting

    for note in waiting(library.facts, film.id):
        warn(note)


def _check_usage(film: str | None, correction: list[str] | None, is_across: bool) -> None:
    if film is None and not is_across:
        raise typer.BadParameter("name a FILM, or list people of all films with --across")
    if correction and is_across:
        raise typer.BadParameter("--across lists people and corrects nobody: leave one of the two out")


def _show(
    library: "Library", film: "Film", done: "correcting.Corrected | None", sheet: Path | None, as_json: bool
) -> None:
    found = _everybody(library, film)
    if sheet:
        _draw_sheet(library, film, sheet)
    elif not found:
        warn_of_depth(library, film)
    if as_json:
        drawn = {"sheet": str(sheet)} if sheet else {}
        made = {"correction": done.text, "notes": done.notes} if done else {}
        print_json({"film": film.id, **made, **drawn, "characters": found})
    elif sheet:
        say(f"{sheet} shows everybody's faces.")
    else:
        _print_characters(film.id, found, done)


def _everybody(library: "Library", film: "Film") -> list[dict[str, Any]]:
    from storyreel.memory import across
    from storyreel.memory import characters as people

    proposed = across.proposals(library, film)
    return [
        _character(library.facts, person, proposed.get(person.id, []))
        for person in people.characters(library.facts, film.id)
    ]


def _draw_sheet(library: "Library", film: "Film", path: Path) -> None:
    from storyreel.export.contact_sheet import draw_sheet

    spare_sources(library, path)
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
        "voices": _voices(person),
        "anchors": _anchors(person),
    }


def _voices(person: "Character") -> list[dict[str, Any]]:
    pairs = zip(person.voices, person.voice_evidence, strict=True)
    return [{"voice": voice, "evidence": evidence} for voice, evidence in pairs]


def _anchors(person: "Character") -> list[dict[str, Any]]:
    return [
        {"track": anchor.track_id, "time_s": anchor.time_s, "box": anchor.box.model_dump()}
        for anchor in person.anchors
    ]


def _print_characters(film_id: str, found: list[dict[str, Any]], done: "correcting.Corrected | None") -> None:
    if done is not None:
        say(done.text)
        for note in done.notes:
            warn(note)
    if not found:
        say("Nobody is known in this film.")
        return
    print_table(_COLUMNS, map(_row, found))
    if any(who["anchors"] for who in found):
        say(f"Their faces: storyreel characters {film_id} --sheet faces.png")


def _row(who: dict[str, Any]) -> tuple[str, ...]:
    return (
        who["id"],
        _name_with_others(who),
        f"{who['screen_time_s']:.1f} s",
        f"{who['speech_time_s']:.1f} s",
        clock(who["spans"][0][0]) if who["spans"] else "only heard",
        clock(who["anchors"][0]["time_s"]) if who["anchors"] else "",
        _shortened(who["tracks"]),
    )


def _name_with_others(who: dict[str, Any]) -> str:
    """Also what speaks for another name: `Person 3 (perhaps Data)`."""
    names = {one["name"].casefold(): one["name"] for one in who["name_evidence"] if one["name"]}
    names.pop(who["name"].casefold(), None)
    return f"{who['name']} (perhaps {' or '.join(names.values())})" if names else str(who["name"])


def _shortened(tracks: list[str]) -> str:
    more = len(tracks) - MOST_TRACKS
    return " ".join(tracks[:MOST_TRACKS]) + (f" and {more} more" if more > 0 else "")
