"""Which subtitles are read, and reading them whatever state they are in."""

import pytest

from storyreel.errors import MediaError
from storyreel.tools.media.probe import probe
from storyreel.tools.media.subtitles import SubtitleSource, choose, read, read_file

HELLO = "1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nGoodbye.\n"


@pytest.fixture
def film_path(make_film):
    return make_film("my film.mp4", scenes=[((200, 30, 30), 1)])


def srt(*cues: tuple[str, str, str]) -> str:
    return "\n".join(f"{k}\n{a} --> {b}\n{text}\n" for k, (a, b, text) in enumerate(cues, 1))


def written(tmp_path, text, name="lines.srt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def texts(path) -> list[str]:
    return [cue.text for cue in read_file(path)[0]]


def test_a_given_file_comes_first(film_path, tmp_path):
    written(tmp_path, HELLO, "my film.srt")
    given = written(tmp_path, HELLO, "other.srt")
    source = choose(probe(film_path), [given])
    assert (source.origin, source.path) == ("given", str(given))


def test_of_several_given_files_the_full_one_is_read_and_the_rest_named(film_path, tmp_path):
    forced = written(tmp_path, HELLO, "a.forced.srt")
    full = written(tmp_path, HELLO, "b.en.srt")
    source = choose(probe(film_path), [forced, full])
    assert (source.path, source.language, source.forced) == (str(full), "en", False)
    assert source.notes == ("other subtitle files were not read: 'a.forced.srt'",)


def test_a_file_beside_the_film_is_found_by_its_name(film_path, tmp_path):
    written(tmp_path, HELLO, "another film.srt")
    written(tmp_path, HELLO, "my film.en.forced.srt")
    full = written(tmp_path, HELLO, "my film.en.srt")
    source = choose(probe(film_path))
    assert (source.origin, source.path, source.language) == ("beside", str(full), "en")


def test_what_is_read_is_known_by_its_content(film_path, tmp_path):
    beside = written(tmp_path, HELLO, "my film.srt")
    before = choose(probe(film_path))
    beside.write_text(HELLO + srt(("00:00:05,000", "00:00:06,000", "More.")))
    assert choose(probe(film_path)).digest != before.digest


@pytest.mark.parametrize("name", ["inside.mkv", "inside.mp4", "inside.webm"])
def test_a_text_track_inside_is_read_at_film_time(make_film, name):
    cues = [(0.5, 1.5, "Hello <i>there</i>."), (2.0, 3.0, "- Who?\n- You.")]
    start_s = 0 if name.endswith("mp4") else 4
    film = probe(make_film(name, scenes=[((9, 9, 9), 4)], subtitles=cues, start_s=start_s))
    source = choose(film)
    assert (source.origin, source.track, source.language) == ("inside", 0, "eng")
    found, notes = read(source)
    assert [cue.text for cue in found] == ["Hello there.", "- Who?\n- You."]
    assert [cue.span.start_s for cue in found] == pytest.approx([0.5, 2.0], abs=0.05)
    assert notes == []


def test_a_forced_track_is_known_as_forced(make_film):
    film = probe(make_film("f.mkv", scenes=[((9, 9, 9), 2)], subtitles=[(0, 1, "Ja.")], forced=True))
    assert choose(film).forced


def test_a_film_without_subtitles_has_none(film_path):
    assert choose(probe(film_path)) == SubtitleSource()
    assert read(SubtitleSource()) == ([], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_all_its_forms(tmp_path, encoding):
    path = written(tmp_path, HELLO.replace("Hello", "Où ça, 映画"), encoding=encoding)
    cues, notes = read_file(path)
    assert cues[0].text == "Où ça, 映画."
    assert notes == []


def test_an_unsaid_encoding_is_guessed_and_said(tmp_path):
    lines = [
        ("00:00:01,000", "00:00:02,000", "Где ты был вчера вечером?"),
        ("00:00:03,000", "00:00:04,000", "Я был дома, мама, и читал книгу."),
    ]
    cues, notes = read_file(written(tmp_path, srt(*lines), encoding="cp1251"))
    assert cues[0].text == "Где ты был вчера вечером?"
    assert notes == ["the subtitles do not say their encoding; they were read as cp1251"]


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<i>Hello</i>", "Hello"),
        ('<font color="#fff">Hello</font>', "Hello"),
        ("{\\an8}Hello", "Hello"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("I <3 you", "I <3 you"),
        ("<b>5 < 6</b>", "5 < 6"),
    ],
)
def test_markup_is_taken_off(tmp_path, markup, plain):
    assert texts(written(tmp_path, srt(("00:00:01,000", "00:00:02,000", markup)))) == [plain]


def test_voices_of_web_subtitles_are_speakers(tmp_path):
    text = (
        "WEBVTT\n\nNOTE not said\n\n"
        "00:01.000 --> 00:02.000\n<v Anna>Hello.</v>\n\nNOTE nor this\n\nsecond\n"
        "00:03.000 --> 00:04.000\n<v Anna>Who?\n<v Ben>Me.\n"
    )
    cues, _ = read_file(written(tmp_path, text, "lines.vtt"))
    assert [(cue.speaker, cue.text) for cue in cues] == [("Anna", "Hello."), (None, "Anna: Who?\nBen: Me.")]


def test_actors_of_substation_subtitles_are_speakers(tmp_path):
    text = (
        "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,{\\i1}Hello,{\\i0} you.\\NThere.\n"
        "Comment: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Not said.\n"
    )
    cues, _ = read_file(written(tmp_path, text, "lines.ass"))
    assert [(cue.speaker, cue.text) for cue in cues] == [("Anna", "Hello, you.\nThere.")]


def test_repairs_are_made_and_counted(tmp_path):
    path = written(
        tmp_path,
        srt(
            ("00:00:05,000", "00:00:06,000", "second"),
            ("00:00:01,000", "00:00:02,200", "first"),
            ("00:00:02,000", "00:00:03,000", "runs over"),
            ("00:00:08,000", "00:00:07,000", "backwards"),
            ("00:00:09,000", "00:00:10,000", " "),
            ("00:00:11,000", "00:00:12,000", "twice"),
            ("00:00:11,000", "00:00:12,000", "twice"),
        ),
    )
    cues, notes = read_file(path)
    assert [cue.text for cue in cues] == ["first", "runs over", "second", "backwards", "twice"]
    assert cues[0].span.end_s == 2.0
    assert cues[3].span.start_s == 8.0
    assert 0.3 < cues[3].span.duration_s < 2
    assert notes == [
        "subtitles: 1 line without words, left out",
        "subtitles: 1 line out of order, sorted",
        "subtitles: 1 line ending before they begin, mended",
        "subtitles: 1 line doubled, kept once",
        "subtitles: 1 line running into the next, shortened",
    ]


def test_two_lines_at_once_stay_two(tmp_path):
    path = written(
        tmp_path,
        srt(
            ("00:00:01,000", "00:00:09,000", "♪ a song ♪"), ("00:00:02,000", "00:00:04,000", "words over it")
        ),
    )
    cues, notes = read_file(path)
    assert [cue.span.end_s for cue in cues] == [9, 4]
    assert notes == ["subtitles: 1 line at the same time as another, left as they are"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (bytes(range(256)), "is not text"),
        (b"just words", "not in a subtitle format"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n\n", "holds no subtitles"),
    ],
)
def test_what_holds_no_subtitles_is_refused_in_one_line(tmp_path, content, complaint):
    path = tmp_path / "lines.srt"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=complaint) as refusal:
        read_file(path)
    assert "\n" not in str(refusal.value)


def test_a_file_beside_the_film_that_cannot_be_read_is_passed_over(film_path, tmp_path):
    (tmp_path / "my film.sub").write_bytes(bytes(range(256)) * 9)
    source = choose(probe(film_path))
    assert source.origin == "none"
    assert "my film.sub" in source.notes[0]
    good = written(tmp_path, HELLO, "my film.en.srt")
    assert choose(probe(film_path)).path == str(good)


def test_a_film_whose_folder_is_gone_has_no_subtitles_beside_it(make_film, tmp_path):
    (tmp_path / "folder").mkdir()
    film = probe(make_film("folder/film.mp4", scenes=[((9, 9, 9), 1)]))
    (tmp_path / "folder" / "film.mp4").unlink()
    (tmp_path / "folder").rmdir()
    assert "no subtitles were looked for" in choose(film).notes[0]


def test_a_given_file_that_cannot_be_read_is_refused(film_path):
    with pytest.raises(MediaError, match="is not text"):
        choose(probe(film_path), [film_path])


def test_what_a_terminal_would_obey_is_no_part_of_a_line(tmp_path):
    path = written(tmp_path, srt(("00:00:01,000", "00:00:02,000", "\x1b[2JANNA: Hello\x07 &#x202e;there.")))
    assert texts(path) == ["ANNA: Hello there."]
