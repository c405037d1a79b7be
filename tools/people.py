"""People: which face tracks of a film show one person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from storyreel.memory.moments import showing
from storyreel.memory.records import FaceTrack, PersonCluster, Shot, Span, Told
from storyreel.tools.clustering import Limits, average_linkage
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import REEL_S, Scene

LIMITS = {"dlib-resnet-v1-mirrored": Limits(alike=0.925, clearly=0.91, margin=0.025)}
"""How alike two groups of looks of one person are, by embedding model: mean cosine similarity. On casts drawn
from LFW, some of it shrunk and blurred, 0.92 gives the best B-cubed F, and what a clear margin lets join
costs nothing; faces of film, in more poses, are less alike and need it. Measured by
`python -m storyreel.eval.people compare`."""
UNMEASURED = Limits(alike=0.4, clearly=0.35, margin=0.1)
"""For models with an angular margin (Deng et al., "ArcFace", 2019), whose strangers are about 0 alike."""
POOR = 0.5
"""Quality below which an embedding tells less of the person and more of the blur…"""
POOREST = 0.25
"""…and here most of it. Two such looks are alike by being poor alone, so they…"""
DOUBT = {"dlib-resnet-v1-mirrored": 0.02}
"""…must be so much more alike: on LFW faces shrunk to 18-60 pixels and blurred, the 99th percentile of
different people's similarity is 0.94 for the poorest and 0.92 for good ones."""
CLEAR = 0.35
"""Quality from which two looks of three are more like their own person than like 99 of 100 strangers, on LFW
faces shrunk and blurred; at 0.3 it is every other one. Who is seen once only, never so well…"""
PASSING_S = 1.0
"""…and no longer than this, a glimpse, passes by and is not counted among the film's people."""
BORDER_S = 1.1
"""How near to a reel's border a track must come to run on beyond it: one look, at the slowest pace."""
SAME_PLACE = 0.3
"""Intersection over union from which boxes on both sides of a border are one face's."""
NOBODY = ""
"""Stands for a person who is none."""

Matrix = NDArray[np.float64]
Strand = list[FaceTrack]
"""Tracks that are one face for certain: what a reel's border cut, joined again."""


class PeopleArgs(Args):
    """What the user said about who is who."""

    told: tuple[Told, ...] = Field(default=(), description="Whose face is whose; a later word counts more")


def find_people(scene: Scene, args: PeopleArgs) -> Result[PersonCluster]:
    """Clusters of the film's face tracks, in order of their first appearance."""
    return people_of(scene.find(FaceTrack), scene.find(Shot), args.told)


def people_of(
    tracks: Sequence[FaceTrack], shots: Sequence[Shot] = (), told: Sequence[Told] = ()
) -> Result[PersonCluster]:
    """Clusters of face tracks, in order of their first appearance.

    Faces that the user took for one person are in one cluster, those told apart never; faces like those that
    are nobody's are in none.
    """
    strands = _joined_over_borders(tracks, shots)
    known = [strand for strand in strands if _vectors(strand).size]
    whose = _told_of(known, told)
    groups = [
        group
        for model in sorted({_model(strand) for strand in known})
        for group in _grouped([strand for strand in known if _model(strand) == model], model, whose)
    ]
    people = _united(groups, whose)
    staying = [group for group in people if _told_who(group, whose) or not _passes_by(group)]
    clusters = [_cluster(group) for group in staying]
    clusters.sort(key=lambda cluster: (cluster.span.start_s, cluster.tracks[0]))
    notes = _notes(known, len(strands) - len(known), len(people) - len(staying))
    return Result[PersonCluster](findings=tuple(clusters), notes=tuple(notes))


def _notes(known: Sequence[Strand], unknown: int, passing: int) -> Iterator[str]:
    if unknown == 1:
        yield "1 face track is too small or blurred to tell whose it is, and counts as nobody's"
    elif unknown:
        yield f"{unknown} face tracks are too small or blurred to tell whose they are, and count as nobody's"
    if passing == 1:
        yield "1 person only passes by, too briefly and unclearly to be known again: nobody to count"
    elif passing:
        yield f"{passing} people only pass by, too briefly and unclearly to be known again: nobody to count"
    for model in sorted({_model(strand) for strand in known} - set(LIMITS)):
        yield f"how alike faces of one person are was never measured with {model!r}: people may be mixed up"


def _passes_by(strands: Sequence[Strand]) -> bool:
    """Whether somebody is seen once only, briefly and unclearly."""
    best = max(look.quality for track in strands[0] for look in track.looks if look.embedding)
    seconds = sum(track.span.duration_s for track in strands[0])
    return len(strands) == 1 and best < CLEAR and seconds <= PASSING_S


def _joined_over_borders(tracks: Sequence[FaceTrack], shots: Sequence[Shot]) -> list[Strand]:
    """Links a track that ends at a reel's border with the one that goes on from there in a running shot."""
    running = [shot.span.start_s for shot in shots if shot.opening == "continued"]
    strands: list[Strand] = []
    for track in sorted(tracks, key=lambda track: track.span.start_s):
        border_s = next((s for s in running if 0 <= track.looks[0].time_s - s < BORDER_S), None)
        strand = next((s for s in strands if border_s is not None and _runs_on(s[-1], track, border_s)), None)
        if strand is None:
            strands.append([track])
        else:
            strand.append(track)
    return strands


def _runs_on(before: FaceTrack, after: FaceTrack, border_s: float) -> bool:
    last = before.looks[-1]
    near = 0 <= border_s - last.time_s < BORDER_S and before.track_id != after.track_id
    return near and last.box.iou(after.looks[0].box) >= SAME_PLACE


def _vectors(strand: Strand) -> Matrix:
    """Shape (n, d)."""
    return np.array([look.embedding for track in strand for look in track.looks if look.embedding])


def _model(strand: Strand) -> str:
    return next(track.embedding_model for track in strand if track.embedding_model)


def _told_of(strands: Sequence[Strand], told: Sequence[Told]) -> dict[str, str]:
    """Whose strands are, by the user's word and the id of their first track; NOBODY's too."""
    first = {track.track_id: strand[0].track_id for strand in strands for track in strand}
    by_reel: defaultdict[int, list[FaceTrack]] = defaultdict(list)
    for strand in strands:
        for track in strand:
            by_reel[int(track.span.start_s // REEL_S)].append(track)
    found: dict[str, str] = {}
    for one in told:
        reel = int(one.moment.time_s // REEL_S)
        seen = showing(one.moment, chain.from_iterable(by_reel[reel + step] for step in (-1, 0, 1)))
        if seen is not None:
            found[first[seen.track_id]] = one.person or NOBODY
    return found


def _grouped(strands: list[Strand], model: str, told: Mapping[str, str]) -> list[list[Strand]]:
    """Strands by person; those seen in one picture, and those that the user told apart, are never one."""
    doubt = np.array([_doubt(strand) for strand in strands])
    means = np.array([_vectors(strand).mean(axis=0) for strand in strands])
    numbers = average_linkage(
        np.column_stack([means, doubt]),
        LIMITS.get(model, UNMEASURED),
        apart=[*_seen_together(strands), *_told_apart(strands, told)],
        weights=np.append(np.ones(means.shape[1]), -DOUBT.get(model, 0.0)),
    )
    groups: defaultdict[int, list[Strand]] = defaultdict(list)
    for strand, number in zip(strands, numbers, strict=True):
        groups[number].append(strand)
    return list(groups.values())


def _told_apart(strands: Sequence[Strand], told: Mapping[str, str]) -> list[tuple[int, int]]:
    owners = [(place, told[s[0].track_id]) for place, s in enumerate(strands) if s[0].track_id in told]
    return [(i, j) for (i, one), (j, other) in combinations(owners, 2) if one != other]


def _united(groups: Iterable[list[Strand]], told: Mapping[str, str]) -> list[list[Strand]]:
    """Makes one of groups that the user took for one person, and drops those that are nobody.

    That comes after the clustering: two looks of one person that have little in common, as with and without
    a mask, each bring what is like them.
    """
    united: dict[str, list[Strand]] = {}
    for number, group in enumerate(groups):
        person = _told_who(group, told)
        united.setdefault(f"group {number}" if person is None else person, []).extend(group)
    united.pop(NOBODY, None)
    return list(united.values())


def _told_who(group: Sequence[Strand], told: Mapping[str, str]) -> str | None:
    return next((told[strand[0].track_id] for strand in group if strand[0].track_id in told), None)


def _doubt(strand: Strand) -> float:
    """0 for looks that are fit for recognition, 1 for the poorest."""
    best = max(look.quality for track in strand for look in track.looks if look.embedding)
    return float(np.clip((POOR - best) / (POOR - POOREST), 0, 1))


def _seen_together(strands: Sequence[Strand]) -> list[tuple[int, int]]:
    """Pairs of strands with two faces in one picture. Tracks that only alternate may be one face's."""
    in_picture: defaultdict[float, set[int]] = defaultdict(set)
    for number, strand in enumerate(strands):
        for track in strand:
            for look in track.looks:
                in_picture[look.time_s].add(number)
    return sorted({pair for numbers in in_picture.values() for pair in combinations(sorted(numbers), 2)})


def _cluster(strands: list[Strand]) -> PersonCluster:
    tracks = sorted((t for strand in strands for t in strand), key=lambda t: (t.span.start_s, t.track_id))
    vectors = np.concatenate([_vectors(strand) for strand in strands])
    centre = vectors.mean(axis=0)
    cohesion = float((vectors @ (centre / np.linalg.norm(centre))).mean())
    return PersonCluster(
        span=Span(start_s=tracks[0].span.start_s, end_s=max(track.span.end_s for track in tracks)),
        tracks=tuple(track.track_id for track in tracks),
        cohesion=min(1.0, max(0.0, cohesion)),
    )


TOOL = PerceptionTool(
    name="people",
    version="3",
    description="Finds out which faces of a film are the same person.",
    run=find_people,
    result=Result[PersonCluster],
    args=PeopleArgs,
    needs=("faces", "shots"),
    scope="film",
)
