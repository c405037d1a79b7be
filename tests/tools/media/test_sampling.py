"""A few frames of a clip are those that a player shows at uniform times, whichever library reads them."""

import contextlib
import importlib.util
import os
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from storyreel.errors import MediaError
from storyreel.memory.records import Span
from storyreel.tools.media import decord_child, decord_reader, sampling
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sampling import samples

COUNT = 8
OTHER_FRAMES = "frames for captions are read by PyAV, for decord shows other frames than those asked for"
ODD_TIMES_S = [0.0, 0.1, 0.2, 2.0, 2.1, 3.0, 3.04, 3.08, 5.0, 6.0]


def steps_of_grey(count: int) -> list[np.ndarray]:
    """Pictures that tell by their brightness which they are."""
    return [np.full((120, 160, 3), 20 * k + 20, np.uint8) for k in range(count)]


def number_of(frame) -> int:
    return round((float(frame.pixels.mean()) - 20) / 20)


@pytest.fixture(params=["decord", "pyav"])
def reader(request, monkeypatch) -> str:
    """Which library reads; of the two only PyAV is always there."""
    if request.param == "pyav":
        monkeypatch.setattr(sampling, "find_spec", lambda name: None)
    elif importlib.util.find_spec("decord") is None:
        pytest.skip("decord is missing: `make test-gpu-profile` brings it")
    return request.param


@pytest.fixture
def sample(reader) -> Callable[..., list]:
    """Frames of spans of a film, and that the library which should read them did."""

    def read(path: Path, *spans: tuple[float, float], by_decord: bool = True) -> list:
        notes: list[str] = []
        wanted = [Span(start_s=start_s, end_s=end_s) for start_s, end_s in spans]
        found = list(samples(probe(path), wanted, COUNT, notes.append))
        assert bool(notes) == (reader == "decord" and not by_decord)
        return found

    return read


def test_frames_are_shown_at_the_middles_of_equal_parts(sample, make_film):
    [frames] = sample(make_film(scenes=[((90, 90, 90), 10)]), (2.0, 6.0))
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(2.25, 6, 0.5), abs=0.0401)
    assert all(
        frame.time_s <= middle_s for frame, middle_s in zip(frames, np.arange(2.25, 6, 0.5), strict=True)
    )
    assert all(frame.pixels.shape == (240, 320, 3) for frame in frames)


def test_where_frames_come_unevenly_each_is_the_one_shown(sample, make_film):
    film = make_film("odd.mkv", frames=steps_of_grey(10), times_s=ODD_TIMES_S)
    [frames] = sample(film, (0.0, 6.0))
    assert [number_of(frame) for frame in frames] == [2, 2, 2, 4, 7, 7, 7, 8]
    assert [frame.time_s for frame in frames] == [ODD_TIMES_S[number_of(frame)] for frame in frames]


def test_spans_may_be_read_in_any_order(sample, make_film):
    film = make_film(frames=steps_of_grey(10), fps=2, keyframe_every=250)
    late, early = sample(film, (4.0, 5.0), (0.0, 1.0))
    assert {number_of(frame) for frame in late} == {8, 9}
    assert {number_of(frame) for frame in early} == {0, 1}


def test_a_clip_of_fewer_frames_shows_some_twice(sample, make_film):
    [frames] = sample(make_film(frames=steps_of_grey(10), fps=10), (0.2, 0.4))
    assert [number_of(frame) for frame in frames] == [2, 2, 2, 2, 3, 3, 3, 3]


def test_of_a_span_over_the_end_what_the_film_has_is_shown(sample, make_film):
    half, none, first = sample(make_film(scenes=[((90, 90, 90), 4)]), (2.0, 99.0), (50.0, 60.0), (0.0, 0.0))
    assert [frame.time_s for frame in half] == pytest.approx(np.arange(2.125, 4, 0.25), abs=0.0401)
    assert none == first == ()


@pytest.mark.parametrize("rotation_deg", [90, 180, 270])
def test_pictures_that_were_turned_stand_upright(sample, make_film, rotation_deg):
    bright_corner = np.zeros((120, 160, 3), np.uint8)
    bright_corner[:60, :80] = 255
    film = make_film("turned.mp4", frames=[bright_corner] * 25, rotation_deg=rotation_deg)
    [frames] = sample(film, (0.0, 1.0))
    upright = np.rot90(bright_corner, rotation_deg // 90)
    assert np.abs(frames[0].pixels.astype(int) - upright).mean() < 8


def test_pixels_that_are_not_square_are_made_so(sample, make_film):
    film = make_film("wide.mp4", scenes=[((90, 90, 90), 1)], pixel_aspect=Fraction(4, 3))
    [frames] = sample(film, (0.0, 1.0))
    assert frames[0].pixels.shape == (240, 427, 3)


@pytest.mark.parametrize("name", ["late.mp4", "late.mkv"])
def test_time_begins_with_the_film_whatever_its_clock_says(sample, make_film, name):
    film = make_film(name, frames=steps_of_grey(10), fps=5, start_s=7.0)
    [frames] = sample(film, (1.0, 2.0))
    assert {number_of(frame) for frame in frames} == {5, 6, 7, 8, 9}


@pytest.mark.parametrize("name", ["sound_first.mp4", "sound_first.mkv"])
def test_a_picture_that_comes_later_than_the_sound_keeps_its_time(sample, make_film, name):
    times_s = [1.5 + k / 5 for k in range(10)]
    film = make_film(
        name, frames=steps_of_grey(10), times_s=times_s, sounds=[np.zeros(4 * 48_000, np.float32)]
    )
    early, late = sample(film, (0.0, 1.0), (1.5, 3.5))
    assert {number_of(frame) for frame in early} == {0}
    assert [number_of(frame) for frame in late] == [0, 1, 3, 4, 5, 6, 8, 9]
    assert early[0].time_s == pytest.approx(1.5, abs=0.03)


def test_in_mpeg_streams_pyav_reads_for_decord_mistakes_frames(sample, make_film):
    film = make_film("late.ts", frames=steps_of_grey(10), fps=5, start_s=100.0)
    [frames] = sample(film, (1.0, 1.8), by_decord=False)
    assert {number_of(frame) for frame in frames} == {5, 6, 7, 8}


def test_a_film_that_is_gone_is_told_of(make_film):
    path = make_film(scenes=[((90, 90, 90), 1)])
    film = probe(path)
    path.unlink()
    with pytest.raises(MediaError, match="does not exist"):
        list(samples(film, [film.span], COUNT))


def answering(times_s: str, *numbers: int, times: int = 1) -> str:
    """A program that answers so often with a clip of these frames, and goes on as it is continued."""
    pixels = "+".join(f"bytes([{20 * number + 20}]) * {120 * 160 * 3}" for number in numbers)
    return (
        "import sys, time\n"
        "def answer(what): sys.stdout.buffer.write(what); sys.stdout.flush()\n"
        + f"answer(b'[{times_s}]\\n'); answer({pixels})\n"
        * times
    )


class TestWhenDecordFails:
    """PyAV goes on with the clip at which it failed; a child of our own stands for a decord that is ill."""

    @pytest.fixture
    def film(self, make_film):
        return probe(make_film(frames=steps_of_grey(10), fps=5))

    @pytest.fixture
    def child(self, monkeypatch, tmp_path) -> Callable[[str], None]:
        """Puts a program in place of the one that reads with decord."""

        def use(program: str) -> None:
            path = tmp_path / "child.py"
            path.write_text(program)
            own = SimpleNamespace(__file__=str(path), OTHER_FRAMES=decord_child.OTHER_FRAMES)
            monkeypatch.setattr(decord_reader, "decord_child", own)
            monkeypatch.setattr(sampling, "find_spec", lambda name: "there")

        return use

    def read(self, film) -> tuple[list[list[int]], list[str]]:
        notes: list[str] = []
        spans = [Span(start_s=0, end_s=1), Span(start_s=1, end_s=2)]
        return [[number_of(f) for f in one] for one in samples(film, spans, 2, notes.append)], notes

    def test_it_hangs(self, film, child, monkeypatch):
        monkeypatch.setattr(decord_reader, "DEADLINE_S", 0.3)
        child("import time; time.sleep(60)")
        assert self.read(film) == (
            [[1, 3], [6, 8]],
            ["frames for captions are read by PyAV, for decord did not answer in 0.3 s"],
        )

    def test_it_crashes(self, film, child):
        child("import os; os.abort()")
        found, notes = self.read(film)
        assert found == [[1, 3], [6, 8]]
        assert notes == ["frames for captions are read by PyAV, for decord ended with code -6"]

    def test_it_hangs_in_the_middle_of_a_clip(self, film, child, monkeypatch):
        monkeypatch.setattr(decord_reader, "DEADLINE_S", 3.0)
        child(answering("0.4, 0.6", 2, 3) + "answer(b'[1.2'); time.sleep(60)")
        found, notes = self.read(film)
        assert found == [[2, 3], [6, 8]]
        assert len(notes) == 1

    def test_it_shows_other_frames(self, film, child):
        child(answering("0.2, 0.6", 1, 9))
        assert self.read(film) == ([[1, 3], [6, 8]], [OTHER_FRAMES])

    def test_it_says_that_it_lost_its_way(self, film, child):
        child(f"import sys; sys.exit({decord_child.OTHER_FRAMES})")
        assert self.read(film) == ([[1, 3], [6, 8]], [OTHER_FRAMES])

    def test_once_it_failed_on_a_film_it_is_not_waited_for_again(self, film, child, tmp_path):
        child("open(__file__ + '.starts', 'a').write('x'); raise SystemExit(1)")
        assert self.read(film) == self.read(film)
        assert (tmp_path / "child.py.starts").read_text() == "x"

    def test_it_is_not_installed_which_is_no_news(self, film, monkeypatch):
        monkeypatch.setattr(sampling, "find_spec", lambda name: None)
        assert self.read(film) == ([[1, 3], [6, 8]], [])

    def test_one_process_reads_clip_after_clip_until_nobody_asks(self, film, child, tmp_path, monkeypatch):
        monkeypatch.setattr(decord_reader, "IDLE_S", 0.5)
        note_own = "import os; open(__file__ + '.pids', 'a').write(f'{os.getpid()} ')\n"
        child(note_own + answering("0.4, 1.4", 2, 7, times=2) + "time.sleep(60)")
        for _ in range(2):
            [frames] = samples(film, [film.span], 2)
            assert [number_of(frame) for frame in frames] == [2, 7]
        [number] = (tmp_path / "child.py.pids").read_text().split()
        wait_until_gone(int(number))

    def test_it_loses_its_way_later(self, film, child):
        right, wrong = "0.4, 1.4", (2, 9)
        child(answering(right, 2, 7) + answering(right, *wrong) + "time.sleep(60)")
        notes: list[str] = []
        for _ in range(2):
            [frames] = samples(film, [film.span], 2, notes.append)
            assert [number_of(frame) for frame in frames] == [2, 7]
        assert notes == [OTHER_FRAMES]


def wait_until_gone(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        for _ in range(1000):
            os.kill(process, 0)
            time.sleep(0.02)
        pytest.fail("the process is still there")


def test_the_child_chooses_what_is_shown():
    starts_s = np.array([0.0, 0.04, 1.0], np.float32)
    assert decord_child._shown_at([-1.0, 0.0, 0.0399999, 0.5, 9.0], starts_s) == [0, 0, 1, 1, 2]
