"""Trains the head that hears two voices at once, on conversations mixed of RAVDESS's and EmoDB's utterances.

A third of the conversations is near, and half of those spoiled, over sounds in which nobody speaks; the rest
is far away in a room. A third of the speakers is left out, so that whole conversations can be measured.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import conversations, corpora
from storyreel.eval.conversations import FAR, NEAR, Voices
from storyreel.eval.train.spoil import spoiled
from storyreel.eval.train.voice import clips_in
from storyreel.tools.models import overlap, whisper
from storyreel.tools.models.head import FOLDER
from storyreel.tools.scene import Samples
from storyreel.tools.voice_turns import STEP_S

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

SEED = 2024
CONVERSATIONS, LENGTH_S = 180, 30.0
LEFT_OUT = 3
"""Every third speaker, and every fifth conversation is theirs."""
STRENGTH = 0.0005
"""scikit-learn's C."""
OnProgress = Callable[[str], None]


@dataclass(frozen=True)
class Moments:
    """Moments in which somebody speaks."""

    features: NDArray[np.float32]
    """Shape (n, 1024)."""
    overlapped: NDArray[np.bool_]
    sets: NDArray[np.str_]
    """`ravdess` or `emodb`."""
    known: NDArray[np.bool_]
    """Whether the speakers are for training."""


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on DATA/speech/ravdess and DATA/speech/emodb, ships the head, returns areas under the curve."""
    chance = np.random.default_rng(SEED)
    voices = conversations.voices_in(clips_in(data), chance)
    sounds = [corpora.samples_of(path) for path in corpora.sounds_in(data / "sounds")]
    quiet = [sound for sound in sounds if not whisper.speech_regions(sound)]
    on_progress(f"{len(voices)} speakers, {len(quiet)} sounds without speech")
    moments = _moments(voices, quiet, chance, on_progress)
    model = _fitted(moments, moments.known)
    scaler, linear = model[0], model[1]
    weight = linear.coef_[0] / scaler.scale_
    np.savez_compressed(
        FOLDER / f"{overlap.HEAD}.npz",
        weight=weight.astype(np.float32),
        bias=np.float32(linear.intercept_[0] - scaler.mean_ @ weight),
        seen=np.array(_speakers(voices, known=True)),
    )
    return _figures(moments)


def _speakers(voices: Voices, *, known: bool) -> list[str]:
    left_out = sorted(voices)[::LEFT_OUT]
    return sorted(set(voices) - set(left_out)) if known else left_out


def _moments(
    voices: Voices, sounds: Sequence[Samples], chance: np.random.Generator, on_progress: OnProgress
) -> Moments:
    made = []
    for number in range(CONVERSATIONS):
        known, set_ = number % 5 != 0, ("ravdess", "emodb")[number % 2]
        speakers = [who for who in _speakers(voices, known=known) if who.startswith(set_)]
        samples, overlapped, times_s = _conversation(voices, speakers, sounds, number, chance)
        made.append((overlap.features(samples, times_s), overlapped, set_, known))
        if number % 20 == 19:
            on_progress(f"{number + 1} of {CONVERSATIONS} conversations")
    counts = [len(overlapped) for _, overlapped, _, _ in made]
    features, labels, sets, known_ = zip(*made, strict=True)
    return Moments(
        np.concatenate(features),
        np.concatenate(labels),
        np.repeat(np.array(sets), counts),
        np.repeat(np.array(known_), counts),
    )


def _conversation(
    voices: Voices,
    speakers: Sequence[str],
    sounds: Sequence[Samples],
    number: int,
    chance: np.random.Generator,
) -> tuple[Samples, NDArray[np.bool_], NDArray[np.float64]]:
    """Its sound; of the moments in which anybody speaks, whether several do, and when."""
    style = (NEAR, FAR, FAR)[number % 3]
    cast = [str(who) for who in chance.permutation(np.array(speakers))[: 2 + number // 3 % 3]]
    samples, turns = conversations.mixed(voices, cast, LENGTH_S, style, chance)
    if style is NEAR and chance.random() < 0.5:
        samples = spoiled(samples, sounds, chance)
    times_s = np.arange(STEP_S / 2, LENGTH_S, STEP_S)
    speaking = np.array([sum(turn.span.holds(time_s) for turn in turns) for time_s in times_s])
    return samples, speaking[speaking > 0] > 1, times_s[speaking > 0]


def _fitted(moments: Moments, where: NDArray[np.bool_]) -> "Pipeline":
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=500))
    return model.fit(moments.features[where], moments.overlapped[where])


def _figures(moments: Moments) -> dict[str, float]:
    known, ravdess = moments.known, moments.sets == "ravdess"
    return {
        "overlapped": float(moments.overlapped.mean()),
        "AUC, unseen speakers": _auc(moments, known, ~known),
        "AUC, RAVDESS to EmoDB": _auc(moments, known & ravdess, ~ravdess),
        "AUC, EmoDB to RAVDESS": _auc(moments, known & ~ravdess, ravdess),
    }


def _auc(moments: Moments, learnt: NDArray[np.bool_], unseen: NDArray[np.bool_]) -> float:
    from sklearn.metrics import roc_auc_score

    scores = _fitted(moments, learnt).decision_function(moments.features[unseen])
    return float(roc_auc_score(moments.overlapped[unseen], scores))
