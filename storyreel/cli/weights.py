"""`storyreel models`: the weights that there are, and those that are here."""

from typing import TYPE_CHECKING, Annotated

import typer

from storyreel.cli.options import AsJson
from storyreel.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from storyreel.tools.weights import Status

models_app = typer.Typer(help="The model weights.", invoke_without_command=True)
MEGABYTE = 1_000_000

Verify = Annotated[bool, typer.Option("--verify", help="Read every byte again.")]
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME...]", help="Those of the embedded profile, if none is named."),
]


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
def models_pull(names: Names = None, as_json: AsJson = False) -> None:
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
    print_table(("name", "profile", "state", "download", "licence", "what it is for"), map(_row, found))


def _row(entry: "Status") -> tuple[str, ...]:
    size = f"{entry.download_bytes / MEGABYTE:.0f} MB"
    return entry.name, entry.profile, entry.damage or entry.state, size, entry.licence, entry.about
