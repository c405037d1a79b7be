"""What is heard: speech, music and effects in soundtracks of known truth, tempo and mode, and what it costs.

`python -m storyreel.eval.sounds DATA` lays soundtracks of the recordings in DATA/speech and DATA/sounds. Each
is heard by a head trained on the other folds, which has heard none of its recordings. Made sounds help to
train; figures are also given for soundtracks of real recordings alone.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray

from storyreel.eval import noises, soundtracks
from storyreel.eval.rows import Row
from storyreel.eval.soundtracks import FOLDS, LAYERS, STEP_S, Soundtrack
from storyreel.eval.train import sound
from storyreel.eval.train.sound import Examples, OnProgress, examples_of, f1, fit
from storyreel.tools.models import music, sound_features
from storyreel.tools.models.head import Array
from storyreel.tools.scene import REEL_S, SAMPLE_RATE_HZ, Samples
from storyreel.tools.textures import texture_of

SEED = 7
MEASURED = 10
"""Soundtracks of each fold."""
PIECES, PIECE_S = 40, 25.0
"""Of music made to be of a tempo and a mode."""
WITHIN = 0.04
"""Part by which a tempo may be off, as is usual since Gouyon et al. (2006)."""
ENCODED = 1024
CROSSINGS, CROSSINGS_SPREAD, LOUDNESS_SPREAD, LOW_SHARE = 4, 35, 64, 65
"""Columns of the spectral features that the plain rule goes by."""
TEXTURES = {
    "water": "noise", "engine": "noise", "wind": "noise", "crackle": "noise",
    "impacts": "impacts", "footsteps": "impacts", "birds": "calls", "howls": "calls",
}  # fmt: skip


def sound_rows(data: Path, on_progress: OnProgress) -> list[Row]:
    """F1 over half seconds of each layer, of tempo and mode, and of what effects are like."""
    learnt = examples_of(sound.soundtracks_of(data, sound.SOUNDTRACKS), on_progress)
    chance = np.random.default_rng(SEED)
    real = soundtracks.recordings_in(data, chance)
    every = soundtracks.joined(real, soundtracks.made(chance))
    rows: list[Row] = []
    for name, allowed in (("recordings", real), ("recordings and made sounds", every)):
        folds = [soundtracks.among(soundtracks.fold_of(every, fold), allowed) for fold in range(FOLDS)]
        laid = [[soundtracks.mixed(fold, chance) for _ in range(MEASURED)] for fold in folds]
        rows += _layer_rows(name, learnt, laid, on_progress)
    return [*rows, *_music_rows(chance), *_texture_rows(chance), _cost_row(chance)]


def _layer_rows(
    name: str, learnt: Examples, laid: list[list[Soundtrack]], on_progress: OnProgress
) -> Iterator[Row]:
    measured = examples_of(laid, on_progress)
    silero = np.concatenate([_silero(one.samples) for fold in laid for one in fold])
    for layer, what in enumerate(LAYERS):
        asked = measured.asked[:, layer]
        true = measured.heard[asked, layer]
        baseline = {"energy and zero crossings": f1(true, _plain(learnt, measured, layer)[asked] > 0)}
        if what == "speech":
            baseline["Silero"] = f1(true, silero[asked])
        found = _unseen(learnt, measured, layer)[asked] > 0
        yield Row(set=name, metric=f"{what} F1", value=f1(true, found), n=int(asked.sum()), baseline=baseline)


def _unseen(learnt: Examples, measured: Examples, layer: int) -> Array:
    """Log-odds by heads that have heard nothing of the fold; shape (n,)."""
    found = np.zeros(len(measured.folds), np.float32)
    for fold in range(FOLDS):
        weight, bias = fit(learnt, learnt.folds != fold, layer)
        held = measured.folds == fold
        found[held] = measured.features[held] @ weight + bias
    return found


def _plain(learnt: Examples, measured: Examples, layer: int) -> Array:
    """The same by four numbers: zero crossings, their spread, the range of loudness, how often it is low."""
    columns = ENCODED + np.array([CROSSINGS, CROSSINGS_SPREAD, LOUDNESS_SPREAD, LOW_SHARE])
    few = [Examples(one.features[:, columns], one.heard, one.asked, one.folds) for one in (learnt, measured)]
    return _unseen(few[0], few[1], layer)


def _silero(samples: Samples) -> NDArray[np.bool_]:
    """Shape (60,): whether the detector hears speech for half of each half second or more."""
    from storyreel.tools.models import whisper

    spoken = np.zeros(len(samples), bool)
    for start_s, end_s in whisper.speech_regions(samples, pad_s=0.0):
        spoken[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)] = True
    return np.asarray(spoken.reshape(-1, round(STEP_S * SAMPLE_RATE_HZ)).mean(axis=1) >= 0.5)


def _music_rows(chance: np.random.Generator) -> Iterator[Row]:
    tempi, modes = [], []
    for number in range(PIECES):
        bpm, mode = float(chance.uniform(60, 170)), ("major", "minor")[number % 2]
        played = noises.music(PIECE_S, chance, mode=mode, tempo_bpm=bpm)
        tempi.append((bpm, music.tempo_bpm(played)))
        modes.append((mode, music.mode(played)))
    right = sum(found is not None and abs(found / true - 1) <= WITHIN for true, found in tempi)
    yield Row(set="made music", metric="tempo right", value=right / PIECES, n=PIECES, baseline={})
    yield from _told("made music", "mode", modes)


def _texture_rows(chance: np.random.Generator) -> Iterator[Row]:
    made = [
        (texture, texture_of(noises.EFFECTS[name](4.0, chance)))
        for name, texture in TEXTURES.items()
        for _ in range(12)
    ]
    yield from _told("made effects", "texture", made)


def _told(set_: str, what: str, pairs: Sequence[tuple[str, str | None]]) -> Iterator[Row]:
    """Shares that are right and wrong; the rest is left open."""
    true = [one for one, _ in pairs]
    most = max(true.count(one) for one in set(true)) / len(true)
    right = sum(found == true for true, found in pairs) / len(pairs)
    wrong = sum(found not in (true, None) for true, found in pairs) / len(pairs)
    yield Row(set=set_, metric=f"{what} right", value=right, n=len(pairs), baseline={"majority": most})
    yield Row(set=set_, metric=f"{what} wrong", value=wrong, n=len(pairs), baseline={"majority": 1 - most})


def _cost_row(chance: np.random.Generator) -> Row:
    """Seconds of both processors a second of sound, once the network is loaded."""
    samples, times_s = noises.music(REEL_S, chance), np.arange(STEP_S / 2, REEL_S, STEP_S)
    sound_features.features(samples, times_s)
    began_s = time.process_time()
    sound_features.features(samples, times_s)
    cost = (time.process_time() - began_s) / REEL_S
    return Row(
        set="made music", metric="processor time, × real time", value=cost, n=round(REEL_S), baseline={}
    )


def main(data: Path) -> None:
    """Print how well what is heard is told in the sets of DATA."""
    for row in sound_rows(data, lambda message: typer.echo(message, err=True)):
        typer.echo(f"{row.set}: {row.metric} {row.value:.3f} of {row.n} {row.beside}")


if __name__ == "__main__":
    typer.run(main)
