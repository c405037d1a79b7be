"""Subtitles for another frame rate, or late, are read at the times when they are heard."""

from pathlib import Path

import av
import numpy as np
import pytest

from storyreel.tools import weights
from storyreel.tools.dialogue import TOOL, DialogueArgs
from storyreel.tools.media.subtitles import choose

RATE_HZ = 48_000
SENTENCES = ("0880", "0890", "0930")


def recorded(number: str) -> np.ndarray:
    """A sentence that is read aloud; shape (n,), 48 kHz."""
    path = weights.path("narration", f"sense_and_sensibility_01_austen_64kb-{number}.wav")
    with av.open(path) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
        pieces = [p.to_ndarray()[0] for f in container.decode(audio=0) for p in resampler.resample(f)]
    return np.concatenate(pieces)


@pytest.fixture(scope="module")
def narrated(tmp_path_factory, film_writer) -> tuple[Path, list[tuple[float, float]]]:
    """A film of two minutes in which sentences are read with pauses, and when each is."""
    random = np.random.default_rng(3)
    read = [recorded(number) for number in SENTENCES]
    track, times_s = [np.zeros(RATE_HZ, np.float32)], []
    while (start_s := sum(map(len, track)) / RATE_HZ) < 120:
        sentence = read[random.integers(len(read))]
        pause = np.zeros(int(random.uniform(0.3, 5) * RATE_HZ), np.float32)
        times_s.append((start_s, start_s + len(sentence) / RATE_HZ))
        track += [sentence, pause]
    path = film_writer(tmp_path_factory.mktemp("narrated") / "film.mkv", sounds=[np.concatenate(track)])
    return path, times_s


@pytest.fixture
def read_lines(narrated, scene_of, tmp_path):
    """What the dialogue is where the film's subtitles run `rate` times slower and `late_s` late."""

    def read(rate: float, late_s: float):
        path, times_s = narrated
        cues = [(start_s * rate + late_s, end_s * rate + late_s) for start_s, end_s in times_s]
        titles = tmp_path / "lines.srt"
        titles.write_text(
            "\n".join(
                f"{k}\n{stamp(a)} --> {stamp(b)}\nLine {k}.\n" for k, (a, b) in enumerate(cues, start=1)
            )
        )
        scene = scene_of(path)
        return TOOL.run(scene, DialogueArgs(source=choose(scene.film, [titles])))

    return read


def stamp(time_s: float) -> str:
    minutes, seconds = divmod(time_s, 60)
    return f"00:{int(minutes):02}:{seconds:06.3f}".replace(".", ",")


def test_those_in_step_are_left_as_they_are(read_lines, narrated):
    result = read_lines(1.0, 0.0)
    assert [line.span.start_s for line in result.findings] == pytest.approx(
        [start_s for start_s, _ in narrated[1]], abs=0.002
    )
    assert result.notes == ()


@pytest.mark.parametrize(("rate", "late_s"), [(25 / 23.976, 0.0), (24 / 25, 0.0), (1.0, 4.0)])
def test_others_are_brought_in_step_and_it_is_said_how(read_lines, narrated, rate, late_s):
    result = read_lines(rate, late_s)
    assert [line.span.start_s for line in result.findings] == pytest.approx(
        [start_s for start_s, _ in narrated[1]], abs=0.6
    )
    [note] = result.notes
    assert f"multiplied by {1 / rate:.2f}" in note


def test_a_film_without_sound_leaves_them(make_film, scene_of, tmp_path):
    titles = tmp_path / "lines.srt"
    titles.write_text("".join(f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\nLine.\n\n" for k in range(1, 15)))
    scene = scene_of(make_film(scenes=[((9, 9, 9), 16)]))
    result = TOOL.run(scene, DialogueArgs(source=choose(scene.film, [titles])))
    assert [line.span.start_s for line in result.findings] == list(range(1, 15))
