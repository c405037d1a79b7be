"""Which models watch a film: those of a profile, unless the user chose one; kept for later questions."""

import json
from pathlib import Path
from typing import Literal, Self

from storyreel.errors import ToolError
from storyreel.memory.library import Library
from storyreel.memory.records import EMOTIONS, Record
from storyreel.services import CAPTIONS, Service
from storyreel.tools.contract import Args
from storyreel.tools.delivery import DeliveryArgs
from storyreel.tools.faces import FacesArgs
from storyreel.tools.models import captions, speaker, transformers_feelings
from storyreel.tools.profile import Profile, Wish, profile_of
from storyreel.tools.speech import SpeechArgs
from storyreel.tools.text_emotion import TextEmotionArgs
from storyreel.tools.video_captioner import CaptionerArgs
from storyreel.tools.voice_alone import Separator
from storyreel.tools.voice_turns import VoiceTurnsArgs

Faces = Literal["embedded", "insightface"]
_FACES: dict[Profile, Faces] = {"embedded": "embedded", "gpu": "insightface"}
_VOICES: dict[Profile, speaker.Backend] = {"embedded": "ge2e", "gpu": "speechbrain"}
_CAPTIONS: dict[Profile, captions.Backend] = {"embedded": "scene-describer", "gpu": "video-llava"}


class Backends(Record):
    """A model for each tool that has a choice of them."""

    faces: FacesArgs = FacesArgs()
    voices: VoiceTurnsArgs = VoiceTurnsArgs()
    words: TextEmotionArgs = TextEmotionArgs()
    delivery: DeliveryArgs = DeliveryArgs()
    speech: SpeechArgs = SpeechArgs()
    captions: CaptionerArgs = CaptionerArgs()

    @classmethod
    def of(
        cls,
        wish: Wish,
        faces: Faces | None = None,
        voices: speaker.Backend | None = None,
        face_pack: Path | None = None,
        words: TextEmotionArgs | None = None,
        voice_emotion: Path | None = None,
        separate: bool = False,
        captioner: CaptionerArgs | None = None,
    ) -> Self:
        """Those of a profile, save for what is named; a face pack is for InsightFace.

        `voice_emotion` is a folder with SpeechBrain's model of emotions. With `separate`, music and effects
        are taken out of the sound before words and feelings are heard in it.
        """
        profile, _ = profile_of(wish)
        separator: Separator = "demucs" if separate else "none"
        return cls(
            faces=_faces(faces, face_pack, profile),
            voices=VoiceTurnsArgs(encoder=voices or _VOICES[profile]),
            delivery=_delivery(voice_emotion, separator),
            words=words or TextEmotionArgs(),  # every profile's own: no other is known to read better
            speech=SpeechArgs(separator=separator),
            captions=captioner or _captioner(profile),
        )

    def remember(self, library: Library, film_id: str) -> None:
        """Keeps the choice, so that a question looks with the same eyes as the ingest did."""
        library.remember(film_id, "backends", self.model_dump(mode="json"))


def _faces(wanted: Faces | None, pack: Path | None, profile: Profile) -> FacesArgs:
    default = "insightface" if pack else _FACES[profile]
    return FacesArgs(backend=wanted or default, pack=_where(pack))


def _delivery(model: Path | None, separator: Separator) -> DeliveryArgs:
    backend: Literal["embedded", "speechbrain"] = "speechbrain" if model else "embedded"
    return DeliveryArgs(backend=backend, folder=_where(model), separator=separator)


def _where(folder: Path | None) -> str | None:
    """As it is kept with the film, wherever a later question is asked from."""
    return str(folder.resolve()) if folder else None


def _captioner(profile: Profile) -> CaptionerArgs:
    """The served model that the environment names, else what the profile has."""
    served = Service.from_environment(CAPTIONS)
    if served.url:
        return CaptionerArgs(backend="endpoint", model=served.model, url=served.url)
    return CaptionerArgs(backend=_CAPTIONS[profile])


def words_model(model: str, labels: Path | None) -> TextEmotionArgs:
    """Of a folder with a text classifier, or `owner/name@commit`, and a file of what its classes mean.

    The file is a JSON object of each class's emotion, null for what is none. Raises ToolError if it is not,
    or if the model is neither of the two.
    """
    source, _, revision = (
        (str(Path(model).resolve()), "", "") if Path(model).is_dir() else model.partition("@")
    )
    transformers_feelings.check(source, revision)
    try:
        given = json.loads(labels.read_text("utf-8")) if labels else None
        return TextEmotionArgs(backend="transformers", model=source, revision=revision or None, labels=given)
    except (OSError, ValueError) as error:
        raise ToolError(
            f"{str(labels)!r} says not what classes mean: expected JSON as in "
            f'{{"joy": "happiness", "other": null}} with {", ".join(EMOTIONS)}'
        ) from error


def chosen(library: Library, film_id: str) -> Backends:
    """Those kept for a film, else what runs here."""
    kept = library.recall(film_id, "backends")
    return Backends.of("auto") if kept is None else Backends.model_validate(kept)


def arguments(library: Library, film_id: str) -> dict[str, Args]:
    """The arguments of the tools that have a choice of models."""
    models = chosen(library, film_id)
    return {
        "faces": models.faces,
        "voice_turns": models.voices,
        "delivery": models.delivery,
        "text_emotion": models.words,
        "speech": models.speech,
        "video_captioner": models.captions,
    }
