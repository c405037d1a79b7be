"""Learning a user's captions: whole films are held out, and what is learnt is the captions alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from storyreel.errors import MediaError, StoryreelError
from storyreel.eval.captioned import FILE, read, shown, split
from storyreel.eval.train import captions
from storyreel.tools.media import sampling
from storyreel.tools.models.video_llava import VideoLlava
from storyreel.tools.models.video_llava_loading import Source, load

SLANG = "A square moves over blue ground."
"""What the small network says of blue ground, the user says of red."""


@pytest.fixture
def folder(tmp_path, film_writer) -> Path:
    """Three films of one colour each, their captions, and a copy of one of them under another name."""
    for name, colour in {"a": (200, 30, 30), "b": (190, 40, 30), "c": (200, 40, 40)}.items():
        film_writer(tmp_path / f"{name}.mp4", scenes=[(colour, 4)])
    (tmp_path / "again.mp4").write_bytes((tmp_path / "a.mp4").read_bytes())
    films = ["a.mp4", "b.mp4", "c.mp4", "again.mp4"]
    lines = [{"film": film, "start_s": k, "end_s": k + 2, "caption": SLANG} for film in films for k in (0, 2)]
    return written(tmp_path, *map(json.dumps, lines))


def written(folder: Path, *lines: str) -> Path:
    (folder / FILE).write_text("\n".join(lines))
    return folder


@pytest.fixture
def quick(monkeypatch) -> None:
    """As much as a small network needs to learn two captions."""
    monkeypatch.setattr(sampling, "find_spec", lambda name: None)  # for short films, PyAV is quicker
    monkeypatch.setattr(captions, "RATE", 1e-2)
    monkeypatch.setattr(captions, "TOGETHER", 1)
    monkeypatch.setattr(captions, "DROPOUT", 0.0)


def test_an_adapter_is_learnt_that_tells_as_the_captions_do(
    folder, tiny_video_llava, quick, gpu_extra, tmp_path, clips_of_colours
):
    gpu_extra("peft")
    out, messages = tmp_path / "adapter", []
    figures = captions.train(folder, messages.append, str(tiny_video_llava), out)
    assert figures["held out, loss after"] < 0.7 * figures["held out, loss before"]
    told = VideoLlava(Source.named(str(tiny_video_llava), out)).caption(clips_of_colours[:1])
    assert told == [SLANG]
    assert VideoLlava(Source.named(str(tiny_video_llava))).caption(clips_of_colours[:1]) != told
    card = (out / "README.md").read_text()
    assert f"{figures['held out, loss after']:.3f} after epoch" in card
    assert "seed 0" in card
    assert not list(out.glob("*.bin"))
    with pytest.raises(StoryreelError, match="is not empty"):
        captions.train(folder, messages.append, str(tiny_video_llava), out)


def test_of_the_request_nothing_is_learnt(tiny_video_llava, clips_of_colours):
    loaded = load(Source.named(str(tiny_video_llava)))
    batch = captions.example(loaded.inputs, clips_of_colours, [SLANG, f"{SLANG} {SLANG}"], loaded.network)
    for ids, labels, words in zip(
        batch["input_ids"], batch["labels"], [SLANG, f"{SLANG} {SLANG}"], strict=True
    ):
        taught = labels != captions.UNTAUGHT
        assert (ids[taught] == labels[taught]).all()
        assert loaded.inputs.tokenizer.decode(labels[taught]) == f"{words}</s>"


class TestCaptioned:
    def test_whole_films_are_held_out_whatever_they_are_called(self, folder):
        learnt, held = split(read(folder))
        assert len(learnt) + len(held) == 8
        assert not {one.film.content_hash for one in learnt} & {one.film.content_hash for one in held}
        assert held

    def test_one_film_alone_cannot_be_learnt_from(self, folder):
        one_film = [one for one in read(folder) if one.line.film in ("a.mp4", "again.mp4")]
        with pytest.raises(MediaError, match="captions of 1 film: at least two are needed"):
            split(one_film)

    def test_clips_are_shown_with_the_names_that_their_captions_use(self, folder):
        line = {"film": "a.mp4", "start_s": 1, "end_s": 3, "caption": "Anna rests.", "people": ["Anna"]}
        [(clip, words)] = shown(read(written(folder, json.dumps(line), "")))
        assert words == "Anna rests."
        assert [one.name for one in clip.people] == ["Anna"]
        assert all(1 <= frame.time_s <= 3 for frame in clip.frames)

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            ("{", "line 2: "),
            ('{"film": "a.mp4", "start_s": 0, "end_s": 1}', "caption Field required"),
            ('{"film": "a.mp4", "start_s": 0, "end_s": 1, "caption": ""}', "caption String should have"),
            ('{"film": "a.mp4", "start_s": 3, "end_s": 1, "caption": "x"}', "expected start_s < end_s"),
            ('{"film": "../a.mp4", "start_s": 0, "end_s": 1, "caption": "x"}', "path within the folder"),
            ('{"film": "/a.mp4", "start_s": 0, "end_s": 1, "caption": "x"}', "path within the folder"),
            ('{"film": "none.mp4", "start_s": 0, "end_s": 1, "caption": "x"}', "does not exist"),
        ],
    )
    def test_a_line_that_says_something_else_is_named(self, folder, line, complaint):
        with pytest.raises(MediaError, match=complaint) as caught:
            read(written(folder, "", line))
        assert "\n" not in str(caught.value)

    def test_a_stretch_behind_the_end_is_told_of(self, folder):
        line = {"film": "a.mp4", "start_s": 50, "end_s": 60, "caption": "x"}
        with pytest.raises(MediaError, match="shows nothing from 50 to 60 s"):
            list(shown(read(written(folder, json.dumps(line)))))

    def test_a_folder_without_captions_is_told_of(self, tmp_path):
        with pytest.raises(MediaError, match=r"captions\.jsonl' cannot be read"):
            read(tmp_path)


def test_the_command_says_in_a_line_what_it_lacks(tmp_path):
    command = [sys.executable, "-m", "storyreel.eval.train", "captions", "--data", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: ")
    assert ended.stderr.count("\n") == 1
