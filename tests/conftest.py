"""What every test may ask for: real little films, real footage, and a scene over either."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import av
import numpy as np
import pytest
from hypothesis import settings

from storyreel.errors import WeightsError
from storyreel.memory.records import Finding, Span
from storyreel.tools.media.decode import pictures_of
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import Sound
from storyreel.tools.scene import Scene

if TYPE_CHECKING:
    from tests.agent.llm.conftest import ScriptedServer

settings.register_profile("unhurried", deadline=None)  # how long an example takes tells of the machine alone
settings.load_profile("unhurried")
F = TypeVar("F", bound=Finding)
TIME_BASE = Fraction(1, 30_000)
SOUND_RATE_HZ = 48_000
VIDEO_CODECS = {".webm": "libvpx", ".avi": "mpeg4"}
AUDIO_CODECS = {".webm": "libopus", ".avi": "mp2"}
SUBTITLE_CODECS = {".mkv": "subrip", ".mp4": "mov_text", ".mov": "mov_text", ".webm": "webvtt"}
TWO_LINES = """1
00:00:00,500 --> 00:00:02,000
Is anybody in the house?

2
00:00:02,500 --> 00:00:04,000
Only me and the cat, my dear.
"""
SCREENPLAY = """
ANNA
Is anybody in the house?

MR. BELL
Only me and the cat, my dear.

ANNA
Then close the window.

MR. BELL
It was never open.
"""


@pytest.fixture(autouse=True)
def no_servers_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked of a language model or told to LangSmith but by a test's own wish."""
    theirs = ("STORYREEL_LLM", "STORYREEL_CAPTION_LLM", "LANGSMITH_", "LANGCHAIN_")
    for name in [one for one in os.environ if one.startswith(theirs)]:
        monkeypatch.delenv(name)


@pytest.fixture
def make_film(tmp_path: Path) -> Callable[..., Path]:
    """Writes a real film; see `write_film`, which gets the test's own folder."""

    def make(name: str = "film.mp4", **what) -> Path:
        return write_film(tmp_path / name, **what)

    return make


@pytest.fixture(scope="session")
def film_writer() -> Callable[..., Path]:
    """`write_film` itself, for fixtures that outlive a test."""
    return write_film


@pytest.fixture(scope="session")
def film_with_everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three scenes of 2 s, a tone and a subtitle track, in Matroska."""
    return write_film(
        tmp_path_factory.mktemp("film") / "everything.mkv",
        scenes=[((200, 30, 30), 2), ((30, 30, 200), 2), ((30, 180, 60), 2)],
        sounds=[tone(440, 6)],
        subtitles=[
            (0.5, 1.5, "ANNA: Where are we?"),
            (2.5, 3.5, "- Here.\n- No, there."),
            (4.5, 5.5, "♪ La la ♪"),
        ],
    )


@pytest.fixture
def footage(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Real pictures and films by file name, from the pulled `footage` weights; never from the network."""
    from storyreel.tools import weights

    monkeypatch.setenv("STORYREEL_OFFLINE", "1")

    def find(file: str) -> Path:
        try:
            return weights.path("footage", file)
        except WeightsError as error:
            pytest.fail(f"real footage is missing: run `storyreel models pull` ({error})", pytrace=False)

    return find


@pytest.fixture
def subtitles(tmp_path: Path) -> Path:
    """A subtitle file of two lines, whose speakers it does not name."""
    path = tmp_path / "film.srt"
    path.write_text(TWO_LINES)
    return path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A screenplay that has these lines and two more, by Anna and Mr. Bell in turn."""
    path = tmp_path / "screenplay.txt"
    path.write_text(SCREENPLAY)
    return path


@pytest.fixture
def damage() -> Callable[[Path], Path]:
    """Flips bits in a tenth of a file, from its middle on."""

    def flip(path: Path) -> Path:
        raw = bytearray(path.read_bytes())
        middle = slice(len(raw) // 2, len(raw) // 2 + len(raw) // 10)
        raw[middle] = bytes(byte ^ 0x5A for byte in raw[middle])
        path.write_bytes(raw)
        return path

    return flip


@pytest.fixture
def vision_server(monkeypatch: pytest.MonkeyPatch) -> Iterator["ScriptedServer"]:
    """A served model that tells a clip by its colour, and that is asked again without a wait."""
    from storyreel import patience
    from tests.agent.llm.conftest import ScriptedServer, serving
    from tests.vision_server import colour_of, says

    monkeypatch.setattr(patience, "WAITS_S", (0.01, 0.02))
    with serving(ScriptedServer().plays(says(colour_of))) as server:
        yield server


@pytest.fixture
def scene_of() -> Callable[..., Scene]:
    """A scene over a real film: `scene_of(path, span=None, known=(findings…))`."""

    def make(path: Path, span: Span | None = None, known: Sequence[Finding] = ()) -> Scene:
        film = probe(path)
        span = span or film.span
        sound = Sound(film)
        return Scene(film, span, Findings(known), lambda: pictures_of(film, span), sound.of, sound.gaps)

    return make


@dataclass(frozen=True)
class Findings:
    """What is known of a film, kept in a list."""

    findings: Sequence[Finding]

    def find(self, kind: type[F], span: Span) -> list[F]:
        fitting = (finding for finding in self.findings if isinstance(finding, kind))
        touching = (f for f in fitting if f.span.start_s < span.end_s and f.span.end_s >= span.start_s)
        return sorted(touching, key=lambda finding: finding.span.start_s)


def tone(frequency_hz: float, duration_s: float, level: float = 0.3) -> np.ndarray:
    """A sine at 48 kHz; level 0 is silence."""
    times_s = np.arange(int(duration_s * SOUND_RATE_HZ)) / SOUND_RATE_HZ
    return (level * np.sin(2 * np.pi * frequency_hz * times_s)).astype(np.float32)


def write_film(
    path: Path,
    *,
    scenes: Sequence[tuple[object, float]] = (),
    frames: Sequence[np.ndarray] = (),
    times_s: Sequence[float] | None = None,
    fps: int = 25,
    size_px: tuple[int, int] = (320, 240),
    sounds: Sequence[np.ndarray] = (),
    languages: Sequence[str] = (),
    subtitles: Sequence[tuple[float, float, str]] = (),
    forced: bool = False,
    rotation_deg: int = 0,
    pixel_aspect: Fraction = Fraction(1),
    start_s: float = 0.0,
    keyframe_every: int = 12,
) -> Path:
    """Writes a film and returns its path; the suffix chooses container and codecs.

    `scenes`: (colour as RGB, or a picture of any size, and seconds), each with a square that moves; or
    `frames`: RGB arrays, shown at `times_s` or `fps`. `sounds`: one array of 48 kHz samples a track, with
    `languages`. `subtitles`: (start, end, text) of one embedded track. `start_s` shifts all time stamps.
    """
    pictures = frames or [p for what, seconds in scenes for p in paint(what, round(seconds * fps), size_px)]
    times_s = times_s if times_s is not None else [k / fps for k in range(len(pictures))]
    with av.open(str(path), "w") as container:
        encoders = []
        if pictures:
            shape = pictures[0].shape
            seen = picture_stream(container, path, fps, shape, rotation_deg, pixel_aspect, keyframe_every)
            encoders.append(partial(encode_pictures, seen, pictures, times_s, start_s))
        for samples, language in zip_longest(sounds, languages):
            codec = AUDIO_CODECS.get(path.suffix, "aac")
            sound = container.add_stream(codec, rate=SOUND_RATE_HZ, layout="mono")
            sound.metadata["language"] = language or "und"
            encoders.append(partial(encode_sound, sound, samples, start_s))
        if subtitles:
            encoders.append(partial(encode_text, text_stream(container, path, forced), subtitles, start_s))
        packets = [packet for encode in encoders for packet in encode()]
        for packet in sorted(packets, key=lambda packet: float(packet.dts * packet.time_base)):
            container.mux(packet)
    return path


def paint(what: object, count: int, size_px: tuple[int, int]) -> Iterator[np.ndarray]:
    """`count` frames of a colour or picture with a light square moving over it."""
    width, height = size_px
    ground = np.array(what, np.uint8)
    if ground.ndim == 1:
        ground = np.broadcast_to(ground, (height, width, 3))
    height, width = ground.shape[:2]
    side = height // 6
    for k in range(count):
        picture = ground.copy()
        x = (k * 3) % (width - side)
        picture[height // 2 : height // 2 + side, x : x + side] = 230
        yield picture


def picture_stream(container, path, fps, shape, rotation_deg, pixel_aspect, keyframe_every):
    stream = container.add_stream(VIDEO_CODECS.get(path.suffix, "libx264"), rate=fps)
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = TIME_BASE
    stream.codec_context.gop_size = keyframe_every
    stream.codec_context.options = {"deadline": "realtime", "cpu-used": "8"} if path.suffix == ".webm" else {}
    stream.codec_context.sample_aspect_ratio = pixel_aspect
    if rotation_deg:
        stream.set_display_rotation(rotation_deg)
    return stream


def text_stream(container, path, forced):
    stream = container.add_mux_stream(SUBTITLE_CODECS[path.suffix])
    stream.metadata["language"] = "eng"
    if forced:
        stream.disposition = av.stream.Disposition.forced
    return stream


def encode_pictures(stream, pictures, times_s, start_s) -> list:
    packets = []
    for pixels, time_s in zip(pictures, times_s, strict=True):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
        frame.pts, frame.time_base = round((start_s + time_s) / TIME_BASE), TIME_BASE
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def encode_sound(stream, samples: np.ndarray, start_s: float) -> list:
    packets = []
    resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=SOUND_RATE_HZ)
    for first in range(0, len(samples), 1024):
        frame = av.AudioFrame.from_ndarray(samples[None, first : first + 1024], format="flt", layout="mono")
        frame.sample_rate = SOUND_RATE_HZ
        frame.pts = round(start_s * SOUND_RATE_HZ) + first
        frame.time_base = Fraction(1, SOUND_RATE_HZ)
        for converted in resampler.resample(frame):
            packets += stream.encode(converted)
    return packets + stream.encode(None)


def encode_text(stream, subtitles: Sequence[tuple[float, float, str]], start_s: float) -> list:
    counted = stream.container.format.name in ("mp4", "mov")  # they want each text after its length
    packets = []
    for begin_s, end_s, text in subtitles:
        words = text.encode()
        payload = len(words).to_bytes(2, "big") + words if counted else words
        packet = av.Packet(payload)
        packet.stream = stream
        packet.time_base = Fraction(1, 1000)
        packet.pts = packet.dts = round((start_s + begin_s) * 1000)
        packet.duration = round((end_s - begin_s) * 1000)
        packets.append(packet)
    return packets
