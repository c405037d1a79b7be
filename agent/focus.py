"""What an answer spoke of, for the pronouns of the next question."""

from collections.abc import Sequence
from typing import Any

from storyreel.agent.card import FilmCard
from storyreel.agent.check.answer import Checked
from storyreel.agent.results import Found
from storyreel.agent.understanding.people import find_people
from storyreel.memory.records import Span


def focus_of(checked: Checked, results: Sequence[Found], card: FilmCard) -> dict[str, Any]:
    """People named in the answer, the stretch of film it is about, and where its last proof lies."""
    mentions = find_people(checked.text, card.setting.cast)
    people = dict.fromkeys(mention.person.id for mention in mentions if mention.person)
    span = _span(checked, results, card)
    proof = checked.citations[-1].span if checked.citations else None
    return {
        "people": list(people),
        "span": span.model_dump() if span else None,
        "proof": proof.model_dump() if proof else None,
    }


def _span(checked: Checked, results: Sequence[Found], card: FilmCard) -> Span | None:
    """What was asked about, if that was a part of the film; else where the answer's first proof lies."""
    asked = [
        found.span
        for found in results
        if found.span and not found.looks and found.span.duration_s < 0.9 * card.duration_s
    ]
    if asked:
        return asked[-1]
    return checked.citations[0].span if checked.citations else None
