"""The suite "story": turning points in screenplays, and storylines that keep to their films.

Sets are looked for in DATA, DATA/NAME and DATA/story/NAME, laid out as TRIPOD is, in DATA/subtitles/films and
in DATA/clips. What is missing is left out, and said.
"""

from collections.abc import Callable
from pathlib import Path

from storyreel.agent.llm.model import GuardedChatModel
from storyreel.errors import StoryreelError
from storyreel.eval import storylines, turning_points
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement, Row


def run(data: Path, on_progress: OnProgress, model: GuardedChatModel | None = None) -> Measurement:
    """Measures what the folder holds; a served model's stories beside those of rules.

    Raises StoryreelError if that is nothing.
    """
    measures: tuple[Callable[[], Measurement], ...] = (
        lambda: turning_points.measure(data, on_progress),
        lambda: storylines.measure(data, on_progress, model),
    )
    rows: list[Row] = []
    notes: list[str] = []
    for measure in measures:
        try:
            measured = measure()
        except StoryreelError as error:
            notes.append(f"not measured: {error}")
        else:
            rows += measured.rows
            notes += measured.notes
    if not rows:
        raise StoryreelError("; ".join(notes))
    return Measurement(rows, notes)
