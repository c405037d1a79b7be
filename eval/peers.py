"""What Storyreel is measured against, run in the same minute on the same film."""

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from storyreel.errors import MediaError, StoryreelError
from storyreel.tools import weights
from storyreel.tools.models import dlib_face


@dataclass(frozen=True)
class PlainFace:
    """A face as the plain pipeline saw it: when, and where its middle is in fractions of the picture."""

    time_s: float
    x: float
    y: float


@dataclass(frozen=True)
class PlainFaces:
    """What the plain pipeline found and took."""

    looks_s: tuple[float, ...]
    """When it looked."""
    faces: tuple[PlainFace, ...]
    seconds: float


def plain_faces(film: Path, every: int = 30) -> PlainFaces:
    """The pipeline that many tutorials teach: every 30th frame, dlib's HOG detector, one embedding a face.

    Raises MediaError if OpenCV cannot open the film, StoryreelError if dlib is not installed.
    """
    import cv2

    find = _hog_and_embedding()
    capture = cv2.VideoCapture(str(film))
    if not capture.isOpened():
        raise MediaError(f"OpenCV cannot open {str(film)!r}")
    began = time.perf_counter()
    looks_s: list[float] = []
    faces: list[PlainFace] = []
    for index in count():
        if not capture.grab():
            break
        if index % every == 0:
            looks_s.append(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
            picture = cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB)
            faces += [PlainFace(looks_s[-1], x, y) for x, y in find(picture)]
    return PlainFaces(tuple(looks_s), tuple(faces), time.perf_counter() - began)


def dlib_itself() -> Any:  # noqa: ANN401 -- dlib has no types
    """The library, which only measurements need; raises StoryreelError if it is not installed."""
    try:
        import dlib
    except ImportError as error:
        raise StoryreelError("measuring against dlib needs it installed: pip install dlib-bin") from error
    return dlib


def dlib_network() -> Any:  # noqa: ANN401
    """dlib's own face ResNet."""
    path = weights.path(dlib_face.ENTRY, "dlib_face_recognition_resnet_model_v1.dat")
    return dlib_itself().face_recognition_model_v1(str(path))


def _hog_and_embedding() -> Callable[[Any], list[tuple[float, float]]]:
    dlib, network = dlib_itself(), dlib_network()
    detector = dlib.get_frontal_face_detector()
    landmarks = dlib.shape_predictor(
        str(weights.path(dlib_face.ENTRY, "shape_predictor_5_face_landmarks.dat"))
    )

    def find(picture: Any) -> list[tuple[float, float]]:  # noqa: ANN401 -- an image array
        found = detector(picture, 1)
        for box in found:
            network.compute_face_descriptor(picture, landmarks(picture, box))
        height, width = picture.shape[:2]
        return [(box.center().x / width, box.center().y / height) for box in found]

    return find


@dataclass(frozen=True)
class DetectedCuts:
    """Where cuts are, and how long it took to find them."""

    times_s: tuple[float, ...]
    seconds: float


def scenedetect_cuts(film: Path) -> DetectedCuts:
    """PySceneDetect's own command with its adaptive detector and its own defaults."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "scenedetect", "--quiet", "--input", str(film), "--output", folder,
            "detect-adaptive", "list-scenes", "--filename", "scenes.csv", "--skip-cuts",
        ]  # fmt: skip
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - began
        with (Path(folder) / "scenes.csv").open(newline="") as lines:
            starts = [float(row["Start Time (seconds)"]) for row in csv.DictReader(lines)]
    return DetectedCuts(tuple(starts[1:]), seconds)
