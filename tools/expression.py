"""Expression: what each followed face shows, stretch by stretch, and how well it could be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EMOTIONS, EmotionReading, FaceLook, FaceTrack, Span, Talking
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import face_space, fer, head
from storyreel.tools.models.pose import turned_deg
from storyreel.tools.scene import Frame, Scene

HEAD = "expression"
NETWORK_TEMPERATURE = 1.3
"""Softens the network's own logits, which the head corrects: least negative log likelihood on CK+."""
FILM_TEMPERATURE = 1.57
"""Softens the head's answers, which are as sure as CK+'s posed, frontal faces allow: back to the certainty of
the network on LFW, to which the head was held."""
CLEAR, DIM = 0.45, 0.2
"""Quality of a look from which a face is seen as well as it may be, and up to which it is not read at all."""
FACING_DEG, AWAY_DEG = 30.0, 70.0
"""A head turned farther than the first is read with less weight, and with none beyond the second: the head
learnt from faces of which 95 in 100 are turned by less than 40 degrees."""
FAMILIAR, STRANGE = 1.15, 1.6
"""Strangeness up to which a face counts in full, and from which not at all. Nine of ten faces that the head
learnt from are less strange than the first; of spoiled CK+ faces stranger than 1.2, three in ten are misread,
of the others one in nine."""
SPEECH = 0.6
"""Share of its weight that a face loses while its mouth speaks, which opens and rounds it."""
EVIDENCE_S = 0.5
"""How far apart two looks tell two things and not one twice."""
FLOOR = 0.15
"""No look speaks against an expression more than this, an even chance: it may be a blink or a syllable."""
CHANGE = 0.8
"""What a change of expression costs, in nats of evidence: a glimpse that is not worth it goes to the
expression around it. On little films of CK+ faces up to 2.5 do a little better, but more than 1 misses a
fright that is half tears."""
PEAK_S = 0.6
"""Reach, to either side, of the mean in which an expression is strongest."""
UNSEEN_S = 1.2
"""A stretch ends where nothing is seen of a face for longer than this."""
IN_BOX = np.array([[0.26, 0.38], [0.74, 0.38], [0.5, 0.58], [0.32, 0.76], [0.68, 0.76]])
"""Where landmarks lie in the detector's box if they were not kept: medians over upright faces of CK+."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """A track read look by look."""

    times_s: Matrix
    """Shape (n,)."""
    probabilities: Matrix
    """Shape (n, 7), in the order of EMOTIONS."""
    weights: Matrix
    """Shape (n,), above 0 to 1: how well the expression could be perceived."""

    def part(self, first: int, end: int) -> "Moments":
        """The looks of a half-open range."""
        return Moments(self.times_s[first:end], self.probabilities[first:end], self.weights[first:end])


def read_expressions(scene: Scene, _args: Args) -> Result[EmotionReading]:
    """One reading for each stretch of a track that keeps its expression, in order of time."""
    speech = {talking.about: talking for talking in scene.find(Talking)}
    readings = [
        reading
        for track in scene.find(FaceTrack)
        for reading in readings_of(track, moments_of(track, scene.pictures.looks, speech.get(track.track_id)))
    ]
    readings.sort(key=lambda reading: (reading.span.start_s, reading.about))
    return Result[EmotionReading](findings=tuple(readings))


def moments_of(
    track: FaceTrack, frames: Sequence[Frame], talking: Talking | None = None, reader: head.Head | None = None
) -> Moments:
    """Reads the face in every look that the track spans, its landmarks interpolated between sightings.

    Looks at a face that is too poor, too strange or turned away are left out. `reader` stands in for the head
    that ships.
    """
    seen = [frame for frame in frames if track.looks[0].time_s <= frame.time_s <= track.looks[-1].time_s]
    landmarks, quality = _followed(track.looks, [frame.time_s for frame in seen])
    clear = np.flatnonzero(quality > DIM)
    features = fer.describe([fer.crop(seen[k].pixels, landmarks[k]) for k in clear])
    size_px = np.array([seen[k].pixels.shape[1::-1] for k in clear]).reshape(-1, 1, 2)
    times_s = np.array([seen[k].time_s for k in clear])
    speaks = np.array([_chance(talking, time_s) for time_s in times_s])
    weights = _weights(quality[clear], landmarks[clear] * size_px, features, speaks)
    read = weights > 0
    found = for_films((reader or head.load(HEAD)).probabilities(features[read]))
    return Moments(times_s[read], found, weights[read])


def _weights(quality: Matrix, landmarks_px: Matrix, features: head.Array, speaks: Matrix) -> Matrix:
    """How much each look counts, shape (n,): less if the face is unclear, turned away, strange or talks."""
    clear = _falling(-quality, -CLEAR, -DIM)
    facing = _falling(turned_deg(landmarks_px), FACING_DEG, AWAY_DEG)
    familiar = _falling(face_space.load().strangeness(features[:, len(EMOTIONS) :]), FAMILIAR, STRANGE)
    weights: Matrix = clear * facing * familiar * (1 - SPEECH * speaks)
    return weights


def _falling(values: NDArray[np.floating], full: float, none: float) -> Matrix:
    """1 up to a value, 0 from another on, even between; shape (n,)."""
    return np.asarray(np.clip((none - values) / (none - full), 0, 1), np.float64)


def _chance(talking: Talking | None, time_s: float) -> float:
    """How likely the mouth speaks at a moment; 0 where nothing tells."""
    heard = talking.during(Span(start_s=time_s, end_s=time_s)) if talking else []
    return heard[0] if heard else 0.0


def _followed(looks: Sequence[FaceLook], times_s: Sequence[float]) -> tuple[NDArray[np.float32], Matrix]:
    """Landmarks, shape (n, 5, 2), and qualities at the given times, linear between the looks."""
    known_s = [look.time_s for look in looks]
    rows = np.array([[*np.ravel(_landmarks(look)), look.quality] for look in looks])
    at = np.stack([np.interp(times_s, known_s, column) for column in rows.T], axis=1)
    return at[:, :-1].reshape(-1, 5, 2).astype(np.float32), at[:, -1]


def _landmarks(look: FaceLook) -> Matrix:
    """Shape (5, 2), in fractions of the picture."""
    if look.landmarks is not None:
        return np.array(look.landmarks)
    box = look.box
    return np.asarray(np.array([box.x, box.y]) + IN_BOX * np.array([box.width, box.height]))


def for_films(probabilities: head.Array) -> Matrix:
    """The head's answers as sure as they may be outside a studio; shape (n, 7)."""
    logits = np.log(np.maximum(probabilities, 1e-7)) / FILM_TEMPERATURE
    return head.softmax(logits).astype(np.float64)


def readings_of(track: FaceTrack, moments: Moments) -> Iterator[EmotionReading]:
    """A track's stretches of one expression, in order of time."""
    for span, seen in _while_seen(track, moments):
        edges = _changes(seen)
        borders_s = [(seen.times_s[k - 1] + seen.times_s[k]) / 2 for k in edges[1:-1]]
        spans = pairwise([span.start_s, *borders_s, span.end_s])
        for (start_s, end_s), (first, end) in zip(spans, pairwise(edges), strict=True):
            yield _reading(track, Span(start_s=start_s, end_s=end_s), seen.part(first, end))


def _while_seen(track: FaceTrack, moments: Moments) -> Iterator[tuple[Span, Moments]]:
    """Looks parted where nothing is read for long, each part with its span."""
    times_s = moments.times_s
    breaks = np.flatnonzero(np.diff(times_s) > UNSEEN_S) + 1
    for first, end in pairwise([0, *breaks.tolist(), len(times_s)] if len(times_s) else []):
        opens, closes = times_s[first] - track.span.start_s, track.span.end_s - times_s[end - 1]
        start_s = track.span.start_s if opens <= UNSEEN_S else float(times_s[first])
        end_s = track.span.end_s if closes <= UNSEEN_S else float(times_s[end - 1])
        yield Span(start_s=start_s, end_s=end_s), moments.part(first, end)


def _changes(moments: Moments) -> list[int]:
    """Indices where stretches of one expression begin, and the end: Viterbi's likeliest path.

    A look's evidence counts by its weight and by how much is new in it; any change costs the same.
    """
    step_s = float(np.median(np.diff(moments.times_s))) if len(moments.times_s) > 1 else EVIDENCE_S
    shares = moments.weights * min(1.0, step_s / EVIDENCE_S)
    evidence = np.log(np.maximum(moments.probabilities, FLOOR)) * shares[:, np.newaxis]
    scores, steps = evidence[0], []
    for row in evidence[1:]:
        stays = scores >= scores.max() - CHANGE
        steps.append(np.where(stays, np.arange(len(EMOTIONS)), scores.argmax()))
        scores = np.maximum(scores, scores.max() - CHANGE) + row
    path = [int(scores.argmax())]
    for step in reversed(steps):
        path.append(int(step[path[-1]]))
    path.reverse()
    return [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]


def _reading(track: FaceTrack, span: Span, moments: Moments) -> EmotionReading:
    """The mean of a stretch by the weight of its looks."""
    mean = np.average(moments.probabilities, axis=0, weights=moments.weights)
    return EmotionReading(
        span=span,
        about=track.track_id,
        modality="face",
        probabilities=dict(zip(EMOTIONS, (mean / mean.sum()).tolist(), strict=True)),
        weight=float(moments.weights.mean()),
        peak_s=_peak_s(moments, int(mean.argmax())),
    )


def _peak_s(moments: Moments, emotion: int) -> float:
    """When an emotion is strongest, its looks' neighbours counted in."""
    near = np.abs(moments.times_s[:, np.newaxis] - moments.times_s) <= PEAK_S
    shares = near * moments.weights
    strength = shares @ moments.probabilities[:, emotion] / shares.sum(axis=1)
    return float(moments.times_s[strength.argmax()])


TOOL = PerceptionTool(
    name="expression",
    version="3",
    description="Reads the emotion that each face shows, when it changes and how well it can be seen.",
    run=read_expressions,
    result=Result[EmotionReading],
    needs=("faces", "talking"),
    weights=(fer.ENTRY,),
)
