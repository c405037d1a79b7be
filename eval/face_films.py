"""Little films of photographed faces whose expressions change at known times: moving, noisy, coarsely coded.

Each shows one person, whose feelings follow one another; pictures of one feeling take turns, one fades into
the next, and now and then a glimpse of another feeling flits over the face, as in speech and blinks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.eval.corpora import Portrait
from storyreel.memory.records import Emotion, Span
from storyreel.tools.scene import Pixels

RATE_HZ = 12
SIZE_PX = (320, 240)
FACES_PX = (60.0, 110.0)
"""Side of a square portrait in the picture."""
LASTS_S = (2.0, 4.5)
FADE_S = 0.4
TURN_S = 0.5
"""How long one picture of a feeling stays before the next takes its turn."""
GLIMPSE_S, GLIMPSES_HZ = 0.25, 0.4
NOISE = 5.0
"""Standard deviation, in grey levels."""
COARSE = "30"
"""H.264's constant rate factor: clearly worse than a television picture."""

Painting = NDArray[np.float32]


@dataclass(frozen=True)
class Feeling:
    """What a face shows for a while."""

    span: Span
    emotion: Emotion
    pictures: tuple[Pixels, ...]


def feelings_of(portraits: Sequence[tuple[Portrait, Pixels]], chance: np.random.Generator) -> list[Feeling]:
    """One person's feelings one after another, each once, in any order."""
    emotions = sorted({portrait.emotion for portrait, _ in portraits if portrait.emotion})
    found: list[Feeling] = []
    for emotion in chance.permutation(np.array(emotions)).tolist():
        start_s = found[-1].span.end_s if found else 0.0
        span = Span(start_s=start_s, end_s=start_s + chance.uniform(*LASTS_S))
        pictures = tuple(pixels for portrait, pixels in portraits if portrait.emotion == emotion)
        found.append(Feeling(span, emotion, pictures))
    return found


def write(path: Path, feelings: Sequence[Feeling], chance: np.random.Generator) -> None:
    """Writes the film of one person."""
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_HZ, options={"crf": COARSE, "preset": "veryfast"})
        stream.width, stream.height = SIZE_PX
        stream.pix_fmt = "yuv420p"
        for number, pixels in enumerate(_frames(feelings, chance)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _frames(feelings: Sequence[Feeling], chance: np.random.Generator) -> Iterator[Pixels]:
    side_px, phases = chance.uniform(*FACES_PX), chance.uniform(0, 2 * np.pi, 5)
    glimpses = _glimpses(feelings, chance)
    for number in range(int(feelings[-1].span.end_s * RATE_HZ)):
        time_s = number / RATE_HZ
        glimpse = next((seen for at_s, seen in glimpses if at_s <= time_s < at_s + GLIMPSE_S), None)
        face = _face(feelings, time_s) if glimpse is None else glimpse.astype(np.float32)
        yield _filmed(face, side_px, np.sin(phases + time_s * np.array([0.7, 1.1, 0.5, 0.9, 0.6])), chance)


def _glimpses(feelings: Sequence[Feeling], chance: np.random.Generator) -> list[tuple[float, Pixels]]:
    """Moments at which a picture of one of the feelings is seen, whichever is felt."""
    end_s = feelings[-1].span.end_s
    times_s = chance.uniform(0, end_s, chance.poisson(end_s * GLIMPSES_HZ))
    pictures = [picture for feeling in feelings for picture in feeling.pictures]
    return [(float(time_s), pictures[chance.integers(len(pictures))]) for time_s in times_s]


def _face(feelings: Sequence[Feeling], time_s: float) -> Painting:
    """What the face shows at a moment, half way from one feeling to the next at the border between them."""
    shares = [_share(feeling.span, time_s) for feeling in feelings]
    seen = [_picture(one, time_s) * share for one, share in zip(feelings, shares, strict=True) if share]
    return np.asarray(sum(seen) / sum(shares), np.float32)


def _share(span: Span, time_s: float) -> float:
    inside_s = min(time_s - span.start_s, span.end_s - time_s)
    return float(np.clip(0.5 + inside_s / FADE_S, 0, 1))


def _picture(feeling: Feeling, time_s: float) -> Painting:
    return feeling.pictures[int(time_s / TURN_S) % len(feeling.pictures)].astype(np.float32)


def _filmed(face: Painting, side_px: float, sway: NDArray[np.float64], chance: np.random.Generator) -> Pixels:
    """The face somewhere in the picture, a little turned and lit otherwise; `sway`: (5,), -1 to 1."""
    import cv2

    scale = side_px / len(face) * (1 + 0.08 * sway[0])
    turn = np.radians(7 * sway[1])
    move = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = np.array(SIZE_PX) * (0.5 + 0.12 * sway[2:4])
    matrix = np.column_stack([move, centre - move @ np.array(face.shape[1::-1]) / 2])
    seen = cv2.warpAffine(face, matrix, SIZE_PX, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    noise = chance.standard_normal((*seen.shape[:2], 1), np.float32) * NOISE
    lit = seen * np.float32(0.85 + 0.15 * sway[4]) + noise
    return np.clip(lit, 0, 255).astype(np.uint8)
