"""What a clause claims besides: that nobody else is there, that it is so always, mostly, surely or first."""

from collections.abc import Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.denials import is_always
from storyreel.agent.check.fitting import fitting
from storyreel.agent.check.ground import Ground, has, is_of
from storyreel.agent.check.moments import is_at, reaches_into
from storyreel.agent.check.moods import is_most_tense, is_so_sure, is_strongest, prevails, turns
from storyreel.agent.check.order import is_at_edge
from storyreel.agent.check.overreach import comes_or_goes, each_is_so, is_only, weeps
from storyreel.agent.check.times import Time
from storyreel.agent.results import Item


def holds_besides(clause: Clause, ground: Ground) -> bool:
    """Whether that holds which `only`, `alone`, `without`, `always`, `mostly` and `certainly` claim."""
    if words.NEARLY.search(clause.text) and clause.kinds:
        return False
    if any(reaches_into(item, time) for item in _shut_out(clause, ground) for time in clause.times):
        return False
    if words.ALWAYS.search(clause.text) and not clause.numbers and not is_always(clause, ground):
        return False
    of_moods = (prevails, turns, is_strongest, is_most_tense, is_so_sure)
    rules = (*of_moods, is_only, comes_or_goes, each_is_so, is_at_edge, weeps)
    return all(holds(clause, ground) for holds in rules) and _is_in_order(clause, ground)


def _shut_out(clause: Clause, ground: Ground) -> list[Item]:
    """When those are seen who are said not to be there."""
    seen = [item for item in ground.items if item.kind == "presence"]
    if clause.without:
        return [item for item in seen if any(is_of(item, name) for name in clause.without)]
    if words.ALONE.search(clause.text) and clause.names and "presence" in clause.kinds:
        return [item for item in seen if not any(is_of(item, name) for name in clause.names)]
    return []


def _is_in_order(clause: Clause, ground: Ground) -> bool:
    """Whether what is said to be somebody's first or last, or the first or last mention, is that."""
    if not (clause.kinds and clause.times):
        return True
    moments = [item for item in _those(clause, ground) if _is_moment(item)]
    edges = ((words.FIRST, 0), (words.LAST, -1))
    told = [edge for pattern, edge in edges if pattern.search(clause.text)]
    return not moments or all(_is_edge(moments, time, edge) for edge in told for time in clause.times)


def _those(clause: Clause, ground: Ground) -> list[Item]:
    """What is the clause's first or last of: all of somebody's, or all lines that mention something."""
    fits = fitting(clause, ground)
    if clause.names:
        return fits(clause.names[0])
    if not words.IS_MENTIONED.search(clause.text):
        return []
    return [item for item in fits("") if all(has(item.text, word) for word in clause.content)]


def _is_edge(items: Sequence[Item], time: Time, edge: int) -> bool:
    """Whether none of the items lies wholly before, or after, those at a time."""
    there = [item for item in items if is_at(item, time)]
    if edge == 0:
        return any(all(other.span.end_s > one.span.start_s for other in items) for one in there)
    return any(all(other.span.start_s < one.span.end_s for other in items) for one in there)


def _is_moment(item: Item) -> bool:
    return item.kind in ("presence", "emotion", "line", "song", "character")
