"""Makes the films of `films` into video files with sound and subtitles. Each making is the same."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import corpora
from storyreel.eval.films import Script, Turn, spoken_in
from storyreel.tools.scene import SAMPLE_RATE_HZ, Pixels, Samples

if TYPE_CHECKING:
    import av

WIDTH_PX, HEIGHT_PX = 640, 360
RATE_HZ = 25
FACES_PX = ((200, 270), (200, 270), (120, 170), (120, 170), (70, 100))
"""Side of the picture of a face: close, at some distance and far are as frequent as they stand here."""
CAST_PX = 160
"""Side of a face among the cast pictures."""
SWAY_PX = 4.0
"""How far a face moves about."""
MOUTH = 0.7
"""Where the lower lip begins, in heights of the picture of a face; from here down speech opens it."""
OPENING = 0.1
"""How far the chin goes down in the loudest speech, in heights of that picture."""
SYLLABLES_HZ = 4.5
"""How often speech opens and closes the mouth (Chandrasekaran et al., "The natural statistics of audiovisual
speech", 2009: 2 to 7)."""
LOUDNESS_DBFS = -26.0
"""Of speech over a whole film."""
HISS = 0.0005
_ENCODING = {"preset": "superfast", "crf": "20"}
_SOUND_FRAME = 1024

Field = NDArray[np.float32]


def make(script: Script, folder: Path) -> tuple[Path, Path]:
    """Writes film and subtitles into a folder; returns the paths of film and cast pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    film = folder / f"{script.title}.mp4"
    _write_subtitles(script, film.with_suffix(".srt"))
    speech = _speech(script)
    _write_film(film, _mixed(script, speech), _frames(script, speech))
    return film, _write_cast(script, folder / f"{script.title} cast")


def _write_cast(script: Script, folder: Path) -> Path:
    """One picture of each person, called by the label: who is who is not what these films are for."""
    import cv2

    folder.mkdir(exist_ok=True)
    for person in script.people:
        face = _enlarged(person.picture, CAST_PX)
        framed = cv2.copyMakeBorder(
            face.clip(0, 255).astype(np.uint8), *(CAST_PX // 2,) * 4, cv2.BORDER_REPLICATE
        )
        cv2.imwrite(str(folder / f"{person.label}.png"), framed)
    return folder


def _write_subtitles(script: Script, path: Path) -> None:
    import pysubs2

    subtitles = pysubs2.SSAFile()
    subtitles.events = [
        pysubs2.SSAEvent(
            start=round(turn.cue.start_s * 1000),
            end=round(turn.cue.end_s * 1000),
            text=f"{turn.speaker.label.upper()}: {turn.line.words}",
        )
        for turn in script.turns
        if turn.cue and turn.speaker and turn.line
    ]
    subtitles.save(str(path))


def _speech(script: Script) -> Samples:
    """What is said, as loud as recorded but for one gain."""
    sound = np.zeros(round(script.duration_s * SAMPLE_RATE_HZ), np.float32)
    for turn in script.turns:
        if turn.clip and turn.cue:
            first = round(turn.cue.start_s * SAMPLE_RATE_HZ)
            spoken = spoken_in(turn.clip)[: len(sound) - first]
            sound[first : first + len(spoken)] += spoken
    return sound * _gain(sound, LOUDNESS_DBFS)


def _gain(sound: Samples, level_dbfs: float) -> np.float32:
    """What brings the part of a sound that is heard to a level."""
    heard = sound[np.abs(sound) > 0]
    power = float(np.mean(heard**2)) if len(heard) else 1.0
    return np.float32(10 ** (level_dbfs / 20) / np.sqrt(power + 1e-12))


def _mixed(script: Script, speech: Samples) -> Samples:
    chance = np.random.default_rng(script.seed)
    mixed = speech + chance.normal(0, HISS, len(speech)).astype(np.float32)
    if script.music:
        music = np.resize(corpora.samples_of(script.music), len(speech))
        mixed += music * _gain(music, LOUDNESS_DBFS - script.music_db)
    return np.clip(mixed, -1, 1).astype(np.float32)


def _frames(script: Script, speech: Samples) -> Iterator[Pixels]:
    chance = np.random.default_rng(script.seed)
    for turn in script.turns:
        picture = _Picture(turn, chance)
        first, last = round(turn.span.start_s * RATE_HZ), round(turn.span.end_s * RATE_HZ)
        mouth = _mouth(speech, first, last) * (turn.shown is not None and turn.shown == turn.speaker)
        for number in range(last - first):
            yield picture.at(number, mouth[number])


def _mouth(speech: Samples, first: int, last: int) -> Field:
    """How far the mouth of who speaks is open in each frame: how loud it is, beside the turn's loudest."""
    step = SAMPLE_RATE_HZ // RATE_HZ
    heard = np.zeros((last - first) * step, np.float32)
    part = speech[first * step : last * step]
    heard[: len(part)] = part
    loudness = np.sqrt((heard.reshape(-1, step) ** 2).mean(axis=1))
    opened = np.sqrt(loudness / (loudness.max() + 1e-6))
    syllables = np.sin(2 * np.pi * SYLLABLES_HZ * np.arange(len(opened)) / RATE_HZ)
    return np.asarray(opened * (0.6 + 0.4 * syllables), np.float32)


class _Picture:
    """What is seen during a turn: a face, or none, before scenery that the camera passes."""

    def __init__(self, turn: Turn, chance: np.random.Generator) -> None:
        self.scenery = _scenery(chance)
        self.drift = chance.uniform(-1.5, 1.5, 2)
        self.phase = chance.uniform(0, 2 * np.pi, 2)
        self.side = int(chance.integers(*FACES_PX[chance.integers(len(FACES_PX))]))
        self.corner = np.array(
            [chance.uniform(0.1, 0.9) * (WIDTH_PX - self.side), (HEIGHT_PX - self.side) * 0.5]
        )
        self.face = _enlarged(turn.portrait.path, self.side) if turn.portrait else None
        self.mask = _oval(self.side)

    def at(self, number: int, opened: float) -> Pixels:
        """The frame of that number."""
        picture = _panned(self.scenery, self.drift * number)
        if self.face is None:
            return picture.astype(np.uint8)
        sway = SWAY_PX * np.sin(self.phase + number / RATE_HZ * np.array([1.7, 2.3]))
        left, top = np.round(self.corner + sway).astype(int)
        here = picture[top : top + self.side, left : left + self.side]
        here += (_speaking(self.face, opened)[..., None] - here) * self.mask[..., None]
        return np.clip(picture, 0, 255).astype(np.uint8)


def _scenery(chance: np.random.Generator) -> Field:
    """Soft patches of some colour, larger than the picture."""
    import cv2

    patches = chance.normal(0, 1, (9, 16, 1)).astype(np.float32)
    grown = cv2.resize(patches, (2 * WIDTH_PX, 2 * HEIGHT_PX), interpolation=cv2.INTER_CUBIC)[..., None]
    colour = chance.uniform(60, 150, 3) + 28 * grown
    return np.clip(colour + chance.normal(0, 3, grown.shape), 0, 255).astype(np.float32)


def _panned(scenery: Field, by: NDArray[np.float64]) -> Field:
    size = np.array([WIDTH_PX, HEIGHT_PX])
    left, top = np.clip(np.round(size / 2 + by), 0, size).astype(int)
    return scenery[top : top + HEIGHT_PX, left : left + WIDTH_PX].copy()


def _enlarged(path: Path, side: int) -> Field:
    """A grey picture of a face, enlarged."""
    import cv2

    pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None, f"{path} is no picture"  # noqa: S101 -- of a labelled set
    return cv2.resize(pixels, (side, side), interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _speaking(face: Field, opened: float) -> Field:
    """The face with its chin lowered: rows from the mouth down are taken from above."""
    import cv2

    if opened < 0.02:
        return face
    side = len(face)
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    below = np.clip((rows / side - MOUTH) / 0.1, 0, 1)
    beside = np.clip(1.5 - np.abs(columns / side - 0.5) * 4, 0, 1)
    lowered = rows - opened * OPENING * side * below * beside
    return np.asarray(cv2.remap(face, columns, lowered, cv2.INTER_LINEAR), np.float32)


def _oval(side: int) -> Field:
    """1 inside an oval, softly 0 at the edges."""
    y, x = np.mgrid[:side, :side].astype(np.float32) / side - 0.5
    return np.asarray(np.clip((1 - np.hypot(x / 0.5, y / 0.53)) * 6, 0, 1), np.float32)


def _write_film(path: Path, sound: Samples, frames: Iterator[Pixels]) -> None:
    import av

    with av.open(path, "w") as container:
        codec = "libx264" if "libx264" in av.codecs_available else "mpeg4"
        pictures = cast("av.VideoStream", container.add_stream(codec, RATE_HZ, _ENCODING))
        pictures.width, pictures.height, pictures.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        sounds = container.add_stream("aac", SAMPLE_RATE_HZ, {"aac_coder": "fast"}, layout="mono")
        for frame in _sound_frames(sound):  # all of it first: the muxer interleaves by time
            container.mux(sounds.encode(frame))
        container.mux(sounds.encode(None))
        for pixels in frames:
            container.mux(pictures.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        container.mux(pictures.encode(None))


def _sound_frames(samples: Samples) -> Iterator["av.AudioFrame"]:
    import av

    for first in range(0, len(samples), _SOUND_FRAME):
        frame = av.AudioFrame.from_ndarray(samples[None, first : first + _SOUND_FRAME], "flt", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, first, Fraction(1, SAMPLE_RATE_HZ)
        yield frame
