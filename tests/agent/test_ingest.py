"""A film is watched once, whole, and whatever happens meanwhile."""

import random
import shutil
import subprocess
import sys
import time

import cv2
import pytest

from storyreel.agent.ingest import ingest, tools_for
from storyreel.errors import LibraryError, MediaError
from storyreel.memory.characters import characters
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Segment, Utterance
from storyreel.memory.timeline import dialogue
from storyreel.tools.media.decode import pictures_of
from storyreel.tools.media.probe import probe
from tests.conftest import tone

INGEST_AND_TELL = """
import sys
from pathlib import Path
from storyreel.agent.ingest import ingest
from storyreel.memory.library import Library

def tell(stage, done, total):
    print(stage, done, flush=True)

with Library.open(Path(sys.argv[1])) as library:
    ingest(library, Path(sys.argv[2]), sys.argv[3], on_progress=tell)
"""


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library") as library:
        yield library


def told_of(library: Library, film: Film) -> tuple:
    """Who is in the film, who says each line, and what the user should know."""
    lines = [(line.observation_id, line.character_id) for line in dialogue(library.facts, film.id)]
    return characters(library.facts, film.id), lines, library.facts.notes(film.id)


def everything(library: Library, film: Film) -> list[tuple]:
    """All that is remembered, without what differs from run to run."""
    return [(seen.id, seen.span, seen.payload) for seen in library.facts.observations(film.id)]


def test_watches_with_every_tool_of_the_depth(library, film_with_everything):
    report = ingest(library, film_with_everything, "standard")
    assert {stage.name for stage in report.stages} == {tool.name for tool in tools_for("standard")} | {
        "index"
    }
    assert not any(stage.failed for stage in report.stages)
    assert library.facts.find(report.film, Utterance)[0].speaker == "ANNA"


def test_a_second_time_does_nothing(library, film_with_everything):
    ingest(library, film_with_everything, "standard")
    assert ingest(library, film_with_everything, "standard").did_nothing


def test_a_gap_in_the_sound_is_told_once(library, make_film, damage):
    report = ingest(library, damage(make_film("song.m4a", sounds=[tone(440, 54)])), "standard")
    notes = [note for stage in report.stages for note in stage.notes if "cannot be decoded" in note]
    assert len(notes) == 1


def test_a_closer_look_keeps_what_was_done(library, film_with_everything):
    ingest(library, film_with_everything, "quick")
    again = {stage.name: stage.cached for stage in ingest(library, film_with_everything, "standard").stages}
    assert again["shots"]
    assert again["dialogue"]
    assert not again["faces"]


def test_the_deepest_depth_is_remembered(library, film_with_everything):
    report = ingest(library, film_with_everything, "standard")
    ingest(library, film_with_everything, "quick")
    assert library.recall(report.film, "depth") == "standard"


def test_other_subtitles_change_the_lines_and_stay(library, film_with_everything, tmp_path):
    ingest(library, film_with_everything, "quick")
    other = tmp_path / "other.srt"
    other.write_text("1\n00:00:01,000 --> 00:00:02,000\nQuite another line.\n", encoding="utf-8")
    report = ingest(library, film_with_everything, "quick", (other,))
    assert [line.words for line in library.facts.find(report.film, Utterance)] == ["Quite another line."]
    assert ingest(library, film_with_everything, "quick").did_nothing


def test_a_subtitle_file_alone_is_a_film_that_is_only_heard(library, tmp_path):
    path = tmp_path / "charming.srt"
    path.write_text(
        "".join(f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\nLine number {k}.\n\n" for k in range(1, 50)),
        encoding="utf-8",
    )
    report = ingest(library, path, "standard")
    assert len(library.facts.find(report.film, Utterance)) == 49
    assert library.facts.find(report.film, Segment)


def test_two_processes_do_not_watch_the_same_film_at_once(library, film_with_everything, tmp_path):
    report = ingest(library, film_with_everything, "quick")
    other = Library.open(tmp_path / "library")
    with library.ingest_lock(report.film), other, pytest.raises(LibraryError, match="process is ingesting"):
        ingest(other, film_with_everything, "quick")


def test_what_is_no_film_changes_nothing(library, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a film", encoding="utf-8")
    with pytest.raises(MediaError):
        ingest(library, path)
    assert library.films() == []


def test_subtitles_that_cannot_be_read_change_nothing(library, film_with_everything):
    with pytest.raises(MediaError, match="is not text"):
        ingest(library, film_with_everything, "quick", (film_with_everything,))
    assert library.films() == []
    report = ingest(library, film_with_everything, "quick")
    assert library.facts.find(report.film, Utterance)[0].speaker == "ANNA"


@pytest.fixture(scope="module")
def long_film(tmp_path_factory, film_writer):
    colours = [(200, 40, 40), (40, 40, 200), (40, 200, 40), (180, 180, 20)]
    scenes = [(colours[k % 4], 11) for k in range(9)]
    lines = [(k * 3, k * 3 + 2, f"This is line {k}.") for k in range(33)]
    return film_writer(tmp_path_factory.mktemp("long") / "long.mkv", scenes=scenes, fps=8, subtitles=lines)


@pytest.fixture
def film_of_people(footage, make_film):
    """36 s: a woman who laughs and cries, then two men, with lines that name who says them."""
    woman = probe(footage("WolfgangLanger_Pexels.mp4"))
    frames = [look.pixels for look in pictures_of(woman, woman.span).looks][:80]
    for file in ("obama.jpg", "biden.jpg"):
        frames += [cv2.cvtColor(cv2.imread(str(footage(file))), cv2.COLOR_BGR2RGB)] * 32
    lines = [(k * 4, k * 4 + 3, f"{'ANNA' if k < 5 else 'BEN'}: This is line {k}.") for k in range(9)]
    frames = [cv2.resize(frame, (480, 270), interpolation=cv2.INTER_AREA) for frame in frames]
    return make_film("people.mkv", frames=frames, fps=4, subtitles=lines)


def test_killed_ten_times_it_loses_nothing_and_doubles_nothing(film_of_people, tmp_path):
    with Library.open(tmp_path / "undisturbed") as library:
        ingest(library, film_of_people, "standard")
        film = library.film(str(film_of_people))
        expected = (everything(library, film), told_of(library, film))
        vectors = {name: library.vectors.count(name) for name in ("dialogue", "segments", "faces", "anchors")}
    assert len(expected[1][0]) >= 2
    assert all(vectors.values())
    chance = random.Random(7)
    for _ in range(10):
        steps, delay_s = chance.randrange(30), chance.random() * 0.3
        killed_after(tmp_path / "disturbed", film_of_people, steps, delay_s)
    with Library.open(tmp_path / "disturbed") as library:
        ingest(library, film_of_people, "standard")
        assert (everything(library, film), told_of(library, film)) == expected
        assert ingest(library, film_of_people, "standard").did_nothing
        assert {name: library.vectors.count(name) for name in vectors} == vectors


def killed_after(library_dir, film, steps: int, delay_s: float) -> None:
    command = [sys.executable, "-c", INGEST_AND_TELL, str(library_dir), str(film), "standard"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for _ in range(steps):
            child.stdout.readline()
        time.sleep(delay_s)
        child.kill()


def test_a_film_that_moved_is_the_same_film(library, film_with_everything, tmp_path):
    ingest(library, film_with_everything, "quick")
    moved = shutil.copy(film_with_everything, tmp_path / "moved.mkv")
    again = {stage.name for stage in ingest(library, moved, "quick").stages if not stage.cached}
    assert again <= {"dialogue", "index"}, (
        "the subtitles are read anew from where they are now, and nothing else is done"
    )
