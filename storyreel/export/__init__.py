"""What is remembered of a film, in formats that other programs read.

A format is one small module with a function from a `FilmDocument` to text, and a line in `FORMATS`.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from storyreel.export.as_csv import write_csv
from storyreel.export.as_json import write_json
from storyreel.export.as_markdown import write_markdown
from storyreel.export.as_subtitles import write_srt, write_vtt
from storyreel.export.collect import collect
from storyreel.export.document import FilmDocument

if TYPE_CHECKING:
    from storyreel.memory.library import Library
    from storyreel.memory.records import Film

Format = Literal["json", "md", "csv", "srt", "vtt"]
FORMATS: Mapping[Format, Callable[[FilmDocument], str]] = {
    "json": write_json, "md": write_markdown, "csv": write_csv, "srt": write_srt, "vtt": write_vtt,
}  # fmt: skip
__all__ = ["FORMATS", "FilmDocument", "Format", "collect", "export"]


def export(library: "Library", film: "Film", to: Format) -> str:
    """Everything remembered of a film, as text in a format. Raises LibraryError."""
    return FORMATS[to](collect(library, film))
