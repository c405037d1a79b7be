"""Whether a sentence of a story stands: proved by its facts, and at odds with nothing told or known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storyreel.agent.check.ground import once
from storyreel.agent.check.mend import mend
from storyreel.agent.check.support import people_of, support
from storyreel.agent.results import Item
from storyreel.agent.storyline.facts import Fact
from storyreel.agent.storyline.ledger import Ledger
from storyreel.agent.storyline.naming import CanonicalNames
from storyreel.agent.storyline.records import Told
from storyreel.agent.storyline.reply import Sentence
from storyreel.agent.storyline.telling import Telling

UNPROVED = "no fact proves all of it"


class Fault(NamedTuple):
    """A sentence that does not hold, and why."""

    text: str
    why: str


@dataclass
class Judge:
    """Puts names and quotations right, checks sentences, and enters those that stand into the ledger."""

    telling: Telling
    names: CanonicalNames
    ledger: Ledger
    _before: tuple[str, ...] = field(default=(), repr=False)
    """Whom the last sentence is about, for the pronouns of the next."""

    def judged(self, sentences: Sequence[Sentence], facts: Sequence[Fact]) -> list[Told | Fault]:
        """Each sentence as it stands, or what is wrong with it; what is said twice is taken once."""
        self._before = ()
        found: dict[str, Told | Fault] = {}
        for one in sentences:
            text = mend(self.names.told(one.text), self.telling.ground(_items(facts)))
            if text not in found:
                found[text] = self._verdict(text, one.proofs, facts)
        return list(found.values())

    def _verdict(self, text: str, proofs: Sequence[str], facts: Sequence[Fact]) -> Told | Fault:
        items = self._proof(text, proofs, facts)
        if not items:
            return Fault(text, UNPROVED)
        told = Told(text, items)
        if why := self.ledger.objection(text, told.span):
            return Fault(text, why)
        self.ledger.add(text, told.span)
        self._before = people_of(text, self.telling.ground(items)) or self._before
        return told

    def _proof(self, text: str, proofs: Sequence[str], facts: Sequence[Fact]) -> tuple[Item, ...]:
        """What proves a sentence: of the facts it names, else of all, those that prove it by themselves.

        Nothing proves a sentence that claims nothing.
        """
        named = self._with_names(text, [fact for fact in facts if fact.id in proofs])
        if found := self._holds(text, named):
            return tuple(found if self._holds(text, found) else once(named))
        found = self._holds(text, self._with_names(text, facts))
        return tuple(found) if found and self._holds(text, found) else ()

    def _with_names(self, text: str, facts: Sequence[Fact]) -> list[Item]:
        items = _items(facts)
        return [*items, *(self.telling.naming(text, items) if items else ())]

    def _holds(self, text: str, items: Sequence[Item]) -> list[Item] | None:
        return support(text, self.telling.ground(items), self._before)


def _items(facts: Sequence[Fact]) -> list[Item]:
    return [item for fact in facts for item in fact.items]
