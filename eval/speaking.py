"""Who speaks: on films put together so that it is known, and on films whose speakers somebody labelled.

People who talk to the camera (DATA/clips/talking_head_*) are put beside somebody who weeps and laughs in
silence, and beside one another with the sound of one; and each is shown alone. Labels of films are
STEM_speakers.csv, with start_s and end_s of when a line is heard, the person, and the line's words, by which
it is found among the film's lines.
"""

import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import typer

from storyreel.agent.ingest import runner_for
from storyreel.agent.runner import Runner
from storyreel.eval.people import LABELS, labelled_films, person_of
from storyreel.eval.rows import Row
from storyreel.eval.side_by_side import put_together
from storyreel.memory import timeline
from storyreel.memory.characters import characters
from storyreel.memory.library import Library
from storyreel.memory.records import FaceTrack, Span, Talking, Utterance
from storyreel.memory.speakers import Appearance, who_speaks
from storyreel.tools import weights
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import sound_of
from storyreel.tools.models import whisper

LINE_S = 3.0
"""Speech without subtitles is cut into lines of this length."""
SILENT = ("footage", "WolfgangLanger_Pexels.mp4")
FACE_ALONE = "the one face seen"
LEAST_LIKENESS = 0.5
"""Share of a labelled line's words that a line must have to be the same."""


@dataclass
class _Tally:
    """What is found for lines whose speaker is known."""

    right: int = 0
    wrong: int = 0
    lines: int = 0

    def count(self, found: str | None, true: str | None) -> None:
        self.lines += 1
        self.right += found == true
        self.wrong += found is not None and found != true

    def rows(self, set_: str, what: str, plain: "_Tally") -> Iterator[Row]:
        for metric, mine, theirs in (("right", self.right, plain.right), ("wrong", self.wrong, plain.wrong)):
            of = max(1, self.lines)
            baseline = {FACE_ALONE: theirs / of}
            yield Row(set=set_, metric=f"{what}, {metric}", value=mine / of, n=self.lines, baseline=baseline)


def speaking_rows(data: Path) -> list[Row]:
    """Figures of every set that the folder holds: shares of lines whose speaker is right, and wrong.

    The rest is said to be nobody's; of a silent face alone, that is right.
    """
    with tempfile.TemporaryDirectory() as folder:
        return [*_assembled_rows(data / "clips", Path(folder)), *_labelled_rows(data / "clips", Path(folder))]


def _assembled_rows(clips: Path, folder: Path) -> Iterator[Row]:
    talkers = sorted(clips.glob("talking_head_*.mp4"))
    if not talkers:
        return
    silent = weights.path(*SILENT)
    kinds: dict[str, list[tuple[list[Path], Path, int | None]]] = {
        "speaker beside a silent face": [([one, silent], one, 0) for one in talkers],
        "speaker beside another's moving mouth": [
            ([one, other], one, 0) for one in talkers for other in talkers if one != other
        ],
        "speaker alone": [([one], one, 0) for one in talkers],
        "listener alone": [([silent], one, None) for one in talkers],
    }
    for kind, films in kinds.items():
        mine, plain = _Tally(), _Tally()
        for number, (parts, heard, speaker) in enumerate(films):
            path = folder / f"{kind}-{number}.mp4"
            edges = put_together(parts, heard, path)
            _tally(path, edges, None if speaker is None else str(speaker), mine, plain)
        yield from mine.rows("assembled", kind, plain)


def _tally(path: Path, edges: Sequence[float], true: str | None, mine: _Tally, plain: _Tally) -> None:
    """Counts the lines of a film whose parts, which end at the edges, show one person each."""
    with Library.open(path.with_suffix("")) as library:
        film = probe(path)
        library.add(film)
        Runner(library, film).ensure({"talking"}, film.span)
        mouths = {one.about: one for one in library.facts.find(film.id, Talking)}
        faces = [
            Appearance(_place(track, edges), track.span, mouths.get(track.track_id))
            for track in library.facts.find(film.id, FaceTrack)
        ]
        lines = list(_lines(path))
        found = who_speaks(lines, faces, {})
        alone = who_speaks(lines, _without_mouths(faces), {})
    for line in lines:
        for tally, speakers in ((mine, found), (plain, alone)):
            who = speakers.get(line.utterance_id)
            tally.count(who.character_id if who else None, true)


def _place(track: FaceTrack, edges: Sequence[float]) -> str:
    middle = float(np.mean([look.box.x + look.box.width / 2 for look in track.looks]))
    return str(int(np.searchsorted(edges, middle)))


def _without_mouths(faces: Sequence[Appearance]) -> list[Appearance]:
    return [Appearance(face.character_id, face.span) for face in faces]


def _lines(path: Path) -> Iterator[Utterance]:
    """Pieces of speech as it is heard."""
    film = probe(path)
    for start_s, end_s in whisper.speech_regions(sound_of(film, film.span)):
        pieces = np.linspace(start_s, end_s, max(1, round((end_s - start_s) / LINE_S)) + 1).tolist()
        for a, b in pairwise(pieces):
            span = Span(start_s=a, end_s=b)
            yield Utterance(span=span, utterance_id=f"u{a:.2f}", words="…", source="recognised")


@dataclass(frozen=True)
class _Line:
    """A line that somebody listened to."""

    person: str
    words: frozenset[str]


def _labelled_rows(clips: Path, folder: Path) -> Iterator[Row]:
    for film, faces in labelled_films(clips).items():
        table = LABELS / f"{film.stem}_speakers.csv"
        if not table.exists():
            continue
        with Library.open(folder / film.stem) as library:
            probed = probe(film)
            library.add(probed)
            runner_for(library, probed).ensure({"voice_faces", "names", "speech"}, probed.span)
            tracks = library.facts.find(probed.id, FaceTrack)
            person = {track.track_id: who for track in tracks if (who := person_of(track, faces))}
            yield from _film_rows(library, probed.id, film.stem, person, _read(table))


def _film_rows(
    library: Library, film_id: str, name: str, person: Mapping[str, str], lines: Sequence[_Line]
) -> Iterator[Row]:
    people = characters(library.facts, film_id)
    called = {one.id: _whose([person[track] for track in one.tracks if track in person]) for one in people}
    spans = library.facts.spans(film_id, FaceTrack)
    faces = [Appearance(one.id, spans[track]) for one in people for track in one.tracks]
    said = timeline.dialogue(library.facts, film_id)
    alone = who_speaks([line.utterance for line in said], faces, {})
    mine, plain, seen = _Tally(), _Tally(), {one.id for one in people if one.tracks}
    for line in said:
        true = _same(line.utterance.words, lines)
        if true is not None:
            found = line.character_id if line.character_id in seen else None
            mine.count(called.get(found or ""), true.person)
            other = alone.get(line.utterance.utterance_id)
            plain.count(called.get(other.character_id) if other else None, true.person)
    yield from mine.rows(name, "speaker of a line", plain)


def _whose(people: Sequence[str]) -> str | None:
    return Counter(people).most_common(1)[0][0] if people else None


def _same(words: str, lines: Sequence[_Line]) -> _Line | None:
    """The labelled line with most of these words, if it has enough of them."""
    spoken = _words(words)
    shares = [len(spoken & line.words) / max(1, len(spoken | line.words)) for line in lines]
    best = int(np.argmax(shares))
    return lines[best] if shares[best] >= LEAST_LIKENESS else None


def _read(table: Path) -> list[_Line]:
    with table.open(encoding="utf-8", newline="") as file:
        return [_Line(row["person"], _words(row["line"])) for row in csv.DictReader(file)]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w']+", text.casefold()))


def main(data: Path) -> None:
    """Print how often who speaks is found in the sets of DATA."""
    for row in speaking_rows(data):
        typer.echo(f"{row.set}: {row.metric} {row.value:.3f} of {row.n} {row.beside}")


if __name__ == "__main__":
    typer.run(main)
