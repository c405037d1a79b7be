"""Faces: found in looks, followed through their shot, recognisable by a few embeddings."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from storyreel.memory.records import FaceLook, FaceTrack, Shot, Span
from storyreel.tools import face_tracks
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.face_tracks import Sighting
from storyreel.tools.models import centerface, dlib_face
from storyreel.tools.models.face_backends import Backend, face_model
from storyreel.tools.models.face_model import Detection, FaceModel
from storyreel.tools.scene import REEL_S, Frame, Pixels, Scene

ALONE = 0.1
"""A track's best look must be surer by this if it is its only look though the shot had more."""
STILL = 0.0015
"""Motion below which a shot is looked at half as often."""
RECOGNISABLE = 0.22
"""Quality below which a look is not embedded. Set by eye on film, a little under where LFW faces, shrunk and
blurred, lose most of what tells people apart (0.25)."""
EMBEDDED_EVERY_S, MOST_EMBEDDED = 1.5, 5
"""A track keeps an embedding for each piece of this length, at most this many."""
CROWD = 8
"""Faces of one look that are recognised to be followed, the best first; the rest are followed by place."""

GOOD_SIDE_PX = 90
"""Size of a face from which more pixels no longer help (dlib's chip shows it at about this size)."""
SHARP = 3.0
"""Mean absolute Laplacian of a chip that counts as sharp."""


class FacesArgs(Args):
    """How to look, and how often."""

    backend: Backend = Field(default="embedded", description="What finds and recognises faces")
    pack: str | None = Field(default=None, description="Folder of an InsightFace model pack")
    looks_hz: float = Field(default=2.0, gt=0, le=4, description="Looks a second at shots that move")


def find_faces(scene: Scene, args: FacesArgs) -> Result[FaceTrack]:
    """Tracks of the faces in a reel, in order of time."""
    model = face_model(args.backend, args.pack)
    tracks: list[FaceTrack] = []
    for shot in scene.find(Shot):
        step_s = (2.0 if shot.motion < STILL else 1.0) / args.looks_hz
        looks = _looks(scene.pictures.looks, shot.span, step_s)
        for track in _tracks(model, looks):
            span = _span(track, [look.time_s for look in looks], shot.span)
            tracks.append(_record(model, track, span))
    tracks.sort(key=lambda track: (track.span.start_s, track.looks[0].box.x))
    reel = int(scene.span.start_s // REEL_S)
    numbered = (t.model_copy(update={"track_id": f"t{reel}.{k}"}) for k, t in enumerate(tracks, start=1))
    return Result[FaceTrack](findings=tuple(numbered))


def _looks(frames: Sequence[Frame], span: Span, step_s: float) -> list[Frame]:
    """The frames of a span at least about `step_s` apart; its first in any case."""
    chosen: list[Frame] = []
    for frame in frames:
        if span.holds(frame.time_s) and (not chosen or frame.time_s - chosen[-1].time_s > 0.8 * step_s):
            chosen.append(frame)
    return chosen


def _sightings(model: FaceModel, number: int, frame: Frame) -> list[Sighting]:
    return [_sighting(model, number, frame, detection) for detection in model.detect(frame.pixels)]


def _sighting(model: FaceModel, number: int, frame: Frame, detection: Detection) -> Sighting:
    chip = model.chip(frame.pixels, detection.landmarks)
    return Sighting(
        look=number,
        time_s=frame.time_s,
        box=detection.box,
        score=detection.score,
        quality=quality(frame.pixels, detection, chip),
        landmarks=detection.landmarks,
        chip=chip,
    )


def quality(pixels: Pixels, detection: Detection, chip: Pixels) -> float:
    """Fitness for recognition, 0 to 1: root of the product of size, sharpness, pose and detector score."""
    height, width = pixels.shape[:2]
    box = detection.box
    size = np.sqrt(box.width * width * box.height * height) / GOOD_SIDE_PX
    return float(np.sqrt(min(1.0, size) * _sharpness(chip) * _frontality(detection) * detection.score))


def _sharpness(chip: Pixels) -> float:
    import cv2

    grey = cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY)
    return min(1.0, float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean()) / SHARP)


def _frontality(detection: Detection) -> float:
    """1 where the nose lies midway between the eyes, towards 0 where it lies beyond one of them."""
    left, right, nose = detection.landmarks[:3]
    eyes = right - left
    along = float((nose - left) @ eyes) / max(float(eyes @ eyes), 1e-9)
    return float(np.clip(1 - 1.2 * abs(along - 0.5), 0.1, 1))


def _tracks(model: FaceModel, looks: Sequence[Frame]) -> list[list[Sighting]]:
    """One list of sightings a face, of faces that are certain to be some."""
    if not looks:
        return []
    height, width = looks[0].pixels.shape[:2]
    sightings = [_sightings(model, number, frame) for number, frame in enumerate(looks)]
    for look in sightings:
        _recognise(model, sorted(look, key=_by_quality)[:CROWD])
    tracks = [
        track
        for track in face_tracks.follow(sightings, width / height, model.same_face)
        if max(s.score for s in track) >= model.sure + (ALONE if len(track) == 1 < len(looks) else 0)
    ]
    unknown = [track for track in tracks if all(one.vector is None for one in track)]
    _recognise(model, [min(track, key=_by_quality) for track in unknown])
    return tracks


def _by_quality(sighting: Sighting) -> float:
    return -sighting.quality


def _recognise(model: FaceModel, sightings: Sequence[Sighting]) -> None:
    """Gives those that are fit for it their embeddings."""
    fit = [one for one in sightings if one.quality >= RECOGNISABLE]
    for one, vector in zip(fit, model.embed([one.chip for one in fit]), strict=True):
        one.vector = vector


def _span(track: list[Sighting], times_s: Sequence[float], shot: Span) -> Span:
    """Half way to the looks before and after, which are at `times_s`, or to the end of the shot."""
    first, last = track[0].look, track[-1].look
    start_s = (times_s[first - 1] + times_s[first]) / 2 if first else shot.start_s
    end_s = (times_s[last] + times_s[last + 1]) / 2 if last + 1 < len(times_s) else shot.end_s
    return Span(start_s=start_s, end_s=end_s)


def _record(model: FaceModel, track: list[Sighting], span: Span) -> FaceTrack:
    most = min(MOST_EMBEDDED, 1 + int((track[-1].time_s - track[0].time_s) / EMBEDDED_EVERY_S))
    telling = {one.look for one in face_tracks.telling(track, most)}
    return FaceTrack(
        span=span,
        track_id="unnumbered",
        looks=tuple(_look(sighting, sighting.look in telling) for sighting in track),
        embedding_model=model.name if telling else None,
    )


def _look(sighting: Sighting, is_telling: bool) -> FaceLook:
    """With its embedding where it is one of those that tell most of the track."""
    vector = sighting.vector if is_telling else None
    return FaceLook(
        time_s=sighting.time_s,
        box=sighting.box,
        score=sighting.score,
        quality=sighting.quality,
        landmarks=tuple((round(float(x), 4), round(float(y), 4)) for x, y in sighting.landmarks),
        embedding=None if vector is None else tuple(vector.tolist()),
    )


TOOL = PerceptionTool(
    name="faces",
    version="5",
    description="Finds faces and follows each through its shot.",
    run=find_faces,
    result=Result[FaceTrack],
    args=FacesArgs,
    needs=("shots",),
    weights=(centerface.ENTRY, dlib_face.ENTRY),
)
