"""The options of `storyreel ingest`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from storyreel.cli.captioning import CaptionerName

DepthName = Literal["quick", "standard", "full"]
ProfileName = Literal["auto", "embedded", "gpu"]
FacesName = Literal["embedded", "insightface"]
VoicesName = Literal["ge2e", "speechbrain"]

Films = Annotated[
    list[Path],
    typer.Argument(metavar="FILM...", readable=False, help="Films, or subtitle files alone."),
]
Depth = Annotated[DepthName, typer.Option(help="How closely to watch.")]
Subtitles = Annotated[
    list[Path] | None,
    typer.Option("--subtitles", metavar="FILE", readable=False, help="A subtitle file for the film."),
]
CastDir = Annotated[
    Path | None,
    typer.Option(metavar="DIR", readable=False, help="Pictures of the cast: one picture or folder a person."),
]
Script = Annotated[
    Path | None,
    typer.Option(metavar="FILE", readable=False, help="The film's screenplay, as text or Fountain."),
]
Profile = Annotated[
    ProfileName | None,
    typer.Option(help="Which set of models looks and listens; auto takes what this machine can run."),
]
Faces = Annotated[FacesName | None, typer.Option(help="What finds and recognises faces.")]
FacePack = Annotated[
    Path | None,
    typer.Option(metavar="DIR", readable=False, help="An InsightFace model pack, instead of buffalo_l."),
]
Voices = Annotated[VoicesName | None, typer.Option(help="What knows voices.")]
VoiceEmotion = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", readable=False, help="SpeechBrain's model of emotions, instead of the own head."
    ),
]
Words = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="A text classifier that reads feelings in words: a folder, or owner/name@commit of a hub.",
    ),
]
WordLabels = Annotated[
    Path | None,
    typer.Option(metavar="FILE", readable=False, help="What its classes mean, as JSON: class to emotion."),
]
Separate = Annotated[
    bool,
    typer.Option(
        help="Take music and effects out of the sound before words and feelings are heard (gpu extra)."
    ),
]
Captioner = Annotated[
    CaptionerName | None,
    typer.Option(help="What captions segments at full depth, and where a question needs it."),
]
CaptionerAdapter = Annotated[
    Path | None,
    typer.Option(metavar="DIR", readable=False, help="A LoRA adapter for Video-LLaVA."),
]
CaptionLlm = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Where a vision model is served that captions [default: $STORYREEL_CAPTION_LLM].",
    ),
]
CaptionModel = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Which of its models; of Video-LLaVA a folder, or owner/name@commit of a hub.",
    ),
]
CaptionVideo = Annotated[
    bool,
    typer.Option("--caption-video", help="Send the server each clip as one video instead of images."),
]
InFourBits = Annotated[
    bool, typer.Option("--caption-4bit", help="Video-LLaVA's weights in 4 bits each, on a CUDA GPU.")
]
CaptionNamesDrawn = Annotated[
    bool,
    typer.Option(
        "--caption-names-drawn", help="Box and name known faces in the pictures that Video-LLaVA sees."
    ),
]
