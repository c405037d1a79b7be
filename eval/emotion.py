"""The suite "emotion": voices, faces, words, whole films, with the heads as shipped, beside plain baselines.

Sets are looked for in DATA/speech, DATA/faces and DATA/text. A head tells nothing new about what it was
trained on: where a set has people that it never met only they are measured; where it has none a note says so.
With cross-validation the heads of voice and face are trained anew in folds.
"""

from pathlib import Path

from storyreel.errors import StoryreelError
from storyreel.eval import faces_felt, felt_in_films, voices_felt, words_felt
from storyreel.eval.agreement import OnProgress
from storyreel.eval.rows import Measurement
from storyreel.tools.models import head


def run(data: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:
    """Measures every set that the folder holds.

    Raises StoryreelError if it holds none.
    """
    parts = (
        voices_felt.measure(data, cross_validate, on_progress),
        faces_felt.measure(data / "faces", cross_validate, on_progress),
        words_felt.measure(data / "text", on_progress),
        felt_in_films.measure(data, head.seen_by_any(), on_progress),
    )
    if not any(part.rows for part in parts):
        raise StoryreelError(
            f"{str(data)!r} holds none of speech/ravdess, speech/emodb, faces/expressions/ck48, "
            "text/meld_*.csv, text/goemotions_ekman_*.tsv"
        )
    return Measurement(
        [row for part in parts for row in part.rows], [note for part in parts for note in part.notes]
    )
