"""Voice turns: where somebody speaks, cut where the voice changes, each with what it is known again by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from storyreel.memory.records import Span, VoiceTurn
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import ge2e, speaker, whisper
from storyreel.tools.models.speaker import SpeakerEncoder, Vectors
from storyreel.tools.scene import REEL_S, SAMPLE_RATE_HZ, Samples, Scene

REACH_S = 1.0
"""Sound heard beyond a reel's borders, to tell whether speech runs over them."""
PAUSE_S = 0.3
PAD_S = 0.08
STEP_S = 0.25
"""How finely the voice is followed…"""
WINDOW_S = 1.2
"""…by listening to so much around each step."""
SAME_VOICE = {"ge2e-resemblyzer-v1": 0.66, "speechbrain-ecapa": 0.40}
STRENGTH = 12.0
CHANGE = 3.0
BRIEFEST_S = 0.1
"""Speech shorter than this is not looked at: a click, or what a border leaves over."""
SHORTEST_S = 0.4
"""A turn shorter than this says nothing of the voice."""

Labels = NDArray[np.intp]


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
    encoder = speaker.encoder(args.encoder)
    regions = _speech(scene)
    steps = [step for region in regions for step in _steps(region, scene.span)]
    if not steps:
        return Result[VoiceTurn]()
    sound = _Sound(scene)
    vectors = encoder.embed([sound.of(step.around) for step in steps])
    labels = followed(vectors, SAME_VOICE[encoder.name])
    spans = _runs(steps, labels)
    return Result[VoiceTurn](findings=tuple(_turns(spans, sound, encoder, scene)))


class _Sound:
    """A reel's sound and a little around it, in memory."""

    def __init__(self, scene: Scene) -> None:
        self.span = _reach(scene)
        self.samples = scene.load_sound(self.span)

    def of(self, span: Span) -> Samples:
        first, last = (round((t - self.span.start_s) * SAMPLE_RATE_HZ) for t in (span.start_s, span.end_s))
        return self.samples[max(0, first) : last]


def _reach(scene: Scene) -> Span:
    return Span(
        start_s=max(0.0, scene.span.start_s - REACH_S),
        end_s=max(scene.span.start_s, min(scene.film.duration_s, scene.span.end_s + REACH_S)),
    )


def _speech(scene: Scene) -> list[Span]:
    reach = _reach(scene)
    samples = scene.load_sound(reach)
    regions = whisper.speech_regions(samples, longest_s=2 * REEL_S, pause_s=PAUSE_S, pad_s=PAD_S)
    return [Span(start_s=reach.start_s + a, end_s=min(reach.start_s + b, reach.end_s)) for a, b in regions]


def _steps(region: Span, within: Span) -> Iterator[Step]:
    """Cuts the part of a region that lies in a span into steps of nearly equal length."""
    start_s, end_s = max(region.start_s, within.start_s), min(region.end_s, within.end_s)
    if end_s - start_s < BRIEFEST_S:
        return
    borders = np.linspace(start_s, end_s, max(1, round((end_s - start_s) / STEP_S)) + 1)
    for a, b in pairwise(borders.tolist()):
        middle = (a + b) / 2
        first = max(region.start_s, min(middle - WINDOW_S / 2, region.end_s - WINDOW_S))
        last = min(region.end_s, first + WINDOW_S)
        yield Step(Span(start_s=a, end_s=b), Span(start_s=first, end_s=last))


def followed(vectors: Vectors, same: float) -> Labels:
    """Which voice is heard at each step; shape (n,)."""
    labels = grouped(vectors, same)
    for _ in range(3):
        centres = np.stack([vectors[labels == k].mean(axis=0) for k in np.unique(labels)])
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        labels = _smoothest(STRENGTH * vectors @ centres.T)
    return labels


def grouped(vectors: Vectors, same: float) -> Labels:
    """Agglomerative clusters with average linkage of cosine similarity; shape (n,), from 0."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(vectors) < 2:
        return np.zeros(len(vectors), np.intp)
    tree = linkage(vectors, "average", "cosine")
    return np.asarray(fcluster(tree, 1 - same, "distance"), np.intp) - 1


def _smoothest(scores: NDArray[np.float32]) -> Labels:
    """Viterbi: the labels of the highest total score, less `CHANGE` for each change; (n, k) to (n,)."""
    best, back = scores[0], []
    for row in scores[1:]:
        leader = int(best.argmax())
        stay = best >= best[leader] - CHANGE
        back.append(np.where(stay, np.arange(len(best)), leader))
        best = np.where(stay, best, best[leader] - CHANGE) + row
    labels = [int(best.argmax())]
    for origin in reversed(back):
        labels.append(int(origin[labels[-1]]))
    return np.array(labels[::-1], np.intp)


def _runs(steps: Sequence[Step], labels: Labels) -> list[Span]:
    """Spans of one label each, without a pause."""
    runs: list[tuple[int, Span]] = []
    for step, label in zip(steps, labels.tolist(), strict=True):
        if runs and runs[-1][0] == label and runs[-1][1].end_s == step.span.start_s:
            runs[-1] = (label, Span(start_s=runs[-1][1].start_s, end_s=step.span.end_s))
        else:
            runs.append((label, step.span))
    return [span for _, span in runs]


def _turns(
    spans: Sequence[Span], sound: _Sound, encoder: SpeakerEncoder, scene: Scene
) -> Iterator[VoiceTurn]:
    reel = int(scene.span.start_s // REEL_S)
    known = [k for k, span in enumerate(spans) if span.duration_s >= SHORTEST_S]
    vectors = dict(zip(known, encoder.embed([sound.of(spans[k]) for k in known]), strict=True))
    for k, span in enumerate(spans):
        vector = vectors.get(k)
        yield VoiceTurn(
            span=span,
            turn_id=f"v{reel}.{k + 1}",
            embedding=None if vector is None else tuple(vector.tolist()),
            embedding_model=None if vector is None else encoder.name,
        )


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
