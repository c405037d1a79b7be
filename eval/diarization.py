"""Who speaks when, against recordings whose speakers somebody wrote down: the diarization error rate.

A set is a folder of recordings with RTTM files beside them (NIST, "The 2009 Rich Transcription Meeting
Recognition Evaluation Plan"). No collar is left around the borders of turns, and speech of several at once
counts once for each of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from storyreel.errors import StoryreelError
from storyreel.eval.rows import Row
from storyreel.memory.records import Film, Finding, Span, VoiceCluster, VoiceTurn
from storyreel.tools import voice_turns, voices
from storyreel.tools.media.decode import pictures_of
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import Sound
from storyreel.tools.models.overlap import Head
from storyreel.tools.scene import F, Scene, reels_of

SOUNDS = (".flac", ".wav", ".mp3", ".m4a", ".ogg")


@dataclass(frozen=True)
class Spoken:
    """One speaker speaks."""

    speaker: str
    span: Span


@dataclass(frozen=True)
class Errors:
    """Seconds of speech in error; where several speak at once, each of them counts."""

    missed_s: float = 0.0
    invented_s: float = 0.0
    """Speech found where nobody, or fewer, speak."""
    confused_s: float = 0.0
    """Speech given to somebody else."""
    spoken_s: float = 0.0
    """All there is."""

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.missed_s + other.missed_s,
            self.invented_s + other.invented_s,
            self.confused_s + other.confused_s,
            self.spoken_s + other.spoken_s,
        )

    @property
    def rate(self) -> float:
        """The diarization error rate; 0 where nobody speaks and nobody was found."""
        wrong_s = self.missed_s + self.invented_s + self.confused_s
        return wrong_s / self.spoken_s if self.spoken_s else float(wrong_s > 0)


@dataclass(frozen=True)
class _Findings:
    """What is known of a recording, kept in a list."""

    findings: Sequence[Finding]

    def find(self, kind: type[F], span: Span) -> list[F]:
        fitting = (one for one in self.findings if isinstance(one, kind))
        return sorted((one for one in fitting if one.span.overlap_s(span)), key=lambda one: one.span.start_s)


def diarization_error(folder: Path, head_for: Callable[[str], Head | None] = lambda _: None) -> list[Row]:
    """Diarization error rate, and what it is made of, over all recordings of a folder with an RTTM.

    `head_for` chooses what hears how many speak in the recording of a name; None is the shipped head.

    Raises StoryreelError if no recording has an RTTM, or one cannot be read.
    """
    recordings = recordings_in(folder)
    truth = {path.stem: turns for path, turns in recordings.items()}
    found = {path.stem: diarize(path, head_for(path.stem)) for path in recordings}
    total = sum((errors(truth[name], turns) for name, turns in found.items()), Errors())
    alone = [[Spoken("", turn.span) for turn in turns] for turns in found.values()]
    one_voice = sum((errors(truth[name], turns) for name, turns in zip(found, alone, strict=True)), Errors())
    return list(_rows(folder.name, total, one_voice))


def recordings_in(folder: Path) -> dict[Path, list[Spoken]]:
    """The recordings of a folder with an RTTM, and who speaks when in them.

    Raises StoryreelError if there are none, or an RTTM cannot be read.
    """
    truth = {name: turns for path in sorted(folder.glob("*.rttm")) for name, turns in read_rttm(path).items()}
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in SOUNDS and path.stem in truth]
    if not paths:
        raise StoryreelError(f"{str(folder)!r} holds no recording with an RTTM file of its speakers")
    return {path: truth[path.stem] for path in paths}


def _rows(name: str, total: Errors, one_voice: Errors) -> Iterator[Row]:
    seconds = round(total.spoken_s)
    baseline = {"all speech by one voice": one_voice.rate}
    yield Row(set=name, metric="DER", value=total.rate, n=seconds, baseline=baseline)
    for metric, wrong_s in (
        ("DER, missed", total.missed_s),
        ("DER, invented", total.invented_s),
        ("DER, confused", total.confused_s),
    ):
        yield Row(set=name, metric=metric, value=wrong_s / max(total.spoken_s, 1e-9), n=seconds, baseline={})


def read_rttm(path: Path) -> dict[str, list[Spoken]]:
    """Speakers' turns by recording; an empty file knows the recording of its name, where nobody speaks.

    Raises StoryreelError for a line that is not of RTTM's form.
    """
    turns: defaultdict[str, list[Spoken]] = defaultdict(list)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        fields = line.split()
        if fields and fields[0] == "SPEAKER":
            try:
                start_s, duration_s = float(fields[3]), float(fields[4])
                turns[fields[1]].append(Spoken(fields[7], Span(start_s=start_s, end_s=start_s + duration_s)))
            except (IndexError, ValueError) as error:
                raise StoryreelError(f"{path.name!r}, line {number}, is not of RTTM's form") from error
    return dict(turns) or {path.stem: []}


def diarize(path: Path, head: Head | None = None) -> list[Spoken]:
    """Who speaks when in a recording, as the tools find it; a voice is named by its cluster."""
    film = probe(path)
    turns = [
        turn
        for reel in reels_of(film.span)
        for turn in voice_turns.find_turns(_scene(film, reel), voice_turns.VoiceTurnsArgs(), head).findings
    ]
    clusters = voices.find_voices(_scene(film, film.span, turns), voices.TOOL.args()).findings
    names = {turn: cluster.local_id for cluster in clusters for turn in cluster.turns}
    return [Spoken(names.get(turn.turn_id, turn.turn_id), turn.span) for turn in turns]


def _scene(film: Film, span: Span, known: Sequence[VoiceTurn | VoiceCluster] = ()) -> Scene:
    return Scene(film, span, _Findings(known), lambda: pictures_of(film, span), Sound(film).of)


def errors(true: Sequence[Spoken], found: Sequence[Spoken]) -> Errors:
    """Errors after the matching of true to found speakers that leaves the least confused."""
    matched = _matching(true, found)
    total = Errors()
    for span_s, speaking, heard in _moments(true, found):
        right = sum(matched.get(speaker) in heard for speaker in speaking)
        total += Errors(
            missed_s=span_s * max(0, len(speaking) - len(heard)),
            invented_s=span_s * max(0, len(heard) - len(speaking)),
            confused_s=span_s * (min(len(speaking), len(heard)) - right),
            spoken_s=span_s * len(speaking),
        )
    return total


def _matching(true: Sequence[Spoken], found: Sequence[Spoken]) -> dict[str, str]:
    from scipy.optimize import linear_sum_assignment

    speakers, voices_ = (sorted({one.speaker for one in turns}) for turns in (true, found))
    shared_s = np.zeros((len(speakers), len(voices_)))
    for span_s, speaking, heard in _moments(true, found):
        for speaker in speaking:
            for voice in heard:
                shared_s[speakers.index(speaker), voices_.index(voice)] += span_s
    rows, columns = linear_sum_assignment(-shared_s)
    return {speakers[row]: voices_[column] for row, column in zip(rows, columns, strict=True)}


def _moments(true: Sequence[Spoken], found: Sequence[Spoken]) -> Iterator[tuple[float, set[str], set[str]]]:
    """Stretches within which nobody begins or ends: seconds, who speaks, who was found to."""
    edges = sorted({edge for one in (*true, *found) for edge in (one.span.start_s, one.span.end_s)})
    for start_s, end_s in pairwise(edges):
        middle_s = (start_s + end_s) / 2
        speaking, heard = ({o.speaker for o in turns if o.span.holds(middle_s)} for turns in (true, found))
        yield end_s - start_s, speaking, heard
