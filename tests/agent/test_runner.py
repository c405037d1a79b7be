"""Tools run once for the same film, version, arguments and inputs, and never for nothing."""

from dataclasses import replace

import pytest

from storyreel.agent.runner import Runner, stages
from storyreel.errors import ToolError
from storyreel.memory.library import Library
from storyreel.memory.records import Shot, Span
from storyreel.tools.contract import discover
from storyreel.tools.media.probe import probe


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def runner(library, film_with_everything):
    film = probe(film_with_everything)
    library.add(film)
    return Runner(library, film)


def test_finds_and_remembers(runner, library):
    [run] = runner.ensure({"shots"}, runner.film.span)
    assert (run.name, run.cached, run.failed) == ("shots", False, None)
    assert [shot.opening for shot in library.facts.find(runner.film.id, Shot)] == ["start", "cut", "cut"]
    assert run.items == 3


def test_does_nothing_twice(runner, library):
    runner.ensure({"shots"}, runner.film.span)
    before = library.facts.revision(runner.film.id)
    assert all(run.cached for run in Runner(library, runner.film).ensure({"shots"}, runner.film.span))
    assert library.facts.revision(runner.film.id) == before


def test_a_new_version_does_only_its_own_work_again(runner):
    runner.ensure({"segments"}, runner.film.span)
    runner.tools["shots"] = replace(runner.tools["shots"], version="next")
    again = {run.name: run.cached for run in runner.ensure({"segments"}, runner.film.span)}
    assert again == {"dialogue": True, "shots": False, "speech": True, "segments": True}


def test_what_read_a_changed_finding_is_done_again(runner):
    runner.ensure({"segments"}, runner.film.span)
    shots = runner.tools["shots"]

    def see_one_shot(scene, args):
        return shots.result(findings=shots.run(scene, args).findings[:1])

    runner.tools["shots"] = replace(shots, version="next", run=see_one_shot)
    assert {run.name for run in runner.ensure({"segments"}, runner.film.span) if not run.cached} == {
        "shots",
        "segments",
    }


def test_a_tool_that_cannot_work_is_named_and_the_others_go_on(runner, library):
    def fail(scene, args):
        raise ToolError("this film is too strange")

    runner.tools["shots"] = replace(runner.tools["shots"], run=fail)
    runs = {run.name: run for run in runner.ensure({"segments"}, runner.film.span)}
    assert runs["shots"].failed == "this film is too strange"
    assert runs["segments"].failed is None
    assert not library.facts.find(runner.film.id, Shot)


def test_a_failure_is_tried_again(runner):
    shots = runner.tools["shots"]

    def fail(scene, args):
        raise ToolError("not now")

    runner.tools["shots"] = replace(shots, run=fail)
    runner.ensure({"shots"}, runner.film.span)
    runner.tools["shots"] = shots
    [run] = runner.ensure({"shots"}, runner.film.span)
    assert run.items == 3


def test_a_film_that_is_gone_fails_each_reel_in_one_line(library, make_film):
    path = make_film(scenes=[((200, 40, 40), 33)], fps=5)
    film = probe(path)
    library.add(film)
    path.unlink()
    runs = Runner(library, film).ensure({"shots", "screen_text"}, film.span)
    assert [run.span.start_s for run in runs if run.name == "shots"] == [0.0, 30.0]
    assert all(run.failed and path.name in run.failed for run in runs if run.name == "shots")


def test_looks_only_at_the_reels_of_the_span(library, make_film):
    film = probe(make_film(scenes=[((200, 40, 40), 33), ((40, 40, 200), 30)], fps=5))
    library.add(film)
    runs = Runner(library, film).ensure({"shots"}, Span(start_s=34, end_s=36))
    assert [(run.span.start_s, run.span.end_s) for run in runs] == [(30.0, 60.0)]


def test_reels_asked_for_out_of_order_give_what_a_whole_pass_gives(tmp_path, make_film):
    film = probe(make_film(scenes=[((200, 40, 40), 33), ((40, 40, 200), 30), ((40, 200, 40), 10)], fps=5))
    found = []
    for name, spans in {
        "whole": [film.span],
        "pieces": [Span(start_s=61, end_s=62), Span(start_s=2, end_s=31)],
    }.items():
        with Library.open(tmp_path / name) as library:
            library.add(film)
            runner = Runner(library, film)
            for span in spans:
                runner.ensure({"shots"}, span)
            found.append(library.facts.find(film.id, Shot))
    assert found[0] == found[1]


def test_text_tools_that_need_no_pictures_run_before_the_reels():
    before, by_reel, after = stages(discover().values())
    assert [tool.name for tool in before] == ["dialogue"]
    assert {"shots", "faces", "speech"} <= {tool.name for tool in by_reel}
    assert {"people", "segments", "captioner"} <= {tool.name for tool in after}
