"""What a sentence claims beyond single facts: causes, comparisons, that two things are so at once.

`Ben is sad because Anna left.` and `Ben has more lines than Anna.` fall unless a tool says so itself;
`Anna is happy while Ben is sad.` stands where both are so at one moment.
"""

from collections.abc import Sequence
from itertools import pairwise

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, without_names
from storyreel.agent.check.fitting import fitting_all
from storyreel.agent.check.ground import Ground, words_of
from storyreel.agent.check.moments import OF_PEOPLE, is_at_some
from storyreel.agent.check.quoted import quoted_lines
from storyreel.agent.results import Item


def overreaches(masked: str, clauses: Sequence[Clause], ground: Ground) -> bool:
    """Whether a sentence, its quotations masked, claims what no tool tells."""
    if any(clause.admits for clause in clauses):
        return False
    told = (words.CAUSE.search(masked), words.COMPARISON.search(masked))
    if words.PICTURE.search(masked) or any(match and not _is_found(match[0], ground) for match in told):
        return True
    if any(words.ONE_AND_THE_SAME.search(without_names(one.text, one.names)) for one in clauses):
        return True
    pairs = [(one, other) for one, other in pairwise(clauses) if words.AT_ONCE & {one.opening, other.opening}]
    return any(not _are_at_once(one, other, ground) for one, other in pairs)


def _is_found(told: str, ground: Ground) -> bool:
    """Whether a tool itself puts it so."""
    plain = " ".join(words_of(told))
    own = [text for item, text in ground.texts if item.kind not in ("line", "song")]
    return any(f" {plain} " in f" {text} " for text in own)


def _are_at_once(one: Clause, other: Clause, ground: Ground) -> bool:
    """Whether both are so at the same time; where both tell theirs, `while` only sets them side by side."""
    if one.times and other.times:
        return True
    if any(clause.denies or not (clause.kinds or clause.quotes) for clause in (one, other)):
        return True
    return any(
        item.span.overlap_s(beside.span) > 0
        for item in _moments(one, ground)
        for beside in _moments(other, ground)
    )


def _moments(clause: Clause, ground: Ground) -> list[Item]:
    """When a clause is so, at the times that it tells: when its quotations are said, else by its people."""
    found = quoted_lines(clause, ground) if clause.quotes else fitting_all(clause, ground)
    return [item for item in found if item.kind in OF_PEOPLE and is_at_some(item, clause.times)]
