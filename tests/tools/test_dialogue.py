"""Dialogue: subtitles as utterances."""

from storyreel.tools.dialogue import TOOL, DialogueArgs
from storyreel.tools.media.probe import probe
from storyreel.tools.media.subtitles import choose


def lines(scene, given=()):
    args = DialogueArgs(source=choose(scene.film, given))
    return TOOL.run(scene, args)


def test_a_films_own_lines_are_utterances(film_with_everything, scene_of):
    result = lines(scene_of(film_with_everything))
    assert [(u.utterance_id, u.manner, u.speaker, u.words) for u in result.findings] == [
        ("u1", "speech", "ANNA", "Where are we?"),
        ("u2", "speech", None, "Here."),
        ("u3", "speech", None, "No, there."),
        ("u4", "song", None, "La la"),
    ]
    assert {(u.source, u.language, u.confidence) for u in result.findings} == {("subtitles", "eng", None)}
    assert result.notes == ()


def test_subtitles_longer_than_the_film_are_cut_and_said(make_film, scene_of, tmp_path):
    scene = scene_of(make_film(scenes=[((9, 9, 9), 2)]))
    path = tmp_path / "lines.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:05,000\nIn.\n\n2\n00:00:06,000 --> 00:00:07,000\nOut.\n")
    result = lines(scene, [path])
    assert [u.words for u in result.findings] == ["In."]
    assert result.findings[0].span.end_s == scene.film.duration_s
    assert result.notes == ("subtitles: 1 line after the film's end, left out: do they belong to it?",)


def test_forced_subtitles_are_said_to_be_forced(make_film, scene_of):
    path = make_film("f.mkv", scenes=[((9, 9, 9), 2)], subtitles=[(0, 1, "Ja.")], forced=True)
    result = lines(scene_of(path))
    assert [u.words for u in result.findings] == ["Ja."]
    assert "forced" in result.notes[-1]


def test_a_film_without_subtitles_says_nothing(make_film, scene_of):
    assert lines(scene_of(make_film(scenes=[((9, 9, 9), 1)]))).findings == ()


def test_a_subtitle_file_alone_speaks_for_itself(scene_of, tmp_path):
    path = tmp_path / "charade.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nREGGIE: Hello?\n")
    scene = scene_of(path)
    (line,) = lines(scene).findings
    assert (line.speaker, line.words) == ("REGGIE", "Hello?")


def test_other_subtitles_are_other_work(make_film, tmp_path):
    film = probe(make_film(scenes=[((9, 9, 9), 1)]))
    path = tmp_path / "lines.srt"
    path.write_text("1\n00:00:00,100 --> 00:00:00,900\nOne.\n")
    before = DialogueArgs(source=choose(film, [path]))
    path.write_text("1\n00:00:00,100 --> 00:00:00,900\nTwo.\n")
    assert DialogueArgs(source=choose(film, [path])) != before
