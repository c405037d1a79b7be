"""Who says each line: by its label, else by whose voice is heard, whose mouth moves and who is seen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

import numpy as np

from storyreel.memory.records import Span, Talking, Utterance

SEEN_TRUST = 0.75
"""How often who speaks is among the faces on screen, as a prior: films also show who listens."""
MOST_CHANCE = 0.95
"""No half second of a mouth says more than this."""
MOST_IN_VOICE = 0.88
"""No turn is more surely its voice's owner's than this: of the speech of meetings and of calm and acted
conversations 7, 9 and 20% is put to a wrong voice."""
LEAST_CONFIDENCE = 0.5
"""Below it nobody is named."""

Reason = Literal["label", "voice", "mouth", "face"]


@dataclass(frozen=True)
class Speaker:
    """Who says a line, and why that is believed."""

    character_id: str
    confidence: float
    reason: Reason


@dataclass(frozen=True)
class Appearance:
    """A character's face is seen for a while."""

    character_id: str
    span: Span
    talking: Talking | None = None
    """How its mouth moves, where that can be seen."""


@dataclass(frozen=True)
class Turn:
    """A voice is heard for a while that is taken for a character's."""

    character_id: str
    span: Span
    confidence: float
    """That the voice is theirs."""


class _Lasting(Protocol):
    @property
    def span(self) -> Span: ...


T = TypeVar("T", bound=_Lasting)


def label_key(label: str) -> str:
    """What is the same for two ways of writing a speaker's label."""
    return " ".join(label.split()).casefold()


def who_speaks(
    utterances: Sequence[Utterance],
    appearances: Sequence[Appearance],
    labelled: Mapping[str, str],
    turns: Sequence[Turn] = (),
) -> dict[str, Speaker]:
    """The speaker of each utterance, by utterance id, where there is reason to believe in one.

    `labelled` maps the `label_key` of subtitle labels to character ids. Sounds have no speaker.
    """
    spoken = [utterance for utterance in utterances if utterance.manner != "sound"]
    spans = [utterance.span for utterance in spoken]
    seen, heard = _touching(spans, appearances), _touching(spans, turns)
    found: dict[str, Speaker] = {}
    for utterance, faces, voices in zip(spoken, seen, heard, strict=True):
        by_label = labelled.get(label_key(utterance.speaker)) if utterance.speaker else None
        speaker = Speaker(by_label, 1.0, "label") if by_label else _likeliest(utterance.span, faces, voices)
        if speaker:
            found[utterance.utterance_id] = speaker
    return found


def _likeliest(line: Span, faces: Sequence[Appearance], voices: Sequence[Turn]) -> Speaker | None:
    """By Bayes' rule: who is seen or heard at all, times what mouth and voice say, against nobody known."""
    if line.duration_s <= 0:
        return None
    by_voice = _by_voice(line, voices)
    by_mouth = _by_mouth(line, faces)
    chances = _before(_seconds(line, faces), by_voice, line.duration_s)
    for who in chances:
        chances[who] *= np.exp(by_voice.get(who, 0.0) + by_mouth.get(who, 0.0))
    best = max((who for who in chances if who), key=lambda who: chances[who], default=None)
    confidence = chances[best] / sum(chances.values()) if best else 0.0
    if best is None or confidence < LEAST_CONFIDENCE:
        return None
    reason = _reason(by_voice.get(best, 0.0), by_mouth.get(best, 0.0))
    if by_mouth.get(best, 0.0) < 0:  # the mouth is seen, and is likelier not to speak
        return None
    return Speaker(best, float(confidence), reason)


def _reason(voice: float, mouth: float) -> Reason:
    if max(voice, mouth) <= 0:
        return "face"
    return "voice" if voice >= mouth else "mouth"


def _before(seconds: Mapping[str, float], voices: Mapping[str, float], length_s: float) -> dict[str, float]:
    """Prior chances of everybody who is seen or heard during a line, and of nobody of them, named ''."""
    total_s = sum(seconds.values())
    seen = SEEN_TRUST * min(1.0, max(seconds.values(), default=0.0) / length_s)
    chances = {who: seen * shared_s / total_s for who, shared_s in seconds.items()}
    unseen = [who for who in voices if who not in seconds]
    chances |= {who: (1 - seen) / (len(unseen) + 1) for who in ["", *unseen]}
    return chances


def _by_voice(line: Span, voices: Sequence[Turn]) -> dict[str, float]:
    """Log-odds, by the share of the line that the voice is heard in."""
    odds: defaultdict[str, float] = defaultdict(float)
    for turn in voices:
        share = turn.span.overlap_s(line) / line.duration_s
        odds[turn.character_id] += share * _log_odds(min(MOST_IN_VOICE, turn.confidence))
    return odds


def _by_mouth(line: Span, faces: Sequence[Appearance]) -> dict[str, float]:
    """Log-odds, by the share of the line that the mouth is seen in."""
    odds: defaultdict[str, float] = defaultdict(float)
    for face in faces:
        if face.talking and (moves := face.talking.during(line)):
            share = face.span.overlap_s(line) / line.duration_s
            odds[face.character_id] += share * float(np.mean([_log_odds(chance) for chance in moves]))
    return odds


def _log_odds(chance: float) -> float:
    bounded = min(MOST_CHANCE, max(1 - MOST_CHANCE, chance))
    return float(np.log(bounded / (1 - bounded)))


def seen_during(spans: Sequence[Span], appearances: Sequence[Appearance]) -> list[dict[str, float]]:
    """For each span, the seconds that each character's face is seen in it."""
    touching = _touching(spans, appearances)
    return [_seconds(span, faces) for span, faces in zip(spans, touching, strict=True)]


def mouths_during(spans: Sequence[Span], appearances: Sequence[Appearance]) -> list[dict[str, float]]:
    """For each span, the log-odds that each character's mouth speaks, by the share of it that it is seen."""
    touching = _touching(spans, appearances)
    return [_by_mouth(span, faces) for span, faces in zip(spans, touching, strict=True)]


def _seconds(span: Span, faces: Sequence[Appearance]) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for face in faces:
        seconds[face.character_id] = seconds.get(face.character_id, 0.0) + span.overlap_s(face.span)
    return seconds


def _touching(spans: Sequence[Span], lasting: Sequence[T]) -> list[list[T]]:
    """For each span, what shares time with it."""
    ordered = sorted(lasting, key=lambda one: one.span.start_s)
    starts = np.array([one.span.start_s for one in ordered])
    longest_s = max((one.span.duration_s for one in ordered), default=0.0)
    found: list[list[T]] = []
    for span in spans:
        first, last = np.searchsorted(starts, [span.start_s - longest_s, span.end_s])
        found.append([one for one in ordered[first:last] if span.overlap_s(one.span) > 0])
    return found
