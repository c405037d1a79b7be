"""Trains the head that hears how many speak, on mixed conversations and on meetings.

A third of the conversations, mixed of RAVDESS's and EmoDB's utterances, is near, and half of those spoiled,
over sounds in which nobody speaks; the rest is far away in a room. A third of the speakers is left out, so
that whole conversations can be measured. Meetings are recordings with RTTM files beside them; how well a head
does in one that it has not heard is measured by `python -m storyreel.eval.unheard DATA`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from storyreel.eval import conversations, corpora
from storyreel.eval.conversations import FAR, NEAR, Voices
from storyreel.eval.diarization import Spoken, recordings_in
from storyreel.eval.train.spoil import spoiled
from storyreel.eval.train.voice import clips_in
from storyreel.memory.records import Span
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import sound_of
from storyreel.tools.models import overlap, whisper
from storyreel.tools.models.overlap import Head
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

SEED = 2024
CONVERSATIONS, LENGTH_S = 180, 30.0
LEFT_OUT = 3
"""Every third speaker, and every fifth conversation is theirs."""
STEP_S, MEETING_STEP_S = 0.25, 0.2
MEETING = "meeting"
MEETINGS_COUNT = 3.0
"""How much a moment of a meeting weighs against one of a conversation."""
STRENGTHS = (5e-4, 5e-5)
"""scikit-learn's C, for anybody and for several."""
OnProgress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Moments:
    """Moments of sound."""

    features: NDArray[np.float32]
    """Shape (n, 1024)."""
    speaking: NDArray[np.int64]
    """How many do."""
    sets: NDArray[np.str_]
    """`ravdess`, `emodb` or `meeting`."""
    recordings: NDArray[np.str_]
    """Of meetings; empty for conversations."""
    known: NDArray[np.bool_]
    """Whether the speakers are for training."""

    def where(self, wanted: NDArray[np.bool_]) -> "Moments":
        """Those that are wanted; shape (n,)."""
        return Moments(*(getattr(self, field.name)[wanted] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence["Moments"]) -> "Moments":
        """All parts, one after another."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))


def train(data: Path, on_progress: OnProgress) -> dict[str, float]:
    """Trains on DATA/speech/ravdess, DATA/speech/emodb and, if there are RTTM files, DATA/speech/meetings.

    Ships the head and returns areas under the curve.
    """
    moments = moments_of(data, on_progress)
    voices = _speakers({clip.speaker for clip in clips_in(data)}, known=True)
    meetings = [f"{MEETING}/{name}" for name in set(moments.recordings.tolist()) - {""}]
    overlap.ship(head_of(moments, frozenset([*voices, *meetings])))
    return _figures(moments)


def head_of(moments: Moments, seen: frozenset[str] = frozenset()) -> Head:
    """A head that has learnt all moments for training."""
    models = [_fitted(moments.where(moments.known), task) for task in (0, 1)]
    weights = np.stack([linear.coef_[0] / scaler.scale_ for scaler, linear in models])
    shifts = [scaler.mean_ @ row for (scaler, _), row in zip(models, weights, strict=True)]
    biases = np.array([linear.intercept_[0] for _, linear in models]) - shifts
    return Head(weights.astype(np.float32), biases.astype(np.float32), seen)


def moments_of(data: Path, on_progress: OnProgress) -> Moments:
    """All that there is to learn from and to measure with."""
    chance = np.random.default_rng(SEED)
    voices = conversations.voices_in(clips_in(data), chance)
    sounds = [corpora.samples_of(path) for path in corpora.sounds_in(data / "sounds")]
    quiet = [sound for sound in sounds if not whisper.speech_regions(sound)]
    on_progress(f"{len(voices)} speakers, {len(quiet)} sounds without speech")
    mixed = list(_conversations(voices, quiet, chance, on_progress))
    return Moments.joined([*mixed, *_meeting_moments(data / "speech" / "meetings")])


def _speakers(speakers: Collection[str], *, known: bool) -> list[str]:
    left_out = sorted(speakers)[::LEFT_OUT]
    return sorted(set(speakers) - set(left_out)) if known else left_out


def _conversations(
    voices: Voices, sounds: Sequence[Samples], chance: np.random.Generator, on_progress: OnProgress
) -> Iterator[Moments]:
    for number in range(CONVERSATIONS):
        known, set_ = number % 5 != 0, ("ravdess", "emodb")[number % 2]
        speakers = [who for who in _speakers(voices, known=known) if who.startswith(set_)]
        samples, turns = _conversation(voices, speakers, sounds, number, chance)
        yield _moments(samples, turns, np.arange(STEP_S / 2, LENGTH_S, STEP_S), set_, known=known)
        if number % 20 == 19:
            on_progress(f"{number + 1} of {CONVERSATIONS} conversations")


def _conversation(
    voices: Voices,
    speakers: Sequence[str],
    sounds: Sequence[Samples],
    number: int,
    chance: np.random.Generator,
) -> tuple[Samples, list[Spoken]]:
    style = (NEAR, FAR, FAR)[number % 3]
    cast = [str(who) for who in chance.permutation(np.array(speakers))[: 2 + number // 3 % 3]]
    samples, turns = conversations.mixed(voices, cast, LENGTH_S, style, chance)
    if style is NEAR and chance.random() < 0.5:
        samples = spoiled(samples, sounds, chance)
    return samples, turns


def _meeting_moments(folder: Path) -> Iterator[Moments]:
    found = recordings_in(folder) if any(folder.glob("*.rttm")) else {}
    for path, turns in found.items():
        film = probe(path)
        times_s = np.arange(MEETING_STEP_S / 4, film.duration_s, MEETING_STEP_S)
        samples = sound_of(film, Span(start_s=0, end_s=film.duration_s))
        yield _moments(samples, turns, times_s, MEETING, path.stem)


def _moments(
    samples: Samples,
    turns: Sequence[Spoken],
    times_s: NDArray[np.float64],
    set_: str,
    recording: str = "",
    *,
    known: bool = True,
) -> Moments:
    times_s = times_s[times_s < len(samples) / SAMPLE_RATE_HZ]
    speaking = [len({turn.speaker for turn in turns if turn.span.holds(time_s)}) for time_s in times_s]
    return Moments(
        overlap.features(samples, times_s),
        np.array(speaking),
        np.full(len(times_s), set_),
        np.full(len(times_s), recording),
        np.full(len(times_s), known),
    )


def _fitted(moments: Moments, task: int) -> "Pipeline":
    """A model of whether anybody (0) speaks, or of whether, if so, several (1) do."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    some = moments.where(moments.speaking >= task)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTHS[task], max_iter=200))
    weights = np.where(some.sets == MEETING, MEETINGS_COUNT, 1.0)
    return model.fit(some.features, some.speaking > task, logisticregression__sample_weight=weights)


def _figures(moments: Moments) -> dict[str, float]:
    mixed = moments.where(moments.sets != MEETING)
    known, ravdess = mixed.known, mixed.sets == "ravdess"
    figures = {
        "overlapped": float((mixed.speaking[mixed.speaking > 0] > 1).mean()),
        "AUC of several, unseen speakers": _auc(mixed.where(known), mixed.where(~known), 1),
        "AUC of several, RAVDESS to EmoDB": _auc(mixed.where(known & ravdess), mixed.where(~ravdess), 1),
        "AUC of several, EmoDB to RAVDESS": _auc(mixed.where(known & ~ravdess), mixed.where(ravdess), 1),
        "AUC of anybody, unseen speakers": _auc(mixed.where(known), mixed.where(~known), 0),
    }
    meetings = moments.where(moments.sets == MEETING)
    if len(meetings.sets):
        for task, what in enumerate(("anybody", "several")):
            figures[f"AUC of {what}, meetings, from conversations alone"] = _auc(mixed, meetings, task)
    return figures


def _auc(learnt: Moments, unseen: Moments, task: int) -> float:
    from sklearn.metrics import roc_auc_score

    some = unseen.where(unseen.speaking >= task)
    scores = _fitted(learnt, task).decision_function(some.features)
    return float(roc_auc_score(some.speaking > task, scores))
