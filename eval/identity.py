"""The suite "identity": who is who by face, voice and name, with the models as shipped, beside plain ways.

Sets are looked for in DATA/faces (NAME_pairs.csv beside a folder NAME, or a folder with master.csv: pairs to
verify; a folder of one folder a person: photographs to cluster), in DATA/clips (films whose faces somebody
labelled; names in dialogue) and in DATA/speech/meetings. What is missing is left out, and said.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from storyreel.errors import StoryreelError
from storyreel.eval import diarization, naming, people, recognition, speaking
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement, Row

MEETINGS = Path("speech", "meetings")


def run(data: Path, on_progress: OnProgress) -> Measurement:
    """Measures every set that the folder holds.

    Raises StoryreelError if it holds none.
    """
    faces, clips = data / "faces", data / "clips"
    measures: dict[str, Callable[[OnProgress], Measurement]] = {
        "pairs of photographs (faces/NAME_pairs.csv, faces/NAME/master.csv)": partial(
            recognition.measure_pairs, faces
        ),
        "photographs by person (faces/NAME/PERSON)": partial(recognition.measure_albums, faces),
        "films with labelled faces (clips/NAME and NAME_faces.csv)": partial(people.measure_films, clips),
        "meetings with speakers (speech/meetings)": partial(_measure_meetings, data / MEETINGS),
        "films with talking heads (clips)": partial(_measure, speaking.speaking_rows, "speakers", data),
        "dialogue with names (text/meld_*.csv, story/NAME, clips)": partial(
            _measure, naming.naming_rows, "names", data
        ),
    }
    parts = {name: _as_far_as_possible(measure, on_progress) for name, measure in measures.items()}
    rows = [row for part in parts.values() for row in part.rows]
    notes = [note for part in parts.values() for note in part.notes]
    if not rows:
        stopped = f" ({'; '.join(notes)})" if notes else ""
        raise StoryreelError(f"{str(data)!r} holds none of {', '.join(parts)}{stopped}")
    return Measurement(rows, [*_missing(parts), *notes])


def _as_far_as_possible(measure: Callable[[OnProgress], Measurement], on_progress: OnProgress) -> Measurement:
    """One set that cannot be measured keeps no other from it."""
    try:
        return measure(on_progress)
    except StoryreelError as error:
        return Measurement([], [f"stopped: {error}"])


def _missing(parts: dict[str, Measurement]) -> Iterator[str]:
    for name, part in parts.items():
        if not part.rows:
            yield f"not measured: {name}"


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
