"""Emotion from the sound of the voice, whatever the words, against how that person usually sounds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from storyreel.memory.records import (
    EMOTIONS,
    Affect,
    Delivery,
    EmotionReading,
    Span,
    Utterance,
    VoiceCluster,
    VoiceTurn,
)
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import head, voice_head
from storyreel.tools.models.head import Array
from storyreel.tools.models.whisper_feelings import WhisperFeelings
from storyreel.tools.scene import Scene
from storyreel.tools.usual import relative

FILM_PRIOR = head.vector(
    {
        "neutral": 0.47,
        "happiness": 0.17,
        "surprise": 0.12,
        "anger": 0.11,
        "sadness": 0.07,
        "disgust": 0.03,
        "fear": 0.03,
    }
)
"""How often people in a film sound so: shares of the labels of television dialogue, rounded (Poria et al.,
"MELD", 2019). The head learnt from acted speech with every emotion equally often; without this correction
calm talk is called angry or sad far too often."""
FILM_TEMPERATURE = 1.7
"""The head is calibrated for recordings like those it learnt from, and too sure of others: trained on RAVDESS
alone it wants 1.7 times the temperature on EmoDB, the other way round 1.3."""
EVEN_PRIOR = np.full(len(FILM_PRIOR), 1 / len(FILM_PRIOR), np.float32)
OVERLAPPED = 0.4
"""What a line counts for through which somebody else speaks."""
SAME_LINE = 0.5
"""A voice that is heard for this much of a line is the line's."""
ENOUGH_LINES = 5
"""Of a person, to say what is usual."""
UNUSUAL: Mapping[str, tuple[float, str, str]] = {
    "loudness_db": (5.0, "louder", "quieter"),
    "pitch_semitones": (3.0, "higher", "lower"),
    "syllables_hz": (1.2, "faster", "slower"),
}
"""How far a measure must lie from the person's median to be said, and how it is said then. Steps are about
the deviation of one speaker's lines over all emotions in EmoDB and RAVDESS."""


def read_voice_emotion(scene: Scene, _args: Args) -> Result[EmotionReading]:
    """One reading for each line, or part of a long one, whose voice was heard."""
    heard = scene.find(Delivery)
    people = _people(scene)
    readings = [
        reading
        for model in sorted({one.model for one in heard})
        for reading in _readings([one for one in heard if one.model == model], people)
    ]
    readings.sort(key=lambda reading: (reading.span.start_s, reading.about))
    return Result[EmotionReading](findings=tuple(readings))


def _readings(heard: Sequence[Delivery], people: "_People") -> Iterator[EmotionReading]:
    """Of lines that one model heard."""
    whose = [people.of(one) for one in heard]
    leanings = np.array([one.leanings for one in heard], np.float32)
    if heard[0].model == WhisperFeelings.name:
        leanings = relative(leanings, whose, voice_head.load().usual)
    chances = as_in_films(head.softmax(leanings[:, : len(EMOTIONS)]))
    usual = _usual_of_each(heard, whose)
    for one, person, row, leaning in zip(heard, whose, chances, leanings, strict=True):
        yield EmotionReading(
            span=one.span,
            about=one.about,
            modality="voice",
            probabilities=head.named(row),
            weight=one.clarity * _alone(one.span, people.turns),
            affect=_affect(leaning),
            cues=tuple(_cues(one, usual.get(person, {}))),
        )


def as_in_films(even: Array) -> Array:
    """The head's probabilities, less sure and with the emotions as frequent as in films; shape (n, 7)."""
    softer = head.softmax(np.log(np.maximum(even, 1e-6)) / np.float32(FILM_TEMPERATURE))
    return head.with_priors(softer, EVEN_PRIOR, FILM_PRIOR)


def _affect(leanings: Array) -> Affect | None:
    if len(leanings) == len(EMOTIONS):
        return None
    places = np.clip(leanings[len(EMOTIONS) :], 0, 1).tolist()
    return Affect(**dict(zip(voice_head.PLACES, places, strict=True)))


def _alone(span: Span, turns: "_Turns") -> float:
    """1 where nobody else speaks, `OVERLAPPED` where somebody does all the time."""
    both_s = sum(shared_s for turn, shared_s in turns.during(span) if turn.overlapped)
    return 1 - (1 - OVERLAPPED) * min(1.0, both_s / span.duration_s)


def _cues(one: Delivery, usual: Mapping[str, float]) -> Iterator[str]:
    """How the line is spoken otherwise than its person's others."""
    for measure, (step, more, less) in UNUSUAL.items():
        value = getattr(one, measure)
        if value is not None and measure in usual and abs(value - usual[measure]) >= step:
            yield f"{more if value > usual[measure] else less} than usual"


def _usual_of_each(
    heard: Sequence[Delivery], whose: Sequence[str | None]
) -> dict[str | None, dict[str, float]]:
    """The medians of each person's measures; nobody's lines have nothing in common."""
    lines: defaultdict[str | None, list[Delivery]] = defaultdict(list)
    for one, person in zip(heard, whose, strict=True):
        lines[person].append(one)
    return {person: _usual(own) for person, own in lines.items() if person is not None}


def _usual(lines: Sequence[Delivery]) -> dict[str, float]:
    """The medians of a person's measures; empty where there are too few lines."""
    found: dict[str, float] = {}
    for measure in UNUSUAL:
        values = [value for one in lines if (value := getattr(one, measure)) is not None]
        if len(values) >= ENOUGH_LINES:
            found[measure] = float(np.median(values))
    return found


class _Turns:
    """Turns by the time they overlap."""

    def __init__(self, turns: Sequence[VoiceTurn]) -> None:
        self._turns = turns
        self._starts_s = np.array([turn.span.start_s for turn in turns])
        self._ends_s = np.array([turn.span.end_s for turn in turns])

    def during(self, span: Span) -> list[tuple[VoiceTurn, float]]:
        """Turns that share time with a span, and how many seconds."""
        touching = np.flatnonzero((self._starts_s < span.end_s) & (self._ends_s > span.start_s)).tolist()
        return [(self._turns[k], self._turns[k].span.overlap_s(span)) for k in touching]


@dataclass(frozen=True)
class _People:
    """Whose line is whose, as far as labels and voices tell."""

    labels: Mapping[str, str]
    """Speaker's label by utterance."""
    turns: _Turns
    voices: Mapping[str, str]
    """Voice cluster by turn."""

    def of(self, one: Delivery) -> str | None:
        """Some name for who speaks a line; None if nothing tells."""
        if label := self.labels.get(one.about):
            return f"label {label}"
        seconds: defaultdict[str, float] = defaultdict(float)
        for turn, shared_s in self.turns.during(one.span):
            if voice := self.voices.get(turn.turn_id):
                seconds[voice] += shared_s
        likeliest = max(seconds, key=lambda voice: seconds[voice], default=None)
        if likeliest is None or seconds[likeliest] < SAME_LINE * one.span.duration_s:
            return None
        return f"voice {likeliest}"


def _people(scene: Scene) -> _People:
    labelled = [line for line in scene.find(Utterance) if line.speaker]
    return _People(
        labels={line.utterance_id: " ".join(str(line.speaker).split()).casefold() for line in labelled},
        turns=_Turns(scene.find(VoiceTurn)),
        voices={turn: one.local_id for one in scene.find(VoiceCluster) for turn in one.turns},
    )


TOOL = PerceptionTool(
    name="voice_emotion",
    version="3",
    description="The emotion that each spoken line's voice carries, against how its speaker usually sounds.",
    run=read_voice_emotion,
    result=Result[EmotionReading],
    needs=("dialogue", "speech", "delivery", "voice_turns", "voices"),
    scope="film",
)
