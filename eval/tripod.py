"""TRIPOD: screenplays, synopses and turning points (Papalampidi, Keller and Lapata 2019), as published.

A screenplay's scenes begin at lines with `INT.`, `EXT.` or both; what comes before the first is no scene, nor
is the last, which the published indices leave out.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from storyreel.errors import StoryreelError
from storyreel.tools.models.story_signals import Beat
from storyreel.tools.models.turning_points import TURNING_POINTS
from storyreel.tools.naming import screenplay

SCREENPLAYS, ANNOTATIONS = Path("Screenplays_and_imdb_meta"), Path("Synopses_and_annotations")
TRAINING_SYNOPSES = ANNOTATIONS / "TRIPOD_synopses_train.csv"
TEST_SYNOPSES = ANNOTATIONS / "TRIPOD_synopses_test.csv"
TEST_SCENES = ANNOTATIONS / "TRIPOD_screenplays_test.csv"
HEADINGS = frozenset(("INT.", "EXT.", "INT/EXT.", "EXT./INT.", "INT./EXT."))
LEAST_SCENES = 40
"""A screenplay with fewer has headings that cannot be read."""
SENTENCE = re.compile(r"\[STR_SENT\](.*?)\[END_SENT\]", re.DOTALL)
Places = tuple[tuple[int, ...], ...]
"""Of each turning point, the sentences or scenes that are it, from 0."""


@dataclass(frozen=True)
class Screenplay:
    """A film as it is written."""

    scenes: tuple[str, ...]

    @cached_property
    def beats(self) -> list[Beat]:
        """What each scene tells of the story."""
        return [_beat(scene) for scene in self.scenes]


@dataclass(frozen=True)
class Synopsis:
    """A film retold, by one or more who marked its turning points."""

    film: str
    sentences: tuple[str, ...]
    marked: tuple[Places, ...]
    screenplay: Screenplay | None


@dataclass(frozen=True)
class Marked:
    """A screenplay whose turning points are known."""

    film: str
    screenplay: Screenplay
    scenes: Places

    @property
    def problem(self) -> str | None:
        """Why nothing can be measured on it, in one line; None where it can."""
        count = len(self.screenplay.scenes)
        if count < LEAST_SCENES:
            return f"{self.film!r}: only {count} headings of scenes are found in its screenplay"
        if not all(self.scenes):
            return f"{self.film!r}: not every turning point has a scene"
        if past := [scene for scenes in self.scenes for scene in scenes if not 0 <= scene < count]:
            return f"{self.film!r}: scene {past[0]} is a turning point, but the screenplay has {count} scenes"
        return None


def folder_in(data: Path) -> Path:
    """Where the set lies: the folder, or NAME or story/NAME in it. Raises StoryreelError if nowhere."""
    candidates = (data, *sorted(data.glob("story/*")), *sorted(data.glob("*")))
    found = [
        one for one in candidates if (one / TRAINING_SYNOPSES).is_file() or (one / TEST_SCENES).is_file()
    ]
    if not found:
        raise StoryreelError(
            f"{str(data)!r} holds no turning points: expected {TEST_SCENES} and {SCREENPLAYS}/ in it, "
            "or in a folder of it or of its story/"
        )
    return found[0]


def training_in(folder: Path, synopses: Path = TRAINING_SYNOPSES) -> list[Synopsis]:
    """The films whose synopses are marked, those of one film together; none where there is no such file."""
    by_film: dict[str, list[dict[str, str]]] = {}
    for row in _rows(folder / synopses):
        by_film.setdefault(re.sub(r"_\d+$", "", row["movie_name"]), []).append(row)
    return [_synopsis(folder, film, rows) for film, rows in by_film.items()]


def tests_in(folder: Path) -> list[Marked]:
    """The films whose scenes are marked and whose screenplay is there."""
    pairs = [(row, screenplay_of(folder, row["movie_name"])) for row in _rows(folder / TEST_SCENES)]
    return [Marked(row["movie_name"], written, _places(row)) for row, written in pairs if written]


def screenplay_of(folder: Path, film: str) -> Screenplay | None:
    """A film's screenplay, if it is there; names of folders may end with dots."""
    for name in (film, f"{film}.", f"{film}..."):
        path = folder / SCREENPLAYS / name / f"{name}_script.txt"
        if path.resolve().is_relative_to(folder.resolve()) and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            return Screenplay(tuple(cut_into_scenes(text)))
    return None


def cut_into_scenes(text: str) -> list[str]:
    """A screenplay's scenes, each with its heading, without the last."""
    scenes: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if HEADINGS & set(line.split()):
            scenes.append([])
        if scenes:
            scenes[-1].append(line)
    return ["".join(lines) for lines in scenes[:-1]]


def _beat(scene: str) -> Beat:
    speeches = screenplay.parse(scene)
    said = " ".join(speech.words for speech in speeches)
    length = len(scene.split())
    return Beat(
        said, length, min(1.0, len(said.split()) / max(1, length)), frozenset(one.speaker for one in speeches)
    )


def _synopsis(folder: Path, film: str, rows: Sequence[dict[str, str]]) -> Synopsis:
    sentences = tuple(one.strip() for one in SENTENCE.findall(rows[0]["synopsis_segmented"]))
    return Synopsis(film, sentences, tuple(map(_places, rows)), screenplay_of(folder, film))


def _places(row: dict[str, str]) -> Places:
    try:
        values = [json.loads(row[f"tp{number}"]) for number in range(1, len(TURNING_POINTS) + 1)]
        return tuple(tuple(map(int, value if isinstance(value, list) else [value])) for value in values)
    except (KeyError, ValueError, TypeError) as error:
        raise StoryreelError(f"the turning points of {row.get('movie_name')!r} cannot be read") from error


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield from csv.DictReader(file)
