"""Cast: which faces of a film are those of people whose pictures stand in a folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from storyreel.errors import ToolError
from storyreel.memory.records import FaceTrack, NameClaim, PersonCluster
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models.face_backends import face_model
from storyreel.tools.models.face_model import FaceModel
from storyreel.tools.naming.album import Sitter, digest_of, read_album
from storyreel.tools.naming.portraits import UNSURE, Portrait, portrait_of
from storyreel.tools.scene import Scene

Matrix = NDArray[np.float32]
LOOKS = 3
"""A picture is compared with the looks of a person that it is most like, this many."""
MENTIONED = 0.2
"""Confidence below which a likeness is not worth telling."""
MOST_NOTES = 12
"""More pictures that cannot be used are only counted."""


class CastArgs(Args):
    """The folder of pictures; `storyreel.tools.cast.with_folder` makes it."""

    folder: str | None = Field(default=None, description="A folder with one picture or folder a person")
    digest: str | None = Field(default=None, description="SHA-256 of its pictures and their names")


@dataclass(frozen=True)
class Scale:
    """What a similarity is worth."""

    even: float
    """Where it is as likely as not that somebody is one of a cast of `CAST`."""
    steepness: float
    """How much the log-odds rise for a similarity that is higher by 1."""


UNMEASURED = Scale(even=0.4, steepness=25.0)
"""For ArcFace and its like, after the similarities that its authors' sets show; it only mentions names."""
UNSURE_AT_MOST = 0.7
"""Confidence that poor pictures, or faces by a model that was not measured, can give: it names nobody."""


@dataclass(frozen=True)
class Known:
    """Somebody of the cast with what can be recognised."""

    sitter: Sitter
    portraits: tuple[Portrait, ...]

    @property
    def is_poor(self) -> bool:
        """Whether no picture is fit to tell them by for sure."""
        return max(one.quality for one in self.portraits) < UNSURE


CAST = 20
"""People of a usual cast; of a larger one, each is as much less likely."""
SCALES = {"dlib-resnet-v1-mirrored": Scale(even=0.930, steepness=220.0)}
"""By embedding model. On LFW, one picture against five looks, at confidence 0.8: of a cast of 20, 94% are
told, of 500, 81%, none is taken for another of the cast, and 0.5% of strangers for one."""


def with_folder(folder: Path) -> CastArgs:
    """Arguments for a cast folder, known by its content.

    Raises MediaError if it cannot be read or holds no pictures.
    """
    read_album(folder)
    return CastArgs(folder=str(folder.resolve()), digest=digest_of(folder))


def recognise_cast(scene: Scene, args: CastArgs) -> Result[NameClaim]:
    """Which face clusters look like whom of the cast, open-set: who is like nobody stays unknown.

    Raises MediaError if the folder is gone, ToolError if the model that describes the faces is not here.
    """
    clusters = scene.find(PersonCluster)
    tracks = {track.track_id: track for track in scene.find(FaceTrack) if track.embedding_model}
    if args.folder is None or not clusters or not tracks:
        return Result[NameClaim]()
    model = _model_of(next(iter(tracks.values())))
    album = read_album(Path(args.folder))
    known, complaints = _known(album.sitters, model)
    claims = [claim for cluster in clusters for claim in _claims(cluster, tracks, known, model.name)]
    claims.sort(key=lambda claim: (claim.span.start_s, claim.local_id))
    notes = _at_most([*album.notes, *complaints])
    if model.name not in SCALES:
        notes.append(f"how alike faces of {model.name} are is not measured: the cast is only mentioned")
    return Result[NameClaim](findings=tuple(claims), notes=tuple(notes))


def _model_of(track: FaceTrack) -> FaceModel:
    models = {model.name: model for model in (face_model("embedded"), face_model("insightface"))}
    name = track.embedding_model or ""
    if name not in models:
        raise ToolError(f"Cast pictures cannot be compared with faces of {name!r}: its model is not here.")
    return models[name]


def _known(sitters: Sequence[Sitter], model: FaceModel) -> tuple[list[Known], list[str]]:
    """Those of the cast who can be recognised, and a line for each picture that is of no use or poor."""
    known: list[Known] = []
    complaints: list[str] = []
    for sitter in sitters:
        found = [(path, portrait_of(path, model)) for path in sitter.pictures]
        complaints += [
            f"the cast picture {path.name!r} of {sitter.name} is not used: {one}"
            for path, one in found
            if isinstance(one, str)
        ]
        portraits = tuple(one for _, one in found if isinstance(one, Portrait))
        if portraits:
            known.append(Known(sitter, portraits))
            if known[-1].is_poor:
                complaints.append(f"{sitter.name}'s cast pictures are small, blurred or turned away: unsure")
    return known, complaints


def _at_most(complaints: list[str]) -> list[str]:
    more = len(complaints) - MOST_NOTES
    return (
        complaints if more <= 0 else [*complaints[:MOST_NOTES], f"and {more} more cast pictures like these"]
    )


def _claims(
    cluster: PersonCluster, tracks: dict[str, FaceTrack], known: Sequence[Known], model: str
) -> list[NameClaim]:
    looks = [look.embedding for id_ in cluster.tracks if id_ in tracks for look in tracks[id_].looks]
    vectors = np.array([one for one in looks if one is not None], np.float32)
    if not known or not vectors.size:
        return []
    likeness = np.array([_likeness(one, vectors) for one in known])
    chances = _chances(likeness, SCALES.get(model, UNMEASURED)).tolist()
    most = [UNSURE_AT_MOST if one.is_poor or model not in SCALES else 1.0 for one in known]
    return [
        _claim(cluster, one.sitter, min(chance, at_most))
        for one, chance, at_most in zip(known, chances, most, strict=True)
        if chance >= MENTIONED
    ]


def _claim(cluster: PersonCluster, sitter: Sitter, confidence: float) -> NameClaim:
    return NameClaim(
        span=cluster.span,
        name=sitter.name,
        source="cast picture",
        about=cluster.local_id,
        words=sitter.pictures[0].name,
        confidence=round(confidence, 4),
    )


def _likeness(one: Known, vectors: Matrix) -> float:
    """Mean similarity of the person's best picture to the looks that it is most like."""
    similarity = np.array([portrait.embedding for portrait in one.portraits]) @ vectors.T
    best = np.sort(similarity, axis=1)[:, -LOOKS:]
    return float(best.mean(axis=1).max())


def _chances(likeness: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    """That it is each of them: they compete with one another, and all with its being nobody of the cast."""
    odds = np.exp(np.clip((likeness - scale.even) * scale.steepness, -50, 50)) * CAST / len(likeness)
    chances: NDArray[np.float64] = odds / (1 + odds.sum())
    return chances


TOOL = PerceptionTool(
    name="cast",
    version="1",
    description="Recognises people of a film by pictures of the cast.",
    run=recognise_cast,
    result=Result[NameClaim],
    args=CastArgs,
    needs=("faces", "people"),
    scope="film",
)
"""Loads weights only where a folder is given; what made the faces is there then."""
