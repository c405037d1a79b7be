"""Segments: the whole film in pieces of a scene's length, parted where it rests."""

from itertools import pairwise

import pytest

from storyreel.memory.records import Shot, Span, Utterance
from storyreel.tools.contract import Args
from storyreel.tools.segments import TOOL


def shot(start_s: float, end_s: float, brightness: float = 0.5, opening: str = "cut") -> Shot:
    span = Span(start_s=start_s, end_s=end_s)
    return Shot(span=span, opening=opening, motion=0.01, brightness=brightness, saturation=0.3)


def line(number: int, start_s: float, end_s: float) -> Utterance:
    span = Span(start_s=start_s, end_s=end_s)
    return Utterance(span=span, utterance_id=f"u{number}", words="…", source="subtitles")


def talk(*spans: tuple[float, float]) -> list[Utterance]:
    return [line(k, *span) for k, span in enumerate(spans)]


@pytest.fixture
def borders_of(scene_of, tmp_path):
    """The borders of the segments of a film as long as its subtitles, given what is known of it."""

    def find(duration_s: float, known) -> list[float]:
        path = tmp_path / "film.srt"
        path.write_text(f"1\n00:00:00,000 --> {clock(duration_s)}\nAll.\n")
        scene = scene_of(path, known=known)
        segments = TOOL.run(scene, Args()).findings
        assert [segment.index for segment in segments] == list(range(len(segments)))
        assert all(a.span.end_s == b.span.start_s for a, b in pairwise(segments))
        assert (segments[0].span.start_s, segments[-1].span.end_s) == (0, duration_s)
        return [segment.span.start_s for segment in segments]

    return find


def clock(time_s: float) -> str:
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02},{round(time_s % 1 * 1000):03}"


def test_a_short_film_is_one_segment(borders_of):
    assert borders_of(8, [shot(0, 4), shot(4, 8)]) == [0]


def test_shots_are_parted_where_the_light_changes(borders_of):
    dark, bright = (
        [shot(a, a + 5, level) for a in span]
        for level, span in ((0.1, range(0, 15, 5)), (0.8, range(15, 45, 5)))
    )
    assert borders_of(45, [*dark, *bright])[1] == 15


def test_a_fade_parts_more_than_a_cut(borders_of):
    shots = [shot(a, a + 5, opening="fade" if a == 15 else "cut") for a in range(0, 45, 5)]
    assert borders_of(45, shots)[1] == 15


def test_nobody_is_interrupted_where_there_is_a_pause(borders_of):
    shots = [shot(a, b) for a, b in pairwise([0, 10, 20, 36, 46, 60])]
    spoken = talk((1, 26), (26, 34), (38, 59))
    assert borders_of(60, [*shots, *spoken]) == [0, 36]


def test_the_best_cut_must_do_where_people_talk_without_pause(borders_of):
    shots = [shot(5.0 * k, 5.0 * k + 5, 0.2 if k < 4 else 0.8) for k in range(10)]
    borders = borders_of(50, [*shots, *talk((1, 49))])
    assert 20 in borders
    assert set(borders) <= {5.0 * k for k in range(10)}
    assert all(10 <= b - a <= 30 for a, b in pairwise([*borders, 50]))


def test_a_line_may_stand_a_little_longer_than_it_is_said(borders_of):
    shots = [shot(0, 15.6), shot(15.6, 22), shot(22, 40)]
    assert borders_of(40, [*shots, *talk((1, 16), (17, 30), (30, 39))]) == [0, 15.6]


def test_a_film_that_is_only_heard_is_parted_at_its_pauses(borders_of):
    spoken = talk(*((a, a + 2) for a in range(0, 16, 2)), *((a, a + 2) for a in range(24, 46, 2)))
    assert borders_of(46, spoken) == [0, 24]


def test_a_film_of_which_nothing_is_known_is_still_covered(borders_of):
    borders = borders_of(600, [])
    assert all(10 <= b - a <= 60 for a, b in pairwise(borders))


def test_a_long_film_comes_in_segments_of_ten_to_sixty_seconds(borders_of):
    shots = [shot(4.0 * k, 4.0 * k + 4, 0.2 + 0.6 * (k // 9 % 2)) for k in range(450)]
    spoken = talk(*((7.0 * k, 7.0 * k + 3 + k % 4) for k in range(257)))
    borders = [*borders_of(1800, [*shots, *spoken]), 1800]
    assert all(10 <= b - a <= 60 for a, b in pairwise(borders))
