"""Faces: found in looks, followed through their shot, recognisable by a few embeddings."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from storyreel.memory.records import FaceLook, FaceTrack, Shot, Span
from storyreel.tools import face_tracks
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.face_tracks import Sighting
from storyreel.tools.models import centerface, dlib_face
from storyreel.tools.models.embedded_faces import EmbeddedFaces
from storyreel.tools.models.face_model import Detection, FaceModel
from storyreel.tools.scene import REEL_S, Frame, Pixels, Scene

Backend = Literal["embedded"]
BACKENDS: dict[Backend, type[FaceModel]] = {"embedded": EmbeddedFaces}
"""What finds and recognises faces, by the name that `FacesArgs.backend` knows it under."""

ALONE = 0.1
"""A track's best look must be surer by this if it is its only look though the shot had more."""
STILL = 0.0015
"""Motion below which a shot is looked at half as often."""
RECOGNISABLE = 0.22
"""Quality below which a look is not embedded. Set by eye on film, a little under where LFW faces, shrunk and
blurred, lose most of what tells people apart (0.25)."""
SHORT_S, LONG_S = 2.0, 6.0
"""Tracks shorter than the first are embedded once, shorter than the second twice, others three times."""

GOOD_SIDE_PX = 90
"""Size of a face from which more pixels no longer help (dlib's chip shows it at about this size)."""
SHARP = 3.0
"""Mean absolute Laplacian of a chip that counts as sharp."""

Vectors = NDArray[np.float32]


class FacesArgs(Args):
    """How to look, and how often."""

    backend: Backend = Field(default="embedded", description="What finds and recognises faces")
    looks_hz: float = Field(default=2.0, gt=0, le=4, description="Looks a second at shots that move")


def find_faces(scene: Scene, args: FacesArgs) -> Result[FaceTrack]:
    """Tracks of the faces in a reel, in order of time."""
    model = BACKENDS[args.backend]()
    tracks: list[FaceTrack] = []
    for shot in scene.find(Shot):
        step_s = (2.0 if shot.motion < STILL else 1.0) / args.looks_hz
        looks = _looks(scene.pictures.looks, shot.span, step_s)
        sightings = [_sightings(model, number, frame) for number, frame in enumerate(looks)]
        for track in _tracks(sightings, looks, model.sure):
            tracks += _recognised(model, track, shot.span, step_s)
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


def _tracks(sightings: list[list[Sighting]], looks: Sequence[Frame], sure: float) -> list[list[Sighting]]:
    if not looks:
        return []
    height, width = looks[0].pixels.shape[:2]
    return [
        track
        for track in face_tracks.follow(sightings, width / height)
        if max(s.score for s in track) >= sure + (ALONE if len(track) == 1 < len(looks) else 0)
    ]


def _recognised(model: FaceModel, track: list[Sighting], shot: Span, step_s: float) -> list[FaceTrack]:
    """Embeds the best look of each piece of a track, and parts it where neighbours differ."""
    pieces = face_tracks.pieces(track, _embeddings_for(track))
    best = [max(piece, key=lambda sighting: sighting.quality) for piece in pieces]
    chosen = [one for one in best if one.quality >= RECOGNISABLE]
    embedded = model.embed([one.chip for one in chosen])
    vectors = {one.look: vector for one, vector in zip(chosen, embedded, strict=True)}
    parts = _parted(pieces, [vectors.get(one.look) for one in best], model.same_face)
    return [_record(model, part, vectors, _span(part, track, shot, step_s)) for part in parts]


def _embeddings_for(track: list[Sighting]) -> int:
    duration_s = track[-1].time_s - track[0].time_s
    wanted = 1 if duration_s < SHORT_S else 2 if duration_s < LONG_S else face_tracks.PIECES
    return min(wanted, len(track))


def _parted(
    pieces: list[list[Sighting]], vectors: list[Vectors | None], same_face: float
) -> list[list[Sighting]]:
    """Joins neighbouring pieces again unless their embeddings differ."""
    parts = [list(pieces[0])]
    for (before, now), piece in zip(pairwise(vectors), pieces[1:], strict=True):
        if before is not None and now is not None and float(before @ now) < same_face:
            parts.append([])
        parts[-1] += piece
    return parts


def _span(part: list[Sighting], track: list[Sighting], shot: Span, step_s: float) -> Span:
    """Half a step beyond the looks on both sides, inside the shot; parts of a track meet half way."""
    first, last = part[0], part[-1]
    before = [s.time_s for s in track if s.look < first.look]
    after = [s.time_s for s in track if s.look > last.look]
    start_s = (before[-1] + first.time_s) / 2 if before else first.time_s - step_s / 2
    end_s = (last.time_s + after[0]) / 2 if after else last.time_s + step_s / 2
    return Span(start_s=max(shot.start_s, start_s), end_s=min(shot.end_s, end_s))


def _record(model: FaceModel, part: list[Sighting], vectors: dict[int, Vectors], span: Span) -> FaceTrack:
    looks = tuple(
        FaceLook(
            time_s=s.time_s,
            box=s.box,
            score=s.score,
            quality=s.quality,
            landmarks=tuple((round(float(x), 4), round(float(y), 4)) for x, y in s.landmarks),
            embedding=tuple(vectors[s.look].tolist()) if s.look in vectors else None,
        )
        for s in part
    )
    embedded = any(look.embedding for look in looks)
    return FaceTrack(
        span=span,
        track_id="unnumbered",
        looks=looks,
        embedding_model=model.name if embedded else None,
    )


TOOL = PerceptionTool(
    name="faces",
    version="3",
    description="Finds faces and follows each through its shot.",
    run=find_faces,
    result=Result[FaceTrack],
    args=FacesArgs,
    needs=("shots",),
    weights=(centerface.ENTRY, dlib_face.ENTRY),
)
