"""Who feels what, and when, in whole films: assembled, watched, asked by `storyreel timeline`, and scored.

Each film's timeline is compared with its truth by intervals: one that was found is right if it shares half of
the time that both take together with a true one of the same person and emotion. Beside it stand face, voice
and words alone, each cut into intervals at the limits that suit it best on these very films.
"""

import hashlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from storyreel.agent.beside import Beside
from storyreel.agent.ingest import ingest
from storyreel.eval import corpora, film_maker, films
from storyreel.eval.agreement import OnProgress
from storyreel.eval.corpora import Clip, Portrait
from storyreel.eval.films import Pieces, Script
from storyreel.eval.metrics import (
    Matches,
    brier_of_shares,
    brier_score,
    calibration_by_chance,
    calibration_error,
    matched,
    plain_calibration,
)
from storyreel.eval.progress import counted
from storyreel.eval.rows import Measurement, Row
from storyreel.memory import characters, feelings, timeline
from storyreel.memory.feelings import Limits
from storyreel.memory.fusion import STEP_S, Readings, gather, persons_of, pooled, weights
from storyreel.memory.intervals import joined
from storyreel.memory.library import Library
from storyreel.memory.records import EMOTIONS, MODALITIES, Emotion, Modality, Span

SET = "films"
FILMS = 6
SEED = 2026
TRIED = [Limits(begin_at, begin_at - 0.1) for begin_at in (0.3, 0.4, 0.5, 0.6, 0.7)]
"""Where intervals begin, of which each modality alone is given the best."""
SPOKEN = "*-*-*.ogg"
"""Recorded books among the sounds, which are no music: `<reader>-<chapter>-<piece>`."""
FEELINGS: tuple[Emotion, ...] = tuple(emotion for emotion in EMOTIONS if emotion != "neutral")
ALONE: dict[Modality, str] = {"face": "face alone", "voice": "voice alone", "text": "words alone"}

Felt = Mapping[tuple[str, Emotion], Sequence[Span]]
"""By whose label, in lower case, and emotion, but for calm."""


@dataclass(frozen=True)
class Watched:
    """An assembled film and what the library says of it."""

    script: Script
    told: Felt
    """By `storyreel timeline`."""
    read: Readings
    """Whose each is, by label, in lower case."""

    @property
    def truth(self) -> Felt:
        """What is felt in it."""
        felt = self.script.truth()
        return {(who.casefold(), emotion): felt[who, emotion] for who, emotion in felt if emotion in FEELINGS}


def measure(data: Path, seen: frozenset[str], on_progress: OnProgress) -> Measurement:
    """Interval F1 of assembled films beside single modalities and plain ways, and calibration of moments.

    `seen` are people, and digests of files of lines, that the heads learnt from. Where the folder lacks
    speech/ravdess, faces/expressions/ck48 or text/meld_*.csv there are no films and no rows; where its few
    people cannot play any of its dialogues, a note says so.
    """
    pieces, notes = pieces_in(data, seen)
    if not (pieces.voices and pieces.faces and pieces.dialogues):
        return Measurement([], [])
    scripts = films.write_scripts(pieces, FILMS, SEED)
    if not scripts:
        few = f"{len(pieces.voices)} voices and {len(pieces.faces)} faces"
        none = f"{SET}: none, as every dialogue has more speakers than {few} can play"
        return Measurement([], [*notes, none])
    with TemporaryDirectory() as folder:
        watched = watch_all(scripts, Path(folder), on_progress)
    return Measurement(rows_of(watched), notes)


def pieces_in(data: Path, seen: frozenset[str]) -> tuple[Pieces, list[str]]:
    """What films can be put together of, and notes on what of it was seen in training.

    Where there are people or lines that were not seen, only they are taken.
    """
    clips = corpora.ravdess(data / "speech" / "ravdess")
    portraits = corpora.ck48(data / "faces" / "expressions" / "ck48")
    voices = {who: [clip for clip in clips if clip.speaker == who] for who in _in_order(clips)}
    faces = {who: [one for one in portraits if one.person == who] for who in _in_order(portraits)}
    lines = {_digest(path): path for path in sorted((data / "text").glob("meld_*.csv"))}
    notes: list[str] = []
    chosen = [_unseen(kind, among, seen, notes) for kind, among in (("voices", voices), ("faces", faces))]
    return Pieces(
        {who: voices[who] for who in chosen[0]},
        {who: faces[who] for who in chosen[1]},
        [
            dialogue
            for digest in _unseen("lines", lines, seen, notes)
            for dialogue in films.dialogues_in(corpora.meld(lines[digest]))
        ],
        [path for path in corpora.sounds_in(data / "sounds") if not path.match(SPOKEN)],
    ), notes


def _in_order(pieces: Sequence[Clip] | Sequence[Portrait]) -> list[str]:
    people = {one.speaker if isinstance(one, Clip) else one.person for one in pieces}
    return sorted(people)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unseen(kind: str, among: Collection[str], seen: frozenset[str], notes: list[str]) -> list[str]:
    fresh = [one for one in among if one not in seen]
    if among and not fresh:
        notes.append(f"{SET}: all {kind} were seen in training, so the figures flatter")
    return fresh or list(among)


def watch_all(scripts: Sequence[Script], folder: Path, on_progress: OnProgress) -> list[Watched]:
    """Makes the films, watches them into a library in the folder, and asks what is felt in them."""
    return [watch(script, folder) for script in counted(scripts, partial(on_progress, SET))]


def watch(script: Script, folder: Path) -> Watched:
    """One film, as a user would watch and ask it."""
    path, cast = film_maker.make(script, folder)  # the subtitles lie beside it
    with Library.open(folder / "library") as library:
        film_id = ingest(library, path, given=Beside.of(cast, None)).film
        people = characters.characters(library.facts, film_id)
        names = {person.id: person.name.casefold() for person in people}
        read = timeline.readings(library.facts, film_id)
    named = replace(read, who=[names.get(who or "") for who in read.who])
    return Watched(script, _told(film_id, folder / "library"), named)


def _told(film_id: str, library: Path) -> Felt:
    asked = [sys.executable, "-m", "storyreel", "timeline", film_id, "--json", "--library", str(library)]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True)
    return _felt(
        (
            (one["character"] or "").casefold(),
            one["emotion"],
            Span(start_s=one["start_s"], end_s=one["end_s"]),
        )
        for one in json.loads(answer.stdout)["intervals"]
    )


def _felt(found: Iterable[tuple[str, Emotion, Span]]) -> Felt:
    felt: defaultdict[tuple[str, Emotion], list[Span]] = defaultdict(list)
    for who, emotion, span in found:
        felt[who, emotion].append(span)
    return felt


def rows_of(watched: Sequence[Watched]) -> list[Row]:
    """The figures of films that were watched."""
    told = agreement(watched, [one.told for one in watched])
    baseline = {name: alone(watched, modality) for modality, name in ALONE.items()}
    baseline["moment by moment"] = agreement(watched, [_argmax(one.read) for one in watched]).f1
    baseline["majority"] = agreement(watched, [_majority(one, _commonest(watched)) for one in watched]).f1
    beliefs, true = beliefs_of(watched)
    probabilities = pooled(beliefs, weights())
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == true
    error, plainly = calibration_error(sure, right), plain_calibration(right, true)
    plainly["by chance alone"] = calibration_by_chance(sure, _runs(probabilities.argmax(axis=1)))
    brier = {"majority": brier_of_shares(true)}
    return [
        Row(set=SET, metric="interval F1", value=told.f1, n=told.true, baseline=baseline),
        Row(set=SET, metric="ECE", value=error, n=len(true), baseline=plainly),
        Row(set=SET, metric="Brier", value=brier_score(probabilities, true), n=len(true), baseline=brier),
    ]


def _runs(answers: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each stretch of one answer; shape (n,)."""
    return np.cumsum(np.append(False, np.diff(answers) != 0))


def agreement(watched: Sequence[Watched], found: Sequence[Felt]) -> Matches:
    """How far intervals, film by film, agree with the truth."""
    matches = [_matches(one.truth, felt) for one, felt in zip(watched, found, strict=True)]
    return sum(matches, start=Matches(0, 0, 0))


def _matches(true: Felt, found: Felt) -> Matches:
    keys = true.keys() | found.keys()
    return sum((matched(true.get(key, ()), found.get(key, ())) for key in keys), start=Matches(0, 0, 0))


def alone(watched: Sequence[Watched], modality: Modality) -> float:
    """F1 of one modality, with the limits that are best for it."""
    read = [only(one.read, modality) for one in watched]
    return max(agreement(watched, [intervals_of(one, limits) for one in read]).f1 for limits in TRIED)


def only(read: Readings, modality: Modality) -> Readings:
    """The readings of one modality."""
    rows = np.flatnonzero(read.modalities == MODALITIES.index(modality)).tolist()
    return Readings(
        ids=[read.ids[row] for row in rows],
        who=[read.who[row] for row in rows],
        about=[read.about[row] for row in rows],
        starts_s=read.starts_s[rows],
        ends_s=read.ends_s[rows],
        modalities=read.modalities[rows],
        trust=read.trust[rows],
        probabilities=read.probabilities[rows],
    )


def intervals_of(read: Readings, limits: Limits, shares: NDArray[np.float64] | None = None) -> Felt:
    """What readings tell by themselves, with weights of modalities other than those that ship."""
    least = min(limits.begin_at, feelings.LEAST_CONFIDENCE)
    found = feelings.intervals(read, FEELINGS, least, limits, shares)
    return _felt((one.character_id or "", one.emotion, one.span) for one in found)


def _argmax(read: Readings) -> Felt:
    """What is likeliest at each moment by the mean of all that is read, each change taken as it comes."""
    persons = persons_of(read)
    chances: defaultdict[tuple[str, int], list[NDArray[np.float32]]] = defaultdict(list)
    for row in range(len(read.ids)):
        for cell in range(int(read.starts_s[row] / STEP_S), int(np.ceil(read.ends_s[row] / STEP_S))):
            chances[read.who[row] or f"~{persons[row]}", cell].append(read.probabilities[row])
    labels = {key: EMOTIONS[int(np.mean(rows, axis=0).argmax())] for key, rows in chances.items()}
    ordered = sorted((who, labels[who, cell], cell) for who, cell in labels)
    return _felt(
        (who, emotion, span)
        for (who, emotion), run in groupby(ordered, key=lambda one: one[:2])
        if emotion in FEELINGS
        for span in joined(Span(start_s=cell * STEP_S, end_s=(cell + 1) * STEP_S) for _, _, cell in run)
    )


def _commonest(watched: Sequence[Watched]) -> Emotion:
    felt = Counter(key[1] for one in watched for key, spans in one.truth.items() for _ in spans)
    return felt.most_common(1)[0][0]


def _majority(one: Watched, emotion: Emotion) -> Felt:
    """Whoever speaks feels the same."""
    said: defaultdict[tuple[str, Emotion], list[Span]] = defaultdict(list)
    for turn in one.script.turns:
        if turn.speaker and turn.cue:
            said[turn.speaker.label.casefold(), emotion].append(turn.cue)
    return {key: joined(spans, films.SAME_FEELING_S) for key, spans in said.items()}


def beliefs_of(watched: Sequence[Watched]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """What modalities say, shape (n, 3, 7), at moments whose truth is known, and the truth, (n,)."""
    parts = [_beliefs(one) for one in watched]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _beliefs(one: Watched) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    persons = persons_of(one.read)
    names = {int(person): who or "" for person, who in zip(persons, one.read.who, strict=True)}
    evidence = gather(one.read, persons)
    felt = one.script.truth()
    true = np.array(
        [
            _truth(felt, names[person], (cell + 0.5) * STEP_S)
            for person, cell in zip(evidence.persons.tolist(), evidence.cells.tolist(), strict=True)
        ]
    )
    return evidence.beliefs[true >= 0], true[true >= 0]


def _truth(felt: Felt, who: str, time_s: float) -> int:
    """The emotion's place, or -1 where none is known or two stretches meet."""
    labels = [
        emotion
        for (label, emotion), spans in felt.items()
        if label.casefold() == who and any(span.holds(time_s) for span in spans)
    ]
    return EMOTIONS.index(labels[0]) if len(labels) == 1 else -1
