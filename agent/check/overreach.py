"""What a sentence claims beyond single facts: causes, comparisons, that two things are so at once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, Kind, without_names
from storyreel.agent.check.fitting import fitting
from storyreel.agent.check.ground import Ground, is_of, names, words_of
from storyreel.agent.check.moments import is_at
from storyreel.agent.check.quoted import quoted_lines
from storyreel.agent.check.times import Time
from storyreel.agent.results import Item
from storyreel.agent.understanding.emotions import DEEDS

_FELT: frozenset[Kind] = frozenset({"feeling"})
_SAID: frozenset[Kind] = frozenset({"speech"})
_EDGE_S = 1.0
"""Somebody is seen to come or go so much sooner or later than it is told."""


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
    both = (one, other)
    tell_times = all(clause.times for clause in both)
    if tell_times or any(clause.denies or not (clause.kinds or clause.quotes) for clause in both):
        return True
    first, second = ([item for item in _proofs(one, ground) if _is_there(item, one)] for one in both)
    return any(item.span.overlap_s(beside.span) > 0 for item in first for beside in second)


def _proofs(clause: Clause, ground: Ground) -> list[Item]:
    """What may prove a clause: lines for its quotations, else what is so of its people."""
    return quoted_lines(clause, ground) if clause.quotes else _fitting_all(clause, ground)


def _fitting_all(clause: Clause, ground: Ground) -> list[Item]:
    fits = fitting(clause, ground)
    return [item for name in clause.names or ("",) for item in fits(name)]


def is_only(clause: Clause, ground: Ground) -> bool:
    """Whether nobody else says or feels what only one person is said to."""
    if not clause.names or "presence" in clause.kinds or not words.ONLY_WHO.search(clause.text):
        return True
    others = [item for item in fitting(clause, ground)("") if item.people]
    there = [item for item in others if _is_there(item, clause)]
    return all(any(is_of(item, name) for name in clause.names) for item in there)


def each_is_so(clause: Clause, ground: Ground) -> bool:
    """Whether each feeling that is told is somebody's at one of the times, and each saying too."""
    speaks = bool(words.SAYING.search(words.IN_WHAT_IS_SAID.sub("", clause.text)))
    felt = [one for one in clause.feelings if not (speaks and one.word in DEEDS)]
    if len(felt) < 2 and not (felt and (speaks or clause.quotes)):
        return True
    each = [replace(clause, kinds=_FELT, feelings=(one,)) for one in felt]
    if speaks and not clause.quotes:
        each.append(replace(clause, kinds=_SAID, feelings=()))
    turns = words.TURNS.search(clause.text)
    return all(any(turns or _is_there(item, clause) for item in _fitting_all(one, ground)) for one in each)


def weeps(clause: Clause, ground: Ground) -> bool:
    """Whether it is described that somebody cries, where that is no word for what they say."""
    if clause.quotes or not words.WEEPS.search(clause.text):
        return True
    described = [item for item in ground.items if item.kind == "caption" and _is_there(item, clause)]
    return any(words.WEEPS.search(item.text) and _names_all(item, clause) for item in described)


def _names_all(item: Item, clause: Clause) -> bool:
    return all(names(item, name) for name in clause.names)


def _is_there(item: Item, clause: Clause) -> bool:
    return not clause.times or any(is_at(item, time) for time in clause.times)


def comes_or_goes(clause: Clause, ground: Ground) -> bool:
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
