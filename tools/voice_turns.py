"""Voice turns: where somebody speaks, cut where the voice changes, each with what it is known again by."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from pydantic import Field

from storyreel.memory.records import Span, Utterance, VoiceTurn
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.models import ge2e, overlap, speaker, whisper
from storyreel.tools.models.speaker import Vectors
from storyreel.tools.scene import REEL_S, SAMPLE_RATE_HZ, Samples, Scene
from storyreel.tools.voice_changes import told_apart

SAME_VOICE = {"ge2e-resemblyzer-v1": 0.66, "speechbrain-ecapa": 0.35}
"""Mean cosine similarity of windows from which two groups of them are one voice, by encoder. GE2E's was
chosen on conversations mixed of calm and of acted speech (EmoDB, RAVDESS): the calm are best told apart at
0.66, the acted at 0.63. ECAPA's is a guess."""
REACH_S = 1.0
"""Sound heard beyond a reel's borders, to tell whether speech runs over them."""
PAUSE_S = 0.3
"""Silence at least this long parts two turns."""
PAD_S = 0.08
"""Added to speech at both ends: the detector hears it begin late and end early."""
BRIEFEST_S = 0.3
"""What is taken for speech no longer than this, with what is added, is as often a note or a noise."""
STEP_S = 0.25
"""How finely the voice is followed…"""
WINDOW_S = 1.2
"""…by hearing so much around each step."""
TOGETHER = 0.65
"""Logit, mean of three steps, from which two voices are said to speak at once. On mixed conversations, of
which 2% is overlapped, that marks a fifth of it, and half of the marks are right."""
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
    encoder = speaker.encoder(args.encoder)
    vectors = encoder.embed([sound.of(step.around) for step in steps])
    turns = tuple(_turns(scene, steps, vectors, encoder.name))
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
        longest_s = self.span.duration_s + 1
        for start_s, end_s in whisper.speech_regions(self.samples, longest_s, PAUSE_S, PAD_S):
            last_s = min(self.span.start_s + end_s, self.span.end_s)
            yield Span(start_s=min(self.span.start_s + start_s, last_s), end_s=last_s)


def _steps(region: Span, reel: Span) -> Iterator[Step]:
    """Cuts the part of a region that lies in the reel into steps of one length, near `STEP_S`."""
    start_s, end_s = max(region.start_s, reel.start_s), min(region.end_s, reel.end_s)
    if region.duration_s < BRIEFEST_S or end_s - start_s < STEP_S / 2:
        return
    borders = np.linspace(start_s, end_s, max(1, round((end_s - start_s) / STEP_S)) + 1)
    for step in (Span(start_s=a, end_s=b) for a, b in pairwise(borders.tolist())):
        first_s = max(region.start_s, min(step.middle_s - WINDOW_S / 2, region.end_s - WINDOW_S))
        yield Step(step, Span(start_s=first_s, end_s=min(region.end_s, first_s + WINDOW_S)))


def _turns(scene: Scene, steps: Sequence[Step], vectors: Vectors, model: str) -> Iterator[VoiceTurn]:
    voices = told_apart(vectors, SAME_VOICE[model]).tolist()
    heard = list(zip(voices, _together(vectors, model), strict=True))
    reel = int(scene.span.start_s // REEL_S)
    for number, run in enumerate(_runs(steps, heard, _beginnings(scene)), start=1):
        voice, overlapped = heard[run[0]]
        span = Span(start_s=steps[run[0]].span.start_s, end_s=steps[run[-1]].span.end_s)
        known_by = _known_by(span, vectors[run], model)
        yield VoiceTurn(
            span=span, turn_id=f"v{reel}.{number}", voice=voice, overlapped=overlapped, **known_by
        )


def _together(vectors: Vectors, model: str) -> list[bool]:
    """Whether two voices speak at once, step by step; never where no head can read the encoder's vectors."""
    if model != overlap.ENCODER:
        return [False] * len(vectors)
    smooth = np.convolve(np.pad(overlap.logits(vectors), 1, "edge"), np.full(3, 1 / 3), "valid")
    return [bool(logit > TOGETHER) for logit in smooth]


def _runs(
    steps: Sequence[Step], heard: Sequence[tuple[int, bool]], beginnings: Sequence[float]
) -> Iterator[list[int]]:
    """Steps, by number, that make one turn: one voice, alone or not, no pause, no line that begins."""
    run = [0]
    for k, (before, after) in enumerate(pairwise(steps), start=1):
        if heard[k - 1] != heard[k] or before.span.end_s != after.span.start_s:
            yield from _by_lines(run, steps, beginnings)
            run = []
        run.append(k)
    yield from _by_lines(run, steps, beginnings)


def _by_lines(run: list[int], steps: Sequence[Step], beginnings: Sequence[float]) -> Iterator[list[int]]:
    first_s, last_s = steps[run[0]].span.start_s + SHORTEST_S, steps[run[-1]].span.end_s - SHORTEST_S
    inside = [time_s for time_s in beginnings if first_s <= time_s <= last_s]
    for _, part in groupby(run, key=lambda k: bisect(inside, steps[k].span.middle_s)):
        yield list(part)


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
    version="1",
    description="Where somebody speaks, cut where the voice changes.",
    run=find_turns,
    result=Result[VoiceTurn],
    args=VoiceTurnsArgs,
    needs=("dialogue",),
    weights=(ge2e.ENTRY,),
)
