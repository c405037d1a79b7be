"""Voice turns: where somebody speaks, cut where the voice changes, each with what it is known again by."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from storyreel.memory.records import Span, Utterance, VoiceTurn
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.models import ge2e, overlap, speaker, whisper
from storyreel.tools.models.overlap import Head
from storyreel.tools.models.speaker import SpeakerEncoder, Vectors
from storyreel.tools.scene import REEL_S, SAMPLE_RATE_HZ, Samples, Scene
from storyreel.tools.voice_activity import activity
from storyreel.tools.voice_changes import NOBODY, Followed, told_apart

SAME_VOICE = {"ge2e-resemblyzer-v1": 0.22}
"""Cosine similarity of centres from which two groups of steps are one voice, by encoder, after taking off
most of what all have in common. Chosen both for conversations mixed of RAVDESS and EmoDB and for excerpts of
meetings."""
UNMEASURED = 0.22
"""For other encoders; what voices have in common is taken off, which differs most between encoders."""
REACH_S = 1.0
"""Sound heard beyond a reel's borders, to tell whether speech runs over them."""
STEP_S = 0.25
"""How finely the voice is followed…"""
WINDOW_S = 1.2
"""…by hearing so much around each step."""
SHORTEST_S = 0.4
"""A turn shorter than this says too little of the voice, and a line's border cuts no shorter piece off."""


class VoiceTurnsArgs(Args):
    """Which model knows voices."""

    encoder: speaker.Backend = Field(default="ge2e", description="Model that knows voices")


@dataclass(frozen=True)
class Step:
    """A short piece of speech, and the longer one around it that its voice is heard in."""

    span: Span
    around: Span


def find_turns(scene: Scene, args: VoiceTurnsArgs, head: Head | None = None) -> Result[VoiceTurn]:
    """Turns of a reel, in order of time; `head` hears how many speak, in place of the shipped one."""
    if not scene.film.has_sound:
        return Result[VoiceTurn](notes=("no sound: voices were not heard",))
    gaps = tuple(gap_note("sound", gap) for gap in scene.sound_gaps(scene.span))
    sound = _Sound.around(scene)
    active = activity(sound.samples, head or overlap.shipped())
    regions = [sound.in_film(stretch) for stretch in active.speech]
    steps = [step for region in regions for step in _steps(region, scene.span)]
    if not steps:
        return Result[VoiceTurn](notes=gaps)
    together = active.together(np.array([step.span.middle_s for step in steps]) - sound.span.start_s)
    turns = tuple(_turns(scene, sound, steps, together, speaker.encoder(args.encoder)))
    return Result[VoiceTurn](findings=turns, notes=gaps)


@dataclass(frozen=True)
class _Sound:
    """A reel's sound and a little around it."""

    span: Span
    samples: Samples

    @classmethod
    def around(cls, scene: Scene) -> "_Sound":
        start_s = max(0.0, scene.span.start_s - REACH_S)
        end_s = max(start_s, min(scene.film.duration_s, scene.span.end_s + REACH_S))
        span = Span(start_s=start_s, end_s=end_s)
        return cls(span, scene.load_sound(span))

    def part(self, span: Span) -> slice:
        """Where a piece of film time lies among the samples."""
        first, last = (round((t - self.span.start_s) * SAMPLE_RATE_HZ) for t in (span.start_s, span.end_s))
        return slice(first, min(last, len(self.samples)))

    def in_film(self, stretch: Span) -> Span:
        """A stretch of the samples, in film time."""
        borders_s = (self.span.start_s + stretch.start_s, self.span.start_s + stretch.end_s)
        start_s, end_s = (min(border_s, self.span.end_s) for border_s in borders_s)
        return Span(start_s=start_s, end_s=end_s)


def _steps(region: Span, reel: Span) -> Iterator[Step]:
    """Cuts the part of a region that lies in the reel into steps of one length, near `STEP_S`."""
    start_s, end_s = max(region.start_s, reel.start_s), min(region.end_s, reel.end_s)
    if end_s - start_s < STEP_S / 2:
        return
    borders = np.linspace(start_s, end_s, max(1, round((end_s - start_s) / STEP_S)) + 1)
    for step in (Span(start_s=a, end_s=b) for a, b in pairwise(borders.tolist())):
        first_s = max(region.start_s, min(step.middle_s - WINDOW_S / 2, region.end_s - WINDOW_S))
        yield Step(step, Span(start_s=first_s, end_s=min(region.end_s, first_s + WINDOW_S)))


def _turns(
    scene: Scene,
    sound: _Sound,
    steps: Sequence[Step],
    together: NDArray[np.bool_],
    encoder: SpeakerEncoder,
) -> Iterator[VoiceTurn]:
    vectors = encoder.embed_pieces(sound.samples, [sound.part(step.around) for step in steps])
    heard = told_apart(vectors, SAME_VOICE.get(encoder.name, UNMEASURED), ~together)
    beginnings, reel = _beginnings(scene), int(scene.span.start_s // REEL_S)
    pieces = [part for whole in _pieces(steps, heard, together) for part in whole.by_lines(steps, beginnings)]
    for number, piece in enumerate(sorted(pieces, key=lambda piece: piece.steps[0]), start=1):
        yield VoiceTurn(
            span=piece.span(steps),
            turn_id=f"v{reel}.{number}",
            voice=piece.voice,
            overlapped=piece.overlapped,
            **({} if piece.overlapped else _known_by(piece.span(steps), vectors[piece.steps], encoder.name)),
        )


@dataclass(frozen=True)
class _Piece:
    """Steps, by number, in which one voice speaks without a pause."""

    steps: list[int]
    voice: int
    overlapped: bool

    def by_lines(self, steps: Sequence[Step], beginnings: Sequence[float]) -> "Iterator[_Piece]":
        """Its parts, cut where lines begin, unless near its ends."""
        span = self.span(steps)
        inside = [t for t in beginnings if span.start_s + SHORTEST_S <= t <= span.end_s - SHORTEST_S]
        for _, part in groupby(self.steps, key=lambda k: bisect(inside, steps[k].span.middle_s)):
            yield replace(self, steps=list(part))

    def span(self, steps: Sequence[Step]) -> Span:
        """From its first step to its last."""
        return Span(start_s=steps[self.steps[0]].span.start_s, end_s=steps[self.steps[-1]].span.end_s)


def _pieces(steps: Sequence[Step], heard: Followed, together: NDArray[np.bool_]) -> Iterator[_Piece]:
    """All that the first voices say, then what second ones say at the same time."""
    first = list(zip(heard.voices.tolist(), together.tolist(), strict=True))
    for run in _runs(range(len(steps)), steps, first):
        yield _Piece(run, *first[run[0]])
    both = np.flatnonzero(together & (heard.others != NOBODY)).tolist()
    second = heard.others.tolist()
    for run in _runs(both, steps, second):
        yield _Piece(run, second[run[0]], overlapped=True)


def _runs(numbers: Iterable[int], steps: Sequence[Step], heard: Sequence[object]) -> Iterator[list[int]]:
    """The numbers of steps, parted where something else is heard and where the next step does not touch."""
    run: list[int] = []
    for k in numbers:
        if run and (heard[k] != heard[run[-1]] or steps[run[-1]].span.end_s != steps[k].span.start_s):
            yield run
            run = []
        run.append(k)
    if run:
        yield run


def _beginnings(scene: Scene) -> list[float]:
    """When subtitled lines begin, in order: whoever speaks may change there unheard."""
    lines = [line for line in scene.find(Utterance) if line.source == "subtitles" and line.manner == "speech"]
    return sorted(line.span.start_s for line in lines)


def _known_by(span: Span, vectors: Vectors, model: str) -> dict[str, Any]:
    """The fields that say what a turn is known again by: none where it is too short."""
    if span.duration_s < SHORTEST_S:
        return {}
    mean = vectors.mean(axis=0)
    return {"embedding": mean / np.linalg.norm(mean), "embedding_model": model}


TOOL = PerceptionTool(
    name="voice_turns",
    version="3",
    description="Where somebody speaks, cut where the voice changes.",
    run=find_turns,
    result=Result[VoiceTurn],
    args=VoiceTurnsArgs,
    needs=("dialogue",),
    weights=(ge2e.ENTRY, whisper.ENTRY),
)
