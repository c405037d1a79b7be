"""Soundtracks of known truth: what is laid is what is said to be heard, and folds share nothing."""

import numpy as np
import pytest

from storyreel.eval import noises, soundtracks
from storyreel.eval.soundtracks import FOLDS, LAYERS, Recordings, fold_of, joined, mixed
from storyreel.eval.train.sound import f1


@pytest.fixture(scope="module")
def recordings() -> Recordings:
    """Of each kind eight, 10 s long, where a tone stands for speech."""
    chance = np.random.default_rng(0)
    tones = {f"v{k}": [0.1 * np.sin(noises.times_s(10) * 900 * (k + 1)).astype(np.float32)] for k in range(8)}
    return Recordings(
        tones,
        {f"m{k}": noises.music(10, chance) for k in range(8)},
        {f"e{k}": noises.EFFECTS["water"](10, chance) for k in range(8)},
    )


def test_folds_share_no_recording_and_leave_none_out(recordings):
    folds = [fold_of(recordings, fold) for fold in range(FOLDS)]
    for layer in LAYERS:
        names = [name for fold in folds for name in getattr(fold, layer)]
        assert sorted(names) == sorted(getattr(recordings, layer))


def test_a_sound_made_by_rule_never_counts_as_a_recording(recordings):
    both = joined(recordings, Recordings({}, {"made": noises.music(1, np.random.default_rng(1))}, {}))
    only = soundtracks.among(both, recordings)
    assert "made" in both.music
    assert only == recordings


def test_what_is_not_there_is_not_heard(recordings):
    chance = np.random.default_rng(2)
    without = Recordings({}, recordings.music, {})
    laid = [mixed(without, chance) for _ in range(4)]
    assert not any(one.heard[:, [0, 2]].any() for one in laid)
    assert any(one.heard[:, 1].any() for one in laid)


def test_a_soundtrack_is_thirty_seconds_within_full_scale(recordings):
    for one in (mixed(recordings, np.random.default_rng(seed)) for seed in range(3)):
        assert one.samples.shape == (480_000,)
        assert np.abs(one.samples).max() <= 1
        assert one.heard.shape == one.asked.shape == (60, 3)


def test_where_music_is_heard_it_is_louder_than_where_nothing_is(recordings):
    music = Recordings({}, recordings.music, {})
    chance = np.random.default_rng(5)
    one = next(m for m in iter(lambda: mixed(music, chance), None) if 10 < m.heard[:, 1].sum() < 50)
    power = np.mean(one.samples.reshape(60, -1) ** 2, axis=1)
    assert np.median(power[one.heard[:, 1]]) > 3 * np.median(power[~one.heard[:, 1] & one.asked[:, 1]])


def test_the_same_chance_lays_the_same_soundtrack(recordings):
    first, second = (mixed(recordings, np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(first.samples, second.samples)


@pytest.mark.parametrize(
    ("true", "found", "value"),
    [([1, 1, 0, 0], [1, 0, 1, 0], 0.5), ([0, 0], [0, 0], 0.0), ([1, 1], [1, 1], 1.0)],
)
def test_f1_weighs_what_is_missed_against_what_is_made_up(true, found, value):
    assert f1(np.array(true, bool), np.array(found, bool)) == value
