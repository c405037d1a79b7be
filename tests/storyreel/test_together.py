"""Things are done several at a time, in order, and nobody waits for what is wanted no more."""

import time
from threading import Event

import pytest

from storyreel.together import together


def test_results_come_in_the_order_of_the_inputs_and_at_most_so_many_at_once():
    running, most = set(), []

    def slow(number):
        running.add(number)
        most.append(len(running))
        time.sleep(0.03 - number / 200)
        running.discard(number)
        return number * number

    assert together(slow, range(6), 3) == [0, 1, 4, 9, 16, 25]
    assert 1 < max(most) <= 3
    assert together(slow, [], 3) == []


def test_a_failure_is_raised_at_once_and_nothing_more_is_begun():
    never, begun = Event(), []

    def hangs_or_fails(number):
        begun.append(number)
        if number:
            never.wait(30)
        raise ValueError(number)

    began = time.monotonic()
    with pytest.raises(ValueError, match="0"):
        together(hangs_or_fails, range(9), 2)
    assert time.monotonic() - began < 5
    never.set()
    time.sleep(0.1)
    assert len(begun) <= 3
