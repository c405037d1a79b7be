"""Films that exist only as facts, in a real library."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import (
    EMOTIONS,
    Box,
    Caption,
    EmotionReading,
    FaceLook,
    FaceTrack,
    Film,
    Finding,
    PersonCluster,
    Segment,
    Span,
    Utterance,
)


class Make:
    """Records with what a test does not care about filled in."""

    @staticmethod
    def film(title: str = "Charade", letter: str = "c", duration_s: float = 120.0) -> Film:
        return Film(
            id=letter * 12,
            title=title,
            path=f"/films/{title}.mkv",
            content_hash=letter * 64,
            duration_s=duration_s,
        )

    @staticmethod
    def span(start_s: float, end_s: float) -> Span:
        return Span(start_s=start_s, end_s=end_s)

    @staticmethod
    def work(film: Film, tool: str, span: Span | None = None, inputs: str = "00", version: str = "1") -> Work:
        return Work(film_id=film.id, tool=tool, version=version, inputs=inputs, span=span or film.span)

    @staticmethod
    def line(number: int, words: str, start_s: float, end_s: float | None = None, **more) -> Utterance:
        span = Make.span(start_s, start_s + 2 if end_s is None else end_s)
        return Utterance(utterance_id=f"u{number}", words=words, span=span, source="subtitles", **more)

    @staticmethod
    def track(name: str, start_s: float, end_s: float, person: int = 1, x: float = 0.4) -> FaceTrack:
        """A track of one of many people, embedded at three moments."""
        looks = tuple(
            FaceLook(
                time_s=time_s,
                box=Box(x=x, y=0.2, width=0.2, height=0.3),
                score=0.9,
                quality=0.5 + 0.1 * place,
                embedding=face(person, f"{name}{place}"),
            )
            for place, time_s in enumerate(np.linspace(start_s, end_s, 4)[:-1].tolist())
        )
        return FaceTrack(
            span=Make.span(start_s, end_s),
            track_id=name,
            looks=looks,
            embedding_model="dlib-resnet-v1-mirrored",
        )

    @staticmethod
    def cluster(*tracks: FaceTrack) -> PersonCluster:
        span = Make.span(tracks[0].span.start_s, max(track.span.end_s for track in tracks))
        return PersonCluster(span=span, tracks=tuple(track.track_id for track in tracks), cohesion=0.95)

    @staticmethod
    def reading(
        about: str, modality: str, emotion: str, chance: float, start_s: float, end_s: float
    ) -> EmotionReading:
        """A reading that gives one emotion a chance and the others equal parts of the rest."""
        rest = (1 - chance) / (len(EMOTIONS) - 1)
        return EmotionReading(
            span=Make.span(start_s, end_s),
            about=about,
            modality=modality,
            probabilities={one: chance if one == emotion else rest for one in EMOTIONS},
        )

    @staticmethod
    def segment(index: int, start_s: float, end_s: float) -> Segment:
        return Segment(index=index, span=Make.span(start_s, end_s))

    @staticmethod
    def caption(words: str, start_s: float, end_s: float) -> Caption:
        return Caption(words=words, span=Make.span(start_s, end_s), backend="scene-describer")


def face(person: int, look: str) -> np.ndarray:
    """A unit vector that is near to the other looks of one person only. Shape (128,)."""
    noise = np.random.default_rng([person, *look.encode()]).normal(size=128)
    vector = np.random.default_rng(person).normal(size=128) + 0.1 * noise
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture
def make() -> type[Make]:
    return Make


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def film(library: Library) -> Film:
    film = Make.film()
    library.add(film)
    return film


@pytest.fixture
def tell(library: Library, film: Film) -> Callable[..., None]:
    """Commits what a tool finds in the whole film, in place of what it found before."""

    def tell_(tool: str, *findings: Finding, version: str = "1") -> None:
        library.facts.commit(Make.work(film, tool, version=version), findings)

    return tell_


@pytest.fixture
def embed() -> Callable[[Sequence[str]], np.ndarray]:
    """A simple real text embedding: hashed counts of letter triples, of unit length. Shape (n, 64)."""

    def embed_(texts: Sequence[str]) -> np.ndarray:
        vectors = np.full((len(texts), 64), 0.01, np.float32)
        for row, text in enumerate(texts):
            for first in range(max(1, len(text) - 2)):
                vectors[row, hash_of(text[first : first + 3].casefold())] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    return embed_


def hash_of(triple: str) -> int:
    return sum(byte * 31**place for place, byte in enumerate(triple.encode())) % 64
