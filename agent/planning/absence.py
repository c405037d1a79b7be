"""The times when somebody is not there."""

from collections.abc import Sequence

from storyreel.agent.calls import Call, Step
from storyreel.agent.card import FilmCard
from storyreel.agent.planning.spans import clamped
from storyreel.agent.planning.wish import Wish
from storyreel.agent.understanding.question import Intent, Question
from storyreel.memory.intervals import clipped, joined, left_of
from storyreel.memory.records import Span

WHILE_AWAY: tuple[Intent, ...] = ("happening", "said", "feelings", "strongest")
"""Kinds of question that can be asked of the time when somebody is not there."""
MOST_GAPS = 4
"""So many of the longest times without somebody are told of."""
SHORTEST_GAP_S = 2.0


def presence_of_absent(question: Question, card: FilmCard) -> list[Call]:
    """The calls for when those are seen who must not be there."""
    wish = Wish(question, card, clamped(question.span, card) if question.span else None)
    return [call for who in question.absent for call in wish.call("presence", character=who)]


def gaps_without(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Span]:
    """The longest times when none of those is seen who must not be there, in order; none where unknown."""
    where = presence_of_absent(question, card)
    answers = [step.found for step in steps if step.call in where]
    if not where or len(answers) < len(where):
        return []
    whole = clamped(question.span, card) if question.span else card.span
    stays = joined(clipped(stay, whole) for found in answers for stay in found.stays)
    gaps = sorted(left_of(whole, stays), key=lambda gap: -gap.duration_s)
    return sorted(
        (gap for gap in gaps[:MOST_GAPS] if gap.duration_s >= SHORTEST_GAP_S), key=lambda gap: gap.start_s
    )
