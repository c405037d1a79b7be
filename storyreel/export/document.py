"""What every export is written from: all that is remembered of a film, without vectors.

`FilmDocument` is the shape of the JSON export. Fields are only ever added to it; any other
change raises `format`.
"""

from typing import Literal

from pydantic import Field

from storyreel.memory.records import AudioTrack, Emotion, Modality, NameEvidence, Record, SubtitleTrack
from storyreel.tools.contract import Depth


class Piece(Record):
    """Something that lasts a while, in seconds of film time."""

    start_s: float
    end_s: float


class FilmFacts(Record):
    """The film itself; its path is left out, as exports are handed on."""

    id: str
    title: str
    content_hash: str
    """SHA-256 of the file, hex."""
    duration_s: float
    width_px: int
    """0 without a picture."""
    height_px: int
    audio_tracks: tuple[AudioTrack, ...]
    subtitle_tracks: tuple[SubtitleTrack, ...]
    depth: Depth | None
    """How closely it was watched; None if no ingest was finished."""


class Person(Record):
    """A character."""

    id: str
    name: str
    name_evidence: tuple[NameEvidence, ...]
    screen_time_s: float
    speech_time_s: float
    spans: tuple[tuple[float, float], ...]
    """When they are on screen: (start_s, end_s)."""
    tracks: tuple[str, ...]
    """Face tracks."""


class ShotPiece(Piece):
    """An unbroken run of the camera."""

    opening: Literal["start", "cut", "fade", "dissolve", "continued"]
    """How it begins; `continued` where the film was not watched from its beginning."""


class Scene(Piece):
    """A segment and what is to be seen in it."""

    id: str
    captions: tuple[str, ...]


class Line(Piece):
    """An utterance: a line of dialogue, a sound or a sung line."""

    id: str
    words: str
    manner: Literal["speech", "sound", "song"]
    speaker: str | None
    """The character's name, else the subtitles' label; None if it is not known."""
    speaker_id: str | None
    source: Literal["subtitles", "recognised"]
    confidence: float | None
    """The recogniser's; none for subtitles."""
    language: str | None


class Feeling(Piece):
    """A character feels something for a while."""

    character_id: str | None
    character: str | None
    """The name; None where it is not known whose feeling it is."""
    emotion: Emotion
    confidence: float
    modalities: dict[Modality, float]
    """Mean probability of the emotion by each modality that spoke."""
    evidence: tuple[str, ...]
    """Observation ids."""


class Writing(Piece):
    """Words that can be read in the picture."""

    words: str
    confidence: float


class FilmDocument(Record):
    """Everything remembered of a film; lists are in order of time, characters in order of id."""

    format: Literal["storyreel/1"] = "storyreel/1"
    film: FilmFacts
    characters: tuple[Person, ...] = ()
    shots: tuple[ShotPiece, ...] = ()
    segments: tuple[Scene, ...] = ()
    utterances: tuple[Line, ...] = ()
    emotions: tuple[Feeling, ...] = ()
    screen_texts: tuple[Writing, ...] = ()
    notes: tuple[str, ...] = Field(default=(), description="Gaps, substitutes and oddities, one line each.")
