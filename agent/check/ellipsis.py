"""What a clause leaves out, taken from the clauses before it.

`Anna is angry at 0:31, but Ben is not.` denies that he is angry at 0:31; `Anna is angry at 0:31, as is Ben.`
falls where he is not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.ground import Ground

_FLIPS = re.compile(r"other than|except|instead", re.IGNORECASE)
"""What opens a clause that denies what the one before it says, or says what that denies."""


def completed(clause: Clause, earlier: Sequence[Clause], before: tuple[str, ...], ground: Ground) -> Clause:
    """The clause with what it leaves out; `before` are the people of the sentence before its own."""
    return _of_several(_from_before(_headed(clause, earlier), earlier, before), ground)


def _from_before(clause: Clause, earlier: Sequence[Clause], before: tuple[str, ...]) -> Clause:
    """The clause with what it has in common with the one before it."""
    if not earlier:
        inherits = not clause.names and words.PRONOUN.match(clause.text)
        return replace(clause, names=before, inherited=True) if inherits and before else clause
    last = earlier[-1]
    bare = not clause.kinds and not clause.content and not clause.quotes
    if bare and clause.times and not clause.names and last.quotes:
        return replace(clause, quotes=last.quotes[-1:], of_quote=True, names=())
    clause = _with_people_and_times(clause, last, bare)
    if clause.opening == ":" and clause.quotes and clause.inherited and not last.times:
        return replace(_feeling_as(last, clause), kinds=clause.kinds | last.kinds)
    if _goes_on_telling(clause, last):
        return replace(clause, kinds=last.kinds)
    if not bare or last.admits or not (clause.times or clause.names or clause.numbers):
        return clause
    flips = bool(_FLIPS.search(clause.opening))
    denies = clause.inherited and bool(clause.times) and last.denies != flips
    return replace(_feeling_as(last, clause), kinds=last.kinds, denies=clause.denies or denies)


def _feeling_as(last: Clause, clause: Clause) -> Clause:
    """The clause with the feelings of the one before it."""
    return replace(clause, feelings=last.feelings, alternatives=last.alternatives)


def _with_people_and_times(clause: Clause, last: Clause, bare: bool) -> Clause:
    """The clause with the people or times of the one before it, where it leaves them out."""
    own = words.OF_THE_PROGRAM.match(clause.text)
    if not clause.names and not last.of_times and not own and not words.INDEFINITE.search(clause.text):
        clause = replace(clause, names=last.names, inherited=True)
    if not bare or clause.times:
        return clause
    if clause.opening == "(" and clause.names and not clause.inherited:
        return replace(clause, times=last.times, of_times=True)
    return replace(clause, times=last.times) if words.TOO.search(clause.text) else clause


def _headed(clause: Clause, earlier: Sequence[Clause]) -> Clause:
    """`0:31: Anna is angry; so is Ben`: a time before a colon is that of all that follows."""
    if clause.times or not earlier or [*earlier[1:], clause][0].opening not in (":", ")"):
        return clause
    first = earlier[0]
    told = (first.names and not clause.quotes) or first.kinds or first.content or first.quotes
    return clause if told else replace(clause, times=first.times)


def _goes_on_telling(clause: Clause, last: Clause) -> bool:
    """`Anna says: the bridge is gone`, `… about the boat and about the money`: still what somebody says."""
    somebody = last.names or words.INDEFINITE.search(last.text)
    goes_on = (clause.opening == ":" and somebody) or clause.text.startswith("about ")
    return bool(goes_on) and not clause.kinds and bool(clause.content) and "speech" in last.kinds


def _of_several(clause: Clause, ground: Ground) -> Clause:
    """The clause with all of those whom `everybody` means; `both` and `they` mean those who were named."""
    if words.EVERYBODY.match(clause.text) and not clause.denies:
        return replace(clause, names=ground.cast)
    lacks = bool(words.SEVERAL.match(clause.text)) and len(clause.names) < 2
    return replace(clause, lacks_people=lacks and bool(clause.kinds))
