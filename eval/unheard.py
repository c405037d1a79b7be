"""How well voices are told apart in meetings that the head for overlaps has not heard.

For each recording of DATA/speech/meetings the head is trained anew, as the shipped one is, but without it and
without any recording that shares a speaker with it.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import typer

from storyreel.eval.diarization import Spoken, diarization_error, recordings_in
from storyreel.eval.rows import Row
from storyreel.eval.train.overlap import Moments, head_of, moments_of
from storyreel.tools.models.overlap import Head


def unheard_rows(data: Path) -> list[Row]:
    """Diarization error rates over the meetings of DATA."""
    folder = data / "speech" / "meetings"
    moments = moments_of(data, typer.echo)
    spoken = {path.stem: turns for path, turns in recordings_in(folder).items()}
    return diarization_error(folder, lambda name: _head_without(moments, _same_meeting(spoken, name)))


@cache
def _head_without(moments: Moments, names: frozenset[str]) -> Head:
    return head_of(moments.where(~np.isin(moments.recordings, sorted(names))))


def _same_meeting(spoken: dict[str, list[Spoken]], name: str) -> frozenset[str]:
    """The recording and those that share a speaker with it."""
    speakers = _speakers(spoken[name])
    return frozenset([name, *(other for other, turns in spoken.items() if speakers & _speakers(turns))])


def _speakers(turns: Sequence[Spoken]) -> set[str]:
    return {turn.speaker for turn in turns}


def main(data: Path) -> None:
    """Print how well the meetings in DATA fare with heads that have not heard them."""
    for row in unheard_rows(data):
        typer.echo(f"{row.set}: {row.metric} {row.value:.3f} of {row.n} s {row.beside}")


if __name__ == "__main__":
    typer.run(main)
