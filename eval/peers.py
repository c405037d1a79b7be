"""What Storyreel is measured against, run in the same minute on the same film."""

import csv
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from storyreel.errors import MediaError


@dataclass(frozen=True)
class PlainFaces:
    """What the plain pipeline found and took."""

    looks: int
    faces: int
    seconds: float


def plain_faces(film: Path, every: int = 30) -> PlainFaces:
    """The pipeline that many tutorials teach: every 30th frame, dlib's HOG detector, one embedding a face.

    Raises MediaError if OpenCV cannot open the film.
    """
    import cv2
    import dlib

    from storyreel.tools import weights

    detector = dlib.get_frontal_face_detector()
    landmarks = dlib.shape_predictor(str(weights.path("dlib-face", "shape_predictor_5_face_landmarks.dat")))
    network = dlib.face_recognition_model_v1(
        str(weights.path("dlib-face", "dlib_face_recognition_resnet_model_v1.dat"))
    )
    capture = cv2.VideoCapture(str(film))
    if not capture.isOpened():
        raise MediaError(f"OpenCV cannot open {str(film)!r}")
    began, looks, faces, index = time.perf_counter(), 0, 0, 0
    while capture.grab():
        if index % every == 0:
            picture = cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB)
            found = detector(picture, 1)
            for box in found:
                network.compute_face_descriptor(picture, landmarks(picture, box))
            looks, faces = looks + 1, faces + len(found)
        index += 1
    return PlainFaces(looks, faces, time.perf_counter() - began)


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
