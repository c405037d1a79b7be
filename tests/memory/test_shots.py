"""Shots cut in two by a reel's border are one again."""

import pytest

from storyreel.memory.records import Shot, Span
from storyreel.memory.shots import join_continued


def shot(start_s: float, end_s: float, opening: str = "cut", motion: float = 0.0) -> Shot:
    span = Span(start_s=start_s, end_s=end_s)
    return Shot(span=span, opening=opening, motion=motion, brightness=0.5, saturation=0.5)


def test_a_continued_shot_belongs_to_the_one_before():
    joined = join_continued([shot(0, 20, "start"), shot(20, 30, motion=0.3), shot(30, 50, "continued")])
    assert [(s.span.start_s, s.span.end_s, s.opening) for s in joined] == [(0, 20, "start"), (20, 50, "cut")]
    assert joined[1].motion == pytest.approx(0.1)


def test_a_shot_may_cross_many_borders_and_come_in_any_order():
    (joined,) = join_continued([shot(60, 70, "continued"), shot(0, 30, "start"), shot(30, 60, "continued")])
    assert joined.span == Span(start_s=0, end_s=70)


def test_what_continues_something_not_watched_stands_alone():
    joined = join_continued([shot(0, 30, "start"), shot(60, 90, "continued")])
    assert [s.span.start_s for s in joined] == [0, 60]
