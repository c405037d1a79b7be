"""What an answer spoke of, for the pronouns of the next question."""

import re
from collections.abc import Sequence
from typing import Any

from storyreel.agent.card import FilmCard
from storyreel.agent.check.answer import Checked
from storyreel.agent.results import Found
from storyreel.agent.understanding.people import find_people
from storyreel.agent.understanding.times import clock_s
from storyreel.memory.records import Span

_CLOCK = r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?![\d:])"
_MOMENT = re.compile(rf"(?P<start>{_CLOCK})(?:(?:–| to | and )(?P<end>{_CLOCK}))?")
_MORE = re.compile(r"\band (?:\d+|\w+) more\b")
_QUOTED = re.compile(r"“[^”]*”")


def focus_of(checked: Checked, results: Sequence[Found], card: FilmCard) -> dict[str, Any]:
    """People named in the answer, the stretch of film it is about, its moments, and its last proof."""
    mentions = find_people(checked.text, card.setting.cast)
    people = dict.fromkeys(mention.person.id for mention in mentions if mention.person)
    span = _span(checked, results, card)
    proof = checked.citations[-1].span if checked.citations else None
    return {
        "people": list(people),
        "span": span.model_dump() if span else None,
        "proof": proof.model_dump() if proof else None,
        "moments": [moment and moment.model_dump() for moment in moments_told(checked.kept)],
    }


def moments_told(answer: str) -> list[Span | None]:
    """The moments that an answer lists, None for those it only counts; nothing where they are in no order.

    >>> [moment and moment.start_s for moment in moments_told("0:16–0:20 (“At 1:00!”), 0:24, and 3 more.")]
    [16.0, 24.0, None]
    """
    plain = _QUOTED.sub("", answer)
    moments: list[Span | None] = [_moment(match) for match in _MOMENT.finditer(plain)]
    starts_s = [moment.start_s for moment in moments if moment]
    if starts_s != sorted(set(starts_s)):
        return []
    return [*moments, None] if _MORE.search(plain) else moments


def _moment(match: re.Match[str]) -> Span:
    start_s = clock_s(match["start"])
    return Span(start_s=start_s, end_s=clock_s(match["end"]) if match["end"] else start_s)


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
