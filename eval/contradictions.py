"""What the ledger of a story finds, and objects to falsely: `python -m storyreel.eval.contradictions DATA`.

Pairs of sentences that contradict each other, or do not, stand in contradictions.tsv; the ledger was built on
half of them and is measured on the other. Synopses that people wrote hardly ever contradict themselves, so
each objection to one of their sentences is taken for false. Sentences are placed one after another, as scenes
are.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from storyreel.agent.storyline.ledger import Ledger
from storyreel.agent.storyline.seen import Seen
from storyreel.agent.storyline.statements import statements
from storyreel.eval import tripod
from storyreel.memory.records import Span

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
PAIRS = Path(__file__).parent / "contradictions.tsv"
SENTENCE_S = 5.0


class Pair(NamedTuple):
    """Two sentences of one story."""

    half: str
    """`built on` or `held out`."""
    kind: str
    """`death`, `kin` or `place`."""
    contradicts: bool
    when: str
    """The second is told of the same time, `at once`, or of a `later` one."""
    first: str
    second: str

    @property
    def is_objected_to(self) -> bool:
        """Whether a ledger objects to either of them."""
        ledger, span = Ledger(Seen()), Span(start_s=0, end_s=SENTENCE_S)
        if ledger.objection(self.first, span):
            return True
        ledger.add(self.first, span)
        later = Span(start_s=2 * SENTENCE_S, end_s=3 * SENTENCE_S)
        return ledger.objection(self.second, span if self.when == "at once" else later) is not None


def known_pairs() -> list[Pair]:
    """All that are written down."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Pair(**row | {"contradicts": row["contradicts"] == "yes"}) for row in rows]


def told_of(pairs: Sequence[Pair]) -> Iterator[str]:
    """For each half and kind a line: how many of both sorts are objected to."""
    for half, kind in dict.fromkeys((one.half, one.kind) for one in pairs):
        own = [one for one in pairs if (one.half, one.kind) == (half, kind)]
        found = [one.is_objected_to for one in own if one.contradicts]
        false = [one.is_objected_to for one in own if not one.contradicts]
        yield f"{half}, {kind}: {sum(found)} of {len(found)} found, {sum(false)} of {len(false)} false"


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
    """Print what is found among pairs, then each objection to synopses, and how many there are."""
    for line in told_of(known_pairs()):
        typer.echo(line)
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
