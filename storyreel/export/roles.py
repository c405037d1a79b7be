"""Who is in a film and what is there to show of them, for pictures."""

from dataclasses import dataclass
from pathlib import Path

from storyreel.errors import QuestionError
from storyreel.memory import timeline
from storyreel.memory.characters import characters
from storyreel.memory.clock import clock
from storyreel.memory.intervals import joined, total_s
from storyreel.memory.library import Library
from storyreel.memory.records import Character, Film, Span


@dataclass(frozen=True)
class Face:
    """One look of somebody."""

    picture: Path
    """May be missing, where the film could not be decoded."""
    track_id: str
    time_s: float


@dataclass(frozen=True)
class Role:
    """Somebody in a film."""

    id: str
    name: str
    on_screen: tuple[Span, ...]
    speaks: tuple[Span, ...]
    faces: tuple[Face, ...]
    """The best first."""

    @property
    def screen_time_s(self) -> float:
        """How long they are seen."""
        return total_s(self.on_screen)

    @property
    def speech_time_s(self) -> float:
        """How long they are heard."""
        return total_s(self.speaks)


def lasting(seconds: float) -> str:
    """A length of time, short ones to the tenth.

    >>> lasting(0.44), lasting(41.8), lasting(95)
    ('0.4 s', '42 s', '1:35')
    """
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return clock(seconds)


def nobody_in(library: Library, film: Film) -> QuestionError:
    """Why there is nobody to show, and what to do where something can be done."""
    if any(work.tool == "people" for work in library.facts.works(film.id)):
        return QuestionError(f"Nobody was found in {film.title!r}: no face, label or voice to tell by.")
    return QuestionError(f"Nobody is known in {film.title!r} yet: ingest it at standard depth.")


def roles_of(library: Library, film: Film) -> list[Role]:
    """Everybody in a film, who is seen the longest first, then who is only heard."""
    found = [_role(library, one) for one in characters(library.facts, film.id)]
    return sorted(found, key=lambda role: (-role.screen_time_s, -role.speech_time_s, int(role.id[1:])))


def _role(library: Library, person: Character) -> Role:
    lines = timeline.dialogue(library.facts, person.film_id, character_id=person.id)
    return Role(
        id=person.id,
        name=person.name,
        on_screen=tuple(timeline.presence(library.facts, person.film_id, person.id)),
        speaks=tuple(joined(line.utterance.span for line in lines)),
        faces=tuple(Face(library.portrait(one), one.track_id, one.time_s) for one in person.anchors),
    )
