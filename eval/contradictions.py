"""How often the ledger of a story objects without cause: `python -m storyreel.eval.contradictions DATA`.

Synopses that people wrote hardly ever contradict themselves, so each objection to one of their sentences is
taken for false. Sentences are placed one after another, as scenes are.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from storyreel.agent.storyline.ledger import Ledger
from storyreel.agent.storyline.seen import Seen
from storyreel.agent.storyline.statements import statements
from storyreel.eval import tripod
from storyreel.memory.records import Span

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
SENTENCE_S = 5.0


@dataclass
class Objections:
    """What a ledger says to texts that hold together."""

    sentences: int = 0
    stated: Counter[str] = field(default_factory=Counter)
    """How often each kind of statement was read."""
    false: list[tuple[str, str]] = field(default_factory=list)
    """Sentences that were objected to, and why."""


def objections_to(synopses: Sequence[Sequence[str]]) -> Objections:
    """Reads each synopsis, sentence after sentence, into a ledger of its own."""
    found = Objections()
    for sentences in synopses:
        ledger = Ledger(Seen())
        for place, text in enumerate(sentences):
            _read(text, Span(start_s=place * SENTENCE_S, end_s=(place + 1) * SENTENCE_S), ledger, found)
    return found


def _read(text: str, span: Span, ledger: Ledger, found: Objections) -> None:
    found.sentences += 1
    found.stated.update(one.kind for one in statements(text))
    if why := ledger.objection(text, span):
        found.false.append((text, why))
    else:
        ledger.add(text, span)


@app.command()
def measure(data: Annotated[Path, typer.Argument(help="The folder that holds story/tripod.")]) -> None:
    """Print each objection, and how many there are."""
    synopses = [one.sentences for one in tripod.training_in(tripod.folder_in(data))]
    found = objections_to(synopses)
    for text, why in found.false:
        typer.echo(f"{text}\n    {why}")
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.stated.most_common())
    typer.echo(
        f"{len(found.false)} objections to {found.sentences} sentences of {len(synopses)} synopses ({kinds})"
    )


if __name__ == "__main__":
    app()
