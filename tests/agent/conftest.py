"""A small film in memory, put there as a tool would put it: sixty seconds, three people, eight lines.

          0:00       0:10       0:20       0:30       0:40       0:50      1:00
Anna      ####4-14###             ##22-30##                      #46-56##
Ben            ####10-20##                  ##32-40##            #48-56##
Person 3                                          ##38-44##
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import (
    EMOTIONS,
    AudioTrack,
    Box,
    Caption,
    Emotion,
    EmotionReading,
    FaceLook,
    FaceTrack,
    Film,
    Finding,
    Modality,
    PersonCluster,
    ScreenText,
    Segment,
    Shot,
    Span,
    Utterance,
)
from storyreel.tools.scene import reels_of

DURATION_S = 60.0
Commit = Callable[[str, Sequence[Finding]], None]


def span(start_s: float, end_s: float) -> Span:
    return Span(start_s=start_s, end_s=end_s)


def track(track_id: str, start_s: float, end_s: float) -> FaceTrack:
    box = Box(x=0.4, y=0.2, width=0.2, height=0.3)
    looks = tuple(
        FaceLook(time_s=time_s, box=box, score=0.9, quality=0.8) for time_s in (start_s, end_s - 0.25)
    )
    return FaceTrack(span=span(start_s, end_s), track_id=track_id, looks=looks)


def line(number: int, start_s: float, end_s: float, words: str, speaker: str | None = None) -> Utterance:
    return Utterance(
        span=span(start_s, end_s),
        utterance_id=f"u{number}",
        words=words,
        speaker=speaker,
        source="subtitles",
        language="en",
    )


def reading(about: str, modality: Modality, emotion: Emotion, start_s: float, end_s: float) -> EmotionReading:
    rest = 0.06 / (len(EMOTIONS) - 1)
    probabilities = {one: 0.94 if one == emotion else rest for one in EMOTIONS}
    return EmotionReading(
        span=span(start_s, end_s), about=about, modality=modality, probabilities=probabilities
    )


LINES = (
    line(1, 4.5, 8, "Captain's log. We sail for the island of Corvo.", "ANNA"),
    line(2, 11, 14, "The harbour is on fire!", "BEN"),
    line(3, 15, 18, "I hate that you lied to me, Anna.", "BEN"),
    line(4, 23, 26, "I never lied about the map.", "ANNA"),
    line(5, 27, 29.5, "Corvo is two days away.", "ANNA"),
    line(6, 33, 36, "Ready to drop the anchor.", "BEN"),
    line(7, 47, 50, "We found it! The treasure of Corvo!", "ANNA"),
    line(8, 51, 54, "I was wrong about you.", "BEN"),
)
TRACKS = (
    track("t0.0", 4, 14),
    track("t0.1", 10, 20),
    track("t0.2", 22, 30),
    track("t1.0", 32, 40),
    track("t1.1", 38, 44),
    track("t1.2", 46, 56),
    track("t1.3", 48, 56),
)
CLUSTERS = (("t0.0", "t0.2", "t1.2"), ("t0.1", "t1.0", "t1.3"), ("t1.1",))
READINGS = {
    "expression": (
        reading("t0.1", "face", "anger", 14, 19),
        reading("t1.2", "face", "happiness", 46, 55),
        reading("t1.3", "face", "sadness", 50, 55),
        reading("t1.1", "face", "surprise", 39, 43),
    ),
    "text_emotion": (
        reading("u3", "text", "anger", 15, 18),
        reading("u7", "text", "happiness", 47, 50),
        reading("u2", "text", "fear", 11, 14),
    ),
}
SEGMENTS = (
    Segment(span=span(0, 21), index=0),
    Segment(span=span(21, 45), index=1),
    Segment(span=span(45, 60), index=2),
)
CAPTIONS = (
    Caption(span=span(0, 21), words="A medium shot of two people in dim light.", backend="scene-describer"),
    Caption(span=span(45, 60), words="Two people close together in bright light.", backend="scene-describer"),
)


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def film(library: Library) -> Film:
    """The film, known but never watched."""
    film = Film(
        id="abcdef012345",
        title="The Voyage",
        path="/nowhere/voyage.mkv",
        content_hash="ab" * 32,
        duration_s=DURATION_S,
        width_px=640,
        height_px=360,
        frame_rate_hz=25.0,
        audio_tracks=(AudioTrack(index=0, codec="aac", channels=2, language="en"),),
    )
    library.add(film)
    return film


@pytest.fixture
def commit(library: Library, film: Film) -> Commit:
    """Remembers findings of a tool as if it had watched the whole film, reel by reel."""

    def keep(tool: str, findings: Sequence[Finding]) -> None:
        whole = tool in ("dialogue", "text_emotion", "people", "segments", "captioner")
        for reel in [film.span] if whole else reels_of(film.span):
            own = [one for one in findings if reel.holds(one.span.start_s)]
            library.facts.commit(Work(film_id=film.id, tool=tool, version="1", inputs="", span=reel), own)

    return keep


@pytest.fixture
def voyage(library: Library, film: Film, commit: Commit) -> Film:
    """The film, watched at standard depth."""
    commit("dialogue", LINES)
    commit(
        "shots",
        [
            Shot(span=span(start, end), opening="cut", motion=0.1, brightness=0.5, saturation=0.3)
            for start, end in ((0, 9), (9, 21), (21, 30), (30, 45), (45, 60))
        ],
    )
    for tool in ("speech", "sounds", "music_mood"):
        commit(tool, [])
    commit("faces", TRACKS)
    commit("people", [PersonCluster(span=span(4, 56), tracks=tracks, cohesion=0.9) for tracks in CLUSTERS])
    for tool, readings in READINGS.items():
        commit(tool, readings)
    commit(
        "screen_text",
        [
            ScreenText(
                span=span(1, 3),
                words="THE VOYAGE",
                box=Box(x=0.3, y=0.4, width=0.4, height=0.1),
                confidence=0.97,
            )
        ],
    )
    commit("segments", SEGMENTS)
    commit("captioner", CAPTIONS)
    library.remember(film.id, "depth", "standard")
    return film
