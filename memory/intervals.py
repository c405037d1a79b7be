"""Arithmetic on spans of time."""

from collections.abc import Iterable, Sequence

from storyreel.memory.records import Span


def joined(spans: Iterable[Span], gap_s: float = 0.0) -> list[Span]:
    """The spans in order, those that overlap or lie at most `gap_s` apart made one.

    >>> joined([Span(start_s=2, end_s=3), Span(start_s=0, end_s=1)], gap_s=1)
    [Span(start_s=0.0, end_s=3.0)]
    """
    together: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start_s):
        if together and span.start_s - together[-1].end_s <= gap_s:
            last = together.pop()
            span = Span(start_s=last.start_s, end_s=max(last.end_s, span.end_s))
        together.append(span)
    return together


def shared(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What two lists of joined spans have in common."""
    common: list[Span] = []
    i = j = 0
    while i < len(some) and j < len(others):
        start_s = max(some[i].start_s, others[j].start_s)
        end_s = min(some[i].end_s, others[j].end_s)
        if start_s < end_s:
            common.append(Span(start_s=start_s, end_s=end_s))
        if some[i].end_s <= others[j].end_s:
            i += 1
        else:
            j += 1
    return common


def clipped(span: Span, to: Span) -> Span:
    """The part of a span that lies in another; both must touch."""
    return Span(start_s=max(span.start_s, to.start_s), end_s=min(span.end_s, to.end_s))


def total_s(spans: Iterable[Span]) -> float:
    """Seconds of all spans together."""
    return sum(span.duration_s for span in spans)


def left_of(whole: Span, stays: Sequence[Span]) -> list[Span]:
    """What of a span the stays, in order and apart, leave."""
    edges = [whole.start_s, *(time_s for stay in stays for time_s in (stay.start_s, stay.end_s)), whole.end_s]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Span(start_s=low, end_s=max(low, high)) for low, high in pairs]
