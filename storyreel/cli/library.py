"""`storyreel library` and `memory`: the films that Storyreel remembers, and the upkeep of what it knows."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyreel.cli.options import AsJson, FilmName, LibraryDir
from storyreel.cli.printing import print_json, print_table, say
from storyreel.cli.session import opened
from storyreel.errors import LibraryError

if TYPE_CHECKING:
    from storyreel.memory.library import Library
    from storyreel.memory.records import Film

library_app = typer.Typer(help="The films that Storyreel remembers.", invoke_without_command=True)
memory_app = typer.Typer(help="The memory's own upkeep.", no_args_is_help=True)

WithCorrections = Annotated[
    bool,
    typer.Option("--corrections", help="Forget what you said of its people too; by its id also later."),
]


@library_app.callback()
def library(context: typer.Context, as_json: AsJson = False, library_dir: LibraryDir = None) -> None:
    """List the films that Storyreel remembers."""
    if context.invoked_subcommand is None:
        library_list(as_json, library_dir)


@library_app.command("list")
def library_list(as_json: AsJson = False, library_dir: LibraryDir = None) -> None:
    """List the films that Storyreel remembers."""
    with opened(library_dir) as films:
        known = [_listed(films, film) for film in films.films()]
    if as_json:
        print_json({"films": known})
    elif not known:
        say("The library is empty: storyreel ingest FILM puts one in.")
    else:
        print_table(("id", "title", "length", "watched", "path"), map(_row, known))


def _listed(library: "Library", film: "Film") -> dict[str, Any]:
    """A film as `library --json` prints it; `replaced` tells that its path holds another film by now."""
    return film.model_dump(mode="json") | {
        "depth": library.recall(film.id, "depth") or "not finished",
        "replaced": library.replaced(film) is not None,
    }


def _row(film: dict[str, Any]) -> tuple[str, ...]:
    path = f"{film['path']} (another film now)" if film["replaced"] else film["path"]
    return film["id"], film["title"], f"{film['duration_s']:.0f} s", film["depth"], path


@library_app.command("remove")
def library_remove(
    film: FilmName,
    with_corrections: WithCorrections = False,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """Forget a film, all that was found in it and asked about it; the film's own file stays."""
    from storyreel.memory import journal

    with opened(library_dir) as films:
        film_id, done = _remove(films, film, with_corrections)
        if with_corrections:
            films.forget_corrections(film_id)
        kept = len(journal.history(films.facts, film_id))
    if as_json:
        print_json({"removed": film_id, "corrections_kept": kept})
    else:
        say(done)
        _say_kept(film_id, kept)


def _say_kept(film_id: str, corrections: int) -> None:
    if corrections:
        say(
            f"What you said of its people ({corrections} in all) holds again when it is ingested; "
            f"storyreel library remove {film_id} --corrections forgets that too."
        )


def _remove(films: "Library", which: str, with_corrections: bool) -> tuple[str, str]:
    """The film's id, and what was done; one that was removed before may only have corrections left."""
    from storyreel.memory import journal

    try:
        known = films.film(which)
    except LibraryError:
        if with_corrections and journal.history(films.facts, which):
            return which, f"What you said of the people of {which} is forgotten."
        raise
    films.remove(known.id)
    return known.id, f"{known.title} is forgotten; its file is untouched."


@memory_app.command("rebuild")
def memory_rebuild(as_json: AsJson = False, library_dir: LibraryDir = None) -> None:
    """Make the vector index again from the facts."""
    from storyreel.memory import vectors
    from storyreel.tools.models import minilm

    with opened(library_dir) as films:
        count = vectors.rebuild(films, minilm.embed)
    if as_json:
        print_json({"indexed": count})
    else:
        say(f"{count} vectors indexed.")
