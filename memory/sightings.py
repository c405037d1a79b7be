"""Which face a label goes with, over all its lines: who is seen while they are said, and whose mouth moves.

Each line of a label weighs for and against everybody who is seen in the film, by log-odds: being in the
picture speaks for them, the more the seldomer they are seen, being out of it while somebody else is seen
against them; so does a mouth that moves or is still. How often who speaks is the one in the picture differs
between films and is learnt of the film itself, from the labels whose faces are known. A label and a face are
one only if that is likely among all faces for the label and among all labels for the face.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.labels import Labels
from storyreel.memory.records import Utterance
from storyreel.memory.speakers import Appearance, mouths_during, seen_during

SEEN_WHEN_SPEAKING = 0.7
"""How often who speaks is in the picture if anybody is, before the film is known, where all lines are
labelled; where few are, those are mostly of people out of sight."""
BELIEVED = 4.0
"""So many lines it takes to believe something else as much."""
FULL_LINE_S = 1.0
"""Shorter lines weigh less…"""
MOST_A_LINE = 3.0
"""…and none says more than this, in log-odds."""
SEEN_SHARE = 0.5
"""Of a line, from which somebody counts as seen in it."""
ON_SCREEN = 0.75
"""How often a label is somebody's who is seen in the film, as a prior."""
LEAST_CONFIDENCE = 0.75
"""A label and a face below it stay apart. Of 24 films put together no link from 0.65 on was wrong."""
MOST_LABELLED = 0.5
"""Share of the lines from which labels do not stand for people out of sight."""
OUT_OF_SIGHT = frozenset(
    {"announcer", "intercom", "narrator", "radio", "recording", "tv", "voice", "voiceover"}
)
"""Labels of those who talk over pictures of others."""
LEAST_ODDS = 1.0
"""What must be seen for a face, whoever else there is: who is left over is not therefore the one."""

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Match:
    """A label that goes with somebody's face."""

    label: str
    character_id: str
    confidence: float
    seen: int
    """Of its lines, those in which this face is seen."""
    of: int
    """Of its lines, those in which any is."""
    first: Utterance


@dataclass(frozen=True)
class _Sighting:
    """Who is seen during one line."""

    line: Utterance
    shares: Vector
    """Of the line, by person; shape (persons,)."""
    mouths: Vector
    """Log-odds that each mouth speaks, by its share of the line; 0 where none is seen."""

    @property
    def faces(self) -> float:
        """For how much of the line anybody is seen."""
        return float(self.shares.max(initial=0.0))

    def odds(self, often: Vector, trust: float) -> Vector:
        """For each person, of whom each is seen so often; shape (persons,)."""
        in_sight, out_of_sight = np.log(trust / often), np.log((1 - trust) / (1 - often))
        presence = self.shares * in_sight + (self.faces - self.shares) * out_of_sight
        weight = min(1.0, self.line.span.duration_s / FULL_LINE_S)
        clipped: Vector = np.clip(presence + self.mouths, -MOST_A_LINE, MOST_A_LINE)
        return weight * clipped


@dataclass(frozen=True)
class Sightings:
    """Who is seen during the labelled lines of a film."""

    labels: Labels
    seen: Sequence[Appearance]

    def is_against(self, label: str, who: str) -> bool:
        """Whether a label's lines show faces, but hardly theirs, where nearly all lines are labelled.

        There a voice that is taken for theirs can know no more of whose it is than the lines themselves do.
        """
        is_told = self._is_told and any(one.faces for one in self._by_label[label])
        return is_told and self._for(label, who) < LEAST_ODDS

    def is_likelier_another(self, label: str, who: str, others: Iterable[str]) -> bool:
        """Whether somebody goes better with one of other labels, where nearly all lines are labelled."""
        best = max((self._for(other, who) for other in others), default=-np.inf)
        return self._is_told and best > self._for(label, who) + LEAST_ODDS

    def matches(self, settled: Mapping[str, str]) -> list[Match]:
        """Labels and faces that are one, of those that are free; `settled` has the others, by label."""
        known = {label: who for label, who in settled.items() if who in self._people}
        rows = [row for row, label in enumerate(self.labels.names) if label in known]
        odds = self._odds(self._trust(known))
        odds[rows, :] = -np.inf
        odds[:, [self._people.index(who) for who in known.values()]] = -np.inf
        found = [self._match(*one) for one in _clear(odds)]
        return [one for one in found if one.label not in OUT_OF_SIGHT]

    @cached_property
    def _people(self) -> list[str]:
        return sorted({one.character_id for one in self.seen})

    @cached_property
    def _by_label(self) -> dict[str, list[_Sighting]]:
        return {label: list(self._sightings(self.labels.lines[label])) for label in self.labels.names}

    @cached_property
    def _labelled(self) -> float:
        """Share of the lines that bear somebody's label."""
        total = sum(map(len, self.labels.lines.values()))
        return sum(len(self.labels.lines[label]) for label in self.labels.names) / max(1, total)

    @property
    def _is_told(self) -> bool:
        return self._labelled >= MOST_LABELLED

    @cached_property
    def _unsettled(self) -> Matrix:
        """Log-odds before anything is known."""
        return self._odds(self._prior)

    def _for(self, label: str, who: str) -> float:
        """Log-odds that a label is theirs; 0 for who is never seen."""
        row = list(self.labels.names).index(label)
        return float(self._unsettled[row, self._people.index(who)]) if who in self._people else 0.0

    @property
    def _prior(self) -> float:
        return SEEN_WHEN_SPEAKING * self._labelled

    def _sightings(self, lines: Sequence[Utterance]) -> Iterator[_Sighting]:
        spans = [line.span for line in lines]
        found = seen_during(spans, self.seen), mouths_during(spans, self.seen)
        for line, seconds, odds in zip(lines, *found, strict=True):
            shares = [min(1.0, seconds.get(who, 0.0) / line.span.duration_s) for who in self._people]
            yield _Sighting(line, np.array(shares), np.array([odds.get(who, 0.0) for who in self._people]))

    def _trust(self, known: Mapping[str, str]) -> float:
        """How often who speaks is seen if anybody is, by the labels whose faces are known."""
        theirs = [
            one.shares[self._people.index(who)]
            for label, who in known.items()
            for one in self._by_label[label]
            if one.faces
        ]
        return float((sum(theirs) + BELIEVED * self._prior) / (len(theirs) + BELIEVED))

    def _odds(self, trust: float) -> Matrix:
        """Log-odds that a label is each person's; shape (labels, persons)."""
        nothing = np.zeros(len(self._people))
        everything = [one.shares for said in self._by_label.values() for one in said]
        often = (sum(everything, nothing) + 1) / (len(everything) + 2)
        rows = [sum((one.odds(often, trust) for one in said), nothing) for said in self._by_label.values()]
        return np.array(rows).reshape(len(rows), len(self._people))

    def _match(self, row: int, column: int, confidence: float) -> Match:
        label, who = list(self.labels.names)[row], self._people[column]
        shown = [one for one in self._by_label[label] if one.faces >= SEEN_SHARE]
        theirs = [one for one in shown if one.shares[column] >= SEEN_SHARE]
        first = (theirs or self._by_label[label])[0].line
        return Match(label, who, confidence, len(theirs), len(shown), first)


def _clear(odds: Matrix) -> Iterator[tuple[int, int, float]]:
    """Label, person and confidence of those that go with each other and with nobody else."""
    if not odds.size:
        return
    either_way = np.minimum(_confidences(odds), _confidences(odds.T).T)
    for row, column in np.argwhere((either_way >= LEAST_CONFIDENCE) & (odds >= LEAST_ODDS)).tolist():
        yield row, column, float(either_way[row, column])


def _confidences(odds: Matrix) -> Matrix:
    """By Bayes' rule along each row, where nobody is possible too."""
    free = np.isfinite(odds).sum(axis=1, keepdims=True)
    chances = ON_SCREEN / np.maximum(free, 1) * np.exp(odds)
    return np.asarray(chances / (chances.sum(axis=1, keepdims=True) + 1 - ON_SCREEN))
