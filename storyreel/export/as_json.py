"""The JSON export: the document as it is."""

from storyreel.export.document import FilmDocument


def write_json(document: FilmDocument) -> str:
    """One JSON object in UTF-8 text; `FilmDocument` gives its shape."""
    return document.model_dump_json(indent=2) + "\n"
