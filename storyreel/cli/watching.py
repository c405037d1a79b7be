"""`storyreel ingest` and `storyreel demo`."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from storyreel.cli import captioning
from storyreel.cli.ingest_options import (
    Captioner,
    CaptionerAdapter,
    CaptionLlm,
    CaptionModel,
    CaptionNamesDrawn,
    CaptionVideo,
    CastDir,
    Depth,
    DepthName,
    FacePack,
    Faces,
    Films,
    InFourBits,
    Profile,
    Script,
    Separate,
    Subtitles,
    VoiceEmotion,
    Voices,
    WordLabels,
    Words,
)
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


def demo(library_dir: LibraryDir = None) -> None:
    """Make a sample film, ingest it, ask it five questions, and check the answers."""
    from storyreel import demo as sample

    if not sample.run(settings(library_dir).library_dir / "demo", say, progress_bars):
        raise StoryreelError("the demo's answers do not match its film; see the lines marked ✗ above")


def ingest(
    films: Films, depth: Depth = "standard",
    subtitles: Subtitles = None, cast: CastDir = None, script: Script = None,
    profile: Profile = None, faces: Faces = None, face_pack: FacePack = None,
    voices: Voices = None, voice_emotion: VoiceEmotion = None,
    words: Words = None, word_labels: WordLabels = None, separate: Separate = False,
    captioner: Captioner = None, captioner_adapter: CaptionerAdapter = None,
    caption_llm: CaptionLlm = None, caption_model: CaptionModel = None, as_video: CaptionVideo = False,
    four_bit: InFourBits = False, draws_names: CaptionNamesDrawn = False,
    as_json: AsJson = False, library_dir: LibraryDir = None,
) -> None:  # fmt: skip
    """Watch films into the library."""
    from storyreel.agent.backends import Backends
    from storyreel.agent.beside import Beside

    _check_one_film(films, subtitles, script)
    beside = Beside.of(cast, script)
    teller = captioning.captioner(
        captioner, captioner_adapter, caption_llm, caption_model, as_video, four_bit, draws_names
    )
    choices = (faces, voices, face_pack, _reader(words, word_labels), voice_emotion, separate, teller)
    models = Backends.of(profile or "auto", *choices) if any((profile, *choices)) else None
    with opened(library_dir) as library:
        reports, failures = _watch_all(library, films, depth, tuple(subtitles or ()), beside, models)
    _tell(reports, as_json, one_film=len(films) == 1)
    _complain(reports, failures)


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


def _complain(reports: "list[IngestReport]", failures: "list[StoryreelError]") -> None:
    """Raises StoryreelError for films that were not watched, or not with every tool."""
    complaints = [*map(str, failures), *(_lack(report) for report in reports if report.failed)]
    if complaints:
        raise StoryreelError("; ".join(complaints))


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
