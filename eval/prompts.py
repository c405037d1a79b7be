"""Two versions of prompts beside each other, by the figures of an evaluation.

`python -m storyreel.eval.prompts FOLDER planner --llm URL` runs `python -m storyreel.eval.planner --llm URL`
twice: with the prompts that ship, and with those of a folder in place of theirs of the same name.
"""

import runpy
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from storyreel.prompts.loader import digests, other_prompts

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command(context_settings={"ignore_unknown_options": True})  # they are the evaluation's
def main(
    folder: Annotated[Path, typer.Argument(help="Holds NAME.md.j2 of the prompts that differ.", exists=True)],
    evaluation: Annotated[str, typer.Argument(help="A module of storyreel.eval, as planner.")],
    arguments: Annotated[list[str] | None, typer.Argument(help="What it is called with.")] = None,
) -> None:
    """Prints the figures of both, each under the hashes of the prompts that differ."""
    shipped = digests()
    with other_prompts(folder):
        differ = [name for name, digest in digests().items() if digest != shipped[name]]
    _measure("as shipped", nullcontext(), differ, evaluation, arguments or [])
    _measure(str(folder), other_prompts(folder), differ, evaluation, arguments or [])


def _measure(
    title: str,
    prompts: AbstractContextManager[None],
    differ: list[str],
    evaluation: str,
    arguments: list[str],
) -> None:
    with prompts:
        typer.echo(f"{title}: {', '.join(f'{name} {digests()[name]}' for name in differ)}")
        _run(evaluation, arguments)


def _run(evaluation: str, arguments: list[str]) -> None:
    """Runs an evaluation's own command in this process, so that it is led by the prompts chosen here."""
    before, sys.argv = sys.argv, [evaluation, *arguments]
    try:
        runpy.run_module(f"storyreel.eval.{evaluation}", run_name="__main__")
    except SystemExit as end:
        if end.code:
            raise
    finally:
        sys.argv = before


if __name__ == "__main__":
    app()
