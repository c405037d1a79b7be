"""Segments joined into scenes that are worth a summary of their own."""

from collections.abc import Sequence

from storyreel.agent.scenes import SceneFacts

SCENES = 60
"""About as many a film is told in: each costs a call or two of the language model."""
SHORTEST = 2 / 3
"""Of an even share of the film: a scene shorter than this goes on whoever comes."""
LEAST_S = 20.0
"""Less than this makes no scene, in however short a film."""
ACT_ENDS = (0.25, 0.5, 0.75)
"""Three acts, the middle one in two halves that the point of no return parts, as shares of the film."""


def act_of(time_s: float, duration_s: float) -> int:
    """The act a moment lies in, 0 to 3."""
    return sum(time_s >= end * duration_s for end in ACT_ENDS)


def grouped(scenes: Sequence[SceneFacts], duration_s: float) -> list[tuple[int, ...]]:
    """Places of segments that make one scene each, in order.

    A scene goes on while it is short, or while the same people are there and it is no longer than an even
    share of the film; never across the border of two acts. What nothing is known of goes with the scene
    before it, at the beginning of a film with the one after it.
    """
    groups: list[tuple[int, ...]] = []
    share_s = max(2 * LEAST_S, duration_s / SCENES)
    for place, new in enumerate(scenes):
        if groups and _goes_on([scenes[one] for one in groups[-1]], new, share_s, duration_s):
            groups[-1] = (*groups[-1], place)
        else:
            groups.append((place,))
    return groups


def _goes_on(scene: Sequence[SceneFacts], new: SceneFacts, share_s: float, duration_s: float) -> bool:
    start_s = scene[0].span.start_s
    if _is_blank(new) or all(map(_is_blank, scene)):
        return True
    if act_of(start_s, duration_s) != act_of(new.span.start_s, duration_s):
        return False
    if new.span.end_s - start_s > share_s:
        return scene[-1].span.end_s - start_s < LEAST_S / 2
    are_same = set(scene[-1].people) & set(new.people) or not (scene[-1].people or new.people)
    is_short = scene[-1].span.end_s - start_s < max(LEAST_S, SHORTEST * share_s)
    return bool(are_same) or is_short


def _is_blank(scene: SceneFacts) -> bool:
    return not (scene.people or scene.best_lines or scene.captions or scene.feelings)
