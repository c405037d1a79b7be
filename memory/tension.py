"""How tense a film is from second to second: its people's unpleasant excitement, its pictures and sounds."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.facts import Facts
from storyreel.memory.fusion import PRIOR, STEP_S, Readings, fuse, persons_of
from storyreel.memory.records import EMOTIONS, Emotion, Film
from storyreel.memory.tension_cues import cues
from storyreel.memory.timeline import readings

Seconds = NDArray[np.float64]
"""Shape (n,), one value for each begun second of a film, NaN where nothing is known."""

TENSE: dict[Emotion, float] = {"fear": 1.0, "anger": 0.78, "disgust": 0.55}
"""How much tension lies in a feeling: unpleasantness times excitement, that of fear being 1, by the mean
places of the words fearful, angry and disgusted (Russell and Mehrabian 1977). Others are pleasant or calm."""
SHARES: dict[str, float] = {"feelings": 3.0, "motion": 1.0, "rhythm": 1.0, "loudness": 1.0, "music": 1.0}
"""How much each part counts: what people feel as much as motion, cutting and loudness together. By judgement;
there is no labelled tension among the data."""
SMOOTH_S = 3.0
"""Standard deviation of the smoothing: tension outlasts its cause by some seconds."""
SPAN_S = 9
"""So far to either side is smoothed over."""

_TENSE = np.array([TENSE.get(emotion, 0.0) for emotion in EMOTIONS])
_AT_REST = float(_TENSE @ [PRIOR[emotion] for emotion in EMOTIONS])


@dataclass(frozen=True)
class Tension:
    """The curve, and the parts that it is the mean of; each 0 to 1."""

    values: Seconds
    parts: Mapping[str, Seconds]
    """By their names in SHARES; what is nowhere known is left out. Cues are ranks within the film."""


def curve(facts: Facts, film: Film) -> Tension:
    """How tense the film is; NaN in seconds of which nothing is known, even with their neighbours."""
    beside = cues(facts, film)
    found = {"feelings": _of_feelings(readings(facts, film.id), len(beside.motion))}
    found |= {field.name: getattr(beside, field.name) for field in fields(beside)}
    parts = {name: part for name, part in found.items() if not np.isnan(part).all()}
    return Tension(_smooth(_mean(_at_rest_where_watched(parts), len(beside.motion))), MappingProxyType(parts))


def _of_feelings(read: Readings, seconds: int) -> Seconds:
    """Of each second, the tensest person's fused feelings, as far as they go beyond what is felt at rest."""
    tensest = np.full(seconds, np.nan)
    if not len(read.ids):
        return tensest
    moments = fuse(read, persons_of(read))
    places = np.minimum((moments.cells * STEP_S).astype(np.int64), seconds - 1)
    np.fmax.at(tensest, places, (moments.fused @ _TENSE - _AT_REST) / (1 - _AT_REST))
    return np.asarray(np.clip(tensest, 0, 1))


def _at_rest_where_watched(parts: Mapping[str, Seconds]) -> dict[str, Seconds]:
    """The parts, with nobody's feelings where nobody is read but something else is known.

    Else tension would rise whenever people leave the picture.
    """
    if "feelings" not in parts or len(parts) == 1:
        return dict(parts)
    others = np.stack([part for name, part in parts.items() if name != "feelings"])
    watched = ~np.isnan(others).all(axis=0)
    feelings = parts["feelings"]
    return {**parts, "feelings": np.where(np.isnan(feelings) & watched, 0.0, feelings)}


def _mean(parts: Mapping[str, Seconds], seconds: int) -> Seconds:
    """The mean of what is known of each second, by SHARES."""
    known = np.zeros(seconds)
    total = np.zeros(seconds)
    for name, part in parts.items():
        known += SHARES[name] * ~np.isnan(part)
        total += SHARES[name] * np.nan_to_num(part)
    return _ratio(total, known)


def _smooth(values: Seconds) -> Seconds:
    """A Gaussian mean over the known seconds around."""
    offsets = np.arange(-SPAN_S, SPAN_S + 1)
    kernel = np.exp(-0.5 * (offsets / SMOOTH_S) ** 2)
    known = ~np.isnan(values)
    shares = np.convolve(known, kernel)[SPAN_S : SPAN_S + len(values)]
    sums = np.convolve(np.nan_to_num(values), kernel)[SPAN_S : SPAN_S + len(values)]
    return _ratio(sums, shares)


def _ratio(sums: Seconds, shares: Seconds) -> Seconds:
    """NaN where there is no share."""
    return np.asarray(np.divide(sums, shares, out=np.full(len(sums), np.nan), where=shares > 1e-9))
