"""What an answer spoke of, for the pronouns of the next question."""

import re
from collections.abc import Sequence
from typing import Any

from storyreel.agent.card import FilmCard
from storyreel.agent.check.answer import Checked
from storyreel.agent.results import Found
from storyreel.agent.sentences import split
from storyreel.agent.understanding.people import find_people
from storyreel.agent.understanding.times import clock_s
from storyreel.memory.clock import clock
from storyreel.memory.records import Span

_CLOCK = r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?!:?\d)"
_MOMENT = re.compile(rf"(?P<start>{_CLOCK})(?:(?:–| to )(?P<end>{_CLOCK}))?")
_FRAME = re.compile(rf"\bbetween {_CLOCK} and {_CLOCK}")
_ONLY_FIRST = re.compile(r"\bfirst at \d")
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
        "moments": [moment and moment.model_dump() for moment in moments_told(checked)],
    }


def moments_told(checked: Checked) -> list[Span | None]:
    """The moments that an answer lists, None for those it only counts; nothing where they are in no order.

    They are those of the sentence that tells most, for another tells what they come after; or of all that
    quote a line, each with its own time.
    """
    sentences = [_FRAME.sub("", one.text) for one in split(checked.kept)]
    told = max((_times_in(one) for one in reversed(sentences)), key=len, default=[])
    if len(told) < 2:
        quoting = [time for one in sentences if _QUOTED.search(one) for time in _times_in(one)]
        told = max(told, quoting, key=len)
    plain = _QUOTED.sub("", " ".join(sentences))
    proofs = [citation.span for citation in checked.citations]
    moments: list[Span | None] = [_moment(match, proofs) for match in told]
    starts_s = [moment.start_s for moment in moments if moment]
    if starts_s != sorted(set(starts_s)) or _ONLY_FIRST.search(plain):
        return []
    return [*moments, None] if _MORE.search(plain) else moments


def _times_in(sentence: str) -> list[re.Match[str]]:
    return list(_MOMENT.finditer(_QUOTED.sub("", sentence)))


def _moment(told: re.Match[str], proofs: Sequence[Span]) -> Span:
    """What a told moment rests on, exactly; where that is not known, as it is told, to the second."""
    start, end = told["start"], told["end"] or ""
    exact = (one for one in proofs if clock(one.start_s) == start and end in ("", clock(one.end_s)))
    told_s = Span(start_s=clock_s(start), end_s=clock_s(end or start))
    return next(exact, told_s)


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
