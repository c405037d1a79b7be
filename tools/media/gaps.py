"""Gaps: stretches of a film whose picture or sound is lost, as they are told to the user."""

from collections.abc import Iterable
from typing import Literal

from storyreel.memory.records import Span

SHORTEST_GAP_S, SILENT_GAP_S = 0.1, 0.5
"""What is missing this long is a gap: where a loss was seen, and where only a step in time tells of it."""
TOGETHER_S = 0.5
"""Losses closer together than this are one gap: damage comes in bursts."""
AROUND_S = 1.0
"""How far over a reel's borders losses are looked for, so that both reels tell of the same gap."""


def told_gaps(losses: Iterable[Span], span: Span) -> tuple[Span, ...]:
    """The gaps that touch a span, each whole even where it reaches over the span's ends, in order of time."""
    gaps: list[Span] = []
    for loss in sorted(losses, key=lambda one: one.start_s):
        if gaps and loss.start_s - gaps[-1].end_s < TOGETHER_S:
            loss = Span(start_s=gaps[-1].start_s, end_s=max(loss.end_s, gaps.pop().end_s))
        gaps.append(loss)
    return tuple(gap for gap in gaps if gap.duration_s >= SHORTEST_GAP_S and gap.overlap_s(span) > 0)


def gap_note(what: Literal["picture", "sound"], gap: Span) -> str:
    """What the user is told of a gap."""
    return f"the {what} from {gap.start_s:.2f} s to {gap.end_s:.2f} s cannot be decoded"
