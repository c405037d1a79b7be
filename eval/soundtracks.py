"""Soundtracks of which it is known what is heard when: recordings laid over one another, as in a film.

Recordings fall into folds, and a soundtrack is made of one fold's alone, so that what is learnt from the
others has heard nothing of it, not even another piece of the same recording.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import corpora, noises
from storyreel.eval.conversations import Voices, voices_in
from storyreel.eval.noises import EFFECTS, LEVEL
from storyreel.eval.train.spoil import by_telephone, in_a_room
from storyreel.eval.train.voice import clips_in
from storyreel.tools.scene import REEL_S, SAMPLE_RATE_HZ, Samples

LABELS = Path(__file__).parent / "labels" / "sounds.csv"
FOLDS = 4
MADE_S = 40.0
"""Length of a sound made by rule…"""
MADE = 6
"""…and how many there are of each kind of music, and of each effect."""
STEP_S = 0.5
LAYERS = ("speech", "music", "effects")
SHARES = {"speech": 0.5, "music": 0.45, "effects": 0.45}
"""How much of a soundtrack each fills, about."""
LENGTHS_S = {"speech": (1.0, 8.0), "music": (6.0, 20.0), "effects": (2.0, 10.0)}
LEVELS_DB = {"speech": (-6.0, 3.0), "music": (-18.0, 3.0), "effects": (-18.0, 3.0)}
FLOOR_DB = (-70.0, -25.0)
"""Of what is heard in a room when nothing is: hiss, beside the rest."""
MASTER_DB = (-18.0, 12.0)
"""Of all of it: the loudest are clipped."""
NARROW = 0.1
"""How many sound as over a telephone."""
HEARD_DB, HEARD_OWN_DB = -15.0, -30.0
"""A layer fainter than this, beside the others or beside its own loudest, is not asked for."""


@dataclass(frozen=True)
class Recordings:
    """What soundtracks are laid of, each recording or speaker by name."""

    speech: Voices
    music: Mapping[str, Samples]
    effects: Mapping[str, Samples]


@dataclass(frozen=True)
class Soundtrack:
    """Thirty seconds of sound."""

    samples: Samples
    heard: NDArray[np.bool_]
    """Shape (60, 3): of each half second, whether speech, music and effects are heard in it."""
    asked: NDArray[np.bool_]
    """Of the same shape: where that is plain enough to be asked."""


def recordings_in(data: Path, chance: np.random.Generator) -> Recordings:
    """Speakers of DATA/speech/ravdess and DATA/speech/emodb, DATA/sounds, and sounds made by rule."""
    sounds: dict[str, dict[str, Samples]] = {layer: {} for layer in LAYERS}
    with LABELS.open(encoding="utf-8", newline="") as file:
        kinds = {row["stem"]: row["what"] for row in csv.DictReader(file)}
    for path in corpora.sounds_in(data / "sounds"):
        if path.stem in kinds:
            sounds[kinds[path.stem]][path.stem] = _levelled(corpora.samples_of(path))
    read = {name: [sound] for name, sound in sounds["speech"].items()}
    return Recordings(voices_in(clips_in(data), chance) | read, sounds["music"], sounds["effects"])


def made(chance: np.random.Generator) -> Recordings:
    """Sounds made by rule: music and effects, no speech."""
    tunes = {f"made music {k}": noises.music(MADE_S, chance) for k in range(2 * MADE)}
    things = {f"made {name} {k}": make(MADE_S, chance) for name, make in EFFECTS.items() for k in range(MADE)}
    return Recordings({}, tunes, things)


def _levelled(samples: Samples) -> Samples:
    return np.asarray(LEVEL * samples / (np.sqrt(np.mean(samples**2)) + 1e-9), np.float32)


def fold_of(recordings: Recordings, fold: int) -> Recordings:
    """A fold's own recordings; those of one kind of made sound are of one fold."""
    return Recordings(
        {name: recordings.speech[name] for name in sorted(recordings.speech)[fold::FOLDS]},
        {name: recordings.music[name] for name in sorted(recordings.music)[fold::FOLDS]},
        {name: recordings.effects[name] for name in sorted(recordings.effects)[fold::FOLDS]},
    )


def among(recordings: Recordings, allowed: Recordings) -> Recordings:
    """Those that are also allowed."""
    return Recordings(
        {name: said for name, said in recordings.speech.items() if name in allowed.speech},
        {name: sound for name, sound in recordings.music.items() if name in allowed.music},
        {name: sound for name, sound in recordings.effects.items() if name in allowed.effects},
    )


def joined(one: Recordings, other: Recordings) -> Recordings:
    """Both."""
    return Recordings(
        one.speech | other.speech, {**one.music, **other.music}, {**one.effects, **other.effects}
    )


def mixed(recordings: Recordings, chance: np.random.Generator) -> Soundtrack:
    """A soundtrack of random stretches of each layer, some of them together."""
    length = round(REEL_S * SAMPLE_RATE_HZ)
    layers = np.zeros((len(LAYERS), length), np.float32)
    for place, layer in enumerate(LAYERS):
        for first, last in _stretches(layer, chance) if getattr(recordings, layer) else ():
            layers[place, first:last] = _piece(recordings, layer, last - first, chance)
    floor = noises.coloured(length, 1.0, chance)
    floor *= LEVEL * 10 ** (chance.uniform(*FLOOR_DB) / 20) / floor.std()
    heard, asked = _truth(layers)
    level = 10 ** (chance.uniform(*MASTER_DB) / 20)
    sound = np.asarray(level * (layers.sum(axis=0) + floor), np.float32)
    sound = by_telephone(sound) if chance.random() < NARROW else sound
    return Soundtrack(np.clip(sound, -1, 1), heard, asked)


def _stretches(layer: str, chance: np.random.Generator) -> Iterator[tuple[int, int]]:
    """First and last sample of each stretch in which a layer is heard; none in a quarter of soundtracks."""
    if chance.random() < 0.25:
        return
    shortest_s, longest_s = LENGTHS_S[layer]
    pause_s = (shortest_s + longest_s) / 2 * (1 / SHARES[layer] - 1)
    at_s = chance.uniform(-longest_s / 2, pause_s)
    while at_s < REEL_S - 0.5:
        end_s = min(REEL_S, at_s + chance.uniform(shortest_s, longest_s))
        if end_s > 0:
            yield round(max(0, at_s) * SAMPLE_RATE_HZ), round(end_s * SAMPLE_RATE_HZ)
        at_s = end_s + chance.exponential(pause_s)


def _piece(recordings: Recordings, layer: str, length: int, chance: np.random.Generator) -> Samples:
    level = np.float32(10 ** (chance.uniform(*LEVELS_DB[layer]) / 20))
    if layer == "speech":
        said = recordings.speech[str(chance.choice(sorted(recordings.speech)))]
        piece = _said(said, length, chance)
        piece = in_a_room(piece, chance) if chance.random() < 0.4 else piece
        return np.asarray(level * piece[:length], np.float32)
    sounds = recordings.music if layer == "music" else recordings.effects
    sound = sounds[str(chance.choice(sorted(sounds)))]
    piece = np.resize(np.roll(sound, -int(chance.integers(len(sound)))), length)
    edge = min(length // 4, SAMPLE_RATE_HZ // 4)
    fade = np.ones(length, np.float32)
    fade[:edge], fade[-edge:] = np.linspace(0, 1, edge), np.linspace(1, 0, edge)
    return np.asarray(level * piece * fade, np.float32)


def _said(clips: Sequence[Samples], length: int, chance: np.random.Generator) -> Samples:
    said = np.empty(0, np.float32)
    while len(said) < length:
        clip = clips[int(chance.integers(len(clips)))]
        start = int(chance.integers(max(1, len(clip) - length)))
        pause = np.zeros(round(chance.exponential(0.2) * SAMPLE_RATE_HZ), np.float32)
        said = np.concatenate([said, clip[start : start + length], pause])
    return said[:length]


def _truth(layers: NDArray[np.float32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """What is heard in each half second, and whether that is plain: neither far below the layer's loudest
    nor hidden under the others."""
    steps = layers.reshape(len(LAYERS), -1, round(STEP_S * SAMPLE_RATE_HZ)).astype(np.float64)
    power = np.mean(steps**2, axis=2)
    own_db = 10 * np.log10((power + 1e-12) / (power.max(axis=1, keepdims=True) + 1e-12))
    others_db = 10 * np.log10((power + 1e-12) / (power.sum(axis=0) - power + 1e-12))
    there = power > 1e-9
    heard = there & (own_db > HEARD_OWN_DB)
    asked = ~there | (heard & (others_db > HEARD_DB))
    return heard.T, asked.T
