"""`storyreel serve-llm`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from storyreel.cli.printing import say, warn

if TYPE_CHECKING:
    from storyreel.serving.command import Wish
    from storyreel.serving.environment import Environment

BuildName = Literal["auto", "gpu", "cpu"]

Model = Annotated[str, typer.Argument(metavar="MODEL", help="A model's folder, or a hub's name for it.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Where it listens, here alone.")]
Build = Annotated[BuildName, typer.Option(help="Which build of vLLM; auto: gpu where there is one.")]
Gpus = Annotated[int, typer.Option(min=1, help="Spread each layer over so many GPUs.")]
Nodes = Annotated[int, typer.Option(min=1, help="Spread the layers over machines of a Ray cluster.")]
Tokens = Annotated[
    int | None, typer.Option(min=512, help="What it reads at once [default: what memory holds].")
]


def serve_llm(
    model: Model,
    port: Port = 8000,
    build: Build = "auto",
    gpus: Gpus = 1,
    nodes: Nodes = 1,
    tokens: Tokens = None,
) -> None:
    """Serve a language model with vLLM until Ctrl-C; installs vLLM into an environment of its own first."""
    from storyreel.serving.command import Wish
    from storyreel.serving.environment import build_here
    from storyreel.serving.server import check_free

    model = os.path.expanduser(model)  # leaves an unknown user for Wish to tell
    wish = Wish(model, port=port, gpus=gpus, nodes=nodes, tokens=tokens)
    chosen = build_here() if build == "auto" else build
    wish.check_fits(chosen)
    check_free(wish)
    _serve(wish, _environment(chosen))


def _environment(build: Literal["gpu", "cpu"]) -> "Environment":
    """The one that has vLLM, made where it is missing."""
    from storyreel.serving.environment import Environment

    environment = Environment(_folder() / f"vllm-{build}", build)
    if not environment.is_ready:
        warn(f"Installing vLLM for the {build.upper()} into {environment.folder}: this takes some minutes.")
        environment.prepare()
    return environment


def _serve(wish: "Wish", environment: "Environment") -> None:
    from storyreel.serving.server import running

    log = _folder() / "vllm.log"
    warn(f"Loading {wish.name}; {log} tells more.")
    with running(environment, wish, log) as server:
        say(f"export STORYREEL_LLM={server.url} STORYREEL_LLM_MODEL={wish.name}")
        warn("Serving. Ctrl-C stops it.")
        server.watch()


def _folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("storyreel")
