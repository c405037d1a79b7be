"""The suite "identity": who is who by face, voice and name, with the models as shipped, beside plain ways.

Sets are looked for in DATA/faces (NAME_pairs.csv beside a folder NAME, or a folder with master.csv: pairs to
verify; a folder of one folder a person: photographs to cluster), in DATA/clips (films whose faces somebody
labelled; names in dialogue) and in DATA/speech/meetings. What is missing is left out, and said.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from storyreel.errors import StoryreelError
from storyreel.eval import diarization, naming, people, recognition, speaking
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement, Row

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
        "films with talking heads (clips)": _measure(speaking.speaking_rows, "speakers", data, on_progress),
        "dialogue with names (text/meld_*.csv, story/NAME, clips)": _measure(
            naming.naming_rows, "names", data, on_progress
        ),
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
    return _measure(diarization.diarization_error, folder.name, folder, on_progress)


def _measure(
    rows_of: Callable[[Path], list[Row]], name: str, data: Path, on_progress: OnProgress
) -> Measurement:
    on_progress(name, 0, 1)
    rows = rows_of(data)
    on_progress(name, 1, 1)
    return Measurement(rows, [])
