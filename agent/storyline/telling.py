"""All that a story is told from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from storyreel.agent.check.ground import Ground
from storyreel.agent.plot import Plot, PlotEvent
from storyreel.agent.recall.items import sentence_item
from storyreel.agent.results import Found, Item
from storyreel.agent.scenes import SceneFacts
from storyreel.agent.storyline.naming import CanonicalNames
from storyreel.agent.storyline.records import Draft
from storyreel.agent.storyline.talk import TalkReader
from storyreel.memory.records import Film


@dataclass(frozen=True)
class Telling:
    """A film, as far as it is told, with its scenes, people and events."""

    film: Film
    until_s: float
    """Of what happens later nothing is told."""
    scenes: tuple[SceneFacts, ...]
    names: dict[str, str]
    """Of characters, by id."""
    plot: Plot
    key: tuple[PlotEvent, ...]
    """The events that a synopsis must tell."""

    @cached_property
    def talk(self) -> TalkReader:
        """Reads what its lines talk of."""
        return TalkReader(self.scenes)

    @cached_property
    def spoken_names(self) -> CanonicalNames:
        """Of people whom lines name and nobody sees."""
        return CanonicalNames((), {}, self.talk.one_form)

    def named(self, draft: Draft) -> Draft:
        """With one name a person, and a line that says it where none of its proofs does."""
        text = self.spoken_names.told(draft.text)
        return replace(draft, text=text, items=(*draft.items, *self.naming(text, draft.items)))

    def naming(self, text: str, items: Sequence[Item]) -> list[Item]:
        """For each name that a sentence tells in another form than its proofs, a line that says it so."""
        said = " ".join(item.text for item in items)
        new = [name for name in set(self.talk.one_form.values()) if name in text and name not in said]
        lines = [self.talk.saying(name) for name in sorted(new)]
        return [sentence_item(line, self.names) for line in lines if line]

    def ground(self, items: Sequence[Item]) -> Ground:
        """What a sentence with these proofs may rest on."""
        cast = tuple(self.names.values())
        return Ground((Found(items=tuple(items)),), "", cast, self.film.title, self.film.duration_s)
