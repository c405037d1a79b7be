"""How well faces are told apart on a labelled film: `python -m storyreel.eval.people FILM LABELS`.

Labels are a CSV of faces that somebody looked at: time_s, x and y of the face's middle and its height in
fractions of the picture, and the person. Tracks find their labels by time and place, so the file outlives
any change of how tracks are cut or numbered.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import typer

from storyreel.memory.records import FaceLook, FaceTrack, Finding, PersonCluster, Span
from storyreel.tools.contract import PerceptionTool, closure, discover
from storyreel.tools.media.decode import watch
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import Sound
from storyreel.tools.scene import Pictures, Scene, reels_of

NEAR_S = 0.3
NEAR_HEIGHTS = 0.5
"""How far a look may lie from its label, in heights of the smaller of the two faces."""

F = TypeVar("F", bound=Finding)


@dataclass(frozen=True)
class Label:
    """A face that somebody knew."""

    time_s: float
    x: float
    y: float
    height: float
    person: str


@dataclass(frozen=True)
class Score:
    """How clusters and people agree, over the labelled tracks that are in a cluster."""

    tracks: int
    unclustered: int
    """Labelled tracks that are nobody's."""
    purity: float
    """Share of tracks that are of the person whom most of their cluster show."""
    precision: float
    recall: float
    """B-cubed (Bagga & Baldwin 1998)."""
    clusters: Mapping[str, int]
    """Clusters a person has any track in."""


@dataclass
class _Found:
    findings: list[Finding] = field(default_factory=list)

    def find(self, kind: type[F], span: Span) -> list[F]:
        fitting = [f for f in self.findings if isinstance(f, kind) and f.span.overlap_s(span) > 0]
        return sorted(fitting, key=lambda finding: finding.span.start_s)


def load_labels(path: Path) -> list[Label]:
    """The labels of a film, in the file's order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Label(float(row["time_s"]), float(row["x"]), float(row["y"]), float(row["height"]), row["person"])
            for row in csv.DictReader(file)
        ]


def person_of(track: FaceTrack, labels: Sequence[Label]) -> str | None:
    """Whom most of the labels on a track name; None if there are none."""
    votes = Counter(label.person for look in track.looks if (label := _label_of(look, labels)))
    return votes.most_common(1)[0][0] if votes else None


def _label_of(look: FaceLook, labels: Sequence[Label]) -> Label | None:
    near = [label for label in labels if abs(look.time_s - label.time_s) <= NEAR_S]
    nearest = min(near, key=lambda label: _distance(look, label), default=None)
    return nearest if nearest and _distance(look, nearest) <= NEAR_HEIGHTS else None


def _distance(look: FaceLook, label: Label) -> float:
    """Between the middles, in heights of the smaller face, so that a large one never claims its neighbour."""
    x, y = look.box.x + look.box.width / 2, look.box.y + look.box.height / 2
    return max(abs(x - label.x), abs(y - label.y)) / min(look.box.height, label.height)


def score(tracks: Sequence[FaceTrack], clusters: Sequence[PersonCluster], labels: Sequence[Label]) -> Score:
    """Compares clusters with labels; unlabelled tracks count for nothing."""
    people = {track.track_id: person for track in tracks if (person := person_of(track, labels))}
    cluster_of = {track: one.local_id for one in clusters for track in one.tracks if track in people}
    pairs = [(people[track], cluster) for track, cluster in cluster_of.items()]
    of_person, of_cluster, both = Counter(p for p, _ in pairs), Counter(c for _, c in pairs), Counter(pairs)
    largest: defaultdict[str, int] = defaultdict(int)
    for (_, cluster), count in both.items():
        largest[cluster] = max(largest[cluster], count)
    total = max(1, len(pairs))
    return Score(
        tracks=len(pairs),
        unclustered=len(people) - len(pairs),
        purity=sum(largest.values()) / total,
        precision=sum(both[pair] / of_cluster[pair[1]] for pair in pairs) / total,
        recall=sum(both[pair] / of_person[pair[0]] for pair in pairs) / total,
        clusters=Counter(person for person, _ in both),
    )


def watch_people(film_path: Path) -> tuple[list[FaceTrack], list[PersonCluster]]:
    """Runs the tools that lead to people, on the whole film."""
    film = probe(film_path)
    found, sound = _Found(), Sound(film)
    tools = closure({"people"}, discover())
    reels = [Span(start_s=r.start_s, end_s=min(r.end_s, film.duration_s)) for r in reels_of(film.span)]
    for reel, pictures in watch(film, reels):
        _run(tools, "reel", Scene(film, reel, found, lambda pictures=pictures: pictures, sound.of), found)  # type: ignore[misc]
    _run(tools, "film", Scene(film, film.span, found, lambda: Pictures((), ()), sound.of), found)
    return found.find(FaceTrack, film.span), found.find(PersonCluster, film.span)


def _run(tools: Sequence[PerceptionTool], scope: str, scene: Scene, found: _Found) -> None:
    for tool in tools:
        if tool.scope == scope:
            found.findings += tool.run(scene, tool.args()).findings


def main(film: Path, labels: Path) -> None:
    """Print how well the faces of FILM are told apart."""
    result = score(*watch_people(film), load_labels(labels))
    typer.echo(f"{result.tracks} labelled tracks in clusters, {result.unclustered} are nobody's")
    typer.echo(f"purity {result.purity:.3f}, B-cubed {result.precision:.3f} / {result.recall:.3f}")
    for person, clusters in sorted(result.clusters.items()):
        typer.echo(f"  {person}: {clusters} cluster{'s' if clusters > 1 else ''}")


if __name__ == "__main__":
    typer.run(main)
