"""Whether what was found supports all that a sentence claims, and which of it.

`Anna is angry at 0:31, but Ben is not.` is two claims; where one has nothing to rest on, the sentence falls.
"""

import re
from collections.abc import Sequence

from storyreel.agent.check import fragments
from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.admissions import is_of_what_is_known
from storyreel.agent.check.besides import holds_besides
from storyreel.agent.check.claims import clauses_of
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.denials import denial_holds
from storyreel.agent.check.figures import count_proof
from storyreel.agent.check.ground import TITLES, Ground, once, words_of
from storyreel.agent.check.order import is_in_order
from storyreel.agent.check.overreach import overreaches
from storyreel.agent.check.placed import proof_at_any_time, proof_at_times
from storyreel.agent.check.quotations import masked
from storyreel.agent.check.quoted import proof_of_quotations
from storyreel.agent.check.times import CLOCK
from storyreel.agent.check.told import proof_of_words
from storyreel.agent.results import Item
from storyreel.memory.clock import clock

_MOMENT = re.compile(rf"\bat ({CLOCK.pattern})(?!–)")


def support(sentence: str, ground: Ground, before: tuple[str, ...] = ()) -> list[Item] | None:
    """The items that a sentence rests on, or None if a claim of it has nothing to rest on.

    `before` are the people of the sentence before, whom a pronoun may mean.
    """
    if sentence in ground.notes:
        return _told_of(sentence, ground)
    if fragments.is_fragment(sentence):
        return [] if fragments.holds(sentence, ground) else None
    clauses = clauses_of(sentence, ground, before)
    if fragments.is_bare_name(clauses):
        full = fragments.with_question(sentence, ground.question)
        return support(full, ground) if full else None
    if overreaches(masked(sentence)[0], clauses, ground) or not is_in_order(sentence, ground, before):
        return None
    rests_on: list[Item] = []
    timed = {name for clause in clauses if clause.times for name in clause.names}
    for place, clause in enumerate(clauses):
        proof = _proof(clause, ground, clauses[place + 1 :])
        if proof is None:
            return None
        if clause.times or clause.quotes or not clause.names or not timed.issuperset(clause.names):
            rests_on += proof
    return once(rests_on) if any(map(_claims, clauses)) else None


def _claims(clause: Clause) -> bool:
    """Whether it tells anything, as `And so on.` does not."""
    told = (clause.names, clause.kinds, clause.content, clause.numbers, clause.times, clause.quotes)
    return any(told) or clause.denies or clause.admits


def _told_of(note: str, ground: Ground) -> list[Item]:
    """The lines that begin at the very times that a note names: those that somebody's name rests on."""
    told = _MOMENT.findall(note)
    return [item for item in ground.items if item.kind == "line" and clock(item.span.start_s) in told]


def _proof(clause: Clause, ground: Ground, rest: Sequence[Clause]) -> list[Item] | None:
    """The items that one clause rests on; None if it does not hold."""
    if clause.lacks_people or not _known(clause, ground) or _is_bare_predicate(clause):
        return None
    if clause.admits:
        return [] if is_of_what_is_known(clause, ground) else None
    if clause.denies:
        return [] if denial_holds(clause, rest, ground) else None
    if not holds_besides(clause, ground):
        return None
    parts = (proof_of_quotations, proof_at_times, proof_at_any_time, proof_of_words)
    proofs = [*(part(clause, ground) for part in parts), count_proof(clause, ground, rest)]
    return None if None in proofs else once(item for proof in proofs for item in proof or ())


def _is_bare_predicate(clause: Clause) -> bool:
    """Whether it says of somebody that they did or were something, in no word that could be looked up."""
    told = (clause.kinds, clause.quotes, clause.feelings, clause.numbers, clause.content)
    if not clause.names or any(told) or clause.denies or clause.admits:
        return False
    return bool(words.PREDICATE.search(clause.text)) and not words.IN_FILM.search(clause.text)


def _known(clause: Clause, ground: Ground) -> bool:
    """Whether every name was found, or, where something is denied or not known, was asked about."""
    allowed = ground.words
    if clause.denies or clause.admits:
        allowed = allowed | ground.asked_words | ground.cast_words
    if re.search(r"\bthere (?:is|are)\b|\bI know\b|\bask me\b", clause.text):
        allowed = allowed | ground.cast_words
    people = (*clause.names, *(quote.speaker for quote in clause.quotes if quote.speaker))
    return all(ground.calls(name) for name in people) and all(
        word in allowed or word in TITLES for name in people for word in words_of(name)
    )


def people_of(sentence: str, ground: Ground) -> tuple[str, ...]:
    """Who a sentence is about, for the pronouns of the next."""
    return tuple(dict.fromkeys(name for clause in clauses_of(sentence, ground) for name in clause.names))
