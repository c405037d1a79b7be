"""Lets an author write sentences from facts, and has those that do not hold written anew, once."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from storyreel.agent.llm.fit import size
from storyreel.agent.llm.tokens import tokens_of
from storyreel.agent.storyline.author import Author
from storyreel.agent.storyline.facts import Fact, fitting
from storyreel.agent.storyline.judging import Fault, Judge
from storyreel.agent.storyline.records import Told
from storyreel.agent.storyline.reply import Sentence, held_to, sentences_in
from storyreel.agent.storyline.telling import Telling
from storyreel.errors import LanguageModelError
from storyreel.prompts.loader import render

REWRITE_TOKENS = 300
"""Kept free in each prompt, so that the wish to write anew still fits."""
LEAST_FACTS_TOKENS = 60
NOTHING_HELD = "nothing that the language model wrote of it is borne out by the film"
UNREADABLE = "the language model wrote nothing of it that can be read"


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
    """Sends an author its tasks, within what it reads at once."""

    author: Author
    rules: str
    judge: Judge

    def free_tokens(self, task: Task) -> int:
        """What a prompt of the task has left for its facts.

        Raises LanguageModelError if the server does not say how much it reads.
        """
        return self.author.room_tokens - size(self._messages(task, ())) - REWRITE_TOKENS

    def write(self, task: Task) -> Written:
        """Raises LanguageModelError where the author writes nothing."""
        facts = self._facts(task)
        slots = self.judge.judged(self._ask(task, facts, ()), facts)
        if faults := [one for one in slots if isinstance(one, Fault)]:
            again = self._again(task, facts, faults, {one.text for one in slots})
            slots = [next(again, one) if isinstance(one, Fault) else one for one in slots]
        kept = tuple(one for one in slots if isinstance(one, Told))
        dropped = tuple(one.text for one in slots if isinstance(one, Fault))
        trace = {"kept": [one.text for one in kept], "dropped": list(dropped)}
        self.author.trace.write("checked", task=task.prompt, number=task.number, faults=faults, **trace)
        return Written(kept, dropped)

    def _again(
        self, task: Task, facts: Sequence[Fact], faults: Sequence[Fault], known: Container[str]
    ) -> Iterator[Told | Fault]:
        """The faulty sentences written anew; none where the author fails meanwhile: then they stay faulty."""
        try:
            reply = self._ask(task, facts, faults)
        except LanguageModelError:
            return
        for one in self.judge.judged(reply, facts):
            if one.text not in known:
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


def rules_of(telling: Telling, people: Sequence[str], room_tokens: int) -> str:
    """The beginning of a story's prompts; of a large cast, the names that a quarter of the room holds."""
    room, known = room_tokens // 4, []
    for person in people:
        room -= tokens_of(person) + 10
        if room > 0:
            known.append(person)
    return render("story_rules", title=telling.film.title, people=known)
