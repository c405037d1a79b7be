"""One decode pass: the same pictures however a reel was reached, upright, on time, and honest about gaps."""

from itertools import pairwise

import av
import numpy as np
import pytest

from storyreel.memory.records import Span
from storyreel.tools.media.decode import pictures_of, watch
from storyreel.tools.media.probe import probe
from tests.conftest import tone

RED, GREEN, BLUE = (200, 30, 30), (30, 180, 60), (30, 30, 200)


def spans(*bounds: float) -> list[Span]:
    return [Span(start_s=a, end_s=b) for a, b in pairwise(bounds)]


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (24, 32, 3), np.uint8).repeat(5, 0).repeat(5, 1)


def colour(pixels: np.ndarray) -> tuple[int, ...]:
    return tuple(np.median(pixels.reshape(-1, 3), axis=0).astype(int))


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.webm", "film.ts", "film.avi"])
def test_a_reel_is_the_same_by_seek_as_in_sequence(make_film, name):
    film = probe(make_film(name, scenes=[(noise(k), 1.3) for k in range(8)], sounds=[tone(440, 10.4)]))
    reels = spans(0, 3, 6, 9, 12)
    for reel, in_sequence in watch(film, reels):
        by_seek = pictures_of(film, reel)
        for kind in ("glances", "looks", "moves"):
            one, other = getattr(in_sequence, kind), getattr(by_seek, kind)
            assert [frame.time_s for frame in one] == [frame.time_s for frame in other]
            assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(one, other, strict=True))


def test_glances_are_small_and_reach_two_seconds_over_the_reel(film_with_everything):
    pictures = pictures_of(probe(film_with_everything), Span(start_s=2.5, end_s=3))
    assert pictures.glances[0].pixels.shape == (120, 160, 3)
    assert pictures.glances[0].time_s == pytest.approx(0.5, abs=0.05)
    assert pictures.glances[-1].time_s == pytest.approx(5, abs=0.05)


def test_looks_are_the_first_frames_of_every_quarter_second(film_with_everything):
    looks = pictures_of(probe(film_with_everything), Span(start_s=2, end_s=4)).looks
    times_s = [look.time_s for look in looks]
    assert times_s == pytest.approx([2, 2.28, 2.52, 2.76, 3, 3.28, 3.52, 3.76], abs=0.01)
    assert np.allclose(colour(looks[0].pixels), BLUE, atol=12)


def test_moves_are_grey_and_twelve_a_second(film_with_everything):
    moves = pictures_of(probe(film_with_everything), Span(start_s=2, end_s=4)).moves
    assert [move.time_s for move in moves] == pytest.approx(np.arange(2, 4, 0.08), abs=0.001)
    assert moves[0].pixels.shape == (240, 320)


def test_half_a_minute_of_moves_takes_less_than_52_megabytes(make_film):
    film = probe(make_film(scenes=[((90, 90, 90), 1)], size_px=(1920, 800)))
    (move, *_) = pictures_of(film, film.span).moves
    assert move.pixels.nbytes * 30 * 12.5 < 52e6
    assert move.pixels.shape[1] / move.pixels.shape[0] == pytest.approx(2.4, abs=0.02)


def test_quick_work_leaves_looks_and_moves_out(film_with_everything):
    pictures = pictures_of(probe(film_with_everything), Span(start_s=0, end_s=6), looks=False)
    assert pictures.glances
    assert not pictures.looks
    assert not pictures.moves


def test_large_pictures_are_looked_at_in_about_480_lines(make_film):
    film = probe(make_film(scenes=[(RED, 0.5)], size_px=(1920, 1080)))
    (look, *_) = pictures_of(film, film.span).looks
    assert look.pixels.shape == (480, 853, 3)


def test_a_turned_film_is_seen_upright(make_film):
    wide = np.zeros((120, 240, 3), np.uint8)
    wide[:, :120] = RED
    wide[:, 120:] = BLUE
    film = probe(make_film(frames=[wide] * 10, rotation_deg=90))
    (look, *_) = pictures_of(film, film.span).looks
    top, bottom = look.pixels[:100], look.pixels[140:]
    assert look.pixels.shape == (240, 120, 3)
    assert np.allclose(colour(top), BLUE, atol=12)  # counter-clockwise: the right side comes up
    assert np.allclose(colour(bottom), RED, atol=12)


def test_times_are_time_stamps_not_frame_numbers(make_film):
    times_s = [0, 0.1, 0.5, 0.6, 2.0, 2.1, 3.9]  # a picture held on purpose is no gap
    film = probe(make_film("vfr.mkv", frames=[noise(k) for k in range(7)], times_s=times_s, start_s=7))
    pictures = pictures_of(film, Span(start_s=0, end_s=5))
    assert [frame.time_s for frame in pictures.glances] == pytest.approx(times_s, abs=0.002)
    assert [frame.time_s for frame in pictures.looks] == pytest.approx([0, 0.5, 2.0, 3.9], abs=0.002)
    assert pictures.gaps == ()


def test_a_film_of_one_or_two_pictures_a_second_is_whole(make_film):
    for fps in (1, 2):
        film = probe(make_film(f"slow{fps}.mp4", frames=[noise(k) for k in range(8)], fps=fps))
        assert pictures_of(film, Span(start_s=0, end_s=4)).gaps == ()


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".ts"])
def test_a_damaged_middle_is_a_gap_and_the_rest_is_watched(make_film, damage, suffix):
    film = probe(damage(make_film(f"hurt{suffix}", scenes=[(noise(k), 1.5) for k in range(8)])))
    pictures = pictures_of(film, Span(start_s=0, end_s=30))
    assert pictures.glances[0].time_s == pytest.approx(0, abs=0.1)
    assert pictures.glances[-1].time_s == pytest.approx(11.96, abs=0.2)
    (gap,) = pictures.gaps
    assert gap.overlap_s(Span(start_s=5, end_s=8.5)) > 0.3
    assert gap.duration_s < 4


def test_a_gap_over_the_border_of_two_reels_is_one(make_film, damage):
    film = probe(damage(make_film("hurt.mkv", scenes=[(noise(k), 1.5) for k in range(8)])))
    (whole,) = pictures_of(film, Span(start_s=0, end_s=12)).gaps
    border_s = whole.middle_s
    reels = spans(0, border_s, 12)
    assert [pictures.gaps for _, pictures in watch(film, reels)] == [(whole,), (whole,)]
    assert [pictures_of(film, reel).gaps for reel in reels] == [(whole,), (whole,)]


def test_a_damaged_time_stamp_costs_one_frame_and_not_the_rest(make_film):
    path = make_film("stamps.mkv", scenes=[(noise(1), 3)])
    with av.open(str(path)) as container:
        at = [packet.pos for packet in container.demux() if packet.pos][40]
    raw = bytearray(path.read_bytes())
    raw[raw.index(0x81, at) + 1] ^= 0x40  # behind the track's number: the upper byte of the block's time
    path.write_bytes(raw)
    times_s = [frame.time_s for frame in pictures_of(probe(path), Span(start_s=0, end_s=30)).glances]
    assert len(times_s) == 74
    assert times_s[-1] == pytest.approx(2.96, abs=0.05)


def test_after_the_last_frame_there_is_nothing_to_see(make_film):
    film = probe(make_film(scenes=[(RED, 1)], sounds=[tone(440, 5)]))
    (_, first), (_, later) = watch(film, spans(0, 3, 6))
    assert len(first.glances) == 25
    assert later.looks == ()


def test_a_film_that_is_only_heard_shows_nothing(make_film):
    film = probe(make_film("song.m4a", sounds=[tone(440, 1)]))
    assert pictures_of(film, film.span).glances == ()


def test_joined_recordings_are_seen_in_the_order_they_lie_in(make_film, tmp_path):
    one = make_film("one.ts", scenes=[(RED, 3)], start_s=100)
    two = make_film("two.ts", scenes=[(BLUE, 3)], start_s=3)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() + two.read_bytes())
    film = probe(joined)
    looks = pictures_of(film, Span(start_s=0, end_s=8)).looks
    assert np.allclose(colour(looks[0].pixels), RED, atol=12)
    assert np.allclose(colour(looks[-1].pixels), BLUE, atol=12)
    assert looks[-1].time_s > 5
    assert pictures_of(film, Span(start_s=4, end_s=5)).looks[0].time_s in {look.time_s for look in looks}
