"""Ways to put faces into people: the one that ships, and the well-kept ones that it is compared with.

Each takes face tracks and gives a group number for each of them.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Box, FaceLook, FaceTrack, Span
from storyreel.tools.models.embedded_faces import EmbeddedFaces
from storyreel.tools.people import people_of

DLIBS_LIMIT = 0.6
"""Euclidean distance below which dlib takes two of its vectors, as they are, for one person's."""
DLIBS_LENGTH = 1.41
"""How long those vectors are, by the median over LFW; Storyreel's are of length 1."""
ROUNDS = 100
"""Of Chinese whispers; dlib's number."""
APART = 1e6
"""A distance that no average brings back under a limit."""

Matrix = NDArray[np.float64]
Clusterer = Callable[[Sequence[FaceTrack]], list[int]]


def tracks_of(faces: Sequence[FaceLook]) -> list[FaceTrack]:
    """Photographs as tracks of a second each, one after the other."""
    return [
        FaceTrack(
            span=Span(start_s=place, end_s=place + 1),
            track_id=f"t{place}.1",
            looks=(face.model_copy(update={"time_s": float(place)}),),
            embedding_model=EmbeddedFaces.name,
        )
        for place, face in enumerate(faces)
    ]


def as_shipped(tracks: Sequence[FaceTrack]) -> list[int]:
    """What the tool `people` makes of them; who is nobody is alone."""
    found = people_of(tracks).findings
    numbers = {track: number for number, cluster in enumerate(found) for track in cluster.tracks}
    return [numbers.get(track.track_id, -place - 1) for place, track in enumerate(tracks)]


def tutorials_way(tracks: Sequence[FaceTrack]) -> list[int]:
    """Chinese whispers on the best look of each, with dlib's limit; whoever has no embedding is alone."""
    lengths = np.linalg.norm(_best_looks(tracks), axis=1, keepdims=True)
    alike = 1 - (DLIBS_LIMIT / DLIBS_LENGTH) ** 2 / 2
    return whispers(_best_looks(tracks) / np.maximum(lengths, 1e-9), alike)


def whispers(vectors: Matrix, alike: float) -> list[int]:
    """Chinese whispers (Biemann 2006): each takes the label that most neighbours have, again and again."""
    edges = vectors @ vectors.T >= alike
    np.fill_diagonal(edges, val=False)
    labels, random = np.arange(len(vectors)), np.random.default_rng(0)
    for _ in range(ROUNDS):
        before = labels.copy()
        for item in random.permutation(len(vectors)):
            if edges[item].any():
                labels[item] = np.bincount(labels[edges[item]]).argmax()
        if (labels == before).all():
            break
    found: list[int] = labels.tolist()
    return found


def chinese_whispers(alike: float) -> Clusterer:
    """Chinese whispers on mean looks."""
    return lambda tracks: whispers(_means(tracks), alike)


def agglomerative(linkage: str, alike: float) -> Clusterer:
    """scikit-learn's, with two faces in one picture kept apart."""

    def cluster(tracks: Sequence[FaceTrack]) -> list[int]:
        from sklearn.cluster import AgglomerativeClustering

        means = _means(tracks)
        distances = 1 - means @ means.T
        times_s = [{look.time_s for look in track.looks} for track in tracks]
        together = [[not one.isdisjoint(other) for other in times_s] for one in times_s]
        distances[np.array(together)] = APART
        np.fill_diagonal(distances, 0)
        found = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage=linkage, distance_threshold=1 - alike
        ).fit_predict(distances)
        return [int(number) for number in found]

    return cluster


def dbscan(alike: float) -> Clusterer:
    """scikit-learn's DBSCAN with cores of two; whoever it calls noise is alone."""

    def cluster(tracks: Sequence[FaceTrack]) -> list[int]:
        from sklearn.cluster import DBSCAN

        found = DBSCAN(eps=1 - alike, min_samples=2, metric="precomputed").fit_predict(_distances(tracks))
        return _noise_alone(found)

    return cluster


def hdbscan(tracks: Sequence[FaceTrack]) -> list[int]:
    """scikit-learn's HDBSCAN, which needs no limit; whoever it calls noise is alone."""
    from sklearn.cluster import HDBSCAN

    found = HDBSCAN(min_cluster_size=2, metric="precomputed", copy=True).fit_predict(_distances(tracks))
    return _noise_alone(found)


def _noise_alone(labels: NDArray[np.int_]) -> list[int]:
    return [int(label) if label >= 0 else -place - 1 for place, label in enumerate(labels)]


def _distances(tracks: Sequence[FaceTrack]) -> Matrix:
    means = _means(tracks)
    distances: Matrix = np.clip(1 - means @ means.T, 0, None)
    np.fill_diagonal(distances, 0)
    return distances


def _means(tracks: Sequence[FaceTrack]) -> Matrix:
    """The mean of each track's embeddings, shape (n, d)."""
    looks = [[look.embedding for look in track.looks if look.embedding] for track in tracks]
    return np.array([np.mean(one, axis=0) for one in looks])


def _best_looks(tracks: Sequence[FaceTrack]) -> Matrix:
    """Each track's best embedding, shape (n, d)."""
    best = [max((look for look in t.looks if look.embedding), key=lambda look: look.quality) for t in tracks]
    return np.array([look.embedding for look in best])


WAYS: dict[str, Callable[[float], Clusterer]] = {
    "average linkage": lambda alike: agglomerative("average", alike),
    "complete linkage": lambda alike: agglomerative("complete", alike),
    "single linkage": lambda alike: agglomerative("single", alike),
    "Chinese whispers": chinese_whispers,
    "DBSCAN": dbscan,
    "HDBSCAN": lambda _: hdbscan,
}
"""The others by name, each made with how alike two faces of one person must be."""


def made_up_tracks(count: int, people: int = 60, dimensions: int = 128) -> list[FaceTrack]:
    """Tracks of people whose shares fall off as in films (Zipf), about as alike as dlib's."""
    random = np.random.default_rng(0)
    common, own = random.normal(size=dimensions), random.normal(size=(people, dimensions))
    faces = common / np.linalg.norm(common) + 0.45 * own / np.linalg.norm(own, axis=1, keepdims=True)
    shares = 1 / np.arange(1, people + 1)
    whose = random.choice(people, size=count, p=shares / shares.sum())
    vectors = faces[whose] + 0.25 * random.normal(size=(count, dimensions)) / np.sqrt(dimensions)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    box = Box(x=0.4, y=0.3, width=0.2, height=0.3)
    looks = [FaceLook(time_s=0, box=box, score=1, quality=1, embedding=tuple(v.tolist())) for v in vectors]
    return tracks_of(looks)
