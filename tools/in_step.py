"""Subtitles brought in step with the sound where they clearly are not; the film is listened to in parts."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from storyreel.memory.records import Span
from storyreel.tools.media.cues import lines_of
from storyreel.tools.media.repair import Cue
from storyreel.tools.media.tempo import LEAST_LINES, Tempo, tempo
from storyreel.tools.models import whisper
from storyreel.tools.scene import Scene, reels_of

REELS = 10
"""So many are listened to, spread over the film: of five minutes of dialogue, whatever its noise, every tempo
that was tried was found. It takes about 2 s."""


def in_step(scene: Scene, cues: list[Cue]) -> tuple[list[Cue], list[str]]:
    """The cues when they are heard, and a note if that is not when their file says."""
    said = [line.span for cue in cues for line in lines_of(cue) if line.manner == "speech"]
    if not scene.film.has_sound or len(said) < LEAST_LINES:
        return cues, []
    listened = _spread(scene.film.span)
    found = tempo(said, [speech for part in listened for speech in _speech(scene, part)], listened)
    if found == Tempo():
        return cues, []
    moved = [replace(cue, span=found.of(cue.span)) for cue in cues]
    return [cue for cue in moved if cue.span.duration_s > 0], [_note(found)]


def _spread(film: Span) -> list[Span]:
    """Some of the film's reels, evenly apart."""
    reels = reels_of(film)
    places = np.unique(np.linspace(0, len(reels) - 1, REELS).round().astype(int)).tolist()
    return [Span(start_s=reels[place].start_s, end_s=min(reels[place].end_s, film.end_s)) for place in places]


def _speech(scene: Scene, part: Span) -> Sequence[Span]:
    regions = whisper.speech_regions(scene.load_sound(part))
    return [Span(start_s=part.start_s + start_s, end_s=part.start_s + end_s) for start_s, end_s in regions]


def _note(found: Tempo) -> str:
    return (
        "subtitles: out of step with the speech that is heard, so their times were multiplied by "
        f"{found.rate:.4f} and moved by {found.shift_s:+.1f} s"
    )
