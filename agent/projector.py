"""Shows the reels of a film to those who ask for their pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from storyreel.memory.records import Film, Span
from storyreel.tools.media.decode import watch
from storyreel.tools.scene import Pictures, reels_of


@dataclass
class Projector:
    """Hands out the pictures of reels; those asked for in order come from one decode pass."""

    film: Film
    looks: bool = True
    _pass: Iterator[tuple[Span, Pictures]] = field(default_factory=lambda: iter(()))
    _next_s: float = -1.0

    def show(self, reel: Span) -> Pictures:
        """The pictures of a reel."""
        if reel.start_s != self._next_s:
            self._pass = watch(self.film, _reels_from(reel, self.film), looks=self.looks)
        self._next_s = -1.0  # a pass that fails is over
        pictures = next(self._pass)[1]
        self._next_s = reel.end_s
        return pictures


def _reels_from(reel: Span, film: Film) -> list[Span]:
    return reels_of(Span(start_s=reel.start_s, end_s=max(film.duration_s, reel.end_s)))
