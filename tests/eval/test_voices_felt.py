"""Voices in the emotion suite: every figure beside a plain way, heard alone and against one's own."""

import wave
from pathlib import Path

import numpy as np
import pytest

from storyreel.eval import egemaps, voices_felt
from storyreel.eval.train import voice as training
from storyreel.memory.records import EMOTIONS
from storyreel.tools.models import voice_head
from storyreel.tools.scene import SAMPLE_RATE_HZ

PITCHES_HZ = {"neutral": 110.0, "anger": 220.0}
RAVDESS = {"neutral": "01", "anger": "05"}
EMODB = {"neutral": "N", "anger": "W"}


def voice(pitch_hz: float, seed: int) -> np.ndarray:
    """A buzz through the resonances of an open vowel, in syllables: a voice to a voice detector."""
    from scipy.signal import lfilter

    times_s = np.arange(int(1.5 * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    wobble = 1 + 0.08 * np.sin(2 * np.pi * 3 * times_s)
    buzz = np.diff(np.floor(np.cumsum(pitch_hz * wobble) / SAMPLE_RATE_HZ), prepend=0)
    for formant_hz, width_hz in ((700 + 20 * seed, 90), (1220, 110), (2600, 160)):
        radius = np.exp(-np.pi * width_hz / SAMPLE_RATE_HZ)
        turn = 2 * radius * np.cos(2 * np.pi * formant_hz / SAMPLE_RATE_HZ)
        buzz = lfilter([1 - radius], [1, -turn, radius**2], buzz)
    syllables = np.clip(np.sin(2 * np.pi * 4 * times_s) + 0.4, 0, 1)
    return 0.5 * buzz * syllables / np.abs(buzz).max()


def write(path: Path, samples: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((32_000 * samples).astype("<i2").tobytes())


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """Two speakers in the layout of each set, and a sound to put beneath them."""
    folder = tmp_path_factory.mktemp("voices")
    for speaker in (91, 92):
        for emotion, pitch_hz in PITCHES_HZ.items():
            sound = voice(pitch_hz + speaker - 90, speaker - 90)
            write(folder / f"speech/ravdess/03-01-{RAVDESS[emotion]}-01-01-01-{speaker}.wav", sound)
            write(folder / f"speech/emodb/{speaker}a01{EMODB[emotion]}a.wav", sound)
    times_s = np.arange(2 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    write(folder / "sounds/chord.wav", 0.1 * np.sin(2 * np.pi * 330 * times_s))
    return folder


def measure(data, *, cross_validate=False):
    return voices_felt.measure(data, cross_validate, lambda *_: None)


def by_name(rows):
    return {(row.set, row.metric): row for row in rows}


@pytest.fixture(scope="module", autouse=True)
def _one_level():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(voices_felt, "LEVELS_DB", (10.0,))
        yield


@pytest.fixture(scope="module")
def shipped(data):
    return measure(data)


@pytest.fixture(scope="module")
def trained_anew(data):
    return measure(data, cross_validate=True)


def test_each_set_is_measured_alone_and_against_own(shipped) -> None:
    rows = by_name(shipped.rows)
    for name in ("ravdess", "emodb", "ravdess, against own", "emodb, against own"):
        assert {metric for set_, metric in rows if set_ == name} == {"UAR", "ECE", "Brier"}
        assert rows[name, "UAR"].n == 4
        assert rows[name, "UAR"].baseline["majority"] == 0.5


def test_each_level_of_sounds_stands_beside_none(shipped) -> None:
    rows = by_name(shipped.rows)
    for metric in ("UAR", "neutral called angry"):
        assert "without sounds" in rows["ravdess, sounds at 10 dB", metric].baseline


def test_a_head_that_is_trained_anew_is_also_measured_across_sets(trained_anew) -> None:
    rows = by_name(trained_anew.rows)
    for name in ("ravdess", "emodb from ravdess", "ravdess from emodb, against own"):
        assert 0 <= rows[name, "UAR"].value <= 1
    assert rows["ravdess, sounds at 10 dB", "UAR"].n == 4


def test_the_baseline_of_voices_is_there_or_said_to_be_missing(shipped) -> None:
    baselines = by_name(shipped.rows)["ravdess", "UAR"].baseline
    assert (egemaps.NAME in baselines) == egemaps.is_installed()
    assert any("openSMILE" in note for note in shipped.notes) == (not egemaps.is_installed())


def test_without_voices_there_is_nothing(tmp_path) -> None:
    assert measure(tmp_path) == ([], [])


def examples(count: int = 120) -> training.Examples:
    """Four speakers; the first three features tell three emotions, the last is the speaker's own."""
    chance = np.random.default_rng(0)
    numbers = chance.integers(3, size=count)
    speakers = chance.integers(4, size=count)
    features = 0.3 * chance.standard_normal((count, 4)).astype(np.float32)
    features[np.arange(count), numbers] += 1
    features[:, 3] += speakers
    places = np.stack([numbers / 2, 1 - numbers / 2, np.full(count, 0.5)], axis=1)
    return training.Examples(
        features,
        np.array(EMOTIONS)[numbers],
        np.char.add("ravdess/", speakers.astype(str)),
        places.astype(np.float32),
        np.zeros(count, np.int64),
        np.arange(count),
    )


def test_training_tells_unheard_speakers_emotions_and_places() -> None:
    some = examples()
    outputs = training.predict_unseen(some)
    assert np.mean(np.array(EMOTIONS)[outputs[:, :7].argmax(axis=1)] == some.emotions) > 0.8
    assert np.corrcoef(outputs[:, 7], some.places[:, 0])[0, 1] > 0.3


def test_what_could_not_be_measured_is_taken_for_the_mean() -> None:
    head = training.fit(examples())
    missing = np.full((1, 4), np.nan, np.float32)
    assert head.outputs(missing) == pytest.approx(head.outputs(head.mean[np.newaxis]))


def test_a_temperature_leaves_places_as_they_are() -> None:
    some = examples()
    head = training.fit(some)
    softer = training.cooled(head, 2.0)
    before, after = head.outputs(some.features), softer.outputs(some.features)
    assert after[:, :7] == pytest.approx(before[:, :7] / 2, abs=1e-4)
    assert after[:, 7:] == pytest.approx(before[:, 7:])
    assert before.shape[1] == voice_head.OUTPUTS
