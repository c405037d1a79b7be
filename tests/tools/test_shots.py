"""Shots: cuts and fades are found once, whatever reel they fall in, and nothing else is."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from storyreel.memory.records import Shot, Span
from storyreel.memory.shots import join_continued
from storyreel.tools.contract import Args
from storyreel.tools.shots import TOOL
from tests.conftest import tone

FPS = 25


def picture(seed: int) -> np.ndarray:
    """A soft random picture, unlike that of any other seed."""
    coarse = np.random.default_rng(seed).integers(40, 216, (3, 4, 3), np.uint8)
    return coarse.repeat(40, 0).repeat(40, 1)


def still(seed: int, seconds: float) -> list[np.ndarray]:
    return [picture(seed)] * round(seconds * FPS)


def faded(seed: int, levels: np.ndarray) -> list[np.ndarray]:
    return [(picture(seed) * level).astype(np.uint8) for level in levels]


def dissolve(seed: int, other: int, seconds: float) -> list[np.ndarray]:
    shares = np.linspace(0, 1, round(seconds * FPS) + 2)[1:-1]
    return [(picture(seed) * (1 - a) + picture(other) * a).astype(np.uint8) for a in shares]


def blank(level: int, seconds: float) -> list[np.ndarray]:
    return [np.full((120, 160, 3), level, np.uint8)] * round(seconds * FPS)


def title_card(ground: int, seconds: float) -> list[np.ndarray]:
    """A few words in the middle of black or white, as between the scenes of a silent film."""
    card = np.full((120, 160, 3), ground, np.uint8)
    cv2.putText(card, "Meanwhile...", (35, 65), cv2.FONT_HERSHEY_SIMPLEX, 0.4, [255 - ground] * 3)
    return [card] * round(seconds * FPS)


@pytest.fixture
def shots_of(make_film, scene_of):
    def find(frames=(), span=None, **what) -> list[Shot]:
        return list(TOOL.run(scene_of(make_film(frames=frames, **what), span), Args()).findings)

    return find


def openings(shots: list[Shot]) -> list[tuple[float, str]]:
    return [(pytest.approx(shot.span.start_s, abs=0.05), shot.opening) for shot in shots]


def test_every_cut_begins_a_shot_and_shots_cover_the_film(shots_of):
    shots = shots_of(still(1, 2) + still(2, 1) + still(3, 3))
    assert openings(shots) == [(0, "start"), (2, "cut"), (3, "cut")]
    assert all(a.span.end_s == b.span.start_s for a, b in pairwise(shots))
    assert shots[-1].span.end_s == pytest.approx(6, abs=0.05)


def test_a_short_shot_is_a_shot(shots_of):
    shots = shots_of(still(1, 1) + still(2, 0.32) + still(3, 1))
    assert openings(shots) == [(0, "start"), (1, "cut"), (1.32, "cut")]


def test_cuts_between_pictures_of_one_light_are_seen_by_their_colours(shots_of):
    shots = shots_of(scenes=[((200, 30, 30), 2), ((30, 30, 200), 2)])
    assert openings(shots) == [(0, "start"), (2, "cut")]


@pytest.mark.parametrize("level", [0, 255])
def test_a_flash_is_no_cut(shots_of, level):
    assert openings(shots_of(still(1, 2) + blank(level, 0.08) + still(1, 2))) == [(0, "start")]


def test_a_light_switched_on_is_no_cut(shots_of):
    assert openings(shots_of(faded(1, np.full(50, 0.5)) + still(1, 2))) == [(0, "start")]


def test_moving_things_are_no_cuts(shots_of):
    wide = np.hstack([picture(seed) for seed in range(8)])
    pan = [wide[:, 6 * k : 6 * k + 160] for k in range(150)]
    assert openings(shots_of(pan)) == [(0, "start")]


@pytest.mark.parametrize("level", [0, 255])
def test_a_fade_opens_where_the_picture_comes_back(shots_of, level):
    down, up = np.linspace(1, 0, 20), np.linspace(0, 1, 20)
    out = [(picture(1) * a + level * (1 - a)).astype(np.uint8) for a in down]
    back = [(picture(2) * a + level * (1 - a)).astype(np.uint8) for a in up]
    first, second = shots_of(still(1, 1) + out + blank(level, 0.6) + back + still(2, 1))
    assert (first.opening, second.opening) == ("start", "fade")
    assert 2.4 <= second.span.start_s <= 2.7


@pytest.mark.parametrize("seconds", [0.4, 1, 3])
def test_a_dissolve_opens_a_shot_in_its_middle(shots_of, seconds):
    first, second = shots_of(still(1, 2) + dissolve(1, 2, seconds) + still(2, 2))
    assert (first.opening, second.opening) == ("start", "dissolve")
    assert second.span.start_s == pytest.approx(2 + seconds / 2, abs=0.3)


def test_a_dissolve_into_the_same_picture_in_other_light_is_none(shots_of):
    assert openings(
        shots_of(still(1, 1) + faded(1, np.linspace(1, 0.4, 25)) + faded(1, np.full(25, 0.4)))
    ) == [(0, "start")]


def test_a_dissolve_at_the_border_of_reels_is_found_once(make_film, scene_of):
    path = make_film(frames=still(1, 29.4) + dissolve(1, 2, 1) + still(2, 3), fps=FPS)
    parts = [
        shot
        for reel in (Span(start_s=0, end_s=30), Span(start_s=30, end_s=60))
        for shot in TOOL.run(scene_of(path, reel), Args()).findings
    ]
    assert openings(join_continued(parts)) == [(0, "start"), (29.9, "dissolve")]


def test_black_between_two_pictures_belongs_to_the_first(shots_of):
    assert openings(shots_of(still(1, 1) + blank(0, 1) + still(2, 1))) == [(0, "start"), (2, "cut")]


@pytest.mark.parametrize("ground", [0, 255])
def test_a_title_card_is_a_shot_of_its_own(shots_of, ground):
    shots = shots_of(still(1, 1) + title_card(ground, 1) + still(2, 1))
    assert openings(shots) == [(0, "start"), (1, "cut"), (2, "cut")]


def test_a_title_card_between_stretches_of_black_is_a_shot_of_its_own(shots_of):
    shots = shots_of(still(1, 1) + blank(0, 0.4) + title_card(0, 1) + blank(0, 0.4) + still(2, 1))
    assert [shot.span.start_s for shot in shots] == pytest.approx([0, 1.4, 2.8], abs=0.05)


def test_black_before_the_first_picture_is_no_shot(shots_of):
    assert openings(shots_of(blank(0, 1) + faded(1, np.linspace(0, 1, 20)) + still(1, 1))) == [(0, "start")]


@pytest.mark.parametrize("cut_s", [29.6, 30.0, 30.04, 30.4])
def test_a_cut_near_the_border_of_reels_is_found_once(make_film, scene_of, cut_s):
    path = make_film(frames=still(1, cut_s) + still(2, 33 - cut_s), fps=FPS)
    parts = [
        shot
        for reel in (Span(start_s=0, end_s=30), Span(start_s=30, end_s=60))
        for shot in TOOL.run(scene_of(path, reel), Args()).findings
    ]
    assert {shot.opening for shot in parts} <= {"start", "cut", "continued"}
    assert openings(join_continued(parts)) == [(0, "start"), (cut_s, "cut")]
    assert join_continued(parts)[-1].span.end_s == pytest.approx(33, abs=0.05)


def test_motion_and_light_are_measured_for_each_shot(shots_of):
    moving = [np.roll(picture(3), 8 * k, axis=1) for k in range(50)]
    grey = [np.full((120, 160, 3), 128, np.uint8)] * 50
    quiet, busy = shots_of(grey + moving)
    assert quiet.motion < 0.005 < busy.motion
    assert quiet.brightness == pytest.approx(128 / 255, abs=0.02)
    assert quiet.saturation < 0.05 < busy.saturation


def test_a_film_without_a_picture_has_no_shots(shots_of):
    assert shots_of(name="song.m4a", sounds=[tone(440, 2)]) == []


def test_what_cannot_be_decoded_is_said(make_film, scene_of):
    path = make_film("hurt.mkv", frames=[frame for k in range(8) for frame in still(k, 1.5)])
    raw = bytearray(path.read_bytes())
    middle = slice(len(raw) // 2, len(raw) // 2 + len(raw) // 6)
    raw[middle] = bytes(byte ^ 0x5A for byte in raw[middle])
    path.write_bytes(raw)
    result = TOOL.run(scene_of(path), Args())
    assert result.findings
    assert "cannot be decoded" in result.notes[0]
