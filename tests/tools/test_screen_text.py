"""Words in the picture are read once, for as long as they stand."""

from itertools import pairwise

import numpy as np
import pytest

from storyreel.memory.records import Box, Shot, Span
from storyreel.tools import screen_text
from storyreel.tools.contract import Args
from storyreel.tools.models import ocr

FPS = 8


def card(words: str = "", height_px: int = 360, width_px: int = 480, y: float = 0.5) -> np.ndarray:
    """White words on dark blue."""
    import cv2

    picture = np.full((height_px, width_px, 3), (20, 20, 60), np.uint8)
    place = (width_px // 10, round(y * height_px))
    cv2.putText(picture, words, place, cv2.FONT_HERSHEY_SIMPLEX, 1.3, (255, 255, 255), 3, cv2.LINE_AA)
    return picture


def shots(*times_s: float) -> list[Shot]:
    spans = pairwise(times_s)
    return [
        Shot(span=Span(start_s=a, end_s=b), opening="cut", motion=0, brightness=0.2, saturation=0.5)
        for a, b in spans
    ]


@pytest.fixture
def read(make_film, scene_of):
    def over(*cards_and_seconds, cuts=(), **film):
        frames = [one for one, seconds in cards_and_seconds for _ in range(round(seconds * FPS))]
        end_s = sum(seconds for _, seconds in cards_and_seconds)
        path = make_film(frames=frames, fps=FPS, **film)
        return screen_text.read_screen(scene_of(path, known=shots(0, *cuts, end_s)), Args()).findings

    return over


def test_a_title_is_read_with_its_place_and_time(read) -> None:
    (title,) = read((card("THE LONG NIGHT"), 2))
    assert title.words == "THE LONG NIGHT"
    assert (title.span.start_s, title.span.end_s) == pytest.approx((0, 2), abs=0.1)
    assert title.box.y < 0.5 < title.box.y + title.box.height + 0.05
    assert title.confidence > 0.9


def test_the_same_words_over_a_cut_are_one_text(read) -> None:
    (title,) = read((card("THE LONG NIGHT"), 4), cuts=[2])
    assert (title.span.start_s, title.span.end_s) == pytest.approx((0, 4), abs=0.1)


def test_other_words_are_another_text(read) -> None:
    texts = read((card("THE LONG NIGHT"), 2), (card("TEN YEARS LATER"), 2), cuts=[2])
    assert [text.words for text in texts] == ["THE LONG NIGHT", "TEN YEARS LATER"]
    assert texts[1].span.start_s == pytest.approx(2)


def test_two_lines_in_one_picture_are_two_texts_from_the_top_down(read) -> None:
    both = np.maximum(card("FIRST LINE", y=0.3), card("SECOND LINE", y=0.8))
    assert [text.words for text in read((both, 2))] == ["FIRST LINE", "SECOND LINE"]


@pytest.mark.parametrize("rotation_deg", [90, 180, 270])
def test_words_in_a_rotated_film_are_read_as_they_are_shown(read, rotation_deg) -> None:
    stored = np.ascontiguousarray(np.rot90(card("THE LONG NIGHT"), k=-rotation_deg // 90))
    texts = read((stored, 2), rotation_deg=rotation_deg)
    assert [text.words for text in texts] == ["THE LONG NIGHT"]


def test_a_picture_without_words_has_none(read) -> None:
    assert read((card(), 2)) == ()


def test_a_shot_too_short_to_be_read_is_not_searched(read) -> None:
    assert read((card("THE LONG NIGHT"), 0.5)) == ()


def test_a_long_shot_is_searched_in_every_slice(read) -> None:
    texts = read((card(), 6), (card("TEN YEARS LATER"), 6))
    assert [text.words for text in texts] == ["TEN YEARS LATER"]
    assert texts[0].span.start_s == pytest.approx(6)


@pytest.mark.parametrize(
    ("words", "confidence", "kept"),
    [
        ("EXIT", 0.8, True),
        ("EXIT", 0.6, False),
        ("to", 0.95, True),
        ("to", 0.8, False),
        ("p", 0.99, False),
        ("|/-.,", 0.99, False),
        ("第一章", 0.95, True),
    ],
)
def test_what_is_no_word_is_dropped(words, confidence, kept) -> None:
    line = ocr.Line(words, Box(x=0, y=0, width=0.1, height=0.1), confidence)
    assert screen_text._is_words(line) is kept


def test_reading_says_nothing_on_the_terminal(read, capfd) -> None:
    ocr._reader.cache_clear()
    read((card("THE LONG NIGHT"), 1))
    assert capfd.readouterr() == ("", "")
