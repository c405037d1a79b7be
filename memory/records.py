"""The language that tools, memory and agent speak: frozen records.

Times are seconds of film time: 0 is the first moment a player shows (the container's start), and every
time comes from a presentation timestamp, never from a frame number. Boxes are fractions of the picture.
"""

import base64
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

Emotion = Literal["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"]
"""Ekman's six basic emotions and none of them."""
EMOTIONS: tuple[Emotion, ...] = get_args(Emotion)
Modality = Literal["face", "voice", "text"]
MODALITIES: tuple[Modality, ...] = get_args(Modality)


def _vector_from_base64(value: object) -> object:
    if isinstance(value, str):
        return tuple(np.frombuffer(base64.b64decode(value), dtype="<f4").tolist())
    if isinstance(value, np.ndarray):
        return tuple(value.astype("<f4").tolist())
    return value


def _vector_to_base64(value: tuple[float, ...]) -> str:
    return base64.b64encode(np.asarray(value, dtype="<f4").tobytes()).decode("ascii")


Vector = Annotated[
    tuple[float, ...],
    BeforeValidator(_vector_from_base64),
    PlainSerializer(_vector_to_base64, return_type=str, when_used="json"),
]
"""Shape (d,), float32; base64 of little-endian float32 in JSON."""

Probabilities = dict[Emotion, Annotated[float, Field(ge=0, le=1)]]


class Record(BaseModel):
    """A frozen record that takes no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")


class Span(Record):
    """A half-open piece of film time, [start_s, end_s)."""

    start_s: float = Field(ge=0, allow_inf_nan=False)
    end_s: float = Field(ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end_s < self.start_s:
            raise ValueError(f"expected start_s <= end_s, got {self.start_s} > {self.end_s}")
        return self

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s

    @property
    def middle_s(self) -> float:
        """The moment half way through."""
        return (self.start_s + self.end_s) / 2

    def holds(self, time_s: float) -> bool:
        """Whether the moment lies inside."""
        return self.start_s <= time_s < self.end_s

    def overlap_s(self, other: "Span") -> float:
        """Seconds that both spans share."""
        return max(0.0, min(self.end_s, other.end_s) - max(self.start_s, other.start_s))


class AudioTrack(Record):
    """One sound track of a container."""

    index: int
    """Place among the audio streams, from 0."""
    codec: str
    channels: int
    language: str | None = None
    default: bool = False


class SubtitleTrack(Record):
    """One text track of a container."""

    index: int
    """Place among the subtitle streams, from 0."""
    codec: str
    language: str | None = None
    title: str | None = None
    forced: bool = False
    default: bool = False


class Piece(Record):
    """A stretch of a film file within which the container's clock runs on."""

    position: int
    """Where it begins in the file, in bytes."""
    clock_s: float
    """The container's clock at its beginning."""
    span: Span
    """In film time."""


class Film(Record):
    """A film as probed; `id` is the first 12 hex digits of its content hash."""

    id: str
    title: str
    path: str
    content_hash: str
    """SHA-256 of the file, hex."""
    duration_s: float = Field(ge=0)
    start_s: float = 0.0
    """Container time of film time 0."""
    width_px: int = 0
    """As shown: rotation and pixel shape applied; 0 without a picture."""
    height_px: int = 0
    rotation_deg: int = 0
    frame_rate_hz: float = 0.0
    """Average; never used to tell time."""
    audio_tracks: tuple[AudioTrack, ...] = ()
    subtitle_tracks: tuple[SubtitleTrack, ...] = ()
    pieces: tuple[Piece, ...] = ()
    """In order, where the container's clock jumps, as in joined recordings; else none."""
    warnings: tuple[str, ...] = ()
    """What is odd about the file, one line each."""

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to see."""
        return self.width_px > 0

    @property
    def has_sound(self) -> bool:
        """Whether there is anything to hear."""
        return bool(self.audio_tracks)

    @property
    def span(self) -> Span:
        """The whole film."""
        return Span(start_s=0.0, end_s=self.duration_s)


class Finding(Record):
    """Something a tool found in a span of a film. Subclasses say what kind of thing."""

    kind: ClassVar[str]
    span: Span

    @property
    def local_id(self) -> str:
        """Unique among one film's findings of this kind, and the same in every run."""
        raise NotImplementedError

    @property
    def subject(self) -> str | None:
        """The `local_id` of what it is about, if it is about something."""
        return None

    @property
    def label(self) -> str:
        """One word for what was found."""
        return ""

    @property
    def score(self) -> float | None:
        """How sure the tool is, 0 to 1, where it says so."""
        return None

    @property
    def text(self) -> str:
        """Words to find it by in a full-text search."""
        return ""


class Shot(Finding):
    """An unbroken run of frames, or the part of one that lies in a reel."""

    kind: ClassVar[str] = "shot"
    opening: Literal["start", "cut", "fade", "dissolve", "continued"]
    """How it begins; `continued` where a reel's border crosses a running shot."""
    motion: float = Field(ge=0)
    """Mean absolute difference of consecutive frames, 0 (still) to 1, as grey levels."""
    brightness: float = Field(ge=0, le=1)
    saturation: float = Field(ge=0, le=1)

    @property
    def local_id(self) -> str:
        return f"s{self.span.start_s:.3f}"

    @property
    def label(self) -> str:
        return self.opening


class Box(Record):
    """A rectangle in fractions of the picture's width and height; may hang over its edges a little."""

    x: float
    y: float
    width: float = Field(gt=0)
    height: float = Field(gt=0)

    def iou(self, other: "Box") -> float:
        """Intersection over union with another box, 0 to 1."""
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        shared = max(0.0, width) * max(0.0, height)
        return shared / (self.width * self.height + other.width * other.height - shared)


class FaceLook(Record):
    """A face at one moment."""

    time_s: float
    box: Box
    score: float = Field(ge=0, le=1)
    """The detector's."""
    quality: float = Field(ge=0, le=1)
    """Fitness for recognition: size, sharpness, pose."""
    landmarks: tuple[tuple[float, float], ...] | None = Field(default=None, min_length=5, max_length=5)
    """(x, y) in fractions of the picture: eyes, nose, corners of the mouth, left before right as seen."""
    embedding: Vector | None = None
    """Shape (128,) or (512,), unit length; only for the few looks that were embedded."""


class FaceTrack(Finding):
    """One person's face followed through (part of) a shot."""

    kind: ClassVar[str] = "face_track"
    track_id: str
    """`t<reel>.<number>`, as in t3.2."""
    looks: tuple[FaceLook, ...] = Field(min_length=1)
    embedding_model: str | None = None

    @property
    def local_id(self) -> str:
        return self.track_id

    @property
    def score(self) -> float:
        return max(look.score for look in self.looks)


class Utterance(Finding):
    """One line of dialogue, one sound caption or one sung line."""

    kind: ClassVar[str] = "utterance"
    utterance_id: str
    """`u<number>` from subtitles, `u<reel>.<number>` from recognised speech."""
    words: str
    manner: Literal["speech", "sound", "song"] = "speech"
    speaker: str | None = None
    """As the subtitles label it; who it is comes later."""
    source: Literal["subtitles", "recognised"]
    confidence: float | None = Field(default=None, ge=0, le=1)
    """The recogniser's; none for subtitles."""
    language: str | None = None

    @property
    def local_id(self) -> str:
        return self.utterance_id

    @property
    def subject(self) -> str | None:
        return self.speaker

    @property
    def label(self) -> str:
        return self.manner

    @property
    def score(self) -> float | None:
        return self.confidence

    @property
    def text(self) -> str:
        return self.words


class Affect(Record):
    """Feeling as a place instead of a name (Russell and Mehrabian 1977); each 0 to 1, 0.5 in the middle."""

    arousal: float = Field(ge=0, le=1)
    """From calm to excited."""
    valence: float = Field(ge=0, le=1)
    """From unpleasant to pleasant."""
    dominance: float | None = Field(default=None, ge=0, le=1)
    """From yielding to commanding; None where nothing tells."""


class Delivery(Finding):
    """How a line is spoken, before it is known whose line it is and how that person usually speaks."""

    kind: ClassVar[str] = "delivery"
    about: str
    """The `utterance_id`."""
    model: str
    """Which model heard it."""
    leanings: Vector
    """Shape (7,) or (10,): logits over EMOTIONS; then arousal, valence, dominance, if the model tells."""
    clarity: float = Field(ge=0, le=1)
    """How well the voice is heard: less where it is short, clipped, cut off above 4 kHz or not alone."""
    pitch_semitones: float | None = None
    """Above 55 Hz; None where no pitch is heard, as in a whisper."""
    loudness_db: float | None = None
    """Of full scale."""
    syllables_hz: float | None = None
    pause_share: float | None = None

    @property
    def local_id(self) -> str:
        return f"d:{self.about}:{self.span.start_s:.3f}"

    @property
    def subject(self) -> str:
        return self.about

    @property
    def score(self) -> float:
        return self.clarity


class EmotionReading(Finding):
    """What one modality says about the feeling of one face track or utterance."""

    kind: ClassVar[str] = "emotion"
    about: str
    """The `track_id` or `utterance_id`."""
    modality: Modality
    probabilities: Probabilities
    """Over all seven emotions, summing to 1."""
    weight: float = Field(default=1.0, ge=0, le=1)
    """How well it could be perceived: a face turned away or a voice under music counts for less."""
    affect: Affect | None = None
    peak_s: float | None = None
    """When the likeliest emotion was strongest, where it was followed over time."""
    cues: tuple[str, ...] = ()
    """What was heard that is unusual for this person, in a few words each: louder than usual."""

    @model_validator(mode="after")
    def _sums_to_one(self) -> Self:
        total = sum(self.probabilities.values())
        if set(self.probabilities) != set(EMOTIONS) or abs(total - 1) > 1e-3:
            raise ValueError(f"expected probabilities over {EMOTIONS} summing to 1, got sum {total:.4f}")
        return self

    @property
    def local_id(self) -> str:
        return f"{self.modality}:{self.about}:{self.span.start_s:.3f}"

    @property
    def subject(self) -> str:
        return self.about

    @property
    def label(self) -> Emotion:
        return max(EMOTIONS, key=lambda emotion: self.probabilities[emotion])

    @property
    def score(self) -> float:
        return self.probabilities[self.label]


class ScreenText(Finding):
    """Words that can be read in the picture."""

    kind: ClassVar[str] = "screen_text"
    words: str
    box: Box
    confidence: float = Field(ge=0, le=1)

    @property
    def local_id(self) -> str:
        return f"x{self.span.start_s:.3f}:{self.box.x:.3f}:{self.box.y:.3f}"

    @property
    def score(self) -> float:
        return self.confidence

    @property
    def text(self) -> str:
        return self.words


class PersonCluster(Finding):
    """Face tracks that show one person; `span` reaches from the first track to the last."""

    kind: ClassVar[str] = "person_cluster"
    tracks: tuple[str, ...] = Field(min_length=1)
    """Track ids in order of time; the first names the cluster."""
    cohesion: float = Field(ge=0, le=1)
    """Mean cosine similarity of the tracks to the cluster's centre."""

    @property
    def local_id(self) -> str:
        return f"p:{self.tracks[0]}"

    @property
    def score(self) -> float:
        return self.cohesion


class VoiceTurn(Finding):
    """Somebody speaks: one voice, as far as can be heard, from a change of speaker or a pause to the next."""

    kind: ClassVar[str] = "voice_turn"
    turn_id: str
    """`v<reel>.<number>`, as in v3.2."""
    voice: int = Field(default=0, ge=0)
    """Which of the voices that were told apart within the reel; says nothing across reels."""
    embedding: Vector | None = None
    """Shape (d,), unit length; none where the turn is too short to know a voice by."""
    embedding_model: str | None = None
    overlapped: bool = False
    """Others seem to speak at the same time."""

    @property
    def local_id(self) -> str:
        return self.turn_id

    @property
    def label(self) -> str:
        return "overlapped" if self.overlapped else ""


class VoiceCluster(Finding):
    """Turns that one voice speaks; `span` reaches from the first turn to the last."""

    kind: ClassVar[str] = "voice_cluster"
    turns: tuple[str, ...] = Field(min_length=1)
    """Turn ids in order of time; the first names the cluster."""
    cohesion: float = Field(ge=0, le=1)
    """Mean cosine similarity of the turns to the cluster's centre."""

    @property
    def local_id(self) -> str:
        return f"w:{self.turns[0]}"

    @property
    def score(self) -> float:
        return self.cohesion


class Talking(Finding):
    """How likely a face's mouth speaks, all through its track."""

    kind: ClassVar[str] = "talking"
    about: str
    """The `track_id`."""
    chances: Vector = Field(min_length=1)
    """Shape (n,), each 0 to 1, for n equal parts of the span, of about half a second."""

    @property
    def local_id(self) -> str:
        return f"m:{self.about}"

    @property
    def subject(self) -> str:
        return self.about

    @property
    def score(self) -> float:
        return sum(self.chances) / len(self.chances)

    def during(self, span: Span) -> list[float]:
        """The chances of parts whose middle lies in a span, else of the part that holds the span's middle."""
        part_s = self.span.duration_s / len(self.chances)
        middles_s = [self.span.start_s + (k + 0.5) * part_s for k in range(len(self.chances))]
        inside = [one for one, middle_s in zip(self.chances, middles_s, strict=True) if span.holds(middle_s)]
        if inside or not self.span.holds(span.middle_s):
            return inside
        return [self.chances[int((span.middle_s - self.span.start_s) / part_s)]]


class VoiceFaceLink(Finding):
    """A voice is a face's, or nobody's who is seen; of a voice without a link, nothing is known."""

    kind: ClassVar[str] = "voice_face_link"
    voice: str
    """`VoiceCluster.local_id`."""
    person: str | None
    """`PersonCluster.local_id`; None for somebody who is only heard."""
    confidence: float = Field(ge=0, le=1)
    evidence: str
    """What speaks for it, in a few words: 5 of 7 turns while this mouth moves."""

    @property
    def local_id(self) -> str:
        return f"l:{self.voice}"

    @property
    def subject(self) -> str | None:
        return self.person

    @property
    def score(self) -> float:
        return self.confidence


SoundKind = Literal["speech", "music", "effects", "silence"]
SOUND_KINDS: tuple[SoundKind, ...] = get_args(SoundKind)
SHORTEST_SOUND_S: dict[SoundKind, float] = {"speech": 0.5, "music": 2.0, "effects": 0.5, "silence": 1.0}
"""What is shorter is not told, save at a reel's border, where it may go on: a spoken vowel is no music."""
Texture = Literal["impacts", "calls", "noise"]
"""What effects are like: sudden blows; tones, as of birds or sirens; a rush, as of wind or applause."""


class Sound(Finding):
    """A stretch in which one kind of sound is heard; kinds overlap, as music under speech."""

    kind: ClassVar[str] = "sound"
    what: SoundKind
    confidence: float = Field(ge=0, le=1)
    """Mean over the stretch."""
    level_dbfs: float = Field(le=0)
    """Root mean square of all that is heard meanwhile, in decibels below full scale; at least -90."""
    texture: Texture | None = None
    """Of effects, where it is plain."""

    @property
    def local_id(self) -> str:
        return f"a:{self.what}:{self.span.start_s:.3f}"

    @property
    def label(self) -> SoundKind:
        return self.what

    @property
    def score(self) -> float:
        return self.confidence


class SoundLevels(Finding):
    """How loud a reel is, second by second."""

    kind: ClassVar[str] = "sound_levels"
    levels_dbfs: tuple[float | None, ...]
    """Root mean square of each second from the start, -90 to 0; None where sound could not be decoded."""

    @property
    def local_id(self) -> str:
        return f"d{self.span.start_s:.3f}"


class MusicMood(Finding):
    """How a stretch of music goes, and what mood that usually makes."""

    kind: ClassVar[str] = "music_mood"
    tempo_bpm: float | None = Field(default=None, gt=0)
    """Beats a minute; None where no beat is plain."""
    mode: Literal["major", "minor"] | None = None
    """None where neither is plain."""
    affect: Affect
    confidence: float = Field(ge=0, le=1)
    """That it is music at all."""

    @property
    def local_id(self) -> str:
        return f"o{self.span.start_s:.3f}"

    @property
    def label(self) -> str:
        return self.mode or ""

    @property
    def score(self) -> float:
        return self.confidence


class Movement(Finding):
    """How much moves in a reel, second by second, the camera's own motion taken off."""

    kind: ClassVar[str] = "movement"
    picture: tuple[float | None, ...]
    """Of each second from the start: mean absolute grey difference of pictures that follow one another,
    0 to 1; None where there is nothing to compare."""
    people: tuple[float | None, ...]
    """The same within the faces and bodies of those who are seen; None where nobody is."""
    camera: tuple[float | None, ...]
    """How fast the camera pans, in picture widths a second."""

    @property
    def local_id(self) -> str:
        return f"e{self.span.start_s:.3f}"


class Segment(Finding):
    """A scene-like group of shots, 10 to 60 s where the film allows."""

    kind: ClassVar[str] = "segment"
    index: int = Field(ge=0)

    @property
    def local_id(self) -> str:
        return f"g{self.index}"


class Caption(Finding):
    """What is to be seen in a segment, in words."""

    kind: ClassVar[str] = "caption"
    words: str
    tags: tuple[str, ...] = ()
    """What the words were made from: close-up, dark, still, indoors…"""
    backend: str
    """Who wrote it: `scene-describer` or a model's name."""

    @property
    def local_id(self) -> str:
        return f"c{self.span.start_s:.3f}"

    @property
    def label(self) -> str:
        return self.backend

    @property
    def text(self) -> str:
        return self.words


NameSource = Literal["script", "introduction", "vocative", "mention", "credits", "cast picture"]


class NameClaim(Finding):
    """Something in a film, or beside it, says what somebody is called.

    Whom it tells of depends on its source. A `script` and an `introduction` name whoever says the line
    `about`; a `vocative` names whom that line is said to; a `mention` names neither of the two. A
    `cast picture` names the face cluster `about`. `credits` are about nobody: the name exists.
    """

    kind: ClassVar[str] = "name_claim"
    name: str
    source: NameSource
    about: str | None = None
    """Local id of the utterance or of the cluster."""
    words: str
    """What says so: the line, the credit, the file."""
    confidence: float = Field(ge=0, le=1)
    """That the claim is true, taken alone."""
    actor: str | None = None
    """Who plays the part, where credits say so."""

    @property
    def local_id(self) -> str:
        return f"n:{self.source}:{self.about or f'{self.span.start_s:.3f}'}:{self.name}"

    @property
    def subject(self) -> str | None:
        return self.about

    @property
    def label(self) -> str:
        return self.name

    @property
    def score(self) -> float:
        return self.confidence


class Observation(Record):
    """A finding as it is remembered: by which tool, in which film."""

    id: str
    """`<film id>/<tool>/<local id>`: what a citation's evidence names."""
    film_id: str
    tool: str
    tool_version: str
    kind: str
    span: Span
    subject: str | None
    label: str
    score: float | None
    text: str
    payload: dict[str, Any]
    """The finding itself, as JSON values."""

    @classmethod
    def of(cls, finding: Finding, film_id: str, tool: str, tool_version: str) -> "Observation":
        """Remembers a finding."""
        return cls(
            id=f"{film_id}/{tool}/{finding.local_id}",
            film_id=film_id,
            tool=tool,
            tool_version=tool_version,
            kind=finding.kind,
            span=finding.span,
            subject=finding.subject,
            label=finding.label,
            score=finding.score,
            text=finding.text,
            payload=finding.model_dump(mode="json"),
        )


class NameEvidence(Record):
    """Why a character has a name."""

    source: Literal[
        "user", "subtitle label", "script", "dialogue", "cast picture", "credits", "other film", "none"
    ]
    text: str
    """What was seen or heard, in a few words."""
    name: str | None = None
    """The name it speaks for; None for the character's own."""
    time_s: float | None = None
    confidence: float = Field(ge=0, le=1)


class Anchor(Record):
    """A remembered look of a character: one exemplar embedding and where it comes from."""

    film_id: str
    track_id: str
    time_s: float
    box: Box
    model: str
    embedding: Vector
    quality: float = Field(default=1.0, ge=0, le=1)
    """Of the look; 1 for anchors of a time when this was not kept."""


class Moment(Record):
    """A face at a time and place: what is meant by a track, even if tracks are cut and numbered anew."""

    track_id: str
    time_s: float
    box: Box


class Told(Record):
    """The user's word on whose face is seen at a moment."""

    moment: Moment
    person: str | None
    """The character's id; None where it is nobody's."""


class Character(Record):
    """Somebody in a film."""

    id: str
    """`P1`, `P2`… in order of screen time when first met; never reused."""
    film_id: str
    name: str
    """`Person 3` until better is known."""
    name_evidence: tuple[NameEvidence, ...] = ()
    """The best first; also what speaks for other names, and what is too weak to name anybody."""
    tracks: tuple[str, ...] = ()
    """Face tracks, in order of time; none for a person only heard."""
    voices: tuple[str, ...] = ()
    """Voice clusters; none for a person only seen."""
    voice_evidence: tuple[str, ...] = ()
    """Why each of them is this person's: 5 of 7 turns while this mouth moves."""
    anchors: tuple[Anchor, ...] = ()
    speaker_labels: tuple[str, ...] = ()
    """What subtitles call this person."""

    @property
    def is_named(self) -> bool:
        """Whether the name is more than a number."""
        return self.name != f"Person {self.id[1:]}"


class EmotionInterval(Record):
    """A character feels something for a while, and what says so."""

    span: Span
    character_id: str | None
    """None where it is not known who spoke."""
    emotion: Emotion
    confidence: float = Field(ge=0, le=1)
    modalities: dict[Modality, float]
    """Mean probability of the emotion by each modality that spoke."""
    evidence: tuple[str, ...]
    """Observation ids."""
    conflict: dict[Modality, Emotion] = {}
    """What modalities say instead that speak clearly against it: the face is happy, the voice afraid."""

    @property
    def agreeing(self) -> tuple[Modality, ...]:
        """The modalities that give the emotion more than an even chance."""
        return tuple(one for one, chance in self.modalities.items() if chance > 1 / len(EMOTIONS))


class Citation(Record):
    """What an answer's sentence rests on."""

    span: Span
    text: str
    evidence: tuple[str, ...]
    """Observation ids."""
