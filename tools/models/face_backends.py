"""Which models find and recognise faces, by the name that a user knows them under."""

from pathlib import Path
from typing import Literal

from storyreel.tools.models.embedded_faces import EmbeddedFaces
from storyreel.tools.models.face_model import FaceModel
from storyreel.tools.models.insightface_faces import InsightFaces

Backend = Literal["embedded", "insightface"]


def face_model(backend: Backend, pack: str | None = None) -> FaceModel:
    """The model of a backend; `pack` is a folder with an InsightFace model pack, else its own is taken.

    Weights are loaded at the first use, which raises WeightsError or ToolError if they cannot be.
    """
    if backend == "embedded":
        return EmbeddedFaces()
    return InsightFaces(Path(pack) if pack else None)
