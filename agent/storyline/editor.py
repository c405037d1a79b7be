"""Lets an author write sentences from facts, and keeps those that hold."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from storyreel.agent.check.ground import once
from storyreel.agent.check.support import people_of, support
from storyreel.agent.llm.fit import CHARACTERS_PER_TOKEN, size
from storyreel.agent.results import Item
from storyreel.agent.storyline.author import Author
from storyreel.agent.storyline.facts import Fact, fitting
from storyreel.agent.storyline.ledger import Ledger
from storyreel.agent.storyline.naming import CanonicalNames
from storyreel.agent.storyline.records import Told
from storyreel.agent.storyline.reply import Sentence, held_to, sentences_in
from storyreel.agent.storyline.telling import Telling
from storyreel.errors import LanguageModelError
from storyreel.prompts.loader import render

REWRITE_TOKENS = 300
"""Kept free in each prompt, so that the wish to write anew still fits."""
LEAST_FACTS_TOKENS = 60
UNPROVED = "no fact that it names proves all of it"
NOTHING_HELD = "nothing that the language model wrote of it is borne out by the film"
UNREADABLE = "the language model wrote nothing of it that can be read"


class Fault(NamedTuple):
    """A sentence that does not hold, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class Task:
    """What is to be written."""

    prompt: Literal["scene_summary", "synopsis", "logline"]
    number: str
    """Of the scene or act: its facts' ids begin with it."""
    facts: Sequence[Fact]
    most: int
    """Sentences."""
    so_far: str = ""
    """What the prompt begins with, after the rules."""


@dataclass(frozen=True)
class Written:
    """What came of a task."""

    kept: tuple[Told, ...]
    dropped: tuple[str, ...]

    @property
    def failure(self) -> str | None:
        """Why nothing of it can be told; None if something can."""
        if self.kept:
            return None
        return NOTHING_HELD if self.dropped else UNREADABLE


@dataclass
class Editor:
    """Sends an author its tasks, checks what comes back, and has what does not hold written anew, once."""

    telling: Telling
    author: Author
    names: CanonicalNames
    rules: str
    ledger: Ledger
    _before: tuple[str, ...] = field(default=(), repr=False)
    """Whom the last sentence is about, for the pronouns of the next."""

    def free_tokens(self, task: Task) -> int:
        """What a prompt of the task has left for its facts.

        Raises LanguageModelError if the server does not say how much it reads.
        """
        return self.author.room_tokens - size(self._messages(task, ())) - REWRITE_TOKENS

    def write(self, task: Task) -> Written:
        """Raises LanguageModelError where the author writes nothing."""
        facts, self._before = self._facts(task), ()
        slots = self._judged(self._ask(task, facts, ()), facts)
        faults = [one for one in slots if isinstance(one, Fault)]
        if faults:
            kept_texts = {one.text for one in slots if isinstance(one, Told)}
            again = self._again(task, facts, faults, kept_texts)
            slots = [next(again, one) if isinstance(one, Fault) else one for one in slots]
        kept = tuple(one for one in slots if isinstance(one, Told))
        dropped = tuple(one.text for one in slots if isinstance(one, Fault))
        trace = {"kept": [one.text for one in kept], "dropped": list(dropped)}
        self.author.trace.write("checked", task=task.prompt, number=task.number, faults=faults, **trace)
        return Written(kept, dropped)

    def _again(
        self, task: Task, facts: Sequence[Fact], faults: Sequence[Fault], kept: Container[str]
    ) -> Iterator[Told | Fault]:
        """The faulty sentences written anew; none where the author fails meanwhile: then they stay faulty."""
        try:
            reply = self._ask(task, facts, faults)
        except LanguageModelError:
            return
        for one in self._judged([one for one in reply if self.names.told(one.text) not in kept], facts):
            yield replace(one, is_repaired=True) if isinstance(one, Told) else one

    def _ask(self, task: Task, facts: Sequence[Fact], faults: Sequence[Fault]) -> list[Sentence]:
        wish = [render("story_rewrite", faults=faults)] if faults else []
        messages = self._messages(task, facts, wish)
        most = len(faults) or task.most
        reply = self.author.write(messages, held_to([fact.id for fact in facts], most))
        return sentences_in(reply, most)

    def _messages(self, task: Task, facts: Sequence[Fact], wish: Sequence[str] = ()) -> list[BaseMessage]:
        listed = "\n".join(fact.line for fact in facts)
        example = facts[0].id if facts else ""
        told = render(task.prompt, facts=listed, most=task.most, example=example)
        parts = [task.so_far, told, *wish]
        return [SystemMessage(self.rules), HumanMessage("\n\n".join(filter(None, parts)))]

    def _facts(self, task: Task) -> tuple[Fact, ...]:
        """As many facts as the model can read beside all else."""
        free = self.free_tokens(task)
        if free < LEAST_FACTS_TOKENS:
            raise LanguageModelError(
                f"the language model reads too little at once: {max(free, 0)} tokens are free for the facts"
            )
        return fitting(task.facts, free, task.number)

    def _judged(self, sentences: Sequence[Sentence], facts: Sequence[Fact]) -> list[Told | Fault]:
        """Each sentence as it stands, or what is wrong with it; what is said twice is taken once."""
        found: dict[str, Told | Fault] = {}
        for one in sentences:
            text = self.names.told(one.text)
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

        None for a sentence that claims nothing.
        """
        named = [item for fact in facts if fact.id in proofs for item in fact.items]
        if found := self._holds(text, named):
            return tuple(found if self._holds(text, found) else once(named))
        found = self._holds(text, [item for fact in facts for item in fact.items])
        return tuple(found) if found and self._holds(text, found) else ()

    def _holds(self, text: str, items: Sequence[Item]) -> list[Item] | None:
        return support(text, self.telling.ground(items), self._before)


def rules_of(telling: Telling, people: Sequence[str], room_tokens: int) -> str:
    """The beginning of a story's prompts; of a large cast, the names that a quarter of the room holds."""
    room, known = room_tokens * CHARACTERS_PER_TOKEN // 4, []
    for person in people:
        room -= len(person) + 30
        if room > 0:
            known.append(person)
    return render("story_rules", title=telling.film.title, people=known)
