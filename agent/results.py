"""What the agent's tools hand back: the same few records for all, so that any answer can be checked."""

from typing import Literal

from pydantic import Field

from storyreel.memory.records import Emotion, Modality, Record, Span
from storyreel.memory.speakers import Reason

ItemKind = Literal[
    "line",
    "sound",
    "song",
    "heard",
    "presence",
    "emotion",
    "caption",
    "screen text",
    "character",
    "scene",
    "shot",
    "film",
    "tension",
]


class Item(Record):
    """One thing that is known, with when it is and what says so."""

    kind: ItemKind
    span: Span
    text: str = ""
    """The film's own words, or a description of what is seen."""
    people: tuple[str, ...] = ()
    """Names of the characters it is about: who speaks, who is seen, who feels."""
    emotion: Emotion | None = None
    confidence: float | None = None
    speaker_by: Reason | None = None
    """What tells who speaks a line."""
    modalities: dict[Modality, float] = Field(default_factory=dict)
    against: dict[Modality, Emotion] = Field(default_factory=dict)
    """What modalities tell instead that clearly contradict the feeling."""
    arousal: float | None = None
    """How excited the feeling is heard to be, 0 to 1, where that was asked and heard."""
    times: int | None = None
    """How often: appearances of a character, shots of a film."""
    scenes: int | None = None
    """In how many scenes a character is seen."""
    screen_s: float | None = None
    speech_s: float | None = None
    lines: int | None = None
    evidence: tuple[str, ...] = ()
    """Observation ids."""


class Unwatched(Record):
    """Film time that a perception tool has not looked at yet."""

    tool: str
    spans: tuple[Span, ...]

    @property
    def seconds(self) -> float:
        """How much it is."""
        return sum(span.duration_s for span in self.spans)


class Look(Record):
    """A perception tool that ran for a question."""

    tool: str
    span: Span
    cached: bool
    items: int = 0
    failed: str | None = None


class Asked(Record):
    """What a tool was asked for, so that its silence tells something."""

    kinds: tuple[Literal["presence", "speech", "feeling", "text"], ...]
    people: tuple[str, ...] = ()
    """Names of whom it was asked about; anybody if empty."""
    emotions: tuple[Emotion, ...] = ()
    """Which feelings; any if empty."""
    words: str = ""
    """What lines had to be about; any if empty."""
    others: bool = False
    """Of these people: whether it was looked at who is there besides."""


class Found(Record):
    """What a tool found."""

    items: tuple[Item, ...] = ()
    total: int = 0
    """How many there are; items may hold only some of them: of things in time the first and the last."""
    seconds: float | None = None
    """Their time together, where that is asked."""
    stays: tuple[Span, ...] = ()
    """Of somebody's presence all times, of which items may hold only some; for rules, not for a model."""
    span: Span | None = None
    """The stretch of film that was asked about."""
    asked: Asked | None = None
    unwatched: tuple[Unwatched, ...] = ()
    looks: tuple[Look, ...] = ()
    notes: tuple[str, ...] = ()
    """What the user should know."""
    took_s: float = 0.0
