"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

# Paths say `readable=False` so that what cannot be read is our complaint, not one about wrong usage.
FilmName = Annotated[
    str, typer.Argument(metavar="FILM", help="A path, or the id or title of a film in the library.")
]
LibraryDir = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        readable=False,
        help="The film library [default: $STORYREEL_LIBRARY or the platform's own].",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
