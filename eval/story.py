"""The suite "story": turning points in screenplays, and storylines that keep to their films.

Sets are looked for in DATA, DATA/NAME and DATA/story/NAME, laid out as TRIPOD is, in DATA/subtitles/films and
in DATA/clips. What is missing is left out, and said.
"""

from pathlib import Path

from storyreel.errors import StoryreelError
from storyreel.eval import storylines, turning_points
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement, Row


def run(data: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:
    """Measures what the folder holds.

    Raises StoryreelError if that is nothing, and for cross-validation: test films are no training films.
    """
    if cross_validate:
        raise StoryreelError(
            "the suite 'story' measures films that nothing was trained on: leave --cross-validate out; "
            "`python -m storyreel.eval.train events` tells figures of training films held out"
        )
    rows: list[Row] = []
    notes: list[str] = []
    for measure in (turning_points.measure, storylines.measure):
        try:
            measured = measure(data, on_progress)
        except StoryreelError as error:
            notes.append(f"not measured: {error}")
        else:
            rows += measured.rows
            notes += measured.notes
    if not rows:
        raise StoryreelError("; ".join(notes))
    return Measurement(rows, notes)
