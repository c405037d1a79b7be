"""`storyreel ingest` and `storyreel demo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from storyreel.cli import captioning
from storyreel.cli.captioning import CaptionerName
from storyreel.cli.options import AsJson, LibraryDir
from storyreel.cli.printing import print_json, print_table, progress_bars, say, warn
from storyreel.cli.session import opened, settings
from storyreel.errors import StoryreelError

if TYPE_CHECKING:
    from storyreel.agent.backends import Backends
    from storyreel.agent.beside import Beside
    from storyreel.agent.ingest import IngestReport
    from storyreel.memory.library import Library
    from storyreel.tools.text_emotion import TextEmotionArgs

DepthName = Literal["quick", "standard", "full"]
ProfileName = Literal["auto", "embedded", "gpu"]
FacesName = Literal["embedded", "insightface"]
VoicesName = Literal["ge2e", "speechbrain"]


def demo(library_dir: LibraryDir = None) -> None:
    """Make a sample film, ingest it, ask it five questions, and check the answers."""
    from storyreel import demo as sample

    if not sample.run(settings(library_dir).library_dir / "demo", say, progress_bars):
        raise StoryreelError("the demo's answers do not match its film; see the lines marked ✗ above")


def ingest(
    films: Annotated[
        list[Path],
        typer.Argument(metavar="FILM...", readable=False, help="Films, or subtitle files alone."),
    ],
    depth: Annotated[DepthName, typer.Option(help="How closely to watch.")] = "standard",
    subtitles: Annotated[
        list[Path] | None,
        typer.Option("--subtitles", metavar="FILE", readable=False, help="A subtitle file for the film."),
    ] = None,
    cast: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", readable=False, help="Pictures of the cast: one picture or folder a person."
        ),
    ] = None,
    script: Annotated[
        Path | None,
        typer.Option(metavar="FILE", readable=False, help="The film's screenplay, as text or Fountain."),
    ] = None,
    profile: Annotated[
        ProfileName | None,
        typer.Option(help="Which set of models looks and listens; auto takes what this machine can run."),
    ] = None,
    faces: Annotated[FacesName | None, typer.Option(help="What finds and recognises faces.")] = None,
    face_pack: Annotated[
        Path | None,
        typer.Option(metavar="DIR", readable=False, help="An InsightFace model pack, instead of buffalo_l."),
    ] = None,
    voices: Annotated[VoicesName | None, typer.Option(help="What knows voices.")] = None,
    voice_emotion: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", readable=False, help="SpeechBrain's model of emotions, instead of the own head."
        ),
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="A text classifier that reads feelings in words: a folder, or owner/name@commit of a hub.",
        ),
    ] = None,
    word_labels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", readable=False, help="What its classes mean, as JSON: class to emotion."
        ),
    ] = None,
    separate: Annotated[
        bool,
        typer.Option(
            help="Take music and effects out of the sound before words and feelings are heard (gpu extra)."
        ),
    ] = False,
    captioner: Annotated[
        CaptionerName | None,
        typer.Option(help="What captions segments at full depth, and where a question needs it."),
    ] = None,
    captioner_adapter: Annotated[
        Path | None,
        typer.Option(metavar="DIR", readable=False, help="A LoRA adapter for Video-LLaVA."),
    ] = None,
    caption_llm: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Where a vision model is served that captions [default: $STORYREEL_CAPTION_LLM].",
        ),
    ] = None,
    caption_model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Which of its models; of Video-LLaVA a folder, or owner/name@commit of a hub.",
        ),
    ] = None,
    caption_video: Annotated[
        bool,
        typer.Option("--caption-video", help="Send the server each clip as one video instead of images."),
    ] = False,
    caption_4bit: Annotated[
        bool, typer.Option("--caption-4bit", help="Video-LLaVA's weights in 4 bits each, on a CUDA GPU.")
    ] = False,
    caption_names_drawn: Annotated[
        bool,
        typer.Option(
            "--caption-names-drawn", help="Box and name known faces in the pictures that Video-LLaVA sees."
        ),
    ] = False,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """Watch films into the library."""
    from storyreel.agent.backends import Backends
    from storyreel.agent.beside import Beside

    _check_one_film(films, subtitles, script)
    beside = Beside.of(cast, script)
    teller = captioning.captioner(
        captioner,
        captioner_adapter,
        caption_llm,
        caption_model,
        as_video=caption_video,
        four_bit=caption_4bit,
        draws_names=caption_names_drawn,
    )
    choices = (faces, voices, face_pack, _reader(words, word_labels), voice_emotion, separate, teller)
    models = Backends.of(profile or "auto", *choices) if any((profile, *choices)) else None
    with opened(library_dir) as library:
        reports, failures = _watch_all(library, films, depth, tuple(subtitles or ()), beside, models)
    _tell(reports, as_json, one_film=len(films) == 1)
    complaints = [*map(str, failures), *(_lack(report) for report in reports if report.failed)]
    if complaints:
        raise StoryreelError("; ".join(complaints))


def _check_one_film(films: list[Path], subtitles: list[Path] | None, script: Path | None) -> None:
    """Raises BadParameter where what belongs to one film is given for several."""
    for option, given in (("--subtitles", subtitles), ("--script", script)):
        if given and len(films) > 1:
            raise typer.BadParameter(f"{option} goes with one film; ingest the others on their own")


def _reader(model: str | None, labels: Path | None) -> "TextEmotionArgs | None":
    """What reads feelings in words, where the user names a model."""
    from storyreel.agent.backends import words_model

    if labels and not model:
        raise typer.BadParameter("--word-labels goes with --words")
    return words_model(model, labels) if model else None


def _tell(reports: "list[IngestReport]", as_json: bool, one_film: bool) -> None:
    for report in reports:
        _print_notes(report)
        if not as_json:
            _print_report(report)
    if as_json and reports:
        found = [report.model_dump(mode="json", exclude={"title"}) for report in reports]
        print_json(found[0] if one_film else {"ingests": found})


def _watch_all(
    library: "Library",
    films: list[Path],
    depth: DepthName,
    subtitles: tuple[Path, ...],
    beside: "Beside",
    models: "Backends | None",
) -> "tuple[list[IngestReport], list[StoryreelError]]":
    """One film that fails does not keep the others from being watched."""
    from storyreel.agent.ingest import ingest as watch

    reports, failures = [], []
    for path in films:
        try:
            with progress_bars(f"Watching {path.name}") as on_progress:
                reports.append(watch(library, path, depth, subtitles, on_progress, beside, models))
        except StoryreelError as error:
            failures.append(error)
    return reports, failures


def _lack(report: "IngestReport") -> str:
    missing = ", ".join(report.failed)
    return (
        f"{report.title!r} was watched without {missing}, see above; ingest it again when that is put right"
    )


def _print_notes(report: "IngestReport") -> None:
    for line in report.warnings:
        warn(f"note: {line}")
    for stage in report.stages:
        for line in stage.notes:
            warn(f"note: {stage.name}: {line}")
        for line in stage.failed:
            warn(f"failed: {stage.name}: {line}")


def _print_report(report: "IngestReport") -> None:
    if report.did_nothing:
        say(f"{report.title}: nothing to do, it was already watched to {report.depth} depth.")
    else:
        _print_stages(report)


def _print_stages(report: "IngestReport") -> None:
    print_table(
        ("stage", "found", "seconds"),
        [
            (stage.name, stage.items, "done before" if stage.cached else f"{stage.seconds:.1f}")
            for stage in report.stages
        ],
    )
    say(
        f"{report.title}: {report.duration_s:.0f} s of film in {report.seconds:.1f} s "
        f'({report.real_time_factor:.2f} × its length). Ask: storyreel ask {report.film} "Who is in it?"'
    )
    if report.requests:
        times = "once" if report.requests == 1 else f"{report.requests} times"
        say(f"The served captioner was asked {times}{_spent(report)}; storyreel trace last tells more.")


def _spent(report: "IngestReport") -> str:
    tokens = f", {report.tokens} tokens" if report.tokens is not None else ""
    return tokens + (f", cost {report.cost:.6f}" if report.cost is not None else "")
