"""Rows that say how well groups agree with people, Storyreel's beside those of plain methods."""

from collections.abc import Callable, Iterator, Mapping

from storyreel.eval.metrics import Agreement
from storyreel.eval.rows import Row

STORYREEL = "Storyreel"
"""Names our own way among the others."""
OnProgress = Callable[[str, int, int], None]
"""What is worked on, how much of it is done, and how much there is."""


def agreement_rows(name: str, items: int, agreements: Mapping[str, Agreement]) -> Iterator[Row]:
    """B-cubed figures and purity of Storyreel, with those of the other ways as baselines."""
    figures: dict[str, Callable[[Agreement], float]] = {
        "B-cubed precision": lambda one: one.precision,
        "B-cubed recall": lambda one: one.recall,
        "B-cubed F1": lambda one: one.f1,
        "purity": lambda one: one.purity,
    }
    for metric, figure in figures.items():
        values = {way: figure(agreement) for way, agreement in agreements.items()}
        yield Row(set=name, metric=metric, value=values.pop(STORYREEL), n=items, baseline=values)


def people_row(name: str, true: int, found: Mapping[str, int]) -> Row:
    """How many people were found; `n` says how many there are."""
    others = {way: count for way, count in found.items() if way != STORYREEL}
    return Row(set=name, metric="people found", value=found[STORYREEL], n=true, baseline=dict(others))
