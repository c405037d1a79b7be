"""Makes the sample film out of the footage: pictures, sound, subtitles beside it. Each making is the same."""

from collections.abc import Iterator
from dataclasses import astuple
from fractions import Fraction
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from storyreel.demo.script import TITLE, Card, Clip, Cue, Shot, Still, Window, cues, scenes
from storyreel.demo.sound import soundtrack
from storyreel.tools import weights
from storyreel.tools.scene import SAMPLE_RATE_HZ, Pixels, Samples

if TYPE_CHECKING:
    import av

WIDTH_PX, HEIGHT_PX = 640, 360
RATE_HZ = 24
_ENCODING = {"preset": "superfast", "crf": "23"}
_CARD = (24, 32, 72)
"""Dark blue."""
_SOUND_FRAME = 1024


def make(folder: Path) -> tuple[Path, Path]:
    """Writes film and subtitles into a folder; returns both paths.

    Raises WeightsError where the footage is missing and cannot be pulled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    film, subtitles = folder / f"{TITLE}.mp4", folder / f"{TITLE}.srt"
    unfinished = folder / "unfinished.mp4"
    _write_film(unfinished)
    _clip.cache_clear()  # some hundred megabytes that the film's watching does not need
    unfinished.replace(film)
    _write_subtitles(subtitles)
    return film, subtitles


def _write_film(path: Path) -> None:
    import av

    with av.open(path, "w") as container:
        pictures = cast("av.VideoStream", container.add_stream(_picture_codec(), RATE_HZ, _ENCODING))
        pictures.width, pictures.height, pictures.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        sounds = container.add_stream("aac", SAMPLE_RATE_HZ, {"aac_coder": "fast"}, layout="mono")
        # All of the sound is handed over first: the muxer interleaves by time.
        for sound in _sound_frames(soundtrack()):
            container.mux(sounds.encode(sound))
        container.mux(sounds.encode(None))
        for pixels in _film_pixels():
            container.mux(pictures.encode(_picture(pixels)))
        container.mux(pictures.encode(None))


def _picture(pixels: Pixels) -> "av.VideoFrame":
    """A frame as the encoder takes it; OpenCV converts ten times as fast as the encoder's own way."""
    import av
    import cv2

    planes = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2YUV_I420), np.uint8)
    return av.VideoFrame.from_ndarray(planes, "yuv420p")


def _picture_codec() -> str:
    import av

    return "libx264" if "libx264" in av.codecs_available else "mpeg4"


def _sound_frames(samples: Samples) -> Iterator["av.AudioFrame"]:
    import av

    for first in range(0, len(samples), _SOUND_FRAME):
        frame = av.AudioFrame.from_ndarray(samples[None, first : first + _SOUND_FRAME], "flt", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, first, Fraction(1, SAMPLE_RATE_HZ)
        yield frame


def _film_pixels() -> Iterator[Pixels]:
    for span, shot in scenes():
        count = round(span.end_s * RATE_HZ) - round(span.start_s * RATE_HZ)
        for number in range(count):
            yield _pixels(shot, number / RATE_HZ)


def _pixels(shot: Shot, time_s: float) -> Pixels:
    """What the camera of a shot sees, some seconds into it."""
    seen = _seen(_source(shot, time_s), _between(shot.first, shot.last, time_s / shot.duration_s))
    if shot.mirrored:
        seen = seen[:, ::-1]
    light = _light(shot, time_s)
    return np.ascontiguousarray(seen if light == 1 else (seen * light).astype(np.uint8))


def _light(shot: Shot, time_s: float) -> float:
    opening = time_s / shot.fade_in_s if shot.fade_in_s else 1.0
    closing = (shot.duration_s - 1 / RATE_HZ - time_s) / shot.fade_out_s if shot.fade_out_s else 1.0
    return min(1.0, opening, closing)


def _source(shot: Shot, time_s: float) -> Pixels:
    match shot.picture:
        case Clip() as clip:
            return _clip_frame(clip, time_s)
        case Still() as still:
            return _photograph(still.file)
        case Card() as card:
            return _card(card.words)


def _clip_frame(clip: Clip, time_s: float) -> Pixels:
    """The frame of a clip that runs there and back."""
    length_s = clip.end_s - clip.start_s
    turned_s = time_s % (2 * length_s)
    wanted_s = clip.start_s + min(turned_s, 2 * length_s - turned_s)
    times_s, frames = _clip(clip)
    return frames[max(0, int(np.searchsorted(times_s, wanted_s, side="right")) - 1)]


@cache
def _clip(clip: Clip) -> tuple[list[float], list[Pixels]]:
    """When the frames of a clip are shown, and what they show."""
    import av

    with av.open(weights.path("footage", clip.file)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        until_end = takewhile(lambda frame: (frame.time or 0.0) <= clip.end_s, container.decode(stream))
        kept = [frame for frame in until_end if (frame.time or 0.0) >= clip.start_s]
        pixels = [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in kept]
    return [frame.time or 0.0 for frame in kept], pixels


@cache
def _photograph(file: str) -> Pixels:
    import cv2

    picture = cv2.imread(str(weights.path("footage", file)))
    assert picture is not None, f"{file} is checked when it is pulled"  # noqa: S101
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))


@cache
def _card(words: str) -> Pixels:
    import cv2

    card = np.full((HEIGHT_PX, WIDTH_PX, 3), _CARD, np.uint8)
    face, scale, thickness = cv2.FONT_HERSHEY_DUPLEX, 1.4, 2
    (width, height), _ = cv2.getTextSize(words, face, scale, thickness)
    corner = ((WIDTH_PX - width) // 2, (HEIGHT_PX + height) // 2)
    return np.asarray(cv2.putText(card, words, corner, face, scale, (235, 235, 235), thickness, cv2.LINE_AA))


def _between(first: Window, last: Window, done: float) -> Window:
    pairs = zip(astuple(first), astuple(last), strict=True)
    return Window(*(start + (end - start) * done for start, end in pairs))


def _seen(picture: Pixels, window: Window) -> Pixels:
    """The window of a picture, moved inside it where it hangs over, at the film's size."""
    import cv2

    height_px, width_px = picture.shape[:2]
    width = round(window.width * width_px)
    height = round(width * HEIGHT_PX / WIDTH_PX)
    left = min(max(0, round(window.centre_x * width_px - width / 2)), width_px - width)
    top = min(max(0, round(window.centre_y * height_px - height / 2)), height_px - height)
    return np.asarray(cv2.resize(picture[top : top + height, left : left + width], (WIDTH_PX, HEIGHT_PX)))


def _write_subtitles(path: Path) -> None:
    import pysubs2

    subtitles = pysubs2.SSAFile()
    subtitles.events = [
        pysubs2.SSAEvent(start=round(span.start_s * 1000), end=round(span.end_s * 1000), text=_subtitle(cue))
        for span, cue in cues()
    ]
    subtitles.save(str(path))


def _subtitle(cue: Cue) -> str:
    return f"{cue.speaker.upper()}: {cue.words}" if cue.speaker else cue.words
