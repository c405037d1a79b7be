"""The CSV export: who is on screen and who feels what, a row an interval, for spreadsheets."""

import csv
from collections.abc import Iterator
from io import StringIO

from storyreel.export.document import Feeling, FilmDocument, Person
from storyreel.memory.records import MODALITIES

HEADER = ("start_s", "end_s", "what", "character_id", "character", "emotion", "confidence", *MODALITIES)
"""`what` is `presence` or `emotion`; the last three are what each modality says, 0 to 1, or nothing."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(document: FilmDocument) -> str:
    """Rows in order of time under `HEADER`, as RFC 4180 has it (CRLF).

    Names come from films: one that a spreadsheet would take for a formula gets an apostrophe before it, as
    OWASP advises against CSV injection.
    """
    rows = [row for person in document.characters for row in _presences(person)]
    rows += [_feeling(feeling) for feeling in document.emotions]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows([_cell(value) for value in row] for row in sorted(rows, key=lambda row: row[:2]))
    return out.getvalue()


Row = tuple[float | str, ...]


def _presences(person: Person) -> Iterator[Row]:
    for start_s, end_s in person.spans:
        yield start_s, end_s, "presence", person.id, person.name, "", "", "", "", ""


def _feeling(feeling: Feeling) -> Row:
    by = [feeling.modalities.get(modality, "") for modality in MODALITIES]
    who = (feeling.character_id or "", feeling.character or "")
    return (feeling.start_s, feeling.end_s, "emotion", *who, feeling.emotion, feeling.confidence, *by)


def _cell(value: float | str) -> float | str:
    """To the millisecond or thousandth, and no formula."""
    if isinstance(value, float):
        return round(value, 3)
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA_STARTS) else value
