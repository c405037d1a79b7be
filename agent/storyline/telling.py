"""All that a story is told from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from storyreel.agent.check.ground import Ground
from storyreel.agent.plot import Plot, PlotEvent
from storyreel.agent.results import Found, Item
from storyreel.agent.scenes import SceneFacts
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

    def ground(self, items: Sequence[Item]) -> Ground:
        """What a sentence with these proofs may rest on."""
        cast = tuple(self.names.values())
        return Ground((Found(items=tuple(items)),), "", cast, self.film.title, self.film.duration_s)
