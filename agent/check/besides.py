"""What a clause claims besides: that nobody else is there, that it is so always, mostly, surely or first.

`Only Anna is on screen at 0:31.` falls where somebody else is seen then, `Anna enters at 0:13.` where she was
seen before.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, Kind, either_felt, without_names
from storyreel.agent.check.denials import is_always
from storyreel.agent.check.fitting import fitting, fitting_all
from storyreel.agent.check.ground import Ground, is_of, is_of_any, names
from storyreel.agent.check.moments import OF_PEOPLE, is_at_some, reaches_into
from storyreel.agent.check.moods import is_most_tense, is_so_sure, is_strongest, prevails, turns
from storyreel.agent.check.order import is_at_edge
from storyreel.agent.check.quoted import quoted_lines
from storyreel.agent.check.ranks import is_again, is_in_rank, is_most
from storyreel.agent.check.times import Time
from storyreel.agent.results import Item

_FELT: frozenset[Kind] = frozenset({"feeling"})
_SAID: frozenset[Kind] = frozenset({"speech"})
_EDGE_S = 1.0
"""Somebody is seen to come or go so much sooner or later than it is told."""


def holds_besides(clause: Clause, ground: Ground) -> bool:
    """Whether all holds that its small words claim: `only`, `without`, `always`, `mostly`, `again`."""
    return all(holds(clause, ground) for holds in _RULES)


def _is_quite(clause: Clause, _: Ground) -> bool:
    """Whether it says that something is so, not nearly so."""
    return not (words.NEARLY.search(clause.text) and clause.kinds)


def _is_without(clause: Clause, ground: Ground) -> bool:
    """Whether nobody is seen who is said not to be there."""
    return not any(reaches_into(item, time) for item in _shut_out(clause, ground) for time in clause.times)


def _is_known_alone(clause: Clause, ground: Ground) -> bool:
    """Whether it was looked at who else is there: shared pictures of two do not tell that they are alone."""
    if not (words.ALONE.search(clause.text) and clause.names and "presence" in clause.kinds):
        return True
    asked = [found.asked for found in ground.results if any(item.kind == "presence" for item in found.items)]
    return any(
        one is None or not one.people or (one.others and set(one.people) >= set(clause.names))
        for one in asked
    )


def _is_all_the_time(clause: Clause, ground: Ground) -> bool:
    return not words.ALWAYS.search(clause.text) or bool(clause.numbers) or is_always(clause, ground)


def _shut_out(clause: Clause, ground: Ground) -> list[Item]:
    """When those are seen who are said not to be there."""
    seen = [item for item in ground.items if item.kind == "presence"]
    if clause.without:
        return [item for item in seen if is_of_any(item, clause.without)]
    if words.ALONE.search(clause.text) and clause.names and "presence" in clause.kinds:
        return [item for item in seen if len(item.people) > sum(is_of(item, one) for one in clause.names)]
    return []


def _is_only(clause: Clause, ground: Ground) -> bool:
    """Whether nobody else says or feels what only one person is said to."""
    looked_up = "presence" in clause.kinds and clause.times
    if not clause.names or looked_up or not words.ONLY_WHO.search(clause.text):
        return True
    others = [item for item in fitting(clause, ground)("") if item.people and item.kind in OF_PEOPLE]
    there = [item for item in others if is_at_some(item, clause.times)]
    return all(is_of_any(item, clause.names) for item in there)


def _is_all_that_is_said(clause: Clause, ground: Ground) -> bool:
    """Whether somebody who says only something says nothing else."""
    if not clause.quotes or not clause.names or not words.SAYS_ONLY.search(clause.text):
        return True
    quoted = quoted_lines(clause, ground)
    lines = [item for item in ground.items if item.kind in ("line", "song") and is_of_any(item, clause.names)]
    return all(line in quoted for line in lines)


def _each_is_so(clause: Clause, ground: Ground) -> bool:
    """Whether each feeling that is told is somebody's at one of the times, and each saying too."""
    own = words.IN_WHAT_IS_SAID.sub("", without_names(clause.text, clause.names))
    speaks = bool(words.SPEECH.search(own))
    felt = [one for one in either_felt(clause) if not words.SAYING.search(one.word)]
    if words.TURNS.search(clause.text) or (len(felt) < 2 and not (felt and (speaks or clause.quotes))):
        return True
    each = [replace(clause, kinds=_FELT, feelings=(one,)) for one in felt]
    if speaks and not clause.quotes:
        each.append(replace(clause, kinds=_SAID, feelings=()))
    lines = [] if clause.times else quoted_lines(clause, ground)
    return all(any(_is_then(item, clause, lines) for item in fitting_all(one, ground)) for one in each)


def _is_then(item: Item, clause: Clause, lines: Sequence[Item]) -> bool:
    """Whether it is at one of the clause's times, and while one of the lines is said, if there are any."""
    beside = not lines or any(item.span.overlap_s(line.span) > 0 for line in lines)
    return beside and is_at_some(item, clause.times)


def _weeps(clause: Clause, ground: Ground) -> bool:
    """Whether it is described that somebody cries, where that is no word for what they say."""
    if clause.quotes or not words.WEEPS.search(clause.text):
        return True
    described = [item for item in ground.items if item.kind == "caption" and is_at_some(item, clause.times)]
    return any(words.WEEPS.search(item.text) and _names_all(item, clause) for item in described)


def _names_all(item: Item, clause: Clause) -> bool:
    return all(names(item, name) for name in clause.names)


def _comes_or_goes(clause: Clause, ground: Ground) -> bool:
    """Whether somebody who is said to come, or to go, at a time is first, or last, seen there then."""
    if "presence" not in clause.kinds or not clause.names:
        return True
    stays = [one.span for one in ground.items if one.kind == "presence" and is_of(one, clause.names[0])]
    comes, goes = words.ENTERS.search(clause.text), words.LEAVES.search(clause.text)
    edges_s = [stay.start_s for stay in stays if comes] + [stay.end_s for stay in stays if goes]
    if not comes and not goes:
        return True
    return all(any(_is_near(edge_s, time) for edge_s in edges_s) for time in clause.times)


def _is_near(edge_s: float, time: Time) -> bool:
    return time.start_s - _EDGE_S <= edge_s <= max(time.end_s, time.start_s + time.grain_s) + _EDGE_S


_RULES: tuple[Callable[[Clause, Ground], bool], ...] = (
    _is_quite,
    _is_without,
    _is_known_alone,
    is_most,
    _is_all_the_time,
    _is_only,
    _is_all_that_is_said,
    _comes_or_goes,
    _each_is_so,
    _weeps,
    prevails,
    turns,
    is_strongest,
    is_most_tense,
    is_so_sure,
    is_at_edge,
    is_in_rank,
    is_again,
)
"""Each must hold; most look for words of their own first."""
