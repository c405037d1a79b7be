"""Clips of a user's films with captions by the user, as Video-LLaVA learns from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Self

from pydantic import Field, ValidationError, model_validator

from storyreel.errors import MediaError
from storyreel.memory.records import Film, Record, Span
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sampling import samples
from storyreel.tools.models.captions import FRAMES, Clip, Known

FILE = "captions.jsonl"
HELD_OUT = 5
"""One film in so many."""


class Line(Record):
    """A line of the file: what is to be said of a stretch of a film."""

    film: str
    """Its path from the file's folder on."""
    start_s: float = Field(ge=0)
    end_s: float
    caption: str = Field(min_length=1)
    people: tuple[str, ...] = ()
    """Names that the caption may use: they are told beside the clip, as of known people."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.end_s <= self.start_s:
            raise ValueError(f"expected start_s < end_s, got {self.start_s} and {self.end_s}")
        path = PurePosixPath(self.film)
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"expected a film's path within the folder, got {self.film!r}")
        return self


@dataclass(frozen=True)
class Captioned:
    """A stretch of a film and what is to be said of it."""

    film: Film
    line: Line


def read(folder: Path) -> list[Captioned]:
    """All lines of a folder's `captions.jsonl`, film by film.

    Raises MediaError, naming the line, for one that says something else, and for a film that is not there.
    """
    path = folder / FILE
    try:
        texts = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MediaError(f"{str(path)!r} cannot be read: it holds captions as JSON lines") from error
    lines = [_line(text, f"{str(path)!r}, line {n}") for n, text in enumerate(texts, 1) if text.strip()]
    films = {name: probe(folder / name) for name in sorted({line.film for line in lines})}
    found = [Captioned(films[line.film], line) for line in lines]
    return sorted(found, key=lambda one: (one.film.id, one.line.start_s, one.line.end_s))


def _line(text: str, where: str) -> Line:
    try:
        return Line.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise MediaError(f"{where}: {'.'.join(map(str, first['loc']))} {first['msg']}") from error


def split(captioned: Sequence[Captioned]) -> tuple[list[Captioned], list[Captioned]]:
    """What to learn from and what to hold out: whole films, whatever they are called.

    Raises MediaError if they are of one film only.
    """
    films = sorted({one.film.id for one in captioned})
    if len(films) < 2:
        raise MediaError(f"captions of {len(films)} film: at least two are needed, for one is held out")
    held = set(films[::HELD_OUT])
    return [one for one in captioned if one.film.id not in held], [
        one for one in captioned if one.film.id in held
    ]


def shown(captioned: Sequence[Captioned]) -> Iterator[tuple[Clip, str]]:
    """Each as the model is shown it, with its caption. Raises MediaError where nothing can be seen."""
    for _, group in groupby(captioned, key=lambda one: one.film.path):
        ones = list(group)
        spans = [Span(start_s=one.line.start_s, end_s=one.line.end_s) for one in ones]
        for one, span, frames in zip(ones, spans, samples(ones[0].film, spans, FRAMES), strict=True):
            if not frames:
                raise MediaError(f"{one.line.film!r} shows nothing from {span.start_s:g} to {span.end_s:g} s")
            people = [Known(f"{{l:{name}}}", name, {}) for name in one.line.people]
            yield Clip(span, frames, people), one.line.caption
