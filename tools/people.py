"""People: which face tracks of a film show one person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from storyreel.memory.moments import showing
from storyreel.memory.records import FaceTrack, PersonCluster, Shot, Span, Told
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import REEL_S, Scene

SAME_PERSON = {"dlib-resnet-v1-mirrored": 0.925}
"""Mean cosine similarity from which two groups of looks are one person, by embedding model. B-cubed F on
casts drawn from LFW: 0.986 for 10 people, 0.984 for 30, 0.977 for 100. The best there is 0.93 (0.990, 0.987,
0.981); film, with more poses of one face than LFW, falls apart more at it."""
POOR = 0.5
"""Quality below which an embedding tells less of the person and more of the blur…"""
POOREST = 0.25
"""…and here most of it. Two such looks are alike by being poor alone, so they…"""
DOUBT = {"dlib-resnet-v1-mirrored": 0.02}
"""…must be so much more alike: on LFW faces shrunk to 18-60 pixels and blurred, the 99th percentile of
different people's similarity is 0.94 for the poorest and 0.92 for good ones."""
TOGETHER_S = 0.1
"""Tracks that share more than this are two faces in one picture."""
BORDER_S = 1.1
"""How near to a reel's border a track must come to run on beyond it: one look, at the slowest pace."""
SAME_PLACE = 0.3
"""Intersection over union from which boxes on both sides of a border are one face's."""
NOBODY = ""
"""Stands for a person who is none."""
APART = 1e9
"""A distance that no average over a film's tracks brings back under a threshold."""

Matrix = NDArray[np.float64]
Strand = list[FaceTrack]
"""Tracks that are one face for certain: what a reel's border cut, joined again."""


class PeopleArgs(Args):
    """What the user said about who is who."""

    told: tuple[Told, ...] = Field(default=(), description="Whose face is whose; a later word counts more")


def find_people(scene: Scene, args: PeopleArgs) -> Result[PersonCluster]:
    """Clusters of the film's face tracks, in order of their first appearance.

    Faces that the user took for one person are in one cluster, those told apart never; faces like those that
    are nobody's are in none.
    """
    strands = _joined_over_borders(scene.find(FaceTrack), scene.find(Shot))
    known = [strand for strand in strands if _vectors(strand).size]
    told = _told_of(known, args.told)
    groups = [
        group
        for model in sorted({_model(strand) for strand in known})
        for group in _grouped([strand for strand in known if _model(strand) == model], model, told)
    ]
    clusters = [_cluster(group) for group in _united(groups, told)]
    clusters.sort(key=lambda cluster: (cluster.span.start_s, cluster.tracks[0]))
    return Result[PersonCluster](findings=tuple(clusters), notes=_notes(len(strands) - len(known)))


def _notes(unknown: int) -> tuple[str, ...]:
    if not unknown:
        return ()
    if unknown == 1:
        return ("1 face track is too small or blurred to tell whose it is, and counts as nobody's",)
    return (f"{unknown} face tracks are too small or blurred to tell whose they are, and count as nobody's",)


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
    """Agglomerative clustering with average linkage; tracks seen in one picture are kept apart.

    So are those that the user told apart.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(strands) == 1:
        return [strands]
    doubt = np.array([_doubt(strand) for strand in strands])
    similarities = _similarities([_vectors(strand) for strand in strands])
    # rounding may put the same look twice a hair nearer than nothing, which linkage refuses
    distances = np.maximum(0, 1 - similarities + DOUBT[model] * np.outer(doubt, doubt))
    for i, j in _seen_together(strands):
        distances[i, j] = distances[j, i] = APART
    for i, j in _told_apart(strands, told):
        distances[i, j] = distances[j, i] = APART
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), method="average")
    groups: defaultdict[int, list[Strand]] = defaultdict(list)
    for strand, number in zip(strands, fcluster(tree, 1 - SAME_PERSON[model], "distance"), strict=True):
        groups[int(number)].append(strand)
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
        person = next((told[strand[0].track_id] for strand in group if strand[0].track_id in told), None)
        united.setdefault(f"group {number}" if person is None else person, []).extend(group)
    united.pop(NOBODY, None)
    return list(united.values())


def _similarities(vectors: Sequence[Matrix]) -> Matrix:
    """Mean cosine similarity of the looks of each two strands, shape (n, n): the product of their means."""
    means = np.stack([one.mean(axis=0) for one in vectors])
    similarities: Matrix = means @ means.T
    return similarities


def _doubt(strand: Strand) -> float:
    """0 for looks that are fit for recognition, 1 for the poorest."""
    best = max(look.quality for track in strand for look in track.looks if look.embedding)
    return float(np.clip((POOR - best) / (POOR - POOREST), 0, 1))


def _seen_together(strands: Sequence[Strand]) -> list[tuple[int, int]]:
    """Pairs of strands with two faces in one picture, found reel by reel."""
    by_reel: defaultdict[int, list[tuple[int, Span]]] = defaultdict(list)
    for number, strand in enumerate(strands):
        for track in strand:
            by_reel[int(track.span.start_s // REEL_S)].append((number, track.span))
    return [
        (i, j)
        for reel in by_reel.values()
        for (i, a), (j, b) in combinations(reel, 2)
        if i != j and a.overlap_s(b) > TOGETHER_S
    ]


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
    version="1",
    description="Finds out which faces of a film are the same person.",
    run=find_people,
    result=Result[PersonCluster],
    args=PeopleArgs,
    needs=("faces", "shots"),
    scope="film",
)
