"""What a file turns out to be, and what is said of one that is nothing."""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from storyreel.errors import MediaError
from storyreel.memory.records import Span
from storyreel.tools.media.probe import probe
from tests.conftest import tone

RED = (200, 30, 30)


def test_a_film_with_everything_is_seen_whole(film_with_everything):
    film = probe(film_with_everything)
    assert film.duration_s == pytest.approx(6, abs=0.1)
    assert (film.width_px, film.height_px) == (320, 240)
    assert film.frame_rate_hz == pytest.approx(25)
    assert [track.codec for track in film.audio_tracks] == ["aac"]
    assert [(track.codec, track.language) for track in film.subtitle_tracks] == [("subrip", "eng")]
    assert film.title == "everything"
    assert film.warnings == ()


def test_the_same_content_is_the_same_film_wherever_it_lies(make_film, tmp_path):
    here = make_film("here.mp4", scenes=[(RED, 1)])
    there = tmp_path / "a 'film' \"with\"\nan odd: name 映画.mp4"
    there.write_bytes(here.read_bytes())
    assert probe(there).id == probe(here).id
    assert probe(there).content_hash != probe(make_film("other.mp4", scenes=[(RED, 2)])).content_hash


@pytest.mark.parametrize(
    ("rotation_deg", "size_px"), [(90, (240, 320)), (180, (320, 240)), (270, (240, 320))]
)
def test_a_turned_film_is_measured_as_shown(make_film, rotation_deg, size_px):
    film = probe(make_film(scenes=[(RED, 1)], rotation_deg=rotation_deg))
    assert (film.width_px, film.height_px, film.rotation_deg) == (*size_px, rotation_deg)


def test_pixels_that_are_not_square_are_measured_as_shown(make_film):
    film = probe(make_film(scenes=[(RED, 1)], pixel_aspect=Fraction(4, 3)))
    assert (film.width_px, film.height_px) == (427, 240)


def test_time_begins_with_the_film_not_with_the_containers_clock(make_film):
    film = probe(make_film("late.mkv", scenes=[(RED, 2)], start_s=5))
    assert film.start_s == pytest.approx(5, abs=0.1)
    assert film.duration_s == pytest.approx(2, abs=0.1)
    assert film.warnings == ()


def test_sound_tracks_are_told_apart(make_film):
    film = probe(make_film("two.mkv", sounds=[tone(440, 2), tone(880, 2)], languages=["eng", "fra"]))
    assert [track.language for track in film.audio_tracks] == ["eng", "fra"]
    assert film.warnings == ("there are 2 sound tracks; number 1 (eng) is listened to",)
    assert film.has_sound
    assert not film.has_picture


def test_a_subtitle_file_is_a_film_that_is_only_heard(tmp_path):
    path = tmp_path / "charade.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,500\nHello.\n")
    film = probe(path)
    assert film.duration_s == 2.5
    assert not film.has_picture
    assert not film.has_sound


def test_a_container_that_lies_about_its_length_is_found_out(make_film):
    path = make_film("lying.mkv", scenes=[(RED, 3)])
    path.write_bytes(_with_matroska_duration(path.read_bytes(), 60_000.0))
    film = probe(path)
    assert film.duration_s == pytest.approx(3, abs=0.1)
    assert film.warnings == ("the file says it lasts 60.0 s, but it ends at 3.0 s",)


def _with_matroska_duration(raw: bytes, milliseconds: float) -> bytes:
    """The Duration element is 44 89, a length of 8, and a double."""
    at = raw.index(b"\x44\x89\x88") + 3
    return raw[:at] + np.array(milliseconds, ">f8").tobytes() + raw[at + 8 :]


@pytest.mark.parametrize("suffix", [".mkv", ".webm", ".ts"])
def test_a_film_that_breaks_off_is_as_long_as_what_is_left(make_film, suffix):
    path = make_film(f"cut{suffix}", scenes=[(_noise(k), 1) for k in range(6)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 1.5 < probe(path).duration_s < 4.5


def _noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (24, 32, 3), np.uint8).repeat(5, 0).repeat(5, 1)


def test_joined_recordings_are_taken_one_after_the_other(make_film, tmp_path):
    one = make_film("one.ts", scenes=[(RED, 3)], sounds=[tone(440, 3)], start_s=100)
    two = make_film("two.ts", scenes=[(RED, 2)], sounds=[tone(440, 2)], start_s=3)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() + two.read_bytes())
    film = probe(joined)
    assert film.duration_s == pytest.approx(5, abs=0.3)
    assert [piece.span.start_s for piece in film.pieces] == pytest.approx([0, 3], abs=0.2)
    assert film.pieces[0].span.end_s == film.pieces[1].span.start_s
    assert film.span == Span(start_s=0, end_s=film.duration_s)
    assert "jumps 1 times" in film.warnings[0]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("nothing.mp4", b"", "is empty"),
        ("words.mp4", b"These are words.\n" * 99, "is not a film"),
        ("noise.mkv", bytes(range(256)) * 99, "is not a film"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:5,\n/etc/passwd\n#EXT-X-ENDLIST\n", "is not a film"),
        ("noise.srt", bytes(range(256)) * 9, "is not text"),
        ("nothing.srt", b"", "is empty"),
        ("spaces.srt", b" \n \n", "is empty"),
        ("words.srt", b"These are words.\n", "not in a subtitle format"),
    ],
)
def test_what_is_no_film_is_refused_in_one_line(tmp_path, name, content, complaint):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MediaError, match=complaint) as refusal:
        probe(tmp_path / name)
    assert "\n" not in str(refusal.value)


def test_a_film_cut_off_before_its_index_is_refused_in_one_line(make_film):
    path = make_film(scenes=[(RED, 2)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MediaError, match="damaged"):
        probe(path)


def test_a_picture_is_not_a_film(footage):
    with pytest.raises(MediaError, match="is not a film but"):
        probe(footage("obama.jpg"))


def test_a_directory_and_a_missing_file_are_named_as_such(tmp_path):
    with pytest.raises(MediaError, match="is a directory"):
        probe(tmp_path)
    with pytest.raises(MediaError, match="does not exist"):
        probe(tmp_path / "gone.mp4")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_film_that_may_not_be_read_is_named_as_such(make_film):
    path = make_film(scenes=[(RED, 1)])
    path.chmod(0)
    with pytest.raises(MediaError, match="may not be read"):
        probe(path)


def test_a_film_without_a_whole_cluster_is_refused_in_one_line(make_film):
    path = make_film("cut.webm", scenes=[(RED, 2)])
    content = path.read_bytes()
    path.write_bytes(content[: content.index(bytes.fromhex("1f43b675")) + 20])
    with pytest.raises(MediaError, match=r"holds neither picture nor sound|has no length"):
        probe(path)


def test_a_bare_stream_without_times_is_refused_and_the_way_out_told(tmp_path):
    with av.open(str(tmp_path / "bare.h264"), "w", format="h264") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        frames = [av.VideoFrame(64, 48, "rgb24") for _ in range(10)]
        for packet in [packet for frame in [*frames, None] for packet in stream.encode(frame)]:
            container.mux(packet)
    with pytest.raises(MediaError, match="must first be put into a container"):
        probe(tmp_path / "bare.h264")


def test_time_stamps_of_more_than_a_week_are_damage(make_film):
    picture = np.zeros((48, 64, 3), np.uint8)
    with pytest.raises(MediaError, match="lasts 278 hours"):
        probe(make_film("far.mkv", frames=[picture] * 2, times_s=[0, 1_000_000]))


def test_a_title_is_one_line_of_letters(make_film):
    assert probe(make_film("a\n\x1b[31mred one.mkv", scenes=[(RED, 1)])).title == "a red one"


def test_a_name_that_no_file_can_have_is_named_as_such():
    with pytest.raises(MediaError, match="cannot be reached"):
        probe(Path("x" * 10_000))


def test_a_picture_too_thin_to_watch_is_not_watched(make_film):
    path = make_film("thin.mkv", frames=[np.zeros((2, 400, 3), np.uint8)] * 9, sounds=[tone(440, 1)])
    film = probe(path)
    assert not film.has_picture
    assert film.has_sound
    assert film.warnings == ("the picture is 400 × 2, too thin to watch; the film is only heard",)
