"""The face head learns from judged faces, and of the others it says what the network says."""

import numpy as np
import pytest

from storyreel.eval.train.face import Examples, fit, network_says, predict_unseen
from storyreel.eval.train.spoil_face import spoiled
from storyreel.memory.records import EMOTIONS
from storyreel.tools.models import fer


@pytest.fixture(scope="module")
def examples() -> Examples:
    """Made-up features: on judged faces one state says what the logits do not."""
    chance = np.random.default_rng(1)
    features = chance.normal(0, 0.3, (160, fer.FEATURES)).astype(np.float32)
    judged = np.arange(160) < 120
    truth = np.where(np.arange(160) % 2, EMOTIONS.index("anger"), EMOTIONS.index("disgust"))
    features[judged, 7 + truth[judged]] += 3
    targets = np.eye(7, dtype=np.float32)[truth]
    targets[~judged] = network_says(features[~judged])
    people = np.array([f"set/{number // 4}" for number in range(160)])
    return Examples(features, targets, people, judged, np.ones(160, np.bool_))


def test_what_is_judged_is_learnt_and_what_is_not_stays_as_the_network_has_it(examples) -> None:
    found = fit(examples).probabilities(examples.features)
    assert (found.argmax(axis=1) == examples.targets.argmax(axis=1))[examples.judged].mean() > 0.95
    held = found[~examples.judged], examples.targets[~examples.judged]
    assert np.abs(held[0] - held[1]).mean() < 0.05


def test_nobody_is_read_by_a_head_that_met_them(examples) -> None:
    """One person's faces say fear by nothing but a mark of her own, which others cannot teach."""
    hers = examples.people == "set/3"
    marked, fear = examples.features.copy(), np.eye(7, dtype=np.float32)[EMOTIONS.index("fear")]
    marked[hers, 500] += 9
    targets = np.where(hers[:, np.newaxis], fear, examples.targets)
    taught = Examples(marked, targets, examples.people, examples.judged, examples.clean)
    known, unseen = fit(taught).probabilities(marked), predict_unseen(taught)
    assert known[hers, EMOTIONS.index("fear")].min() > 0.5
    assert unseen[hers, EMOTIONS.index("fear")].max() < 0.5


def test_a_spoiled_face_is_small_and_its_landmarks_are_still_on_it() -> None:
    picture = np.full((100, 100, 3), 60, np.uint8)
    picture[40:45, 20:25] = 255
    eyes_nose_mouth = np.array([[0.22, 0.42], [0.7, 0.42], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
    for seed in range(8):
        small, found = spoiled(picture, eyes_nose_mouth, np.random.default_rng(seed))
        assert small.shape[0] < 50
        assert found[0, 0] < found[1, 0]
        row, column = np.unravel_index(small.sum(axis=2, dtype=int).argmax(), small.shape[:2])
        bright = np.array([column, row]) / small.shape[1::-1]
        assert min(np.abs(bright - found[0]).max(), np.abs(bright - found[1]).max()) < 0.15
