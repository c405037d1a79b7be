"""Figures of merit of identity, on cases that can be worked out by hand."""

import numpy as np
import pytest

from storyreel.eval.metrics import (
    accuracy_in_folds,
    b_cubed,
    best_threshold,
    calibration_by_chance,
    plain_calibration,
    true_accept_rate,
    verification_accuracy,
)

NAN = float("nan")


def test_true_groups_agree_perfectly_whatever_they_are_called() -> None:
    found = b_cubed(["Anna", "Ben", "Ben"], [7, 3, 3])
    assert (found.precision, found.recall, found.f1, found.purity) == (1, 1, 1, 1)


def test_one_group_for_all_costs_precision_and_one_for_each_costs_recall() -> None:
    people = ["Anna", "Ben", "Ben"]
    glued, parted = b_cubed(people, [1, 1, 1]), b_cubed(people, [1, 2, 3])
    assert (glued.recall, glued.purity) == (1, pytest.approx(2 / 3))
    assert glued.precision == pytest.approx((1 / 3 + 2 / 3 + 2 / 3) / 3)
    assert (parted.precision, parted.recall) == (1, pytest.approx((1 + 1 / 2 + 1 / 2) / 3))


def test_no_items_agree_in_nothing() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        b_cubed([], [])


SCORES = np.array([0.9, 0.8, 0.4, 0.5, 0.2, 0.1])
SAME = np.array([True, True, True, False, False, False])


def test_accuracy_counts_what_lies_on_the_right_side() -> None:
    assert verification_accuracy(SCORES, SAME, 0.45) == pytest.approx(4 / 6)
    assert verification_accuracy(SCORES, SAME, 0.6) == pytest.approx(5 / 6)


def test_a_pair_without_a_face_is_told_wrong_whichever_it_is() -> None:
    scores = np.array([0.9, NAN, NAN, 0.1])
    assert verification_accuracy(scores, np.array([True, True, False, False]), 0.5) == 0.5


def test_the_best_threshold_tells_most_pairs_right() -> None:
    assert verification_accuracy(SCORES, SAME, best_threshold(SCORES, SAME)) == pytest.approx(5 / 6)
    assert best_threshold(np.array([0.2, 0.8]), np.array([False, True])) == pytest.approx(0.5)


def test_in_folds_no_pair_helps_to_choose_its_own_threshold() -> None:
    chance = np.random.default_rng(0)
    same = np.arange(400) % 2 == 0
    apart = np.where(same, 0.8, 0.4) + chance.normal(scale=0.02, size=400)
    assert accuracy_in_folds(apart, same) == 1
    assert accuracy_in_folds(chance.random(400), same) < 0.6


def test_accepting_at_a_rate_lets_no_more_strangers_through() -> None:
    assert true_accept_rate(SCORES, SAME, 0.001) == pytest.approx(2 / 3)
    assert true_accept_rate(SCORES, SAME, 0.34) == 1
    assert true_accept_rate(np.array([NAN, 0.9, 0.1]), np.array([True, True, False]), 0.001) == 0.5


def test_always_sure_errs_as_often_as_it_is_wrong_and_class_shares_never() -> None:
    plain = plain_calibration(np.array([True, True, False, True]), np.array([0, 1, 1, 1]))
    assert plain == {"always sure": 0.25, "class shares": 0.0}


def test_exact_confidence_errs_by_chance_the_more_the_fewer_the_runs() -> None:
    sure = np.full(4000, 0.8)
    many, few = (calibration_by_chance(sure, np.arange(4000) // length) for length in (1, 200))
    assert many < 0.01 < few
    assert calibration_by_chance(np.ones(10), np.zeros(10, int)) == 0
