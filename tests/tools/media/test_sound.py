"""Sound: exactly as long as asked for, at the film's times, the same in any order."""

import numpy as np
import pytest

from storyreel.errors import MediaError
from storyreel.memory.records import Span
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import Sound, sound_of
from tests.conftest import tone


def pitch_hz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * 16_000 / len(samples))


def span(start_s: float, end_s: float) -> Span:
    return Span(start_s=start_s, end_s=end_s)


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.webm", "film.ts", "film.avi"])
def test_sound_lies_where_it_is_heard(make_film, name):
    beep = np.concatenate([tone(440, 3, 0.0), tone(440, 1), tone(440, 2, 0.0)])
    film = probe(make_film(name, scenes=[((200, 30, 30), 6)], sounds=[beep]))
    samples = sound_of(film, span(0, 6))
    loud = np.flatnonzero(np.abs(samples) > 0.1) / 16_000
    assert samples.shape == (96_000,)
    assert samples.dtype == np.float32
    assert loud[0] == pytest.approx(3, abs=0.05)
    assert loud[-1] == pytest.approx(4, abs=0.05)
    assert pitch_hz(sound_of(film, span(3.2, 3.8))) == pytest.approx(440, abs=3)


def test_a_late_clock_does_not_shift_the_sound(make_film):
    beep = np.concatenate([tone(440, 1, 0.0), tone(440, 1)])
    film = probe(make_film("late.mkv", scenes=[((0, 0, 0), 2)], sounds=[beep], start_s=9))
    loud = np.flatnonzero(np.abs(sound_of(film, span(0, 2))) > 0.1) / 16_000
    assert loud[0] == pytest.approx(1, abs=0.05)


def test_a_span_sounds_the_same_alone_as_within_the_whole(make_film):
    film = probe(make_film("long.mp4", sounds=[tone(333, 70)]))
    whole = Sound(film).of(span(0, 70))
    for piece in (span(61.5, 64), span(29.9, 30.1), span(0, 1)):
        alone = sound_of(film, piece)
        assert np.array_equal(alone, whole[round(piece.start_s * 16_000) :][: len(alone)])


def test_the_border_of_two_reels_cannot_be_heard(make_film):
    film = probe(make_film("long.mp4", sounds=[tone(333, 40)]))
    border = sound_of(film, span(29.9, 30.1))
    assert np.abs(np.diff(border)).max() < 1.3 * 0.3 * 2 * np.pi * 333 / 16_000


def test_after_the_end_there_is_silence(make_film):
    film = probe(make_film("short.mp4", scenes=[((0, 0, 0), 4)], sounds=[tone(440, 2)]))
    assert np.abs(sound_of(film, span(1, 1.5))).max() > 0.2
    assert not sound_of(film, span(2.5, 4)).any()


def test_a_silent_film_is_silent(make_film):
    film = probe(make_film(scenes=[((0, 0, 0), 1)]))
    assert sound_of(film, film.span).shape == (16_000,)
    assert not sound_of(film, film.span).any()


def test_the_default_track_is_heard_and_any_other_on_request(make_film):
    film = probe(make_film("two.mkv", sounds=[tone(440, 2), tone(880, 2)]))
    assert pitch_hz(sound_of(film, span(0.5, 1.5))) == pytest.approx(440, abs=3)
    assert pitch_hz(sound_of(film, span(0.5, 1.5), track=1)) == pytest.approx(880, abs=3)
    with pytest.raises(MediaError, match="no sound track 7"):
        Sound(film, track=7)


def test_joined_recordings_are_heard_one_after_the_other(make_film, tmp_path):
    one = make_film("one.ts", sounds=[tone(440, 3)], start_s=100)
    two = make_film("two.ts", sounds=[tone(880, 3)], start_s=3)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() + two.read_bytes())
    film = probe(joined)
    assert pitch_hz(sound_of(film, span(1, 2))) == pytest.approx(440, abs=3)
    assert pitch_hz(sound_of(film, span(4, 5))) == pytest.approx(880, abs=3)


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.webm", "film.ts"])
def test_a_damaged_middle_is_a_gap_and_the_rest_is_heard(make_film, damage, name):
    film = probe(damage(make_film(name, scenes=[((90, 90, 90), 12)], sounds=[tone(440, 12)])))
    sound = Sound(film)
    (gap,) = sound.gaps(film.span)
    assert 4 < gap.start_s < gap.end_s < 8.5
    assert gap.duration_s > 0.5
    assert not sound.of(span(gap.start_s + 0.1, gap.end_s - 0.1)).any()
    assert pitch_hz(sound.of(span(1, 2))) == pytest.approx(440, abs=3)
    assert pitch_hz(sound.of(span(10, 11))) == pytest.approx(440, abs=3)


def test_a_gap_over_the_border_of_two_reels_is_one(make_film, damage):
    film = probe(damage(make_film("song.m4a", sounds=[tone(440, 54)])))
    whole = Sound(film).gaps(film.span)
    assert len(whole) == 1
    assert whole[0].holds(30)
    assert Sound(film).gaps(span(0, 30)) == Sound(film).gaps(span(30, 60)) == whole


def test_sound_that_is_whole_begins_late_or_ends_early_has_no_gaps(make_film):
    short = probe(make_film("short.mp4", scenes=[((0, 0, 0), 6)], sounds=[tone(440, 3)]))
    assert Sound(short).gaps(span(0, 6)) == ()
