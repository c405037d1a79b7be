"""`storyreel library`, `models`, `memory`, `doctor` and `eval`: looking after what Storyreel has."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from storyreel.cli.options import AsJson, FilmName, LibraryDir, LlmModel, LlmUrl
from storyreel.cli.printing import print_json, print_table, progress_bars, say, warn
from storyreel.cli.session import language_model, opened, settings
from storyreel.errors import LibraryError, StoryreelError

if TYPE_CHECKING:
    from storyreel.eval.rows import Row
    from storyreel.memory.library import Library
    from storyreel.memory.records import Film
    from storyreel.tools.weights import Status

library_app = typer.Typer(help="The films that Storyreel remembers.", invoke_without_command=True)
models_app = typer.Typer(help="The model weights.", invoke_without_command=True)
memory_app = typer.Typer(help="The memory's own upkeep.", no_args_is_help=True)
MEGABYTE = 1_000_000

WithCorrections = Annotated[
    bool,
    typer.Option("--corrections", help="Forget what you said of its people too; by its id also later."),
]
Verify = Annotated[bool, typer.Option("--verify", help="Read every byte again.")]
Weights = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME...]", help="Those of the embedded profile, if none is named."),
]
Suite = Annotated[Literal["emotion", "identity", "story", "qa"], typer.Argument(help="What to measure.")]
DataDir = Annotated[Path, typer.Option(metavar="DIR", help="Where the sets lie.")]
CrossValidate = Annotated[
    bool,
    typer.Option("--cross-validate", help="Train anew in folds, for sets the shipped heads were trained on."),
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


@models_app.callback()
def models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the model weights: which there are, which are here, and their licences."""
    if context.invoked_subcommand is None:
        models_list(as_json)


@models_app.command("list")
def models_list(as_json: AsJson = False, verify: Verify = False) -> None:
    """List the model weights: which there are, which are here, and their licences."""
    from storyreel.tools import weights

    _print_models(weights.status(thorough=verify), as_json)


@models_app.command("pull")
def models_pull(names: Weights = None, as_json: AsJson = False) -> None:
    """Fetch model weights."""
    from storyreel.tools import weights
    from storyreel.tools.weights import progress

    with progress.on_stderr() as show:
        found = weights.pull(names or [], show)
    _print_models(found, as_json)


def _print_models(found: "list[Status]", as_json: bool) -> None:
    if as_json:
        print_json(
            {"models": [{**entry.model_dump(mode="json"), "present": entry.present} for entry in found]}
        )
        return
    print_table(("name", "profile", "state", "download", "licence", "what it is for"), map(_weights, found))


def _weights(entry: "Status") -> tuple[str, ...]:
    size = f"{entry.download_bytes / MEGABYTE:.0f} MB"
    return entry.name, entry.profile, entry.damage or entry.state, size, entry.licence, entry.about


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


def doctor(as_json: AsJson = False, library_dir: LibraryDir = None) -> None:
    """Say what this machine has, which profile is used and why, and what is missing."""
    from storyreel.doctor import checkup

    checks = checkup(settings(library_dir))
    if as_json:
        print_json({"checks": [check.model_dump(mode="json") for check in checks]})
    else:
        rows = [("✓" if check.ok else "✗", check.name, check.found, check.advice) for check in checks]
        print_table(("", "what", "found", "to do"), rows)
    if not all(check.ok for check in checks):
        raise StoryreelError("something is missing; see the lines marked ✗")


def evaluate(
    suite: Suite,
    data: DataDir,
    cross_validate: CrossValidate = False,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
    as_json: AsJson = False,
) -> None:
    """Measure Storyreel on labelled sets, beside plain baselines; `story` and `qa` a served model, too."""
    from storyreel.eval import suites

    if not data.is_dir():
        raise StoryreelError(f"{str(data)!r} is not a folder; --data names the folder that holds the sets")
    model = language_model(llm, llm_model) if llm or suite in suites.TOLD else None
    with progress_bars(f"Measuring {suite}") as on_progress:
        found, notes = suites.run(suite, data, cross_validate, on_progress, model)
    for note in notes:
        warn(note)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    print_table(("set", "metric", "value", "n", "baselines"), map(_figure, found.results))


def _figure(row: "Row") -> tuple[object, ...]:
    baselines = ", ".join(f"{name} {value:.3f}" for name, value in row.baseline.items())
    return row.set, row.metric, f"{row.value:.3f}", row.n, baselines
