"""Shots as a viewer sees them: what the border of a reel cut in two is one again."""

from collections.abc import Iterable

from storyreel.memory.records import Shot, Span


def join_continued(shots: Iterable[Shot]) -> list[Shot]:
    """Whole shots in order of time; motion, brightness and saturation are means over the parts' time."""
    joined: list[Shot] = []
    for shot in sorted(shots, key=lambda shot: shot.span.start_s):
        if shot.opening == "continued" and joined and joined[-1].span.end_s == shot.span.start_s:
            joined[-1] = _join(joined[-1], shot)
        else:
            joined.append(shot)
    return joined


def _join(first: Shot, second: Shot) -> Shot:
    whole = Span(start_s=first.span.start_s, end_s=second.span.end_s)
    share = second.span.duration_s / whole.duration_s if whole.duration_s else 0.0
    means = {
        name: (1 - share) * getattr(first, name) + share * getattr(second, name)
        for name in ("motion", "brightness", "saturation")
    }
    return Shot(span=whole, opening=first.opening, **means)
