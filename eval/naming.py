"""How well people are named from what is said: on dialogues whose speakers are known, and on labelled films.

In MELD and in screenplays who speaks each line is given, as if every voice were known, and what the lines say
of names is weighed as in a film: a season of MELD, or a screenplay, is one film. Most names there that count
as wrong are first names of people whom a set knows by another name alone. On films with labelled faces
everything is found by Storyreel itself, from picture, sound and subtitles.
"""

import csv
import glob
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from storyreel.errors import MediaError
from storyreel.eval.people import Label, labelled_films, person_of
from storyreel.eval.rows import Row
from storyreel.memory import naming
from storyreel.memory.records import FaceTrack, Film, Finding, NameClaim, Span, Utterance
from storyreel.memory.speakers import Speaker
from storyreel.tools.names import NamesArgs, find_names
from storyreel.tools.naming import screenplay
from storyreel.tools.naming.lexicon import plain
from storyreel.tools.scene import Pictures, Scene

F = TypeVar("F", bound=Finding)
LINE_S, PAUSE_S = 2.0, 30.0
"""Times given to lines that have none: how long one lasts, and how far dialogues lie apart."""
UNKNOWN, WRONG = 0.5, 0.25
"""In the harder measurement, lines whose speaker is hidden, and others that get a neighbour's, as shares."""
SHORT_FORM = 3
"""Letters from which the beginning of a name stands for it."""
NICKNAMES = {"pheebs": "phoebe", "mon": "monica", "rach": "rachel", "joe": "joey"}
"""What MELD's friends call one another."""


@dataclass(frozen=True)
class Line:
    """Words, and who is known to say them."""

    words: str
    speaker: str
    dialogue: str


@dataclass(frozen=True)
class Dialogue:
    """A film as its lines, and what they say of names."""

    lines: Sequence[Line]
    full_names: Mapping[str, str] = field(default_factory=dict)
    """What else a speaker is called, where a cast list says so."""

    @property
    def speakers(self) -> list[str]:
        """Everybody who says something."""
        return list(dict.fromkeys(line.speaker for line in self.lines))

    @cached_property
    def utterances(self) -> list[Utterance]:
        """The lines with times; dialogues lie apart."""
        breaks = np.cumsum([0, *(a.dialogue != b.dialogue for a, b in pairwise(self.lines))])
        starts_s = [LINE_S * k + PAUSE_S * int(passed) for k, passed in enumerate(breaks)]
        return [
            Utterance(
                span=Span(start_s=start_s, end_s=start_s + LINE_S),
                utterance_id=f"u{k}",
                words=line.words,
                source="subtitles",
            )
            for k, (line, start_s) in enumerate(zip(self.lines, starts_s, strict=True))
        ]

    @cached_property
    def claims(self) -> tuple[NameClaim, ...]:
        """As the tool finds them."""
        end_s = self.utterances[-1].span.end_s
        film = Film(id="0" * 12, title="", path="", content_hash="0" * 64, duration_s=end_s)
        known = _Lines(self.utterances)
        scene = Scene(film, film.span, known, lambda: Pictures((), ()), lambda _: np.zeros(0, np.float32))
        return find_names(scene, NamesArgs()).findings

    @cached_property
    def called(self) -> int:
        """How many speakers are called, or call themselves, by a name in any line."""
        names = {claim.name for claim in self.claims if claim.source != "mention"}
        return sum(any(self.is_right(name, who) for name in names) for who in self.speakers)

    def is_right(self, name: str, speaker: str) -> bool:
        """Whether a speaker bears a name."""
        called = f"{speaker} {self.full_names.get(speaker, '')}"
        return is_name_of(name, called) or is_short_for(name, speaker)


@dataclass(frozen=True)
class _Lines:
    lines: Sequence[Utterance]

    def find(self, kind: type[F], _: Span) -> list[F]:
        return [line for line in self.lines if isinstance(line, kind)]


Hearing = Callable[[Dialogue], dict[str, Speaker]]
"""How much is known of who speaks, by utterance id."""


@dataclass(frozen=True)
class Given:
    """A name that was given to somebody."""

    name: str
    speaker: str
    confidence: float
    is_right: bool


def naming_rows(data: Path) -> list[Row]:
    """Figures of every set that the folder holds: `text/meld_*.csv`, `story/NAME`, `clips` with labels."""
    sets = {path.stem: _meld(path) for path in sorted(data.glob("text/meld_*.csv"))}
    sets |= {folder.name: _scripts(folder) for folder in sorted(data.glob("story/*")) if folder.is_dir()}
    rows = [row for name, films in sets.items() if films for row in dialogue_rows(name, films)]
    clips = labelled_films(data / "clips").items()
    return rows + [row for film, labels in clips if _has_subtitles(film) for row in _of_clip(film, labels)]


def dialogue_rows(name: str, films: Sequence[Dialogue]) -> list[Row]:
    """Precision and recall of names, with all speakers known, and as it is where only faces tell."""
    return [*_figures(name, films, "", _everybody), *_figures(name, films, "_half_known", _half)]


def is_name_of(name: str, speaker: str) -> bool:
    """Whether a speaker, as a set calls them, bears a name: they have a word in common.

    >>> is_name_of("Mr. Geller", "Ross Geller")
    True
    """
    words = {plain(word) for word in name.split()}
    words |= {NICKNAMES[word] for word in words if word in NICKNAMES}
    return not words.isdisjoint(map(plain, speaker.split()))


def is_short_for(name: str, speaker: str) -> bool:
    """Whether a name is the beginning of what a set calls somebody: Vern is VERNON."""
    key = plain(name)
    return len(key) >= SHORT_FORM and any(plain(word).startswith(key) for word in speaker.split())


def names_given(film: Dialogue, speakers: Mapping[str, Speaker]) -> list[Given]:
    """The strongest name of each speaker, each name given once, whatever its confidence."""
    found = naming.evidence_by_character(film.speakers, film.claims, film.utterances, speakers, {})
    best = [
        Given(name, who, confidence, film.is_right(name, who))
        for who, evidence in found.items()
        for name, confidence in naming.best_names(evidence)[:1]
    ]
    given: dict[str, Given] = {}
    for one in sorted(best, key=lambda one: -one.confidence):
        given.setdefault(plain(one.name), one)
    return list(given.values())


def _figures(name: str, films: Sequence[Dialogue], which: str, hearing: Hearing) -> list[Row]:
    heard = [(film, hearing(film)) for film in films]
    given = [one for film, speakers in heard for one in names_given(film, speakers)]
    named = [one for one in given if one.confidence >= naming.NAMED_FROM]
    plainly = [one for film, speakers in heard for one in _by_next_speaker(film, speakers)]
    called = sum(film.called for film in films)
    right, plainly_right = sum(one.is_right for one in named), sum(one.is_right for one in plainly)
    precise, found = _share(plainly_right, len(plainly)), _share(plainly_right, called)
    return [
        _row(name, f"name_precision{which}", right, len(named), precise),
        _row(name, f"name_recall{which}", right, called, found),
    ]


def _row(name: str, metric: str, right: int, n: int, plainly: float) -> Row:
    return Row(set=name, metric=metric, value=_share(right, n), n=n, baseline={"next_speaker": plainly})


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _everybody(film: Dialogue) -> dict[str, Speaker]:
    return {f"u{k}": Speaker(line.speaker, 1.0, "label") for k, line in enumerate(film.lines)}


def _half(film: Dialogue) -> dict[str, Speaker]:
    """Half of the speakers unknown, a quarter of the others a neighbour's."""
    chance = np.random.default_rng(0)
    found = {}
    for k in range(len(film.lines)):
        shift = int(chance.choice((-1, 1))) if chance.random() < WRONG else 0
        if chance.random() >= UNKNOWN:
            shown = film.lines[min(max(k + shift, 0), len(film.lines) - 1)].speaker
            found[f"u{k}"] = Speaker(shown, 1 - WRONG, "face")
    return found


def _by_next_speaker(film: Dialogue, speakers: Mapping[str, Speaker]) -> Iterator[Given]:
    """The plain way: a name is of whoever most often speaks next after it is called."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    places = {one.utterance_id: k for k, one in enumerate(film.utterances)}
    for claim in film.claims:
        after = speakers.get(f"u{places[claim.about or ''] + 1}")
        if claim.source == "vocative" and after is not None:
            votes[claim.name][after.character_id] += 1
    for name, counts in votes.items():
        who = counts.most_common(1)[0][0]
        yield Given(name, who, 1.0, film.is_right(name, who))


def _meld(path: Path) -> list[Dialogue]:
    """A season is a film: a dialogue alone says too little."""
    seasons: defaultdict[str, list[Line]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in sorted(rows, key=lambda row: (int(row["Dialogue_ID"]), int(row["Utterance_ID"]))):
        seasons[row["Season"]].append(Line(row["Utterance"], row["Speaker"], row["Dialogue_ID"]))
    return [Dialogue(lines) for lines in seasons.values()]


def _scripts(folder: Path) -> list[Dialogue]:
    """Every screenplay of a folder, with the cast list that lies beside it."""
    films = []
    for path in sorted(folder.rglob("*_script.txt")):
        try:
            lines = [Line(one.words, one.speaker, "") for one in screenplay.read(path)]
        except MediaError:
            continue  # an outline or a scan, with nobody to name
        films.append(Dialogue(lines, _full_names(path, {line.speaker for line in lines})))
    return films


def _full_names(script: Path, speakers: Iterable[str]) -> dict[str, str]:
    """Roles of the cast list that have a word of a speaker's cue: MCCLANE is Officer John McClane."""
    table = script.with_name(script.name.replace("_script", "_imdb_meta"))
    lines = table.read_text(encoding="utf-8", errors="replace").splitlines() if table.exists() else []
    roles = [line.split("\t")[2] for line in lines if line.startswith("cast\t") and line.count("\t") >= 2]
    return {who: " ".join(role for role in roles if is_name_of(role, who)) for who in speakers}


def _has_subtitles(film: Path) -> bool:
    return any(other.suffix in (".srt", ".vtt") for other in film.parent.glob(f"{glob.escape(film.stem)}.*"))


def _of_clip(film: Path, labels: Sequence[Label]) -> list[Row]:
    """How many of the labelled people are named, and how many wrongly, with subtitles beside the film."""
    from storyreel.agent.ingest import ingest
    from storyreel.memory.characters import characters
    from storyreel.memory.library import Library

    with tempfile.TemporaryDirectory() as place, Library.open(Path(place)) as library:
        report = ingest(library, film)
        tracks = {track.track_id: track for track in library.facts.find(report.film, FaceTrack)}
        people = characters(library.facts, report.film)
    named = [
        (one.name, person)
        for one in people
        if one.is_named and (person := _most_of(one.tracks, tracks, labels))
    ]
    right = sum(is_name_of(name, person) for name, person in named)
    total = len({label.person for label in labels})
    return [
        Row(set=film.stem, metric="named_right", value=right, n=total, baseline={}),
        Row(set=film.stem, metric="named_wrong", value=len(named) - right, n=total, baseline={}),
    ]


def _most_of(
    track_ids: Sequence[str], tracks: Mapping[str, FaceTrack], labels: Sequence[Label]
) -> str | None:
    votes = Counter(person for id_ in track_ids if (person := person_of(tracks[id_], labels)))
    return votes.most_common(1)[0][0] if votes else None
