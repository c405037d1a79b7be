"""Files that commands write: whole or not at all, and never over a film or its subtitles."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from storyreel.errors import StoryreelError

if TYPE_CHECKING:
    from storyreel.memory.library import Library


def spare_sources(library: "Library", path: Path) -> None:
    """Raises StoryreelError if a file is a film of the library, or lies beside one as its subtitles do."""
    for film in library.films():
        source = Path(film.path)
        beside = path.parent.resolve() == source.parent.resolve() and f"{path.stem}.".startswith(
            f"{source.stem}."
        )
        if path.exists() and (path.resolve() == source.resolve() or (beside and _is_subtitle(path))):
            raise StoryreelError(f"{str(path)!r} belongs to the film {film.title!r}: name another file")


def write_text(path: Path, text: str) -> None:
    """Writes a file in one step. Raises StoryreelError, in one line, if it cannot be written."""
    try:
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as file:
            file.write(text)
        os.replace(file.name, path)
    except OSError as error:
        raise StoryreelError(f"cannot write {str(path)!r}: {error.strerror}") from error


def _is_subtitle(path: Path) -> bool:
    from storyreel.tools.media.subtitles import SUFFIXES

    return path.suffix.lower() in SUFFIXES
