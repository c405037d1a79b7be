"""`storyreel doctor` and `eval`: whether Storyreel can work here, and how well it does."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from storyreel.cli.options import AsJson, LibraryDir, LlmModel, LlmUrl
from storyreel.cli.printing import print_json, print_table, progress_bars, warn
from storyreel.cli.session import language_model, settings
from storyreel.errors import StoryreelError

if TYPE_CHECKING:
    from storyreel.eval.rows import Row

Suite = Annotated[Literal["emotion", "identity", "story", "qa"], typer.Argument(help="What to measure.")]
DataDir = Annotated[Path, typer.Option(metavar="DIR", help="Where the sets lie.")]
CrossValidate = Annotated[
    bool,
    typer.Option("--cross-validate", help="Train anew in folds, for sets the shipped heads were trained on."),
]


def doctor(as_json: AsJson = False, library_dir: LibraryDir = None) -> None:
    """Say what this machine has, which profile is used and why, and what is missing."""
    from storyreel.doctor import checkup

    checks = checkup(settings(library_dir))
    if as_json:
        print_json({"checks": [check.model_dump(mode="json") for check in checks]})
    else:
        rows = [("✓" if check.ok else "✗", check.name, check.found, check.advice) for check in checks]
        print_table(("", "what", "found", "to do"), rows)
    if not all(check.ok for check in checks):
        raise StoryreelError("something is missing; see the lines marked ✗")


def evaluate(
    suite: Suite,
    data: DataDir,
    cross_validate: CrossValidate = False,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
    as_json: AsJson = False,
) -> None:
    """Measure Storyreel on labelled sets, beside plain baselines; `story` and `qa` a served model, too."""
    from storyreel.eval import suites

    if not data.is_dir():
        raise StoryreelError(f"{str(data)!r} is not a folder; --data names the folder that holds the sets")
    model = language_model(llm, llm_model) if llm or suite in suites.TOLD else None
    with progress_bars(f"Measuring {suite}") as on_progress:
        found, notes = suites.run(suite, data, cross_validate, on_progress, model)
    for note in notes:
        warn(note)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    print_table(("set", "metric", "value", "n", "baselines"), map(_figure, found.results))


def _figure(row: "Row") -> tuple[object, ...]:
    baselines = ", ".join(f"{name} {value:.3f}" for name, value in row.baseline.items())
    return row.set, row.metric, f"{row.value:.3f}", row.n, baselines
