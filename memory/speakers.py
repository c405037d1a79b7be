"""Who says each line: by the subtitles' label, else by the face that is seen meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from storyreel.memory.records import Span, Utterance

DOMINANT_SHARE = 0.7
"""A face must have this much of all face time during a line to be taken for its speaker."""
SEEN_SHARE = 0.5
"""And be seen for this much of the line."""
ONE_FACE_TRUST = 0.75
"""How often the one face on screen is the speaker's, as a prior: films also show who listens."""


@dataclass(frozen=True)
class Speaker:
    """Who says a line, and why that is believed."""

    character_id: str
    confidence: float
    reason: Literal["label", "face"]


@dataclass(frozen=True)
class Appearance:
    """A character's face is seen for a while."""

    character_id: str
    span: Span


def label_key(label: str) -> str:
    """What is the same for two ways of writing a speaker's label."""
    return " ".join(label.split()).casefold()


def who_speaks(
    utterances: Sequence[Utterance], appearances: Sequence[Appearance], labelled: Mapping[str, str]
) -> dict[str, Speaker]:
    """The speaker of each utterance, by utterance id, where there is reason to believe in one.

    `labelled` maps the `label_key` of subtitle labels to character ids. Sounds have no speaker.
    """
    spoken = [utterance for utterance in utterances if utterance.manner != "sound"]
    face_times = seen_during([utterance.span for utterance in spoken], appearances)
    found: dict[str, Speaker] = {}
    for utterance, seconds in zip(spoken, face_times, strict=True):
        by_label = labelled.get(label_key(utterance.speaker)) if utterance.speaker else None
        if by_label is not None:
            found[utterance.utterance_id] = Speaker(by_label, 1.0, "label")
        elif speaker := _by_face(utterance, seconds):
            found[utterance.utterance_id] = speaker
    return found


def dominant(seconds: Mapping[str, float], length_s: float) -> tuple[str, float] | None:
    """The character whose face fills a time, and how far it does, 0 to 1; None if no face does."""
    if not seconds or length_s <= 0:
        return None
    who = max(seconds, key=lambda id_: seconds[id_])
    share, seen = seconds[who] / sum(seconds.values()), min(1.0, seconds[who] / length_s)
    return (who, share * seen) if share >= DOMINANT_SHARE and seen >= SEEN_SHARE else None


def seen_during(spans: Sequence[Span], appearances: Sequence[Appearance]) -> list[dict[str, float]]:
    """For each span, the seconds that each character's face is seen in it."""
    ordered = sorted(appearances, key=lambda appearance: appearance.span.start_s)
    starts = np.array([appearance.span.start_s for appearance in ordered])
    longest_s = max((appearance.span.duration_s for appearance in ordered), default=0.0)
    found: list[dict[str, float]] = []
    for span in spans:
        first, last = np.searchsorted(starts, [span.start_s - longest_s, span.end_s])
        seconds: dict[str, float] = {}
        for appearance in ordered[first:last]:
            overlap_s = span.overlap_s(appearance.span)
            if overlap_s > 0:
                seconds[appearance.character_id] = seconds.get(appearance.character_id, 0.0) + overlap_s
        found.append(seconds)
    return found


def _by_face(utterance: Utterance, seconds: Mapping[str, float]) -> Speaker | None:
    found = dominant(seconds, utterance.span.duration_s)
    if found is None:
        return None
    return Speaker(found[0], ONE_FACE_TRUST * found[1], "face")
