"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer


def _folder(name: str) -> Path:
    """A folder's path; an empty name, as of a variable that was never set, does not stand for this folder."""
    if not name:
        raise typer.BadParameter("expected a folder, got an empty name")
    return Path(name)


# Paths say `readable=False` so that what cannot be read is our complaint, not one about wrong usage.
FilmName = Annotated[
    str, typer.Argument(metavar="FILM", help="A path, or the id or title of a film in the library.")
]
LibraryDir = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=_folder,
        help="The film library [default: $STORYREEL_LIBRARY or the platform's own].",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
LlmUrl = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="URL",
        help="OpenAI-compatible address of a language model to answer [default: $STORYREEL_LLM, else rules].",
    ),
]
LlmModel = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Which of its models [default: $STORYREEL_LLM_MODEL, else its only one]."
    ),
]
