"""Learns how far to believe face, voice and words beside each other.

Films are written as the emotion suite writes them (`films`), but not made: each turn gets the readings that
its face, its voice and its words get from heads that have met neither person, as recorded or spoiled. The
weights make the true emotions of all moments likeliest, with the prior of films as it is; they are held near
1, for posed faces and acted voices are clearer than those of films. The limits of intervals are those that
find most. Figures are of films whose people and dialogues had no part in choosing either.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.errors import StoryreelError
from storyreel.eval import corpora, felt_in_films, films
from storyreel.eval.corpora import Line
from storyreel.eval.felt_in_films import Watched
from storyreel.eval.films import Pieces, Script, Turn
from storyreel.eval.metrics import brier_score, calibration_error
from storyreel.eval.progress import counted, in_words
from storyreel.eval.train import face, linear, voice
from storyreel.memory import fusion
from storyreel.memory.feelings import Limits
from storyreel.memory.fusion import Readings
from storyreel.memory.records import EMOTIONS, MODALITIES, Emotion, Modality, Span
from storyreel.tools import expression, text_emotion, voice_emotion
from storyreel.tools.models import head
from storyreel.tools.models.head import Array, softmax

SEED = 2026
FOLDS = 3
FILMS = 12
"""To each fold."""
RIDGE = 0.1
"""How strongly weights are held near 1."""
LIMITS = [Limits(high, low) for high in (0.3, 0.35, 0.4, 0.45, 0.5, 0.6) for low in (0.25, 0.3, 0.35, 0.4)]
OnProgress = Callable[[str], None]
Key = tuple[str, Emotion]
"""A person and what they show or sound."""


@dataclass(frozen=True)
class Answers:
    """What readers that have not met them say of faces, voices and lines."""

    faces: Mapping[Key, Array]
    """Shape (n, 7), a row for each picture, also spoiled."""
    voices: Mapping[Key, Array]
    """The same for each recording."""
    lines: Mapping[Line, Array]
    """Shape (7,)."""


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Learns from DATA/speech, DATA/faces and the lines of DATA/text that the readers have not learnt.

    Ships the weights and returns their figures. Raises StoryreelError if something is missing.
    """
    folder = data / "faces"
    portraits = counted(face.portraits_in(folder), in_words("faces", on_progress))
    faces = face.examples_of(portraits, face.COPIES)
    backgrounds = [corpora.samples_of(path) for path in corpora.sounds_in(data / "sounds")]
    clips = counted(voice.clips_in(data), in_words("utterances", on_progress))
    voices = voice.examples_of(clips, backgrounds, voice.COPIES)
    pieces, _ = felt_in_films.pieces_in(data, head.seen_by_any())
    return ship(pieces, answers_of(faces, voices, pieces.dialogues))


def answers_of(faces: face.Examples, voices: voice.Examples, dialogues: Sequence[Sequence[Line]]) -> Answers:
    """What each reader says, as in films, of people that it has not met."""
    seen = expression.for_films(face.cooled_unseen(faces, face.predict_unseen(faces))).astype(np.float32)
    heard = voice.predict_unseen(voices)[:, : len(EMOTIONS)]
    temperature = linear.best_temperature(softmax(heard), list(voices.emotions))
    sounding = voice_emotion.as_in_films(softmax(heard / np.float32(temperature)))
    lines = [line for dialogue in dialogues for line in dialogue]
    read = text_emotion.read_lines(
        [line.words for line in lines], [line.dialogue for line in lines], [line.speaker for line in lines]
    )
    return Answers(
        _by_key(faces.people[faces.judged], faces.where(faces.judged).emotions, seen[faces.judged]),
        _by_key(voices.speakers, list(voices.emotions), sounding),
        dict(zip(lines, read, strict=True)),
    )


def _by_key(people: NDArray[np.str_], emotions: Sequence[Emotion], rows: Array) -> dict[Key, Array]:
    found: defaultdict[Key, list[Array]] = defaultdict(list)
    for person, emotion, row in zip(people.tolist(), emotions, rows, strict=True):
        found[person, emotion].append(row)
    return {key: np.stack(some) for key, some in found.items()}


def ship(pieces: Pieces, answers: Answers) -> dict[str, float]:
    """Learns from all films, ships the weights, returns them and figures of films that were held out."""
    folds = [_films(part, answers, SEED + fold) for fold, part in enumerate(_parts(pieces))]
    figures = [figures_of([film for one in folds if one is not held for film in one], held) for held in folds]
    everything = [film for fold in folds for film in fold]
    shares, limits = fit(everything), best_limits(everything, fit(everything))
    weights = dict(zip(MODALITIES, np.round(shares, 3).tolist(), strict=True))
    fusion.POOL.write_text(json.dumps({"weights": weights}) + "\n", encoding="utf-8")
    means = {name: float(np.mean([one[name] for one in figures])) for name in figures[0]}
    return weights | {"begin at": limits.begin_at, "go on at": limits.go_on_at} | means


def _parts(pieces: Pieces) -> Iterator[Pieces]:
    """Pieces that share neither people nor dialogues. Raises StoryreelError if there are too few."""
    if min(map(len, (pieces.voices, pieces.faces, pieces.dialogues))) < 2 * FOLDS:
        raise StoryreelError(f"to learn, at least {2 * FOLDS} voices, faces and dialogues are needed")
    for fold in range(FOLDS):
        yield Pieces(
            {who: pieces.voices[who] for who in list(pieces.voices)[fold::FOLDS]},
            {who: pieces.faces[who] for who in list(pieces.faces)[fold::FOLDS]},
            pieces.dialogues[fold::FOLDS],
            (),
        )


def _films(pieces: Pieces, answers: Answers, seed: int) -> list[Watched]:
    """Written films with what would be read of them; dialogues come again with other people."""
    chance = np.random.default_rng(seed)
    scripts: list[Script] = []
    while len(scripts) < FILMS:
        scripts += films.write_scripts(pieces, FILMS - len(scripts), int(chance.integers(2**31)))
    return [Watched(script, {}, read(script, answers, chance)) for script in scripts]


def read(script: Script, answers: Answers, chance: np.random.Generator) -> Readings:
    """A film's readings, each as sure of whose it is as can be."""
    rows = [row for turn in script.turns for row in _of_turn(turn, answers, chance)]
    labels, spans, modalities, chances = zip(*rows, strict=True)
    return Readings(
        ids=[str(number) for number in range(len(rows))],
        who=labels,
        about=[str(number) for number in range(len(rows))],
        starts_s=np.array([span.start_s for span in spans]),
        ends_s=np.array([span.end_s for span in spans]),
        modalities=np.array([MODALITIES.index(modality) for modality in modalities], np.int64),
        trust=np.ones(len(rows)),
        probabilities=np.stack(chances),
    )


def _of_turn(
    turn: Turn, answers: Answers, chance: np.random.Generator
) -> Iterator[tuple[str, Span, Modality, Array]]:
    if turn.shown and turn.portrait and turn.portrait.emotion:
        looks = answers.faces.get((turn.portrait.person, turn.portrait.emotion))
        if looks is not None:
            yield turn.shown.label.casefold(), turn.span, "face", looks[chance.integers(len(looks))]
    if turn.speaker and turn.cue and turn.line and turn.clip:
        sounds = answers.voices.get((turn.clip.speaker, turn.clip.emotion))
        if sounds is not None:
            yield turn.speaker.label.casefold(), turn.cue, "voice", sounds[chance.integers(len(sounds))]
        yield turn.speaker.label.casefold(), turn.cue, "text", answers.lines[turn.line]


def fit(watched: Sequence[Watched]) -> NDArray[np.float64]:
    """The weights, shape (3,), that make the truth likeliest."""
    from scipy.optimize import minimize

    beliefs, true = felt_in_films.beliefs_of(watched)
    rows = np.arange(len(true))

    def loss(shares: NDArray[np.float64]) -> float:
        likelihood = np.log(np.maximum(fusion.pooled(beliefs, shares)[rows, true], 1e-12))
        return float(RIDGE * ((shares - 1) ** 2).sum() - likelihood.mean())

    learnt = minimize(loss, np.ones(len(MODALITIES)), method="L-BFGS-B", bounds=[(0, None)] * len(MODALITIES))
    return np.asarray(learnt.x)


def best_limits(watched: Sequence[Watched], shares: NDArray[np.float64]) -> Limits:
    """Those with which most intervals are right."""
    return max(LIMITS, key=lambda limits: _f1(watched, shares, limits))


def _f1(watched: Sequence[Watched], shares: NDArray[np.float64], limits: Limits) -> float:
    found = [felt_in_films.intervals_of(one.read, limits, shares) for one in watched]
    return felt_in_films.agreement(watched, found).f1


def figures_of(learnt: Sequence[Watched], held: Sequence[Watched]) -> dict[str, float]:
    """Of the films held out."""
    shares = fit(learnt)
    beliefs, true = felt_in_films.beliefs_of(held)
    fused = fusion.pooled(beliefs, shares)
    right = fused.argmax(axis=1) == true
    alone = {name: felt_in_films.alone(held, modality) for modality, name in felt_in_films.ALONE.items()}
    return {
        "interval F1": _f1(held, shares, best_limits(learnt, shares)),
        **{f"interval F1, {name}": value for name, value in alone.items()},
        "ECE": calibration_error(fused.max(axis=1), right),
        "Brier": brier_score(fused, true),
    }
