"""The suite "identity": who is who by face, voice and name, with the models as shipped, beside plain ways.

Sets are looked for in DATA/faces (NAME_pairs.csv beside a folder NAME, or a folder with master.csv: pairs to
verify; a folder of one folder a person: photographs to cluster), in DATA/clips (films whose faces somebody
labelled; names in dialogue) and in DATA/speech/meetings. What is missing is left out, and said.
"""

from collections.abc import Iterator
from pathlib import Path

from storyreel.errors import StoryreelError
from storyreel.eval import diarization, naming, people, recognition
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement

MEETINGS = Path("speech", "meetings")


def run(data: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:
    """Measures every set that the folder holds.

    Raises StoryreelError if it holds none, and for cross-validation, as nothing here is trained.
    """
    if cross_validate:
        raise StoryreelError("nothing in the suite 'identity' is trained: leave --cross-validate out")
    parts = {
        "pairs of photographs (faces/NAME_pairs.csv, faces/NAME/master.csv)": recognition.measure_pairs(
            data / "faces", on_progress
        ),
        "photographs by person (faces/NAME/PERSON)": recognition.measure_albums(data / "faces", on_progress),
        "films with labelled faces (clips/NAME and NAME_faces.csv)": people.measure_films(
            data / "clips", on_progress
        ),
        "meetings with speakers (speech/meetings)": _measure_meetings(data / MEETINGS, on_progress),
        "dialogue with names (text/meld_*.csv, story/NAME, clips)": _measure_names(data, on_progress),
    }
    if not any(part.rows for part in parts.values()):
        raise StoryreelError(f"{str(data)!r} holds none of {', '.join(parts)}")
    rows = [row for part in parts.values() for row in part.rows]
    return Measurement(rows, [*_missing(parts), *(note for part in parts.values() for note in part.notes)])


def _missing(parts: dict[str, Measurement]) -> Iterator[str]:
    for name, part in parts.items():
        if not part.rows:
            yield f"not measured, as there are none: {name}"


def _measure_meetings(folder: Path, on_progress: OnProgress) -> Measurement:
    if not any(folder.glob("*.rttm")):
        return Measurement([], [])
    on_progress(folder.name, 0, 1)
    rows = diarization.diarization_error(folder)
    on_progress(folder.name, 1, 1)
    return Measurement(rows, [])


def _measure_names(data: Path, on_progress: OnProgress) -> Measurement:
    on_progress("names", 0, 1)
    rows = naming.naming_rows(data)
    on_progress("names", 1, 1)
    return Measurement(rows, [])
