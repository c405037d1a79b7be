"""What the facts and the user say about the people of a film."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from storyreel.memory.anchors import choose_anchors
from storyreel.memory.drafts import Draft
from storyreel.memory.facts import Facts
from storyreel.memory.journal import Correction, Entry, history
from storyreel.memory.labels import Labels, as_labelled, labels_in
from storyreel.memory.records import (
    Anchor,
    FaceTrack,
    Moment,
    NameClaim,
    PersonCluster,
    Span,
    Talking,
    Utterance,
)
from storyreel.memory.speakers import Appearance
from storyreel.memory.tracks import located, middles
from storyreel.memory.voices import Heard

ANCHOR_TRACKS = 32
"""Anchors come from so many long tracks of a person: they have the best looks, and the rest are not read."""


@dataclass
class Testimony:
    """Everything that tells who is in a film, read once."""

    facts: Facts
    film_id: str
    revision: int
    """Of the facts that were read."""
    clusters: list[PersonCluster]
    tracks: dict[str, Span]
    talking: dict[str, Talking]
    """By track."""
    heard: Heard
    utterances: list[Utterance]
    """As the screenplay and the user label them."""
    labels: Labels
    journal: list[Entry]
    middles: dict[str, Moment]
    """Where each track is in the middle of its time, by track."""
    claims: list[NameClaim]
    _anchors: dict[frozenset[str], tuple[Anchor, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Facts, film_id: str) -> "Testimony":
        """All that is known of a film now."""
        journal = history(facts, film_id)
        claims = facts.find(film_id, NameClaim)
        lines = facts.find(film_id, Utterance)
        utterances = as_labelled(lines, claims, _holding(journal))
        return cls(
            facts=facts,
            film_id=film_id,
            revision=facts.revision(film_id),
            clusters=facts.find(film_id, PersonCluster),
            tracks=facts.spans(film_id, FaceTrack),
            talking={one.about: one for one in facts.find(film_id, Talking)},
            heard=Heard.of(facts, film_id),
            utterances=utterances,
            labels=labels_in(utterances, lines),
            journal=journal,
            middles=middles(facts, film_id),
            claims=claims,
        )

    @property
    def corrections(self) -> list[Correction]:
        """Those that hold."""
        return _holding(self.journal)

    def tracks_at(self, said: Mapping[Moment, str]) -> dict[str, str]:
        """What is said of moments, said of the tracks that show them now; the later word counts."""
        where = located(self.facts, self.film_id, said)
        return {where[moment]: word for moment, word in said.items() if moment in where}

    def seconds(self, tracks: Iterable[str]) -> float:
        """For how long the tracks are seen."""
        return sum(self.tracks[track].duration_s for track in tracks if track in self.tracks)

    def in_order(self, tracks: Iterable[str]) -> tuple[str, ...]:
        """Those of the tracks that there are, in order of time."""
        there = [track for track in tracks if track in self.tracks]
        return tuple(sorted(there, key=lambda track: (self.tracks[track].start_s, track)))

    def appearances(self, drafts: Iterable[Draft]) -> list[Appearance]:
        """When the characters are seen, and how their mouths move."""
        return [
            Appearance(draft.id, self.tracks[track], self.talking.get(track))
            for draft in drafts
            for track in self.in_order(draft.tracks)
        ]

    def moments(self, tracks: Iterable[str]) -> tuple[Moment, ...]:
        """Where the tracks are, whatever they will be called."""
        return tuple(self.middles[track] for track in tracks if track in self.middles)

    def anchors(self, tracks: Iterable[str]) -> tuple[Anchor, ...]:
        """The looks by which the person of these tracks is known again."""
        key = frozenset(tracks)
        if key not in self._anchors:
            found = self.facts.find(self.film_id, FaceTrack, local_ids=self._spread(self.in_order(key)))
            self._anchors[key] = choose_anchors(self.film_id, found)
        return self._anchors[key]

    def holders(self, drafts: Iterable[Draft]) -> dict[str, str]:
        """The character that has most of each cluster now, by cluster id."""
        people = list(drafts)
        held = {
            cluster.local_id: {one.id: self.seconds(one.tracks & set(cluster.tracks)) for one in people}
            for cluster in self.clusters
        }
        return {
            cluster: max(seconds, key=lambda id_: seconds[id_])
            for cluster, seconds in held.items()
            if any(seconds.values())
        }

    def _spread(self, tracks: Sequence[str]) -> list[str]:
        """The longest of each of some parts of the tracks, so that every age and make-up is among them."""
        parts = np.array_split(np.array(tracks), min(len(tracks), ANCHOR_TRACKS) or 1)
        return [
            max(part.tolist(), key=lambda track: self.tracks[track].duration_s) for part in parts if len(part)
        ]


def _holding(journal: Iterable[Entry]) -> list[Correction]:
    return [entry.correction for entry in journal if entry.holds]
