"""What a clause claims besides: that nobody else is there, that it is so always, mostly, surely or first."""

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.denials import is_always
from storyreel.agent.check.ground import Ground, is_of
from storyreel.agent.check.moments import reaches_into
from storyreel.agent.check.moods import is_most_tense, is_so_sure, is_strongest, prevails, turns
from storyreel.agent.check.order import is_at_edge
from storyreel.agent.check.overreach import comes_or_goes, each_is_so, is_only, weeps
from storyreel.agent.check.ranks import is_again, is_in_rank
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
    rules = (*of_moods, is_only, comes_or_goes, each_is_so, is_at_edge, weeps, is_in_rank, is_again)
    return all(holds(clause, ground) for holds in rules)


def _shut_out(clause: Clause, ground: Ground) -> list[Item]:
    """When those are seen who are said not to be there."""
    seen = [item for item in ground.items if item.kind == "presence"]
    if clause.without:
        return [item for item in seen if any(is_of(item, name) for name in clause.without)]
    if words.ALONE.search(clause.text) and clause.names and "presence" in clause.kinds:
        return [item for item in seen if not any(is_of(item, name) for name in clause.names)]
    return []
