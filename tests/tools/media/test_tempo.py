"""Lines are brought in step with speech where they clearly are not, and else left alone."""

import numpy as np
import pytest

from storyreel.memory.records import Span
from storyreel.tools.media.tempo import Tempo, tempo

ALL = [Span(start_s=0, end_s=1300)]
PARTS = [Span(start_s=start, end_s=start + 30) for start in range(0, 1200, 120)]


@pytest.fixture
def speech() -> list[Span]:
    """Two hundred turns of different lengths, with pauses as in talk."""
    random = np.random.default_rng(1)
    starts = np.cumsum(random.uniform(2, 9, 200))
    return [Span(start_s=start, end_s=start + random.uniform(0.7, 1.9)) for start in starts]


def subtitles(speech: list[Span], rate: float = 1.0, shift_s: float = 0.0) -> list[Span]:
    """Lines for the speech, as imprecise as subtitles are, in a file that runs `rate` times slower."""
    random = np.random.default_rng(2)
    return [
        Span(
            start_s=one.start_s * rate + shift_s + random.uniform(0, 0.3),
            end_s=one.end_s * rate + shift_s + random.uniform(0.3, 1.5),
        )
        for one in speech
    ]


@pytest.mark.parametrize("listened", [ALL, PARTS], ids=["all", "parts"])
class TestTempo:
    def test_lines_in_step_stay_where_they_are(self, speech, listened) -> None:
        assert tempo(subtitles(speech), speech, listened) == Tempo()

    @pytest.mark.parametrize("rate", [25 / 23.976, 25 / 24, 24 / 25])
    def test_lines_for_another_frame_rate_are_stretched(self, speech, listened, rate) -> None:
        found = tempo(subtitles(speech, rate), speech, listened)
        assert found.rate == pytest.approx(1 / rate, abs=2e-4)
        late = Span(start_s=speech[-1].start_s * rate, end_s=speech[-1].end_s * rate)
        assert found.of(late).overlap_s(speech[-1]) > 0.5

    @pytest.mark.parametrize("shift_s", [4, 45])
    def test_late_lines_are_moved(self, speech, listened, shift_s) -> None:
        found = tempo(subtitles(speech, shift_s=shift_s), speech, listened)
        assert found.rate == 1
        assert found.shift_s == pytest.approx(-shift_s - 0.4, abs=0.5)

    def test_lines_that_fit_nowhere_stay(self, speech, listened) -> None:
        elsewhere = np.random.default_rng(7).uniform(0, 1000, 200)
        lines = [Span(start_s=start, end_s=start + 2) for start in sorted(elsewhere)]
        assert tempo(lines, speech, listened) == Tempo()

    def test_a_few_lines_or_no_speech_tell_nothing(self, speech, listened) -> None:
        assert tempo(subtitles(speech[:9], shift_s=4), speech, listened) == Tempo()
        assert tempo(subtitles(speech), [], listened) == Tempo()


def test_a_line_never_begins_before_the_film() -> None:
    assert Tempo(shift_s=-3).of(Span(start_s=1, end_s=2)) == Span(start_s=0, end_s=0)
