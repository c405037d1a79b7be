"""Segments: groups of shots that belong together, between pauses in the talk and changes of the picture."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from storyreel.memory.records import Segment, Shot, Span, Utterance
from storyreel.memory.shots import join_continued
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import REEL_S, Scene

SHORTEST_S, USUAL_S, LONGEST_S = 10.0, 20.0, 60.0
CONTEXT_S = 15.0
"""How far around a cut pictures are compared: further than one shot, so that a talk seen from two sides
stays whole."""
PAUSE_S = 4.0
"""A silence that surely parts two conversations."""
LINGER_S = 0.5
"""Subtitles stay so long after the last word, and films are often cut then."""


@dataclass(frozen=True)
class _Border:
    """A moment at which a segment may end, and how much speaks for it."""

    time_s: float
    worth: float


def find_segments(scene: Scene, _args: Args) -> Result[Segment]:
    """Segments that cover the film without gaps, each 10 to 60 s long where the film allows."""
    duration_s = scene.film.duration_s
    shots = join_continued(scene.find(Shot))
    talk = [line for line in scene.find(Utterance) if line.manner == "speech"]
    inner = _candidates(shots, talk, duration_s)
    borders = _best_borders([_Border(0.0, 0.0), *inner, _Border(duration_s, 0.0)])
    spans = (Span(start_s=a, end_s=b) for a, b in pairwise(borders))
    return Result[Segment](findings=tuple(Segment(span=span, index=k) for k, span in enumerate(spans)))


def _candidates(shots: Sequence[Shot], talk: Sequence[Utterance], duration_s: float) -> list[_Border]:
    """Every cut, every pause in the talk, and, for want of both, the grid of reels; in order of time.

    Where there is a picture, a pause without a cut is as poor a border as the grid.
    """
    pauses = _pauses(talk)
    uncut = -1.0 if shots else 0.0
    worth = {k * REEL_S: -1.0 for k in range(1, int(duration_s // REEL_S) + 1)}
    worth |= {pause.end_s: uncut + _worth_of_pause(pause.end_s, pauses) for pause in pauses}
    for before, shot in pairwise(shots):
        change = _worth_of_change(before, shot, shots)
        worth[shot.span.start_s] = 0.5 + _worth_of_pause(shot.span.start_s, pauses) + change
    return [_Border(time_s, worth[time_s]) for time_s in sorted(worth) if 0 < time_s < duration_s]


def _pauses(talk: Sequence[Utterance]) -> list[Span]:
    """Silences between lines, in order of time."""
    pauses, spoken_s = [], 0.0
    for line in talk:
        if line.span.start_s > spoken_s:
            pauses.append(Span(start_s=spoken_s, end_s=line.span.start_s))
        spoken_s = max(spoken_s, line.span.end_s - min(LINGER_S, line.span.duration_s / 2))
    return [*pauses, Span(start_s=spoken_s, end_s=float(10**9))]


def _worth_of_pause(time_s: float, pauses: Sequence[Span]) -> float:
    """From 0 to 1 by the length of the silence around a moment; -1 while somebody speaks.

    In the midst of a long silence nothing pauses: 0.
    """
    at = bisect_left(pauses, time_s, key=lambda pause: pause.end_s)
    if at == len(pauses) or pauses[at].start_s > time_s:
        return -1.0
    if min(time_s - pauses[at].start_s, pauses[at].end_s - time_s) > PAUSE_S:
        return 0.0
    return min(pauses[at].duration_s, PAUSE_S) / PAUSE_S


def _worth_of_change(before: Shot, shot: Shot, shots: Sequence[Shot]) -> float:
    """From 0 to 2 by how much light, colour and motion change with a shot and stay changed."""
    time_s = shot.span.start_s
    context = (
        Span(start_s=max(0.0, time_s - CONTEXT_S), end_s=time_s),
        Span(start_s=time_s, end_s=time_s + CONTEXT_S),
    )
    change = min(_difference(shots, before.span, shot.span), _difference(shots, *context))
    return min(1.0, 3 * change) + (shot.opening in ("fade", "dissolve"))


def _difference(shots: Sequence[Shot], before: Span, after: Span) -> float:
    return sum(abs(a - b) for a, b in zip(_levels(shots, before), _levels(shots, after), strict=True))


def _levels(shots: Sequence[Shot], span: Span) -> tuple[float, float, float]:
    """Mean brightness, saturation and motion of what is shown in a span."""
    first = max(0, bisect_left(shots, span.start_s, key=lambda shot: shot.span.end_s))
    last = bisect_left(shots, span.end_s, key=lambda shot: shot.span.start_s)
    shares = [(shot, shot.span.overlap_s(span)) for shot in shots[first:last]]
    total_s = sum(share for _, share in shares) or 1.0
    return (
        sum(shot.brightness * share for shot, share in shares) / total_s,
        sum(shot.saturation * share for shot, share in shares) / total_s,
        sum(shot.motion * share for shot, share in shares) / total_s,
    )


def _best_borders(borders: Sequence[_Border]) -> list[float]:
    """The borders, first and last included, whose worth less the oddity of the lengths between is greatest.

    Dynamic programming over the borders in order: each is reached best from one not too far before it.
    """
    best, reached_from = [0.0], [0]
    for k in range(1, len(borders)):
        earlier = range(_reach(borders, k), k)
        gains = [best[j] - _oddity(borders[k].time_s - borders[j].time_s) for j in earlier]
        top = max(range(len(gains)), key=gains.__getitem__)
        best.append(gains[top] + borders[k].worth)
        reached_from.append(earlier[top])
    path = [len(borders) - 1]
    while path[-1]:
        path.append(reached_from[path[-1]])
    return [borders[k].time_s for k in reversed(path)]


def _reach(borders: Sequence[_Border], k: int) -> int:
    """The first border from which a segment may reach border `k`."""
    first = bisect_left(borders, borders[k].time_s - LONGEST_S, key=lambda border: border.time_s)
    return min(first, k - 1)


def _oddity(duration_s: float) -> float:
    """What a segment of this length costs: least around 20 s, much below 10 s.

    Of a film whose every moment is as good a border, pieces of 25 s cost the least.
    """
    return 0.5 + ((duration_s - USUAL_S) / USUAL_S) ** 2 + max(0.0, SHORTEST_S - duration_s)


TOOL = PerceptionTool(
    name="segments",
    version="3",
    description="The film in scene-like pieces of 10 to 60 seconds.",
    run=find_segments,
    result=Result[Segment],
    needs=("shots", "dialogue", "speech"),
    scope="film",
    depth="quick",
)
