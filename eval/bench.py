"""How fast Storyreel watches: `python -m storyreel.eval.bench ingest FILM...`.

Prints, for each film, seconds a stage, the real-time factor and peak memory of `storyreel ingest`, and beside
them the plain face pipeline of many tutorials and PySceneDetect's own command, run in the same minute.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from storyreel.errors import StoryreelError
from storyreel.eval.peers import DetectedCuts, PlainFaces, plain_faces, scenedetect_cuts

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
CUT_TOLERANCE_S = 0.2


@dataclass(frozen=True)
class Measured:
    """One ingest in a process of its own."""

    report: dict[str, Any]
    """As `ingest --json` prints it."""
    seconds: float
    """The whole process, start-up included."""
    peak_mb: float
    library: Path


def measure_ingest(film: Path, depth: str, subtitles: Path | None, library: Path) -> Measured:
    """Runs `storyreel ingest` on an empty library; raises StoryreelError with its own words if it fails."""
    command = [sys.executable, "-m", "storyreel", "ingest", str(film), "--depth", depth, "--json"]
    command += ["--library", str(library), *(["--subtitles", str(subtitles)] if subtitles else [])]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise StoryreelError(done.stderr.strip().splitlines()[-1])
    # the largest of all children so far: measure the film you doubt first
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Measured(json.loads(done.stdout), seconds, peak_mb, library)


@app.callback()
def _root() -> None:
    """Benchmarks."""


@app.command()
def ingest(
    films: list[Path],
    depth: Annotated[Literal["quick", "standard", "full"], typer.Option()] = "standard",
    subtitles: Annotated[Path | None, typer.Option(help="For a single film.")] = None,
) -> None:
    """Measure ingest and its peers."""
    for film in films:
        with tempfile.TemporaryDirectory() as folder:
            measured = measure_ingest(film, depth, subtitles, Path(folder))
            _print_ingest(film, measured)
            if measured.report["depth"] != "quick":
                _print_faces(measured, plain_faces(film))
            _print_cuts(measured, scenedetect_cuts(film))


def _print_ingest(film: Path, measured: Measured) -> None:
    report = measured.report
    typer.echo(f"{film.name}: {report['duration_s']:.1f} s, depth {report['depth']}")
    for stage in report["stages"]:
        typer.echo(f"  {stage['name']:<14} {stage['seconds']:7.2f} s  {stage['items']:5d} found")
    typer.echo(
        f"  {'whole process':<14} {measured.seconds:7.2f} s  "
        f"{measured.seconds / report['duration_s']:.3f} × real time, peak {measured.peak_mb:.0f} MB"
    )


def _print_faces(measured: Measured, plain: PlainFaces) -> None:
    from storyreel.memory.library import Library
    from storyreel.memory.records import FaceTrack

    with Library.open(measured.library) as library:
        tracks = library.facts.find(measured.report["film"], FaceTrack)
    ours = sum(len(track.looks) for track in tracks)
    seconds = next(stage["seconds"] for stage in measured.report["stages"] if stage["name"] == "faces")
    typer.echo(
        f"  faces: {ours} in {len(tracks)} tracks, {seconds:.1f} s; plain pipeline (every 30th frame, HOG): "
        f"{plain.faces} in {plain.looks} frames, {plain.seconds:.1f} s; "
        f"{ours / max(1, plain.faces):.1f} × the faces in {seconds / plain.seconds:.2f} × the time"
    )


def _print_cuts(measured: Measured, peer: DetectedCuts) -> None:
    from storyreel.memory.library import Library
    from storyreel.memory.records import Shot

    with Library.open(measured.library) as library:
        shots = library.facts.find(measured.report["film"], Shot)
    cuts = [shot.span.start_s for shot in shots if shot.opening in ("cut", "fade")]
    shared = sum(any(abs(cut - other) <= CUT_TOLERANCE_S for other in peer.times_s) for cut in cuts)
    seconds = next(stage["seconds"] for stage in measured.report["stages"] if stage["name"] == "shots")
    typer.echo(
        f"  cuts: {len(cuts)} in {seconds:.1f} s with decoding; scenedetect: {len(peer.times_s)} in "
        f"{peer.seconds:.1f} s; {shared} shared"
    )


if __name__ == "__main__":
    app()
