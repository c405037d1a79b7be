"""How fast Storyreel watches: `python -m storyreel.eval.bench ingest FILM...` or `… faces FOLDER`.

`ingest` prints, for each film, seconds a stage, the real-time factor and peak memory of `storyreel ingest`,
and beside them the plain face pipeline of many tutorials and PySceneDetect's own command, in the same minute.
`faces` puts the converted face network beside dlib itself, on the faces of a folder of photographs.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import typer

from storyreel.errors import StoryreelError
from storyreel.eval import peers
from storyreel.eval.peers import DetectedCuts, PlainFace, PlainFaces, plain_faces, scenedetect_cuts
from storyreel.tools.models import dlib_face

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from storyreel.memory.records import FaceLook, FaceTrack
    from storyreel.tools.scene import Pixels

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
CUT_TOLERANCE_S = 0.2
KILOBYTES_A_MEGABYTE = 1024
SAME_LOOK_S = 0.6
"""Storyreel's nearest look at a track may lie this far from the plain pipeline's."""


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
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        if child.returncode:
            raise StoryreelError(err.read().strip() or f"ingest ended with {child.returncode}")
        return Measured(json.loads(out.read()), seconds, usage.ru_maxrss / KILOBYTES_A_MEGABYTE, library)


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


@app.command()
def faces(
    folder: Path, most: Annotated[int, typer.Option(min=1, help="Faces to compare at most.")] = 200
) -> None:
    """Measure the face network against dlib's own, by its vectors and by its speed."""
    chips = list(islice(_chips(folder), most))
    if not chips:
        raise StoryreelError(f"there is no photograph of a face in {str(folder)!r}")
    theirs, their_s = _timed(peers.dlib_network().compute_face_descriptor, chips)
    dlib_face.vectors(chips[:1])  # loads the network
    ours, our_s = _timed(lambda chip: dlib_face.vectors([chip])[0], chips)
    began = time.perf_counter()
    dlib_face.vectors(chips)
    together_s = (time.perf_counter() - began) / len(chips)
    cosines = (ours * theirs).sum(axis=1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
    typer.echo(
        f"{len(chips)} faces: cosine with dlib's vectors {cosines.min():.7f} or more; a face takes dlib "
        f"{their_s * 1000:.1f} ms, us {our_s * 1000:.1f} ms alone ({their_s / our_s:.1f} × as fast) and "
        f"{together_s * 1000:.1f} ms among others ({their_s / together_s:.1f} ×)"
    )


def _chips(folder: Path) -> Iterator["Pixels"]:
    """The surest face of each photograph, aligned."""
    import cv2

    from storyreel.tools.models.embedded_faces import EmbeddedFaces

    model = EmbeddedFaces()
    for path in sorted(folder.rglob("*.jpg")):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
        if picture is None:
            continue
        pixels = picture.astype(np.uint8, copy=False)
        for surest in model.detect(pixels)[:1]:
            yield model.chip(pixels, surest.landmarks)


def _timed(describe: Callable[["Pixels"], Any], chips: list["Pixels"]) -> tuple["NDArray[np.float64]", float]:
    """Vectors of the chips, one after another, shape (n, 128), and seconds for each."""
    began = time.perf_counter()
    vectors = np.array([np.array(describe(chip), dtype=np.float64) for chip in chips])
    return vectors, (time.perf_counter() - began) / len(chips)


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
    shown = [look for time_s in plain.looks_s for track in tracks for look in _look_at(track, time_s)]
    by_plain = sum(any(_same_face(look, face) for face in plain.faces) for look in shown)
    by_us = sum(any(_same_face(look, face) for look in shown) for face in plain.faces)
    typer.echo(
        f"  faces: {ours} in {len(tracks)} tracks, {seconds:.1f} s; plain pipeline (every 30th frame, HOG): "
        f"{len(plain.faces)} in {len(plain.looks_s)} frames, {plain.seconds:.1f} s; "
        f"{ours / max(1, len(plain.faces)):.1f} × the faces in {seconds / plain.seconds:.2f} × the time\n"
        f"  recall, in the plain pipeline's frames: it finds {by_plain} of the {len(shown)} faces that are "
        f"tracked there; tracks hold {by_us} of the {len(plain.faces)} it finds"
    )


def _look_at(track: "FaceTrack", time_s: float) -> "list[FaceLook]":
    """The look nearest to a moment inside the track; none outside it."""
    nearest = min(track.looks, key=lambda look: abs(look.time_s - time_s))
    near = abs(nearest.time_s - time_s) <= SAME_LOOK_S
    return [nearest] if track.span.holds(time_s) and near else []


def _same_face(look: "FaceLook", face: PlainFace) -> bool:
    inside = (
        look.box.x <= face.x <= look.box.x + look.box.width
        and look.box.y <= face.y <= look.box.y + look.box.height
    )
    return inside and abs(look.time_s - face.time_s) <= SAME_LOOK_S


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
