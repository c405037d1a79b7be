"""How well the faces of labelled films are told apart; `python -m storyreel.eval.people` compares ways to.

Labels are a CSV of faces that somebody looked at, STEM_faces.csv for a film STEM: time_s, x and y of the
face's middle and its height in fractions of the picture, and the person. Tracks find their labels by time and
place, so the file outlives any change of how tracks are cut or numbered.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from storyreel.eval import clusterers
from storyreel.eval.agreement import STORYREEL, OnProgress, agreement_rows, people_row
from storyreel.eval.metrics import b_cubed
from storyreel.eval.rows import Measurement, Row
from storyreel.memory.records import FaceLook, FaceTrack, Finding, PersonCluster, Span
from storyreel.tools.contract import PerceptionTool, closure, discover
from storyreel.tools.media.decode import watch
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import Sound
from storyreel.tools.people import people_of
from storyreel.tools.scene import Pictures, Scene, reels_of

TEXTS = {".csv", ".srt", ".vtt"}
"""What may lie beside a film under its name."""
LABELS = Path(__file__).parent / "labels"
WHISPERS = "Chinese whispers, dlib's limit"
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


def measure_films(folder: Path, on_progress: OnProgress) -> Measurement:
    """Tracks put into people, film by film, for every film whose faces somebody labelled.

    A track that is nobody's is alone; tracks without a label count for nothing, and those too poor to be
    recognised at all only in a share of their own.
    """
    rows: list[Row] = []
    notes: list[str] = []
    for film, labels in labelled_films(folder).items():
        tracks, clusters = watch_people(film, partial(on_progress, film.stem))
        labelled = {track.track_id: person for track in tracks if (person := person_of(track, labels))}
        known = recognisable(tracks)
        people = {track.track_id: labelled[track.track_id] for track in known if track.track_id in labelled}
        if people:
            rows += _film_rows(film.stem, tracks, clusters, people)
            rows.append(_count_row(film.stem, tracks, clusters, labels))
            rows.append(_share_row(film.stem, len(people), len(labelled)))
        else:
            notes.append(f"{film.stem}: none of the labelled faces was found")
    return Measurement(rows, notes)


def labelled_films(folder: Path) -> dict[Path, list[Label]]:
    """Films of a folder with their labels, which lie beside them or in Storyreel's own collection."""
    tables = {path.stem: path for place in (LABELS, folder) for path in place.glob("*_faces.csv")}
    films = [path for path in sorted(folder.glob("*")) if f"{path.stem}_faces" in tables]
    return {film: load_labels(tables[f"{film.stem}_faces"]) for film in films if film.suffix not in TEXTS}


def _film_rows(
    name: str, tracks: Sequence[FaceTrack], clusters: Sequence[PersonCluster], people: Mapping[str, str]
) -> Iterator[Row]:
    groups = {STORYREEL: _by_track(clusters), WHISPERS: _by_whispers(tracks)}
    agreements = {
        way: b_cubed(list(people.values()), [found.get(track, track) for track in people])
        for way, found in groups.items()
    }
    return agreement_rows(name, len(people), agreements)


def _count_row(
    name: str, tracks: Sequence[FaceTrack], clusters: Sequence[PersonCluster], labels: Sequence[Label]
) -> Row:
    found = {STORYREEL: len(clusters), WHISPERS: len(set(_by_whispers(tracks).values()))}
    return people_row(name, len({label.person for label in labels}), found)


def _share_row(name: str, recognised: int, labelled: int) -> Row:
    share = recognised / labelled
    return Row(set=name, metric="tracks fit to be recognised", value=share, n=labelled, baseline={})


def _by_track(clusters: Sequence[PersonCluster]) -> dict[str, str]:
    return {track: one.local_id for one in clusters for track in one.tracks}


def _by_whispers(tracks: Sequence[FaceTrack]) -> dict[str, str]:
    known = recognisable(tracks)
    numbers = clusterers.tutorials_way(known)
    return {track.track_id: f"group {number}" for track, number in zip(known, numbers, strict=True)}


def recognisable(tracks: Sequence[FaceTrack]) -> list[FaceTrack]:
    """Those with an embedding."""
    return [track for track in tracks if any(look.embedding for look in track.looks)]


def watch_people(
    film_path: Path, on_reel: Callable[[int, int], None]
) -> tuple[list[FaceTrack], list[PersonCluster]]:
    """Runs the tools that lead to people, on the whole film."""
    film = probe(film_path)
    found, sound = _Found(), Sound(film)
    tools = closure({"people"}, discover())
    reels = [Span(start_s=r.start_s, end_s=min(r.end_s, film.duration_s)) for r in reels_of(film.span)]
    for number, (reel, pictures) in enumerate(watch(film, reels)):
        on_reel(number, len(reels))
        _run(tools, "reel", Scene(film, reel, found, lambda pictures=pictures: pictures, sound.of), found)  # type: ignore[misc]
    _run(tools, "film", Scene(film, film.span, found, lambda: Pictures((), ()), sound.of), found)
    on_reel(len(reels), len(reels))
    return found.find(FaceTrack, film.span), found.find(PersonCluster, film.span)


def _run(tools: Sequence[PerceptionTool], scope: str, scene: Scene, found: _Found) -> None:
    for tool in tools:
        if tool.scope == scope:
            found.findings += tool.run(scene, tool.args()).findings


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def compare(data: Annotated[Path, typer.Option(help="Where the sets lie.")]) -> None:
    """Print B-cubed precision / recall / F1 of all ways to cluster, on all sets."""
    from storyreel.eval import comparison

    def tell(stage: str, done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            typer.echo(f"{stage}: {done} of {total}", err=True)

    for way, limit, figures in comparison.compare(data, tell):
        typer.echo(f"{way}{'' if limit is None else f', {limit}'}")
        for name, found in figures.items():
            typer.echo(f"  {name:<20} {found.precision:.3f} / {found.recall:.3f} / {found.f1:.3f}")


@app.command()
def speed(tracks: Annotated[int, typer.Option(help="How many.")] = 3000) -> None:
    """Print how long clustering takes, and what memory, for tracks made up like a film's."""
    import resource
    import time

    made = clusterers.made_up_tracks(tracks)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    found = people_of(made).findings
    seconds = time.perf_counter() - began
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1024
    typer.echo(f"{tracks} tracks: {len(found)} people in {seconds:.1f} s, {grown_mb:.0f} MB more at the peak")


if __name__ == "__main__":
    app()
