"""What lies beside a film: chosen once, kept, and redone only where it is read."""

import av
import pytest

from storyreel.agent.beside import Beside, arguments
from storyreel.agent.ingest import ingest, runner_for
from storyreel.errors import MediaError
from storyreel.memory.characters import characters
from storyreel.memory.library import Library
from storyreel.tools.media.probe import probe


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library") as library:
        yield library


def stages(report) -> dict[str, bool]:
    return {stage.name: stage.cached for stage in report.stages}


def names(library, report) -> list[str]:
    return [one.name for one in characters(library.facts, report.film)]


def test_a_screenplay_names_who_speaks(library, subtitles, script):
    report = ingest(library, subtitles, "quick", given=Beside.of(None, script))
    assert names(library, report) == ["Anna", "Mr. Bell"]


def test_it_is_kept_for_later_ingests_and_another_one_redoes_only_names(library, subtitles, script):
    given = Beside.of(None, script)
    ingest(library, subtitles, "quick", given=given)
    again = ingest(library, subtitles, "quick")
    assert stages(again)["names"]
    script.write_text(script.read_text().replace("ANNA", "DORA"))
    other = ingest(library, subtitles, "quick", given=Beside.of(None, script))
    redone = {name for name, cached in stages(other).items() if not cached}
    assert redone == {"names"}
    assert names(library, other) == ["Mr. Bell", "Dora"]


def test_one_that_is_gone_undoes_nothing(library, subtitles, script):
    ingest(library, subtitles, "quick", given=Beside.of(None, script))
    script.unlink()
    again = ingest(library, subtitles, "quick")
    assert stages(again)["names"]
    assert names(library, again) == ["Anna", "Mr. Bell"]


@pytest.mark.parametrize(("cast", "script"), [("gone", None), (None, "gone.txt")])
def test_what_cannot_be_used_is_said_before_anything_is_done(tmp_path, cast, script):
    with pytest.raises(MediaError, match="gone"):
        Beside.of(tmp_path / cast if cast else None, tmp_path / script if script else None)


def test_a_picture_of_the_cast_names_a_face_and_other_pictures_redo_only_that(library, footage, tmp_path):
    film = probe(footage("face_noface.mov"))
    library.add(film)
    folder = tmp_path / "cast"
    folder.mkdir()
    with av.open(film.path) as container:
        frame = next(frame for frame in container.decode(video=0) if frame.time > 1)
        frame.to_image().save(folder / "Jane Doe.png")
    Beside.of(folder, None).remember(library, film.id)
    runner = runner_for(library, film)
    runner.ensure({"cast"}, film.span)
    assert [one.name for one in characters(library.facts, film.id)] == ["Jane Doe"]

    (folder / "Jane Doe.png").rename(folder / "Ann Poe.png")
    runs = runner_for(library, film).ensure({"cast"}, film.span)
    assert {run.name for run in runs if not run.cached} == {"cast"}
    assert [one.name for one in characters(library.facts, film.id)] == ["Ann Poe"]


def test_without_a_choice_the_tools_have_nothing_to_read(library, subtitles):
    film = probe(subtitles)
    library.add(film)
    made = arguments(library, film.id)
    assert (made["cast"]().model_dump(), made["names"]().model_dump()) == (
        {"folder": None, "digest": None},
        {"script": None, "script_digest": None},
    )
