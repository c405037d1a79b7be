"""A model captions what is asked for, once; where it fails, the scene describer's captions stand."""

import shutil

import pytest

from storyreel.agent import trace
from storyreel.agent.adapters import watch
from storyreel.agent.ask import ask, tools_for
from storyreel.agent.backends import Backends
from storyreel.agent.captions import description, names_in_captions
from storyreel.agent.context import Context
from storyreel.agent.ingest import ingest, runner_for
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.agent.recall.whole import segment_detail
from storyreel.agent.scenes import scenes_of
from storyreel.errors import ToolError
from storyreel.memory import characters
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Box, Caption, FaceLook, FaceTrack, PersonCluster, Segment, Span
from storyreel.memory.search import search
from storyreel.tools.captioner import BACKEND
from storyreel.tools.contract import discover
from storyreel.tools.models import minilm
from storyreel.tools.video_captioner import CaptionerArgs
from tests.agent.llm.conftest import ScriptedServer, refuses, serving
from tests.vision_server import colour_of, says

LOOK_AT_PICTURES = "look_video_captioner"
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def server(vision_server):
    return vision_server


@pytest.fixture(scope="module")
def path(tmp_path_factory, film_writer):
    """Two segments: 18 s of red, 18 s of blue."""
    return film_writer(tmp_path_factory.mktemp("film") / "walls.mp4", scenes=[(RED, 18), (BLUE, 18)], fps=5)


@pytest.fixture(scope="module")
def watched(tmp_path_factory, path):
    """A library that has the film to standard depth."""
    folder = tmp_path_factory.mktemp("watched") / "library"
    with Library.open(folder) as library:
        ingest(library, path, "standard", models=Backends.of("embedded"))
    return folder


@pytest.fixture
def library(tmp_path, watched):
    with Library.open(shutil.copytree(watched, tmp_path / "library")) as library:
        yield library


def served_by(server) -> Backends:
    return Backends.of("embedded", captioner=CaptionerArgs(backend="endpoint", url=server.url))


def told(library, film_id) -> dict[str, list[str]]:
    """Words by who wrote them, in order of time."""
    words: dict[str, list[str]] = {}
    for caption in library.facts.find(film_id, Caption):
        words.setdefault(caption.backend, []).append(caption.words)
    return words


def stage(report, name="video_captioner"):
    return next((one for one in report.stages if one.name == name), None)


def test_full_depth_adds_a_models_captions_and_keeps_the_scene_describers(library, path, server):
    report = ingest(library, path, "full", models=served_by(server))
    found = told(library, report.film)
    assert found["test-model"] == [
        "A square moves over a red wall.",
        "A square moves over a blue wall.",
    ]
    assert len(found[BACKEND]) == 2
    assert (stage(report).items, stage(report).failed) == (2, ())
    [first, second] = scenes_of(library, library.film(report.film))
    assert [one.captions[0].words for one in (first, second)] == found["test-model"]
    hits = search(library, report.film, "a blue wall", minilm.embed)
    assert hits.hits[0].observation.span.start_s == second.span.start_s


def test_a_second_ingest_asks_nothing(library, path, server):
    ingest(library, path, "full", models=served_by(server))
    asked = len(server.requests)
    assert ingest(library, path, "full").did_nothing
    assert len(server.requests) == asked


def test_what_captions_cost_is_in_the_report_and_in_the_trace(library, path, server, monkeypatch):
    monkeypatch.setenv("STORYREEL_CAPTION_LLM_PRICE", "1/5")
    monkeypatch.setenv("STORYREEL_CAPTION_LLM", server.url)
    server.plays(says(colour_of, {"prompt_tokens": 900, "completion_tokens": 100}))
    report = ingest(library, path, "full", models=served_by(server))
    assert (report.requests, report.tokens, report.cost) == (2, 2000, pytest.approx(0.0028))
    lines = trace.last(library)
    assert [line["event"] for line in lines] == ["ingest", "request", "request", "ended"]
    assert (lines[0]["film"], lines[0]["depth"]) == (report.film, "full")
    assert (lines[-1]["tokens"], lines[-1]["cost"]) == (report.tokens, report.cost)


def test_an_ingest_that_asks_no_server_leaves_no_trace_and_says_nothing_of_any(library, path):
    report = ingest(library, path, "full", models=Backends.of("embedded"))
    assert {"requests", "tokens", "cost"}.isdisjoint(report.model_dump())
    assert not library.traces_dir.exists()


def test_captions_that_a_question_asks_for_are_in_its_trace(library, path, server):
    film = library.film(ingest(library, path, "standard", models=served_by(server)).film)
    answer = ask(library, film, "What happens at 0:25?")
    assert "request" in [line["event"] for line in trace.last(library)]
    assert "blue wall" in answer.answer


def test_the_same_model_at_another_address_has_nothing_to_do(library, path, server):
    ingest(library, path, "full", models=served_by(server))
    with serving(ScriptedServer()) as moved:
        assert stage(ingest(library, path, "full", models=served_by(moved))).cached
        assert moved.requests == []


def test_standard_depth_keeps_the_scene_describer_alone(library, path, server):
    report = ingest(library, path, "standard", models=served_by(server))
    assert set(told(library, report.film)) == {BACKEND}
    assert (stage(report), server.requests) == (None, [])


def test_without_a_model_full_depth_is_standard(library, path):
    report = ingest(library, path, "full", models=Backends.of("embedded"))
    assert stage(report) is None


def test_where_the_server_fails_the_scene_describers_captions_stand(library, path, server):
    def blue_fails(handler, request):
        reply = refuses(400, "no blue") if "blue" in colour_of(request) else says("A red wall.")
        reply(handler, request)

    server.plays(blue_fails)
    report = ingest(library, path, "full", models=served_by(server))
    assert told(library, report.film)["test-model"] == ["A red wall."]
    assert len(told(library, report.film)[BACKEND]) == 2
    [line] = stage(report).failed
    assert line.startswith("no new captions of 0:18–0:36, the scene describer's stand, because ")
    server.plays(says(colour_of))
    asked = len(server.requests)
    again = ingest(library, path, "full")
    assert (stage(again).items, len(server.requests)) == (2, asked + 1)
    assert len(told(library, report.film)["test-model"]) == 2


def test_a_caption_of_invented_people_alone_is_no_failure_and_is_asked_for_once(library, path, server):
    server.plays(says("Captain Kirk talks to Zelda."))
    report = ingest(library, path, "full", models=served_by(server))
    assert set(told(library, report.film)) == {BACKEND}
    assert stage(report).failed == ()
    assert any("named people who are not on screen" in note for note in stage(report).notes)
    asked = len(server.requests)
    assert ingest(library, path, "full").did_nothing
    assert len(server.requests) == asked


def test_a_server_that_is_gone_is_said_once(library, path, server):
    models = served_by(server)
    server.http.server_close()
    report = ingest(library, path, "full", models=models)
    [line] = stage(report).failed
    assert line.startswith("no new captions, the scene describer's stand, because ")
    assert set(told(library, report.film)) == {BACKEND}


def context_of(library, film_id) -> Context:
    return Context(library, library.film(film_id), OfflineChatModel())


def test_on_demand_only_the_segments_that_are_needed_are_told(library, path, server):
    film_id = ingest(library, path, "standard", models=served_by(server)).film
    context = context_of(library, film_id)
    lacking = segment_detail(context, 20, 22).unwatched
    assert [(one.tool, one.spans[0].start_s) for one in lacking] == [("video_captioner", 20)]
    look = watch(context, "video_captioner", 20, 22)
    assert (look.total, len(server.requests)) == (1, 1)
    found = segment_detail(context, 20, 22)
    assert found.unwatched == ()
    assert "A square moves over a blue wall." in [item.text for item in found.items]
    ingest(library, path, "full")
    assert len(server.requests) == 2


def test_where_the_captioner_fails_an_answer_says_that_alone(library, path, server):
    film_id = ingest(library, path, "full", models=Backends.of("embedded")).film
    ingest(library, path, "standard", models=served_by(server))
    server.http.server_close()
    answer = ask(library, library.film(film_id), "What happens at 0:25?").answer
    assert "scene describer's stand, because" in answer
    assert "been watched for" not in answer


def test_without_a_model_a_look_says_how_to_name_one(library, path):
    film_id = ingest(library, path, "standard").film
    context = context_of(library, film_id)
    assert "video_captioner" not in {one.tool for one in segment_detail(context, 0, 2).unwatched}
    with pytest.raises(ToolError, match="ingest --captioner"):
        watch(context, "video_captioner", 0, 2)


def test_a_model_is_offered_captions_only_where_something_can_write_them(library, path, server):
    film_id = ingest(library, path, "standard").film
    assert LOOK_AT_PICTURES not in {tool.name for tool in tools_for(context_of(library, film_id))}
    ingest(library, path, "standard", models=served_by(server))
    assert LOOK_AT_PICTURES in {tool.name for tool in tools_for(context_of(library, film_id))}


def test_a_question_does_not_ask_for_a_video_llava_that_nobody_named(library, path):
    models = Backends.of("embedded", captioner=CaptionerArgs(backend="video-llava"))
    report = ingest(library, path, "full", models=models)
    assert "no Video-LLaVA is named" in stage(report).notes[0]
    lacking = segment_detail(context_of(library, report.film), 0, 2).unwatched
    assert "video_captioner" not in {one.tool for one in lacking}


def with_a_face(library, film) -> None:
    """Somebody is seen in the first segment of a film whose segments are known."""
    span = Span(start_s=0, end_s=10)
    look = FaceLook(time_s=5.0, box=Box(x=0.1, y=0.1, width=0.2, height=0.3), score=1, quality=1)
    track = FaceTrack(span=span, track_id="t0.1", looks=(look,))
    for tool, findings in {
        "segments": [Segment(span=film.span, index=0)],
        "faces": [track],
        "people": [PersonCluster(span=span, tracks=("t0.1",), cohesion=1)],
    }.items():
        work = Work(film_id=film.id, tool=tool, version=discover()[tool].version, inputs="0", span=film.span)
        library.facts.commit(work, findings)


def test_a_name_that_is_put_right_flows_into_captions_and_asks_nothing_again(library, path, server):
    film = library.film(ingest(library, path, "standard", models=served_by(server)).film)
    with_a_face(library, film)
    [one] = characters.characters(library.facts, film.id)
    characters.rename(library.facts, film.id, one.id, "Anna")
    server.plays(says("Anna leans on a wall."))
    runner = runner_for(library, film)
    tool = runner.tools["video_captioner"]
    runner.on_segments(tool, film.span)
    characters.rename(library.facts, film.id, one.id, "Maria")
    assert all(run.cached for run in runner_for(library, film).on_segments(tool, film.span))
    [caption, _] = [one for one in library.facts.find(film.id, Caption) if one.backend == "test-model"]
    names = names_in_captions(library, film)
    assert description(caption.words, names, caption.backend) == "Maria leans on a wall."


def test_what_a_model_sees_may_be_followed_and_quoted():
    words = 'Two men follow a car. A sign reads "Stop".'
    assert description(words, {}, "some-model") == words
