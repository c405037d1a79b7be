"""A served vision model is sent what is seen and who is there, and whatever it answers is one line."""

import json
import time

import numpy as np
import pytest

from storyreel.account import Request, account
from storyreel.errors import LanguageModelError, ToolError
from storyreel.memory.records import Box, Span
from storyreel.services import Price, Service
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sampling import samples
from storyreel.tools.models import endpoint_captions
from storyreel.tools.models.captions import FRAMES, Clip, Known
from storyreel.tools.models.endpoint_captions import EndpointCaptions
from tests.agent.llm.conftest import NOBODY, refuses, send
from tests.vision_server import pictures_in, says, text_in

RED, GREEN, BLUE = (200, 30, 30), (30, 180, 60), (30, 30, 200)
KEY = "sk-very-secret-0123456789"
GREY_LEVELS = 8
"""How far compression may move a picture, on average."""


@pytest.fixture
def server(vision_server):
    return vision_server


@pytest.fixture(scope="module")
def clip(tmp_path_factory, film_writer):
    path = tmp_path_factory.mktemp("clip") / "film.mp4"
    film = probe(film_writer(path, scenes=[(RED, 2), (GREEN, 2), (BLUE, 2)]))
    [frames] = samples(film, [film.span], FRAMES)
    left, right = (Box(x=x, y=0.1, width=0.2, height=0.4) for x in (0.05, 0.75))
    anna = Known("{p:t0.1}", "Anna", {frame.time_s: left for frame in frames[:3]})
    ben = Known("{p:t0.2}", "Ben", {frame.time_s: right for frame in frames})
    return Clip(film.span, frames, [anna, ben])


def caption(server, clip, pictures="images", **service) -> str:
    return EndpointCaptions(Service(server.url, **service), pictures).caption([clip])[0]


@pytest.mark.parametrize("pictures", ["images", "video"])
def test_the_pictures_that_arrive_are_the_clips_frames_in_order(server, clip, pictures):
    assert caption(server, clip, pictures) == "A square moves over a green wall."
    [request] = server.requests
    arrived = pictures_in(request)
    assert len(arrived) == FRAMES
    for frame, picture in zip(clip.frames, arrived, strict=True):
        assert np.abs(frame.pixels.astype(int) - picture).mean() < GREY_LEVELS


def test_who_is_known_is_told_by_name_and_place(server, clip):
    caption(server, clip)
    asked = text_in(server.requests[0])
    assert "Anna, whose face is at the left, close, in frame 1, 2, 3" in asked
    assert "Ben, whose face is at the right, close, in all frames" in asked
    assert "{p:" not in asked


def test_with_nobody_known_no_name_is_asked_for(server, clip):
    caption(server, Clip(clip.span, clip.frames))
    assert "Nobody in it is known" in text_in(server.requests[0])


def test_the_only_model_is_taken_and_a_named_one_is_asked_for(server, clip):
    caption(server, clip)
    caption(server, clip, model="other")
    assert [request["model"] for request in server.requests] == ["test-model", "other"]


def test_a_server_of_this_machine_is_asked_past_a_proxy(server, clip, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", NOBODY)
    assert caption(server, clip) == "A square moves over a green wall."


def test_the_key_goes_to_the_server_alone(server, clip):
    seen = []

    def reply(handler, request):
        seen.append(handler.headers["Authorization"])
        says("A wall.")(handler, request)

    server.plays(reply)
    model = EndpointCaptions(Service(server.url, key=KEY))
    model.caption([clip])
    assert seen == [f"Bearer {KEY}"]
    assert KEY not in repr(model)


@pytest.mark.parametrize("before", ["", "x" * 150, "x" * 190, " " * 1980])
def test_a_key_in_a_refusal_is_hidden_before_it_is_cut(server, clip, before):
    server.plays(refuses(400, f"{before} {KEY}"))
    with pytest.raises(ToolError) as error:
        caption(server, clip, key=KEY)
    assert KEY[:6] not in str(error.value)


def test_a_key_is_in_no_name_of_a_model_and_in_no_caption(server, clip):
    server.plays(says(f"A wall with {KEY}."))
    assert caption(server, clip, model="test-model", key=KEY) == "A wall with …."
    server.models = json.dumps({"data": [{"id": KEY}, {"id": "other"}]})
    with pytest.raises(LanguageModelError, match="serves other, …: choose"):
        caption(server, clip, key=KEY)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_asked_again(server, clip, status):
    server.plays(refuses(status), says("A wall."))
    assert caption(server, clip) == "A wall."
    assert len(server.requests) == 2


def test_each_clip_is_booked_with_what_it_cost(server, clip):
    server.plays(says("A wall.", {"prompt_tokens": 900, "completion_tokens": 100}))
    told: list[Request] = []
    with account(on_request=told.append) as spent:
        model = EndpointCaptions(Service(server.url, model="test-model", price=Price(1.0, 5.0)))
        model.caption([clip] * 5)
    assert (spent.requests, spent.tokens, spent.cost) == (5, 5000, pytest.approx(0.007))
    assert {(one.model, one.read, one.written, one.ended) for one in told} == {
        ("test-model", 900, 100, "stop")
    }


@pytest.mark.parametrize("usage", [None, "many", {"prompt_tokens": "9"}, {"prompt_tokens": 9}, []])
def test_a_server_that_does_not_say_what_it_read_is_booked_without(server, clip, usage):
    server.plays(says("A wall.", usage))
    with account() as spent:
        assert caption(server, clip) == "A wall."
    assert (spent.requests, spent.tokens, spent.cost) == (1, None, None)


def test_a_refusal_is_booked_as_one(server, clip):
    server.plays(refuses(400, "no pictures"))
    told: list[Request] = []
    with account(on_request=told.append), pytest.raises(ToolError):
        caption(server, clip, model="test-model")
    assert ["no pictures" in str(one.failed) for one in told] == [True]


def test_no_clip_takes_longer_than_the_account_allows(server, clip):
    with account(seconds=0.0), pytest.raises(LanguageModelError, match="took more than 0 s"):
        caption(server, clip, model="test-model")
    assert server.requests == []


def test_a_server_that_asks_for_time_gets_it(server, clip):
    def busy(handler, _):
        handler.send_response(429)
        handler.send_header("Retry-After", "1")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.plays(busy, says("A wall."))
    began = time.monotonic()
    assert caption(server, clip) == "A wall."
    assert time.monotonic() - began >= 1


def test_a_server_that_stays_busy_fails_this_clip_alone(server, clip):
    server.plays(refuses(503, "overloaded"))
    with pytest.raises(ToolError, match=r"refused \(503\): overloaded$"):
        caption(server, clip)
    assert len(server.requests) == 3


def html(handler, _):
    send(handler, 200, "<html>Welcome</html>", "text/html")


def endless(handler, _):
    send(handler, 200, json.dumps({"choices": "x" * 2_000_000}))


def elsewhere(handler, _):
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:1/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        (html, "is no OpenAI-compatible server"),
        (lambda handler, _: send(handler, 200, '{"choices": [{"mess'), "is no OpenAI-compatible server"),
        (lambda handler, _: send(handler, 200, "[" * 100_000), "is no OpenAI-compatible server"),
        (lambda handler, _: send(handler, 200, '{"choices": []}'), "is no OpenAI-compatible server"),
        (endless, "its answer has no end"),
        (elsewhere, "answers 302: no such model, or no OpenAI-compatible server"),
        (refuses(404), "answers 404: no such model, or no OpenAI-compatible server"),
        (refuses(401, f"wrong key {KEY}"), "does not take the key of STORYREEL_CAPTION_LLM_KEY"),
        (refuses(403), "does not take the key of STORYREEL_CAPTION_LLM_KEY"),
    ],
)
def test_what_is_no_captioning_server_is_one_line(server, clip, reply, complaint):
    server.plays(reply)
    with pytest.raises(LanguageModelError, match=complaint) as failure:
        caption(server, clip, model="any", key=KEY)
    assert len(str(failure.value).splitlines()) == 1
    assert KEY not in str(failure.value)


def test_a_refusal_is_told_without_the_key(server, clip):
    server.plays(refuses(400, f"{KEY} may send no images"))
    with pytest.raises(ToolError, match=r"refused \(400\): … may send no images"):
        caption(server, clip, key=KEY)


@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_an_empty_answer_is_a_failure(server, clip, nothing):
    server.plays(says(nothing))
    with pytest.raises(ToolError, match="said nothing"):
        caption(server, clip)


def test_half_a_sentence_at_which_it_was_stopped_says_so(server, clip):
    server.plays(says("A man sits. He speaks to", ended="length"))
    assert caption(server, clip) == "A man sits. He speaks to…"


def test_a_slow_server_is_not_waited_for(server, clip):
    server.plays(lambda handler, _: time.sleep(5))
    began = time.monotonic()
    with pytest.raises(LanguageModelError, match="took more than"):
        caption(server, clip, model="slow", timeout_s=0.5)
    assert time.monotonic() - began < 4


def test_an_absent_server_is_one_line(server, clip):
    server.http.server_close()
    with pytest.raises(LanguageModelError, match="cannot be reached"):
        caption(server, clip, model="gone")


def test_of_several_models_one_must_be_chosen(server, clip):
    server.models = json.dumps({"data": [{"id": "small"}, {"id": "large"}]})
    with pytest.raises(LanguageModelError, match="serves large, small: choose one with --caption-model"):
        caption(server, clip)


def test_what_a_server_calls_its_model_is_one_line(server, clip):
    server.models = json.dumps({"data": [{"id": "seer\n\x1b[2J" + "x" * 9_000}]})
    model = EndpointCaptions(Service(server.url))
    assert model.name.startswith("seer xxx")
    assert len(model.name) == endpoint_captions.MOST_TOLD


@pytest.mark.parametrize("url", ["", "ftp://host", "host:8000", "http://user:secret@host/v1"])
def test_an_address_that_is_none_is_said_at_once(url):
    with pytest.raises(LanguageModelError):
        EndpointCaptions(Service(url))


def test_clips_that_are_asked_for_at_once_are_told_in_order(server, clip):
    lengths = [2, 3, 4, 5, 6, 7]
    clips = [Clip(Span(start_s=0, end_s=1), clip.frames[:many]) for many in lengths]

    def count(request):
        time.sleep(0.02 * (8 - len(pictures_in(request))))
        return f"{len(pictures_in(request))} pictures."

    server.plays(says(count))
    told = EndpointCaptions(Service(server.url)).caption(clips)
    assert told == [f"{many} pictures." for many in lengths]
