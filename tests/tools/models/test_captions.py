"""What every model that captions clips keeps to."""

import pytest

from storyreel.memory.records import Box, Span
from storyreel.services import Service
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sampling import samples
from storyreel.tools.models.captions import FRAMES, Clip, Known
from storyreel.tools.models.endpoint_captions import EndpointCaptions
from storyreel.tools.models.video_llava import VideoLlava
from storyreel.tools.models.video_llava_loading import Source
from storyreel.tools.video_captioner import CaptionerArgs, caption_segments

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def endpoint(vision_server):
    return EndpointCaptions(Service(vision_server.url))


@pytest.fixture
def video_llava(tiny_video_llava):
    return VideoLlava(Source.named(str(tiny_video_llava)))


@pytest.fixture(params=["endpoint", "video_llava"])
def captions(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def clips(tmp_path_factory, film_writer):
    """Red, blue, and red again with somebody known."""
    path = tmp_path_factory.mktemp("clips") / "film.mp4"
    film = probe(film_writer(path, scenes=[(RED, 2), (BLUE, 2), (RED, 2)]))
    spans = [Span(start_s=start_s, end_s=start_s + 2) for start_s in (0, 2, 4)]
    shown = list(samples(film, spans, FRAMES))
    box = Box(x=0.1, y=0.2, width=0.2, height=0.4)
    anna = Known("{p:t0.1}", "Anna", {frame.time_s: box for frame in shown[2][:4]})
    return [
        Clip(span, frames, [anna] if span.start_s == 4 else [])
        for span, frames in zip(spans, shown, strict=True)
    ]


def test_each_clip_gets_a_caption(captions, clips):
    assert [type(one) for one in captions.caption(clips)] == [str] * 3


def test_a_clip_is_told_alike_alone_and_among_others(captions, clips):
    together = captions.caption(clips)
    assert [captions.caption([clip])[0] for clip in clips] == together


def test_the_same_clips_are_told_alike(captions, clips):
    assert captions.caption(clips) == captions.caption(clips)


def test_no_clips_need_no_model(captions):
    assert captions.caption([]) == []


def test_a_model_has_a_name(captions):
    assert captions.name.strip()
    assert "\n" not in captions.name


def test_video_llava_tells_segments_through_the_tool(tiny_video_llava, make_film, scene_of):
    path = make_film(scenes=[(RED, 2), (BLUE, 2)])
    scenes = [scene_of(path, Span(start_s=start_s, end_s=start_s + 2)) for start_s in (0, 2)]
    args = CaptionerArgs(backend="video-llava", model=str(tiny_video_llava))
    told = [result.findings[0] for result in caption_segments(scenes, args)]
    assert [one.words for one in told] == [
        "A square moves over red ground.",
        "A square moves over blue ground.",
    ]
    assert {one.backend for one in told} == {"tiny-video-llava"}
