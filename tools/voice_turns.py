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
from storyreel.tools.models.speaker import SpeakerEncoder, Vectors
from storyreel.tools.scene import REEL_S, SAMPLE_RATE_HZ, Samples, Scene
from storyreel.tools.voice_changes import NOBODY, Followed, told_apart

SAME_VOICE = {"ge2e-resemblyzer-v1": 0.06}
"""Mean cosine similarity of windows from which two groups of them are one voice, by encoder, after taking off
most of what all have in common. Best of a grid both for conversations mixed of RAVDESS and EmoDB and for
excerpts of meetings."""
UNMEASURED = 0.06
"""For other encoders; what voices have in common is taken off, which differs most between encoders."""
REACH_S = 1.0
"""Sound heard beyond a reel's borders, to tell whether speech runs over them."""
LEAST_CHANCE = 0.35
"""How likely speech must be: far from the microphone Silero is less sure than its own 0.5…"""
PAUSE_S = 0.5
"""…silence at least this long parts two turns…"""
PAD_S = 0.2
"""…and so much is added to speech at both ends, which are quieter. On excerpts of meetings that misses 8% of
the speech and invents 1%; with Silero's own limit, 0.3 s and 0.08 s, 15% and 0.3%."""
SURE_S = 0.2
"""So much of a stretch must be surely speech, by Silero's own limit: else it is as often a noise."""
STEP_S = 0.25
"""How finely the voice is followed…"""
WINDOW_S = 1.2
"""…by hearing so much around each step."""
TOGETHER = -1.5
"""Logit, mean of three steps, from which several are said to speak at once. Meetings sound less like it than
what the head has learnt; from -0.5 to -2.5 their diarization error is the same within 0.01."""
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


def find_turns(scene: Scene, args: VoiceTurnsArgs) -> Result[VoiceTurn]:
    """Turns of a reel, in order of time."""
    if not scene.film.has_sound:
        return Result[VoiceTurn](notes=("no sound: voices were not heard",))
    gaps = tuple(gap_note("sound", gap) for gap in scene.sound_gaps(scene.span))
    sound = _Sound.around(scene)
    steps = [step for region in sound.speech() for step in _steps(region, scene.span)]
    if not steps:
        return Result[VoiceTurn](notes=gaps)
    turns = tuple(_turns(scene, sound, steps, speaker.encoder(args.encoder)))
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

    def of(self, span: Span) -> Samples:
        """A piece of it."""
        first, last = (round((t - self.span.start_s) * SAMPLE_RATE_HZ) for t in (span.start_s, span.end_s))
        return self.samples[first:last]

    def speech(self) -> Iterator[Span]:
        """Where somebody speaks, in order and apart."""
        sure = self._likely(whisper.LEAST_CHANCE, pad_s=0.0)
        for region in self._likely(LEAST_CHANCE, PAD_S):
            if sum(region.overlap_s(one) for one in sure) >= SURE_S:
                yield region

    def _likely(self, least_chance: float, pad_s: float) -> list[Span]:
        longest_s = self.span.duration_s + 1
        regions = whisper.speech_regions(self.samples, longest_s, PAUSE_S, pad_s, least_chance)
        ends = (min(self.span.start_s + end_s, self.span.end_s) for _, end_s in regions)
        return [
            Span(start_s=min(self.span.start_s + start_s, last_s), end_s=last_s)
            for (start_s, _), last_s in zip(regions, ends, strict=True)
        ]


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
    scene: Scene, sound: _Sound, steps: Sequence[Step], encoder: SpeakerEncoder
) -> Iterator[VoiceTurn]:
    vectors = encoder.embed([sound.of(step.around) for step in steps])
    together = _together(sound, steps)
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


def _together(sound: _Sound, steps: Sequence[Step]) -> NDArray[np.bool_]:
    """Whether several speak at once, step by step; shape (n,)."""
    speech = Span(start_s=steps[0].span.start_s, end_s=steps[-1].span.end_s)
    logits = overlap.logits(sound.of(speech), [step.span.middle_s - speech.start_s for step in steps])
    smooth = np.convolve(np.pad(logits, 1, "edge"), np.full(3, 1 / 3), "valid")
    return np.asarray(smooth > TOGETHER)


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
    version="2",
    description="Where somebody speaks, cut where the voice changes.",
    run=find_turns,
    result=Result[VoiceTurn],
    args=VoiceTurnsArgs,
    needs=("dialogue",),
    weights=(ge2e.ENTRY, whisper.ENTRY),
)
