"""What makes a film tense beside what people feel: motion, cutting, loudness, music.

Motion, cut density and loudness are the three that arousal of a viewer is commonly modelled by (Hanjalic and
Xu, "Affective video content representation and modeling", 2005; pace from motion and shot length: Adams,
Dorai and Venkatesh, "Toward automatic extraction of expressive elements from motion pictures: tempo", 2002).
They tell how a film compares with itself, so each is given as its rank within the film.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.facts import Facts
from storyreel.memory.records import Film, Movement, MusicMood, Shot, SoundLevels

RHYTHM_S = 15.0
"""Cuts are counted so far to both sides of a moment."""

Curve = NDArray[np.float64]
"""Shape (seconds,): of each second from the film's start; NaN where nothing is known."""


@dataclass(frozen=True)
class Cues:
    """Each second of a film, by each cue: its percentile within the film, 0 to 1; NaN where unknown.

    A cue that is the same all through is 0.5 throughout. All of shape (ceil(duration),).
    """

    motion: Curve
    """How much moves, the camera's own motion taken off."""
    rhythm: Curve
    """How often the film is cut."""
    loudness: Curve
    music: Curve
    """How aroused the music is that plays; NaN where none does."""


def cues(facts: Facts, film: Film) -> Cues:
    """The film's cues, from what was found of it so far; all NaN where no tool has looked."""
    seconds = ceil(film.duration_s)
    return Cues(
        motion=_percentiles(_motion(facts, film.id, seconds)),
        rhythm=_percentiles(_cuts_a_minute(facts, film, seconds)),
        loudness=_percentiles(_levels(facts, film.id, seconds)),
        music=_percentiles(_music(facts, film.id, seconds)),
    )


def _motion(facts: Facts, film_id: str, seconds: int) -> Curve:
    curve = _unknown(seconds)
    for reel in facts.find(film_id, Movement):
        _lay(curve, reel.span.start_s, reel.picture)
    return curve


def _levels(facts: Facts, film_id: str, seconds: int) -> Curve:
    curve = _unknown(seconds)
    for reel in facts.find(film_id, SoundLevels):
        _lay(curve, reel.span.start_s, reel.levels_dbfs)
    return curve


def _music(facts: Facts, film_id: str, seconds: int) -> Curve:
    curve = _unknown(seconds)
    for mood in facts.find(film_id, MusicMood):
        curve[round(mood.span.start_s) : max(round(mood.span.start_s) + 1, round(mood.span.end_s))] = (
            mood.affect.arousal
        )
    return curve


def _cuts_a_minute(facts: Facts, film: Film, seconds: int) -> Curve:
    """Over half a minute around each second, less at the film's ends; NaN where no shots are known."""
    shots = facts.find(film.id, Shot)
    cuts_s = np.array([shot.span.start_s for shot in shots if shot.opening in ("cut", "fade", "dissolve")])
    curve = _unknown(seconds)
    middles_s = np.arange(seconds) + 0.5
    first_s, last_s = np.maximum(middles_s - RHYTHM_S, 0), np.minimum(middles_s + RHYTHM_S, film.duration_s)
    counts = np.searchsorted(cuts_s, last_s) - np.searchsorted(cuts_s, first_s)
    for shot in shots:
        known = slice(int(shot.span.start_s), ceil(shot.span.end_s))
        curve[known] = 60 * counts[known] / (last_s - first_s)[known]
    return curve


def _unknown(seconds: int) -> Curve:
    return np.full(seconds, np.nan)


def _lay(curve: Curve, start_s: float, values: tuple[float | None, ...]) -> None:
    """Writes a reel's seconds into the curve; reels begin at whole seconds."""
    first = round(start_s)
    laid = [np.nan if value is None else value for value in values][: max(0, len(curve) - first)]
    curve[first : first + len(laid)] = laid


def _percentiles(curve: Curve) -> Curve:
    """Mean ranks of what is known, from 0 to 1; values that are equal share theirs."""
    known = ~np.isnan(curve)
    ordered = np.sort(curve[known])
    below = np.searchsorted(ordered, curve[known], "left")
    upto = np.searchsorted(ordered, curve[known], "right")
    ranks = np.full_like(curve, np.nan)
    ranks[known] = (below + upto) / (2 * max(1, len(ordered)))
    return ranks
