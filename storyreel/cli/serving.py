"""`storyreel serve-llm`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from storyreel.cli.printing import say, warn


def serve_llm(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model's folder, or a hub's name for it.")],
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where it listens, here alone.")] = 8000,
    build: Annotated[
        Literal["auto", "gpu", "cpu"], typer.Option(help="Which build of vLLM; auto: gpu where there is one.")
    ] = "auto",
    gpus: Annotated[int, typer.Option(min=1, help="Spread each layer over so many GPUs.")] = 1,
    nodes: Annotated[int, typer.Option(min=1, help="Spread the layers over machines of a Ray cluster.")] = 1,
    tokens: Annotated[
        int | None, typer.Option(min=512, help="What it reads at once [default: what memory holds].")
    ] = None,
) -> None:
    """Serve a language model with vLLM until Ctrl-C; installs vLLM into an environment of its own first."""
    from platformdirs import user_data_path

    from storyreel.serving.command import Wish
    from storyreel.serving.environment import Environment, build_here
    from storyreel.serving.server import running

    folder = user_data_path("storyreel")
    chosen = build_here() if build == "auto" else build
    environment = Environment(folder / f"vllm-{chosen}", chosen)
    if not environment.is_ready:
        warn(f"Installing vLLM for the {chosen.upper()} into {environment.folder}: this takes some minutes.")
        environment.prepare()
    wish = Wish(model, port=port, gpus=gpus, nodes=nodes, tokens=tokens)
    log = folder / "vllm.log"
    warn(f"Loading {wish.name}; {log} tells more.")
    with running(environment, wish, Path(log)) as server:
        say(f"export STORYREEL_LLM={server.url} STORYREEL_LLM_MODEL={wish.name}")
        warn("Serving. Ctrl-C stops it.")
        server.watch()
