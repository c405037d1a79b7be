"""Arithmetic on spans, held against counting tenths of seconds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storyreel.memory.intervals import clipped, joined, shared, total_s
from storyreel.memory.records import Span

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda one: Span(start_s=one[0], end_s=sum(one))),
    max_size=8,
)


def seconds(many) -> set[int]:
    return {second for span in many for second in range(int(span.start_s), int(span.end_s))}


@given(spans)
def test_joined_spans_cover_the_same_time_once_and_in_order(many):
    together = joined(many)
    assert seconds(together) == seconds(many)
    assert total_s(together) == len(seconds(many))
    assert all(a.end_s < b.start_s for a, b in pairwise(together))


@given(spans, st.integers(0, 10))
def test_gaps_up_to_a_length_are_filled_and_longer_ones_stay(many, gap_s):
    together = joined(many, gap_s)
    assert seconds(together) >= seconds(many)
    assert all(b.start_s - a.end_s > gap_s for a, b in pairwise(together))
    assert joined(together, gap_s) == together


@given(spans, spans)
def test_what_is_shared_is_what_lies_in_both(some, others):
    assert seconds(shared(joined(some), joined(others))) == seconds(some) & seconds(others)


def test_clipping_keeps_the_part_inside():
    assert clipped(Span(start_s=1, end_s=9), Span(start_s=4, end_s=30)) == Span(start_s=4, end_s=9)
