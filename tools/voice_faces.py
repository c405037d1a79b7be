"""Voice to face: whose voice is heard, told by whose mouth moves and who is seen over all turns of a voice.

Each turn of a voice weighs for and against each person by log-odds: a mouth that moves speaks for its owner,
one that is still against; so does being out of sight while others are seen, the more the more often that
person is seen while somebody speaks. Turns without any face say nothing. Voices then take persons one to one
where that makes the sum of log-odds greatest, with nobody as a choice. One voice with two persons' mouths
gathers no sum for either. A voice in whose turns no mouth moves is a narrator's or a caller's, only heard.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import (
    FaceTrack,
    PersonCluster,
    Span,
    Talking,
    VoiceCluster,
    VoiceFaceLink,
    VoiceTurn,
)
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import Scene, reels_of

SEEN_WHEN_SPEAKING = 0.7
"""How often who speaks is in the picture; films cut to listeners for about a third of the time."""
MOST_CHANCE = 0.95
"""No half second of a mouth says more than this."""
FULL_TURN_S = 1.5
"""Shorter turns weigh less…"""
MOST_A_TURN = 2.0
"""…and none says more than this, in log-odds: turns may be cut or clustered wrongly."""
SEEN_SHARE = 0.3
"""Of a turn, from which a person counts as seen in it."""
MOVES = 0.5
"""Mean chance from which a mouth counts as moving through a turn."""
ON_SCREEN = 0.75
"""How often a voice is somebody's who is seen in the film, as a prior."""
LEAST_ODDS = 1.0
LEAST_CONFIDENCE = 0.65
"""A link below it is not made."""
MOST_CONFIDENCE = 0.95
SECOND_VOICE = 1.5
"""Log-odds from which a voice is given to somebody who has one: voices come in pieces more often than not."""
LEAST_HEARD_S = 6.0
"""Who is only heard must be heard for so long: less may be a shout from a crowd, or music."""
IMPOSSIBLE = 1e3

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class _Sight:
    """How a person is seen during one turn."""

    share: float
    """Of the turn."""
    chances: tuple[float, ...]
    """That the mouth speaks, by half seconds."""

    @property
    def log_odds(self) -> float:
        """For the mouth that is seen, by its share of the turn."""
        if not self.chances:
            return 0.0
        clipped = np.clip(self.chances, 1 - MOST_CHANCE, MOST_CHANCE)
        return self.share * float(np.mean(np.log(clipped / (1 - clipped))))

    @property
    def moves(self) -> bool:
        return bool(self.chances) and float(np.mean(self.chances)) >= MOVES

    @property
    def is_still(self) -> bool:
        return bool(self.chances) and not self.moves


def link_voices(scene: Scene, _args: Args) -> Result[VoiceFaceLink]:
    """Links between voices and persons, in order of the voices' first words."""
    voices, people = scene.find(VoiceCluster), scene.find(PersonCluster)
    turns = {turn.turn_id: turn for turn in scene.find(VoiceTurn) if not turn.overlapped}
    sights = _sights(list(turns.values()), people, scene.find(FaceTrack), scene.find(Talking))
    ids = [one.local_id for one in people]
    often = _share_of_speech(list(turns.values()), sights, ids)
    spoken = [[turns[id_] for id_ in voice.turns if id_ in turns] for voice in voices]
    odds = np.zeros((len(voices), len(people)))
    for row, said in zip(odds, spoken, strict=True):
        for turn in said:
            row += _odds(turn, ids, sights[turn.turn_id], often)
    assigned = _assigned(odds, often)
    links = [_link(voices[v], people[p], confidence, spoken[v], sights) for v, p, confidence in assigned]
    left = set(range(len(voices))) - {v for v, _, _ in assigned}
    links += [link for v in left if (link := _only_heard(voices[v], spoken[v], sights))]
    return Result[VoiceFaceLink](findings=tuple(sorted(links, key=lambda link: link.span.start_s)))


Sights = Mapping[str, Mapping[str, _Sight]]
"""By turn id and person's local id."""


def _sights(
    turns: Sequence[VoiceTurn],
    people: Sequence[PersonCluster],
    tracks: Sequence[FaceTrack],
    talking: Sequence[Talking],
) -> Sights:
    person_of = {track: person.local_id for person in people for track in person.tracks}
    mouth_of = {one.about: one for one in talking}
    by_reel = _by_reel(tracks)
    found: dict[str, dict[str, _Sight]] = {}
    for turn in turns:
        near = {track.track_id: track for reel in reels_of(turn.span) for track in by_reel[reel.start_s]}
        seen = _Seen(turn.span)
        for track in near.values():
            if track.track_id in person_of:
                seen.add(person_of[track.track_id], track, mouth_of.get(track.track_id))
        found[turn.turn_id] = seen.sights()
    return found


def _by_reel(tracks: Sequence[FaceTrack]) -> Mapping[float, list[FaceTrack]]:
    """Tracks by the starts of the reels that they touch."""
    by_reel: defaultdict[float, list[FaceTrack]] = defaultdict(list)
    for track in tracks:
        for reel in reels_of(track.span):
            by_reel[reel.start_s].append(track)
    return by_reel


@dataclass
class _Seen:
    """Gathers the tracks of a turn by person."""

    span: Span
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    chances: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, person: str, track: FaceTrack, talking: Talking | None) -> None:
        if shared_s := track.span.overlap_s(self.span):
            self.seconds[person] += shared_s
            self.chances[person] += talking.during(self.span) if talking else []

    def sights(self) -> dict[str, _Sight]:
        return {
            person: _Sight(min(1.0, shared_s / self.span.duration_s), tuple(self.chances[person]))
            for person, shared_s in self.seconds.items()
        }


def _share_of_speech(turns: Sequence[VoiceTurn], sights: Sights, ids: Sequence[str]) -> Vector:
    """For how much of all speech each person is seen, never quite none or all of it; shape (persons,)."""
    spoken_s = sum(turn.span.duration_s for turn in turns)
    seen_s = dict.fromkeys(ids, 0.0)
    for turn in turns:
        for person, sight in sights[turn.turn_id].items():
            seen_s[person] += sight.share * turn.span.duration_s
    return (np.array(list(seen_s.values())) + FULL_TURN_S) / (spoken_s + 2 * FULL_TURN_S)


def _odds(turn: VoiceTurn, ids: Sequence[str], sights: Mapping[str, _Sight], often: Vector) -> Vector:
    """Log-odds that each person speaks a turn against that anybody else does; shape (persons,)."""
    share = np.array([sights[id_].share if id_ in sights else 0.0 for id_ in ids])
    mouth = np.array([sights[id_].log_odds if id_ in sights else 0.0 for id_ in ids])
    in_sight = np.log(SEEN_WHEN_SPEAKING / often)
    out_of_sight = np.log((1 - SEEN_WHEN_SPEAKING) / (1 - often))
    faces = max((one.share for one in sights.values()), default=0.0)
    presence = share * in_sight + (faces - share) * out_of_sight
    weight = min(1.0, turn.span.duration_s / FULL_TURN_S)
    return cast("Vector", weight * np.clip(presence + mouth, -MOST_A_TURN, MOST_A_TURN))


def _assigned(odds: Matrix, shares: Vector) -> list[tuple[int, int, float]]:
    """Voice, person and confidence of each link; `odds` has shape (voices, persons), `shares` (persons,)."""
    if not odds.size:
        return []
    taken = _one_to_one(odds)
    first = set(taken.values())
    for voice in set(range(len(odds))) - set(taken):
        best = int(odds[voice].argmax())
        if best in first and odds[voice, best] >= SECOND_VOICE:
            taken[voice] = best
    found = [(v, p, _confidence(odds[v], shares, p)) for v, p in taken.items() if odds[v, p] >= LEAST_ODDS]
    return [one for one in found if one[2] >= LEAST_CONFIDENCE]


def _one_to_one(odds: Matrix) -> dict[int, int]:
    """Person by voice where the sum of log-odds is greatest, each voice also free to be nobody's at 0.

    Kuhn, "The Hungarian method for the assignment problem" (1955).
    """
    from scipy.optimize import linear_sum_assignment

    nobody = np.full((len(odds), len(odds)), -IMPOSSIBLE)
    np.fill_diagonal(nobody, 0.0)
    rows, columns = linear_sum_assignment(np.hstack([odds, nobody]), maximize=True)
    return {int(r): int(c) for r, c in zip(rows, columns, strict=True) if c < odds.shape[1]}


def _confidence(odds: Vector, shares: Vector, person: int) -> float:
    """By Bayes' rule; before, a voice is nobody's who is seen, or each one's by how often they are seen."""
    chances = ON_SCREEN * shares / shares.sum() * np.exp(odds)
    return float(min(MOST_CONFIDENCE, chances[person] / (chances.sum() + 1 - ON_SCREEN)))


def _link(
    voice: VoiceCluster, person: PersonCluster, confidence: float, turns: Sequence[VoiceTurn], sights: Sights
) -> VoiceFaceLink:
    seen = [sight for turn in turns if (sight := sights[turn.turn_id].get(person.local_id))]
    moving = sum(sight.moves for sight in seen)
    there = sum(sight.share >= SEEN_SHARE for sight in seen)
    what = f"{moving} of {len(turns)} turns while this mouth moves"
    return VoiceFaceLink(
        span=voice.span,
        voice=voice.local_id,
        person=person.local_id,
        confidence=confidence,
        evidence=what if moving else f"{there} of {len(turns)} turns while this face is seen",
    )


def _only_heard(voice: VoiceCluster, turns: Sequence[VoiceTurn], sights: Sights) -> VoiceFaceLink | None:
    """Succession by Laplace's rule: of turns in which every mouth that is there can be seen to be still."""
    still = sum(all(one.is_still for one in sights[turn.turn_id].values()) for turn in turns)
    confidence = (still + 1) / (len(turns) + 2)
    if sum(turn.span.duration_s for turn in turns) < LEAST_HEARD_S or confidence < LEAST_CONFIDENCE:
        return None
    return VoiceFaceLink(
        span=voice.span,
        voice=voice.local_id,
        person=None,
        confidence=min(MOST_CONFIDENCE, confidence),
        evidence=f"no mouth moves in {still} of {len(turns)} turns",
    )


TOOL = PerceptionTool(
    name="voice_faces",
    version="1",
    description="Tells which voice is whose face, by whose mouth moves and who is seen while it is heard.",
    run=link_voices,
    result=Result[VoiceFaceLink],
    needs=("voices", "voice_turns", "people", "faces", "talking"),
    scope="film",
)
