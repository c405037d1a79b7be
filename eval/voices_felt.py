"""Voices in the suite "emotion": acted speech, alone and under other sounds, beside plain baselines.

Every figure of recall and calibration is given twice: of utterances alone, and "against own", with what all
utterances of a speaker have in common taken off, as in a film; of a speaker's emotions nothing is told. Both
are without the prior of films. With cross-validation the head is trained anew, in folds and on the other set.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from storyreel.eval import corpora, egemaps
from storyreel.eval.agreement import OnProgress
from storyreel.eval.corpora import Clip
from storyreel.eval.metrics import (
    brier_of_shares,
    brier_score,
    calibration_error,
    plain_calibration,
    unweighted_recall,
)
from storyreel.eval.progress import counted
from storyreel.eval.rows import Measurement, Row
from storyreel.eval.train import linear
from storyreel.eval.train import voice as training
from storyreel.eval.train.spoil_voice import mixed
from storyreel.eval.train.voice import Examples
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools import voice_emotion
from storyreel.tools.models import voice_head, whisper
from storyreel.tools.models.head import Array, softmax
from storyreel.tools.models.voice_head import VoiceHead
from storyreel.tools.models.whisper_feelings import describe
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

LEVELS_DB = (20.0, 10.0, 5.0, 0.0)
"""Speech above other sounds."""
MOST_MIXED = 240
"""At most so many utterances of a set, evenly spread, are heard again at each level."""
SPEECH_SHARE = 0.3
"""A recording in which somebody speaks for more is no sound to put behind speech."""
SEED = 2025


@dataclass(frozen=True)
class _Set:
    name: str
    clips: list[Clip]
    """Those in which a voice is found."""
    examples: Examples
    egemaps: Array | None
    """Shape (n, 88); None without openSMILE."""

    @property
    def truth(self) -> list[Emotion]:
        truth: list[Emotion] = self.examples.emotions.tolist()
        return truth

    def baselines(self) -> dict[str, float]:
        """Recall of plain methods, in folds by speaker."""
        truth, speakers = self.truth, self.examples.speakers.tolist()
        found = {"majority": unweighted_recall(truth, _majority(truth))}
        if self.egemaps is not None and len(set(speakers)) > 1:
            answers = egemaps.answers_of_unseen(self.egemaps, truth, speakers)
            found[egemaps.NAME] = unweighted_recall(truth, answers)
        return found


def measure(data: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:
    """Recall, calibration, robustness to sounds; of what DATA/speech and DATA/sounds hold."""
    speech = data / "speech"
    everyone = {"ravdess": corpora.ravdess(speech / "ravdess"), "emodb": corpora.emodb(speech / "emodb")}
    everyone = {name: clips for name, clips in everyone.items() if clips}
    if not everyone:
        return Measurement([], [])
    notes = [] if egemaps.is_installed() else ["without openSMILE the baseline eGeMAPS + SVM is left out"]
    sounds = _sounds(data / "sounds")
    if cross_validate:
        sets = [_heard(name, clips, on_progress) for name, clips in everyone.items()]
        return Measurement([*_cross_validated(sets, sounds, on_progress)], notes)
    shipped = voice_head.load()
    rows: list[Row] = []
    for name, clips in everyone.items():
        unheard = [clip for clip in clips if clip.speaker not in shipped.seen]
        notes += _on_training(name, len(clips), len(unheard))
        rows += _as_shipped(_heard(name, unheard or clips, on_progress), shipped, sounds, on_progress)
    return Measurement(rows, notes)


def _as_shipped(
    one: _Set, shipped: VoiceHead, sounds: Sequence[Samples], on_progress: OnProgress
) -> Iterator[Row]:
    outputs = shipped.outputs(one.examples.features)
    yield from _rows(one, outputs, shipped.usual)
    yield from _under_sounds(one, [shipped] * len(outputs), sounds, on_progress)


def _on_training(name: str, clips: int, unheard: int) -> Iterator[str]:
    if not unheard:
        yield f"{name}: the voice head was trained on all of these speakers; --cross-validate trains it anew"
    elif unheard < clips:
        yield f"{name}: {clips - unheard} clips of speakers that the voice head was trained on are left out"


def _heard(name: str, clips: Sequence[Clip], on_progress: OnProgress) -> _Set:
    examples = training.examples_of(counted(clips, partial(on_progress, name)), (), copies=0)
    audible = [clips[number] for number in examples.numbers]
    features = None
    if egemaps.is_installed():
        waiting = counted(audible, partial(on_progress, f"{name}, {egemaps.NAME}"))
        features = egemaps.describe(corpora.samples_of(clip.path) for clip in waiting)
    return _Set(name, audible, examples, features)


def _cross_validated(
    sets: Sequence[_Set], sounds: Sequence[Samples], on_progress: OnProgress
) -> Iterator[Row]:
    whole = training.joined([one.examples for one in sets])
    heads = training.heads_in_folds(whole)
    first = 0
    for one in sets:
        own = heads[first : first + len(one.clips)]
        first += len(one.clips)
        outputs = _outputs(own, one.examples.features)
        yield from _rows(one, outputs, training.usual_of(outputs, one.examples))
        yield from _under_sounds(one, own, sounds, on_progress)
    for learnt in sets:
        for held in sets:
            if learnt is not held:
                yield from _across(learnt, held)


def _outputs(heads: Sequence[VoiceHead], features: Array) -> Array:
    rows = [head.outputs(row[np.newaxis])[0] for head, row in zip(heads, features, strict=True)]
    return np.stack(rows)


def _rows(one: _Set, outputs: Array, usual: Array) -> Iterator[Row]:
    baselines = one.baselines()
    yield from _judged(one.name, outputs, one.truth, baselines)
    against_own = training.against_own(outputs, one.examples.speakers, usual)
    yield from _judged(f"{one.name}, against own", against_own, one.truth, baselines)


def _judged(
    name: str, outputs: Array, truth: Sequence[Emotion], baselines: dict[str, float]
) -> Iterator[Row]:
    chances = softmax(outputs[:, : len(EMOTIONS)])
    numbers = np.array([EMOTIONS.index(emotion) for emotion in truth])
    recall = unweighted_recall(truth, linear.labels(chances))
    sure, right = linear.rightness(chances, truth)
    error, plainly = calibration_error(sure, right), plain_calibration(right, numbers)
    brier = brier_score(chances.astype(np.float64), numbers)
    plain = {"majority": brier_of_shares(numbers)}
    yield Row(set=name, metric="UAR", value=recall, n=len(truth), baseline=baselines)
    yield Row(set=name, metric="ECE", value=error, n=len(truth), baseline=plainly)
    yield Row(set=name, metric="Brier", value=brier, n=len(truth), baseline=plain)


def _across(learnt: _Set, held: _Set) -> Iterator[Row]:
    """Of a head that has heard the other set alone, over the emotions that both have.

    Against own it is softened as in films, whose speakers are strangers to it too.
    """
    shared = np.intersect1d(learnt.examples.emotions, held.examples.emotions)
    source, target = (np.isin(one.examples.emotions, shared) for one in (learnt, held))
    head = training.calibrated(learnt.examples.where(source))
    examples = held.examples.where(target)
    truth: list[Emotion] = examples.emotions.tolist()
    outputs = head.outputs(examples.features)
    baselines = {"majority": unweighted_recall(truth, _majority(truth))}
    if learnt.egemaps is not None and held.egemaps is not None:
        known: list[Emotion] = learnt.examples.emotions[source].tolist()
        answers = egemaps.answers(learnt.egemaps[source], known, held.egemaps[target], scaled_apart=True)
        baselines[egemaps.NAME] = unweighted_recall(truth, answers)
    softened = training.against_own(outputs, examples.speakers, head.usual, voice_emotion.FILM_TEMPERATURE)
    yield from _judged(f"{held.name} from {learnt.name}", outputs, truth, baselines)
    yield from _judged(f"{held.name} from {learnt.name}, against own", softened, truth, baselines)


def _sounds(folder: Path) -> list[Samples]:
    """Recordings in which next to nobody speaks."""
    found = (corpora.samples_of(path) for path in corpora.sounds_in(folder))
    return [sound for sound in found if _spoken_share(sound) < SPEECH_SHARE]


def _spoken_share(sound: Samples) -> float:
    regions = whisper.speech_regions(sound)
    return sum(end_s - start_s for start_s, end_s in regions) * SAMPLE_RATE_HZ / max(1, len(sound))


def _under_sounds(
    one: _Set, heads: Sequence[VoiceHead], sounds: Sequence[Samples], on_progress: OnProgress
) -> Iterator[Row]:
    """Recall with music and effects beneath, and how often neutral speech is then called angry."""
    if not sounds:
        return
    chosen = range(0, len(one.clips), -(-len(one.clips) // MOST_MIXED))
    truth = [one.truth[k] for k in chosen]
    plain = [_label(heads[k], one.examples.features[k]) for k in chosen]
    waves = {k: corpora.samples_of(one.clips[k].path) for k in chosen}
    for level_db in LEVELS_DB:
        name = f"{one.name}, sounds at {level_db:.0f} dB"
        waiting = counted(chosen, partial(on_progress, name))
        found = [_label(heads[k], describe(_over_one(waves[k], k, sounds, level_db))) for k in waiting]
        yield from _beside_plain(name, truth, found, plain)


def _over_one(voice: Samples, number: int, sounds: Sequence[Samples], level_db: float) -> Samples:
    """A voice with one of the sounds beneath: the same for a number at every level."""
    chance = np.random.default_rng([SEED, number])
    return mixed(voice, sounds[int(chance.integers(len(sounds)))], level_db, chance)


def _beside_plain(
    name: str, truth: Sequence[Emotion], found: Sequence[Emotion], plain: Sequence[Emotion]
) -> Iterator[Row]:
    """What is told with sounds beside what is told `plain`, without."""
    recall, without = unweighted_recall(truth, found), unweighted_recall(truth, plain)
    baseline = {"majority": unweighted_recall(truth, _majority(truth)), "without sounds": without}
    yield Row(set=name, metric="UAR", value=recall, n=len(truth), baseline=baseline)
    calm = [k for k, emotion in enumerate(truth) if emotion == "neutral"]
    if calm:
        angry, before = (float(np.mean([some[k] == "anger" for k in calm])) for some in (found, plain))
        beside = {"without sounds": before}
        yield Row(set=name, metric="neutral called angry", value=angry, n=len(calm), baseline=beside)


def _label(head: VoiceHead, features: Array) -> Emotion:
    return linear.labels(head.probabilities(features[np.newaxis]))[0]


def _majority(truth: Sequence[Emotion]) -> list[Emotion]:
    return [Counter(truth).most_common(1)[0][0]] * len(truth)
