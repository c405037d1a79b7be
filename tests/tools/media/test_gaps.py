"""Gaps: losses as a user is told of them, each once and whole."""

import pytest

from storyreel.memory.records import Span
from storyreel.tools.media.gaps import gap_note, told_gaps


def span(start_s: float, end_s: float) -> Span:
    return Span(start_s=start_s, end_s=end_s)


REEL, NEXT_REEL = span(0, 30), span(30, 60)


def test_losses_in_a_burst_are_one_gap():
    burst = [span(5.0, 5.1), span(5.3, 5.4), span(5.7, 6.0)]
    assert told_gaps(burst, REEL) == (span(5.0, 6.0),)


def test_losses_far_apart_are_gaps_of_their_own_in_order_of_time():
    assert told_gaps([span(9, 10), span(3, 4)], REEL) == (span(3, 4), span(9, 10))


def test_a_loss_too_short_to_notice_is_none():
    assert told_gaps([span(5, 5.05)], REEL) == ()


def test_a_gap_over_a_border_is_the_same_for_both_reels():
    losses = [span(28, 34)]
    assert told_gaps(losses, REEL) == told_gaps(losses, NEXT_REEL) == (span(28, 34),)


def test_a_gap_elsewhere_is_not_told():
    assert told_gaps([span(31, 34)], REEL) == ()


@pytest.mark.parametrize("what", ["picture", "sound"])
def test_a_note_says_what_is_lost_and_when(what):
    assert gap_note(what, span(6.016, 7.5)) == f"the {what} from 6.02 s to 7.50 s cannot be decoded"
