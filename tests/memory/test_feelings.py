"""Feelings: probabilities from face, voice and words become intervals that can be relied on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyreel.memory.feelings import LIMITS, hysteresis, intervals
from storyreel.memory.fusion import Readings, fuse, persons_of
from storyreel.memory.records import EMOTIONS, MODALITIES

ANGER = EMOTIONS.index("anger")


def readings(*rows, trust=1.0) -> Readings:
    """Rows of who, modality, chance of anger, start_s, end_s."""
    chances = np.array([row[2] for row in rows], np.float32)
    probabilities = np.repeat(((1 - chances) / 6)[:, None], 7, axis=1)
    probabilities[:, ANGER] = chances
    return Readings(
        ids=[f"o{place}" for place in range(len(rows))],
        who=[row[0] for row in rows],
        about=[f"a{place}" for place in range(len(rows))],
        starts_s=np.array([row[3] for row in rows], float),
        ends_s=np.array([row[4] for row in rows], float),
        modalities=np.array([MODALITIES.index(row[1]) for row in rows]),
        trust=np.full(len(rows), trust),
        probabilities=probabilities,
    )


def anger_at_once(*rows, trust=1.0) -> float:
    """Fused probability of anger of readings at one moment."""
    given_ = readings(*rows, trust=trust)
    return float(fuse(given_, persons_of(given_)).fused[0, ANGER])


class TestFusing:
    def test_agreeing_modalities_are_surer_than_each_alone(self):
        face, voice = ("P1", "face", 0.6, 0, 1), ("P1", "voice", 0.6, 0, 1)
        assert anger_at_once(face, voice) > max(anger_at_once(face), anger_at_once(voice))

    def test_a_modality_that_knows_nothing_changes_nothing(self):
        face, voice = ("P1", "face", 0.6, 0, 1), ("P1", "voice", 1 / 7, 0, 1)
        assert anger_at_once(face, voice) == pytest.approx(anger_at_once(face), abs=1e-6)

    def test_angry_words_alone_are_enough(self):
        (found,) = intervals(readings(("P1", "text", 0.6, 0, 2)), ["anger"])
        assert found.modalities == {"text": pytest.approx(0.6)}

    def test_a_question_alone_is_no_surprise(self):
        rows = readings(("P1", "text", 0.0, 0, 2))
        rows.probabilities[:] = 0.3 / 6
        rows.probabilities[:, EMOTIONS.index("surprise")] = 0.7
        assert intervals(rows, ["surprise"]) == []

    def test_contradiction_lowers_confidence(self):
        assert anger_at_once(("P1", "face", 0.7, 0, 1), ("P1", "text", 0.02, 0, 1)) < anger_at_once(
            ("P1", "face", 0.7, 0, 1)
        )

    def test_two_readings_of_one_modality_are_not_two_witnesses(self):
        once = anger_at_once(("P1", "face", 0.6, 0, 1))
        assert anger_at_once(("P1", "face", 0.6, 0, 1), ("P1", "face", 0.6, 0, 1)) == pytest.approx(once)

    def test_less_trust_is_nearer_to_the_prior(self):
        row = ("P1", "voice", 0.8, 0, 1)
        assert anger_at_once(row) > anger_at_once(row, trust=0.5) > anger_at_once(row, trust=0.0)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["P1", "P2", None]),
                st.sampled_from(MODALITIES),
                st.floats(0, 1),
                st.floats(0, 100),
                st.floats(0, 9),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_moments_are_probabilities_whatever_is_read(self, rows):
        given_ = readings(
            *((who, modality, chance, start, start + length) for who, modality, chance, start, length in rows)
        )
        moments = fuse(given_, persons_of(given_))
        assert np.allclose(moments.fused.sum(axis=1), 1)
        assert (moments.fused >= 0).all()
        for one in intervals(given_, EMOTIONS):
            assert 0.35 <= one.confidence <= 1
            assert one.evidence
            assert given_.starts_s.min() <= one.span.start_s < one.span.end_s <= given_.ends_s.max()


class TestHysteresis:
    @given(st.lists(st.floats(0, 1), max_size=40))
    def test_keeps_exactly_the_runs_that_get_strong(self, values):
        begin_at, go_on_at = 0.6, 0.4
        expected, run = [], []
        for place, value in enumerate([*values, -1.0]):
            if value >= go_on_at:
                run.append(place)
            else:
                if run and max(values[one] for one in run) >= begin_at:
                    expected.append((run[0], run[-1] + 1))
                run = []
        assert hysteresis(np.array(values), begin_at, go_on_at) == expected

    def test_a_missing_link_ends_a_run(self):
        values, linked = np.array([0.9, 0.9, 0.9]), np.array([False, True, False])
        assert hysteresis(values, 0.5, 0.5, linked) == [(0, 2), (2, 3)]


class TestIntervals:
    def test_reach_as_far_as_the_readings_and_carry_their_evidence(self):
        [one] = intervals(readings(("P1", "face", 0.9, 1.1, 3.0), ("P1", "voice", 0.8, 2.0, 4.37)), ["anger"])
        assert (one.span.start_s, one.span.end_s, one.character_id) == (1.1, 4.37, "P1")
        assert one.evidence == ("o0", "o1")
        assert one.modalities == pytest.approx({"face": 0.9, "voice": 0.8})
        assert one.confidence > LIMITS.begin_at

    def test_weak_moments_belong_to_strong_ones_beside_them_only(self):
        weak, strong = ("P1", "face", 0.33, 0, 2), ("P1", "face", 0.9, 2, 3)
        assert intervals(readings(weak), ["anger"]) == []
        [one] = intervals(readings(weak, strong), ["anger"])
        assert one.span.start_s == 0

    def test_short_gaps_are_bridged_and_long_ones_are_not(self):
        first = ("P1", "face", 0.9, 0, 2)
        assert len(intervals(readings(first, ("P1", "face", 0.9, 3.5, 5)), ["anger"])) == 1
        assert len(intervals(readings(first, ("P1", "face", 0.9, 6, 8)), ["anger"])) == 2

    def test_a_flicker_is_not_a_feeling(self):
        assert intervals(readings(("P1", "face", 0.99, 1, 1.3)), ["anger"]) == []

    def test_people_are_apart_and_the_unknown_are_not_joined(self):
        rows = [
            ("P1", "text", 0.9, 0, 2),
            ("P2", "text", 0.9, 2, 4),
            (None, "text", 0.9, 4, 6),
            (None, "text", 0.9, 6, 8),
        ]
        assert [one.character_id for one in intervals(readings(*rows), ["anger"])] == ["P1", "P2", None, None]

    def test_below_the_floor_nothing_is_said(self):
        rows = readings(("P1", "face", 0.7, 0, 2))
        [one] = intervals(rows, ["anger"])
        assert intervals(rows, ["anger"], one.confidence + 0.01) == []

    def test_what_could_not_be_perceived_tells_nothing(self):
        rows = readings(("P1", "face", 0.99, 0, 3), ("P1", "voice", 0.99, 0, 3), trust=0.0)
        assert intervals(rows, [one for one in EMOTIONS if one != "neutral"]) == []

    def test_a_smile_over_a_frightened_voice_is_told_as_a_conflict(self):
        rows = readings(("P1", "face", 0.0, 0, 3), ("P1", "voice", 0.0, 0, 3))
        for row, emotion in enumerate(("happiness", "fear")):
            rows.probabilities[row] = 0.05
            rows.probabilities[row, EMOTIONS.index(emotion)] = 0.7
        found = {one.emotion: one for one in intervals(rows, ["happiness", "fear"], 0.0)}
        assert found["happiness"].conflict == {"voice": "fear"}
        assert found["happiness"].agreeing == ("face",)

    def test_modalities_that_agree_or_hardly_say_anything_are_no_conflict(self):
        rows = readings(("P1", "face", 0.7, 0, 3), ("P1", "voice", 0.5, 0, 3), ("P1", "text", 0.1, 0, 3))
        [one] = intervals(rows, ["anger"])
        assert (one.conflict, one.agreeing) == ({}, ("face", "voice"))

    def test_nothing_read_is_nothing_felt(self):
        assert intervals(readings(), list(EMOTIONS)) == []
