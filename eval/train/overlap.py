"""Trains the head that hears two voices at once, on mixtures of RAVDESS's and EmoDB's utterances.

Half of the windows hold two voices for a good part of their time; of the others, half change from one voice
to another, so that a change is not taken for an overlap. All are spoiled, over sounds in which nobody speaks.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import corpora
from storyreel.eval.train.spoil import spoiled
from storyreel.eval.train.voice import clips_in
from storyreel.tools.models import overlap, whisper
from storyreel.tools.models.ge2e import Ge2e
from storyreel.tools.models.head import FOLDER
from storyreel.tools.models.speaker import Vectors
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples
from storyreel.tools.voice_turns import WINDOW_S

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

SEED = 2024
LENGTH = round(WINDOW_S * SAMPLE_RATE_HZ)
CLIPS, WINDOWS = 20, 60
"""Of each speaker."""
STRENGTH = 10.0
"""scikit-learn's C."""
LEVELS_DB = (-8.0, 8.0)
"""Of the other voice against the first."""
OnProgress = Callable[[str], None]
Voices = dict[str, list[Samples]]


@dataclass(frozen=True)
class Windows:
    """Windows of one or two voices."""

    vectors: Vectors
    """Shape (n, 256)."""
    overlapped: NDArray[np.bool_]
    speakers: NDArray[np.str_]
    """`<set>/<speaker>` of the first voice."""


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on DATA/speech/ravdess and DATA/speech/emodb, ships the head, returns areas under the curve."""
    chance = np.random.default_rng(SEED)
    voices = _voices(data, chance)
    sounds = [corpora.samples_of(path) for path in corpora.sounds_in(data / "sounds")]
    quiet = [sound for sound in sounds if not whisper.speech_regions(sound)]
    on_progress(f"{len(voices)} speakers, {len(quiet)} sounds without speech")
    windows = _windows(voices, quiet, chance)
    model = _fitted(windows.vectors, windows.overlapped)
    np.savez_compressed(
        FOLDER / f"{overlap.HEAD}.npz",
        weight=model.coef_[0].astype(np.float32),
        bias=np.float32(model.intercept_[0]),
        seen=np.array(sorted(voices)),
    )
    return _figures(windows)


def _voices(data: Path, chance: np.random.Generator) -> Voices:
    """Some utterances of each speaker without the silence around them, equally loud, none too short."""
    paths: defaultdict[str, list[Path]] = defaultdict(list)
    for clip in clips_in(data):
        paths[clip.speaker].append(clip.path)
    return {
        speaker: [_core(path) for path in chance.permutation(np.array(own, object))[:CLIPS]]
        for speaker, own in paths.items()
    }


def _core(path: Path) -> Samples:
    samples = corpora.samples_of(path)
    regions = whisper.speech_regions(samples) or [(0.0, len(samples) / SAMPLE_RATE_HZ)]
    first, last = (round(time_s * SAMPLE_RATE_HZ) for time_s in (regions[0][0], regions[-1][1]))
    core = samples[first:last]
    return np.asarray(0.05 * core / (np.sqrt(np.mean(core**2)) + 1e-9), np.float32)


def _windows(voices: Voices, sounds: Sequence[Samples], chance: np.random.Generator) -> Windows:
    made = []
    for speaker in voices:
        others = [other for other in voices if other != speaker and other[:3] == speaker[:3]]
        for number in range(WINDOWS):
            first, other = (_piece(voices[who], chance) for who in (speaker, str(chance.choice(others))))
            other = other * np.float32(10 ** (chance.uniform(*LEVELS_DB) / 20))
            mixed = (_together, _alone, _together, _one_after_other)[number % 4](first, other, chance)
            made.append((spoiled(mixed, sounds, chance), number % 2 == 0, speaker))
    sound, overlapped, speakers = zip(*made, strict=True)
    return Windows(Ge2e().embed(sound), np.array(overlapped), np.array(speakers))


def _piece(clips: Sequence[Samples], chance: np.random.Generator) -> Samples:
    clip = clips[int(chance.integers(len(clips)))]
    start = int(chance.integers(max(1, len(clip) - LENGTH)))
    return np.resize(clip[start:], LENGTH)


def _together(first: Samples, other: Samples, chance: np.random.Generator) -> Samples:
    """The other voice joins in for 40% of the window at least."""
    length = int(LENGTH * chance.uniform(0.4, 1.0))
    start = int(chance.integers(LENGTH - length + 1))
    mixed = first.copy()
    mixed[start : start + length] += other[:length]
    return mixed


def _alone(first: Samples, _other: Samples, _chance: np.random.Generator) -> Samples:
    return first


def _one_after_other(first: Samples, other: Samples, chance: np.random.Generator) -> Samples:
    change = int(LENGTH * chance.uniform(0.2, 0.8))
    return np.concatenate([first[:change], other[change:]])


def _fitted(vectors: Vectors, overlapped: NDArray[np.bool_]) -> "LogisticRegression":
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, max_iter=3000).fit(vectors, overlapped)


def _figures(windows: Windows) -> dict[str, float]:
    ravdess = np.char.startswith(windows.speakers, "ravdess")
    third = np.isin(windows.speakers, np.unique(windows.speakers)[::3])
    return {
        "AUC, unseen speakers": _auc(windows, ~third, third),
        "AUC, RAVDESS to EmoDB": _auc(windows, ravdess, ~ravdess),
        "AUC, EmoDB to RAVDESS": _auc(windows, ~ravdess, ravdess),
    }


def _auc(windows: Windows, known: NDArray[np.bool_], unseen: NDArray[np.bool_]) -> float:
    from sklearn.metrics import roc_auc_score

    scores = _fitted(windows.vectors[known], windows.overlapped[known]).decision_function(
        windows.vectors[unseen]
    )
    return float(roc_auc_score(windows.overlapped[unseen], scores))
