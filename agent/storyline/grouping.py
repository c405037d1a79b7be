"""Segments joined into scenes that are worth a summary of their own."""

from collections.abc import Sequence

from storyreel.agent.scenes import SceneFacts

MOST_SCENES = 60
"""In a film: each costs a call or two of the language model."""
LEAST_S = 20.0
"""Less than this makes no scene."""
ACT_ENDS = (0.25, 0.5, 0.75)
"""Three acts, the middle one in two halves that the point of no return parts, as shares of the film."""


def act_of(time_s: float, duration_s: float) -> int:
    """The act a moment lies in, 0 to 3."""
    return sum(time_s >= end * duration_s for end in ACT_ENDS)


def grouped(scenes: Sequence[SceneFacts], duration_s: float) -> list[tuple[int, ...]]:
    """Places of segments that make one scene each, in order.

    A segment joins those before it where the same people go on, up to an even share of the film, or where
    either of them is too short; never across the border of two acts.
    """
    groups: list[tuple[int, ...]] = []
    most_s = max(2 * LEAST_S, duration_s / MOST_SCENES)
    for place in range(len(scenes)):
        if groups and _goes_on(scenes, groups[-1], place, most_s, duration_s):
            groups[-1] = (*groups[-1], place)
        else:
            groups.append((place,))
    return groups


def _goes_on(
    scenes: Sequence[SceneFacts], group: Sequence[int], place: int, most_s: float, duration_s: float
) -> bool:
    first, last, new = scenes[group[0]], scenes[group[-1]], scenes[place]
    if act_of(first.span.start_s, duration_s) != act_of(new.span.start_s, duration_s):
        return False
    if new.span.end_s - first.span.start_s > most_s:
        return min(last.span.end_s - first.span.start_s, new.span.duration_s) < LEAST_S / 2
    shared = set(last.people) & set(new.people)
    return bool(shared) or min(last.span.duration_s, new.span.duration_s) < LEAST_S
