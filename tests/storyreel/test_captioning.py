"""`storyreel ingest` lets a user choose what captions, and says in one line what contradicts itself."""

import pytest

from storyreel.tools.models import video_llava_loading
from tests.agent.llm.conftest import refuses
from tests.vision_server import pictures_in, says

KEY = "sk-very-secret-0123456789"
RED = (200, 30, 30)


@pytest.fixture
def server(vision_server):
    return vision_server


@pytest.fixture
def film(make_film):
    return make_film(scenes=[(RED, 2)])


def stages(outcome) -> dict[str, dict]:
    return {one["name"]: one for one in outcome.json["stages"]}


def test_a_served_model_captions_at_full_depth(storyreel, film, server):
    told = storyreel("ingest", film, "--depth", "full", "--caption-llm", server.url, "--json")
    assert (told.code, stages(told)["video_captioner"]["items"]) == (0, 1)
    exported = storyreel("export", film, "--to", "json", "-o", film.with_suffix(".json"))
    assert exported.code == 0
    assert "A square moves over a red wall." in film.with_suffix(".json").read_text()


def test_the_environment_names_a_server_and_its_key_too(storyreel, film, server, monkeypatch):
    monkeypatch.setenv("STORYREEL_CAPTION_LLM", server.url)
    monkeypatch.setenv("STORYREEL_CAPTION_LLM_MODEL", "seer")
    monkeypatch.setenv("STORYREEL_CAPTION_LLM_KEY", KEY)
    server.plays(refuses(401, f"no such key: {KEY}"))
    failed = storyreel("ingest", film, "--depth", "full")
    assert failed.code == 1
    assert "does not take the key of STORYREEL_CAPTION_LLM_KEY" in failed.err
    assert "was watched without video_captioner" in failed.complaint
    assert KEY not in failed.err + failed.out
    assert server.requests[0]["model"] == "seer"


def test_a_clip_is_sent_as_a_video_to_who_says_so(storyreel, film, server):
    options = ("--caption-llm", server.url, "--caption-video")
    assert storyreel("ingest", film, "--depth", "full", *options).code == 0
    assert server.requests[0]["messages"][0]["content"][0]["type"] == "video_url"
    assert len(pictures_in(server.requests[0])) == 8


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--captioner", "endpoint"), "--caption-llm"),
        (("--caption-model", "seer"), "--caption-llm"),
        (("--captioner", "video-llava"), "--caption-model"),
        (("--captioner", "video-llava", "--caption-llm", "http://host"), "names a server"),
        (("--captioner", "scene-describer", "--caption-llm", "http://host"), "names a server"),
        (("--captioner", "scene-describer", "--caption-model", "seer"), "scene describer"),
        (("--captioner", "endpoint", "--captioner-adapter", "."), "Video-LLaVA"),
        (("--captioner-adapter", ".", "--caption-llm", "http://host"), "Video-LLaVA"),
        (("--caption-4bit", "--caption-llm", "http://host"), "Video-LLaVA"),
        (("--caption-names-drawn", "--captioner", "scene-describer"), "Video-LLaVA"),
        (("--caption-4bit",), "--caption-model"),
        (("--captioner", "video-llava", "--caption-model", "a", "--caption-video"), "served"),
        (("--captioner", "nobody"), "nobody"),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(storyreel, film, options, complaint):
    outcome = storyreel("ingest", film, *options)
    assert outcome.code == 2
    assert complaint in outcome.err


def test_an_address_that_is_none_is_one_line(storyreel, film):
    outcome = storyreel("ingest", film, "--caption-llm", "host:8000")
    assert outcome.code == 1
    assert "is no address of a language model" in outcome.complaint


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--captioner", "video-llava", "--caption-model", "owner/name"), "name the commit too"),
        (("--captioner-adapter", ".", "--caption-model", "."), "has no adapter_config.json"),
        (("--captioner-adapter", "nowhere", "--caption-model", "."), "'nowhere' is no folder"),
        (("--captioner", "video-llava", "--caption-model", "."), "has no config.json"),
    ],
)
def test_what_can_be_no_model_is_said_before_the_film_is_watched(storyreel, film, options, complaint):
    outcome = storyreel("ingest", film, *options)
    assert (outcome.code, outcome.out) == (1, "")
    assert complaint in outcome.complaint


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ('{"model_type": "llama"}', "model_type in its config.json is 'llama', not 'video_llava'"),
        ("{}", "is no Video-LLaVA"),
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
    ],
)
def test_another_kind_of_model_is_said_before_the_film_is_watched(
    storyreel, film, tmp_path, config, complaint
):
    (tmp_path / "config.json").write_text(config)
    outcome = storyreel("ingest", film, "--captioner", "video-llava", "--caption-model", tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert complaint in outcome.complaint


def test_a_model_for_which_the_extra_is_missing_is_said_so_before_the_film_is_watched(
    storyreel, film, tmp_path, monkeypatch
):
    (tmp_path / "config.json").write_text('{"model_type": "video_llava"}')
    monkeypatch.setattr(video_llava_loading, "find_spec", lambda name: None)
    outcome = storyreel("ingest", film, "--captioner", "video-llava", "--caption-model", tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert "pip install 'storyreel[gpu]'" in outcome.complaint


def test_what_a_served_model_cost_is_said_at_the_end_and_in_the_trace(storyreel, film, server, monkeypatch):
    monkeypatch.setenv("STORYREEL_CAPTION_LLM_PRICE", "1/5")
    monkeypatch.setenv("STORYREEL_CAPTION_LLM", server.url)
    server.plays(says("A wall.", {"prompt_tokens": 900, "completion_tokens": 100}))
    told = storyreel("ingest", film, "--depth", "full").out
    assert "The served captioner was asked once, 1000 tokens, cost 0.001400;" in told
    lines = storyreel("trace", "last").out.splitlines()
    assert "to full depth" in lines[0]
    assert "900 tokens read, 100 written, cost 0.001400" in lines[1]


def test_the_doctor_says_what_captions(storyreel, monkeypatch):
    assert "scene-describer" in storyreel("doctor").out
    monkeypatch.setenv("STORYREEL_CAPTION_LLM", "http://127.0.0.1:8000")
    assert "endpoint: the only model at http://127.0.0.1:8000/v1" in storyreel("doctor").out
