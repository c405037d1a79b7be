"""What captions segments, by the options of `storyreel ingest`."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from storyreel.errors import StoryreelError
from storyreel.services import CAPTIONS, Service, base_of

if TYPE_CHECKING:
    from storyreel.tools.video_captioner import CaptionerArgs

CaptionerName = Literal["scene-describer", "video-llava", "endpoint"]


def captioner(
    name: CaptionerName | None,
    adapter: Path | None,
    url: str | None,
    model: str | None,
    as_video: bool,
    four_bit: bool = False,
    draws_names: bool = False,
) -> "CaptionerArgs | None":
    """The captioner that options name; None where they name none.

    Raises BadParameter for options that contradict each other, StoryreelError for what cannot be had.
    """
    local = bool(adapter or four_bit or draws_names)
    _check(name, adapter, url, local)
    backend = name or ("video-llava" if local else "endpoint" if url or model or as_video else None)
    if backend == "endpoint":
        return _served(url, model, as_video)
    if backend == "video-llava":
        return _video_llava(adapter, _local_model(model, as_video), four_bit, draws_names)
    if model or as_video:
        raise typer.BadParameter("--caption-model and --caption-video say nothing to the scene describer")
    return _args() if backend else None


def _check(name: CaptionerName | None, adapter: Path | None, url: str | None, local: bool) -> None:
    if local and (url or name not in (None, "video-llava")):
        option = "--captioner-adapter" if adapter else "--caption-4bit or --caption-names-drawn"
        raise typer.BadParameter(f"{option} is for Video-LLaVA: it goes with no other captioner")
    if url and name not in (None, "endpoint"):
        raise typer.BadParameter(f"--caption-llm names a server, --captioner {name} does not ask one")
    if adapter and not adapter.is_dir():
        raise StoryreelError(f"--captioner-adapter: {str(adapter)!r} is no folder")


def _served(url: str | None, model: str | None, as_video: bool) -> "CaptionerArgs":
    service = Service.from_environment(CAPTIONS).at(url, model)
    if service.url is None:
        raise typer.BadParameter(
            f"a served captioner needs its address: give --caption-llm URL or {CAPTIONS}"
        )
    base_of(service.url, CAPTIONS)
    pictures: Literal["images", "video"] = "video" if as_video else "images"
    return _args(backend="endpoint", url=service.url, model=service.model, pictures=pictures)


def _local_model(model: str | None, as_video: bool) -> str:
    if as_video:
        raise typer.BadParameter("--caption-video is for a served captioner")
    if not model:
        raise typer.BadParameter("Video-LLaVA needs --caption-model: its folder, or owner/name@commit")
    return model


def _video_llava(adapter: Path | None, model: str, four_bit: bool, draws_names: bool) -> "CaptionerArgs":
    from storyreel.tools.models.video_llava_loading import Source, check

    # now, because a question days later may be the first to load it
    check(Source.named(model, adapter, four_bit))
    where = str(Path(model).resolve()) if Path(model).is_dir() else model
    laid_upon = str(adapter.resolve()) if adapter else None
    return _args(
        backend="video-llava", model=where, adapter=laid_upon, four_bit=four_bit, draws_names=draws_names
    )


def _args(**given: str | bool | None) -> "CaptionerArgs":
    from storyreel.tools.video_captioner import CaptionerArgs

    return CaptionerArgs.model_validate(given)
