"""Which events a story must tell: those where it turns, by a learnt head, and then some of each part."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from storyreel.agent.plot import PlotEvent, spoken_share
from storyreel.agent.scenes import SceneFacts
from storyreel.tools.models import turning_points
from storyreel.tools.models.story_signals import Beat
from storyreel.tools.models.turning_points import TURNING_POINTS

_TURNING = 0.3
"""How much more an event weighs in the scene where the story most surely turns."""
_REACHED = 0.5
"""Of a turning point's highest chance: how near to it an event must be to stand for it."""


def beats_of(scenes: Sequence[SceneFacts], duration_s: float) -> list[Beat]:
    """What scenes tell of the story's course; what follows them up to the film's end is one silent scene."""
    beats = [_beat(scene) for scene in scenes]
    rest_s = duration_s - scenes[-1].span.end_s if scenes else 0.0
    return [*beats, Beat("", rest_s, 0.0, frozenset())] if rest_s > 0 else beats


def _beat(scene: SceneFacts) -> Beat:
    speakers = {line.first.character_id or line.first.utterance.speaker for line in scene.lines}
    return Beat(
        words=" ".join(line.words for line in scene.lines),
        length=scene.span.duration_s,
        talk=spoken_share(scene),
        people=frozenset({*scene.people, *(one for one in speakers if one)}),
    )


def with_turning_points(
    events: Sequence[PlotEvent], scenes: Sequence[SceneFacts], duration_s: float
) -> list[PlotEvent]:
    """The events with how near each scene is to each turning point, and weighing the more for it."""
    chances = turning_points.load().chances(beats_of(scenes, duration_s))
    near = chances / chances.max(axis=1, keepdims=True) if scenes else chances
    found = []
    for event in events:
        turning = tuple(near[:, event.scene].tolist())
        found.append(replace(event, weight=event.weight * (1 + _TURNING * max(turning)), turning=turning))
    return found


def key_events(events: Sequence[PlotEvent], count: int, duration_s: float) -> list[PlotEvent]:
    """So many at most: the best event at each turning point, then the best of stretches that have none.

    Takes events as `with_turning_points` gives them.
    """
    if duration_s <= 0 or not events:
        return []
    chosen = _at_turning_points(events) if count > len(TURNING_POINTS) else []
    more = sorted(_of_other_stretches(events, chosen, count, duration_s), key=_weight, reverse=True)
    return sorted([*chosen, *more[: count - len(chosen)]], key=lambda event: event.start_s)


def _of_other_stretches(
    events: Sequence[PlotEvent], chosen: Sequence[PlotEvent], count: int, duration_s: float
) -> list[PlotEvent]:
    """The best event of each of so many equal stretches of the film that has no chosen one."""
    stretches: dict[int, list[PlotEvent]] = {}
    for event in events:
        stretches.setdefault(min(count - 1, int(event.start_s / duration_s * count)), []).append(event)
    found: list[PlotEvent] = []
    for stretch in stretches.values():
        if not any(event in chosen for event in stretch):
            found += _best(stretch, [*chosen, *found], _weight)
    return found


def _at_turning_points(events: Sequence[PlotEvent]) -> list[PlotEvent]:
    """For each turning point that is reached the event that weighs most so near to it, in order of time."""
    chosen: list[PlotEvent] = []
    for point in range(len(TURNING_POINTS)):
        later = [event for event in events if not chosen or event.start_s > chosen[-1].start_s]
        near = [event for event in later if event.turning[point] >= _REACHED]
        chosen += _best(near, chosen, partial(_weight_at, point))
    return chosen


def _weight(event: PlotEvent) -> float:
    return event.weight


def _weight_at(point: int, event: PlotEvent) -> float:
    return event.weight * event.turning[point]


def _best(
    events: Sequence[PlotEvent], told: Sequence[PlotEvent], weight: Callable[[PlotEvent], float]
) -> list[PlotEvent]:
    """The weightiest event that is not told already."""
    fresh = [event for event in events if not any(_same(event, other) for other in told)]
    return [max(fresh, key=weight)] if fresh else []


def _same(event: PlotEvent, other: PlotEvent) -> bool:
    one, two = event.items[0], other.items[0]
    return (one.kind, one.people, one.text, one.emotion) == (two.kind, two.people, two.text, two.emotion)
