"""What every model that hears feelings in a voice keeps to, whichever it is."""

import numpy as np
import pytest

from storyreel.errors import ToolError
from storyreel.memory.records import EMOTIONS
from storyreel.tools.models.voice_feelings import VoiceFeelings, voice_feelings
from storyreel.tools.models.wav2vec2_feelings import Wav2Vec2Feelings
from storyreel.tools.models.whisper_feelings import WhisperFeelings
from storyreel.tools.scene import SAMPLE_RATE_HZ


@pytest.fixture
def embedded(monkeypatch) -> VoiceFeelings:
    monkeypatch.setenv("STORYREEL_OFFLINE", "1")
    return WhisperFeelings()


@pytest.fixture
def speechbrain(tiny_emotion_model) -> VoiceFeelings:
    return Wav2Vec2Feelings(tiny_emotion_model)


@pytest.fixture(params=["embedded", "speechbrain"])
def model(request) -> VoiceFeelings:
    return request.getfixturevalue(request.param)


def voiced(pitch_hz: float, seconds: float, level: float = 0.1) -> np.ndarray:
    """A buzz with the formants of an open vowel, as a throat makes it."""
    times_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    harmonics = pitch_hz * np.arange(1, int(4000 / pitch_hz))
    loudness = sum(np.exp(-(((harmonics - formant) / 150) ** 2)) for formant in (700, 1200, 2500))
    sound = (loudness[:, None] * np.sin(2 * np.pi * harmonics[:, None] * times_s)).sum(axis=0)
    return (level * sound / np.abs(sound).max()).astype(np.float32)


@pytest.mark.parametrize("seconds", [0.1, 1.0, 15.0])
def test_leans_to_each_emotion_whatever_the_length(model, seconds) -> None:
    leanings = model.lean(voiced(140, seconds))
    assert leanings.shape in ((7,), (10,))
    assert leanings.dtype == np.float32
    assert np.isfinite(leanings).all()


def test_hears_the_same_twice_and_differences(model) -> None:
    low, again, high = (model.lean(voiced(pitch_hz, 2)) for pitch_hz in (110, 110, 230))
    assert np.array_equal(low, again)
    assert not np.allclose(low, high, atol=1e-4)


def test_gives_finite_numbers_for_silence(model) -> None:
    assert np.isfinite(model.lean(np.zeros(SAMPLE_RATE_HZ, np.float32))).all()


def test_what_it_cannot_tell_is_as_likely_as_any(model) -> None:
    chances = np.exp(model.lean(voiced(140, 2))[:7])
    untold = [EMOTIONS.index(emotion) for emotion in EMOTIONS if emotion not in model.tells]
    assert chances[untold] / chances.sum() == pytest.approx(1 / 7, abs=1e-4)


def test_models_are_named_apart(tmp_path) -> None:
    names = [voice_feelings("embedded").name, voice_feelings("speechbrain", str(tmp_path)).name]
    assert len(set(names)) == 2


class TestSpeechBrain:
    def test_tells_four_emotions(self, speechbrain) -> None:
        assert speechbrain.tells == {"anger", "happiness", "sadness", "neutral"}

    def test_hears_as_the_parts_of_its_recipe_do(self, tiny_emotion_model) -> None:
        import torch
        from speechbrain.integrations.huggingface.wav2vec2 import Wav2Vec2
        from speechbrain.nnet.activations import Softmax
        from speechbrain.nnet.linear import Linear
        from speechbrain.nnet.pooling import StatisticsPooling

        folder = str(tiny_emotion_model)
        encoder = Wav2Vec2(folder, folder, output_norm=True, freeze=True).eval()
        output = torch.nn.ModuleList([Linear(input_size=32, n_neurons=4, bias=False)])
        output.load_state_dict(torch.load(tiny_emotion_model / "model.ckpt", weights_only=True))
        sound = voiced(140, 2)
        pooled = StatisticsPooling(return_std=False)(encoder(torch.from_numpy(sound[None])))
        neutral, anger, happiness, sadness = Softmax(apply_log=False)(output[0](pooled))[0, 0].tolist()
        chances = np.exp(Wav2Vec2Feelings(tiny_emotion_model).lean(sound))
        told = [chances[EMOTIONS.index(emotion)] for emotion in ("neutral", "anger", "happiness", "sadness")]
        assert told == pytest.approx([one * 4 / 7 for one in (neutral, anger, happiness, sadness)], abs=1e-4)

    def test_a_folder_that_is_no_model_is_named(self, tmp_path) -> None:
        with pytest.raises(ToolError, match=r"has no wav2vec2\.ckpt"):
            Wav2Vec2Feelings(tmp_path).lean(voiced(140, 1))

    def test_a_checkpoint_that_holds_more_than_tensors_is_refused(self, tiny_emotion_model) -> None:
        import pickle
        from pathlib import PurePosixPath

        (tiny_emotion_model / "model.ckpt").write_bytes(pickle.dumps({"0.w.weight": PurePosixPath("x")}))
        with pytest.raises(ToolError, match="is not loaded"):
            Wav2Vec2Feelings(tiny_emotion_model).lean(voiced(140, 1))

    def test_labels_that_nobody_knows_are_named(self, tiny_emotion_model) -> None:
        labels = tiny_emotion_model / "label_encoder.txt"
        labels.write_text(labels.read_text().replace("'hap'", "'zen'"))
        with pytest.raises(ToolError, match="zen"):
            Wav2Vec2Feelings(tiny_emotion_model).lean(voiced(140, 1))

    def test_a_network_of_another_shape_is_named(self, tiny_emotion_model) -> None:
        import torch

        torch.save({"0.w.weight": torch.zeros(4, 7)}, tiny_emotion_model / "model.ckpt")
        with pytest.raises(ToolError, match="4 labels"):
            Wav2Vec2Feelings(tiny_emotion_model).lean(voiced(140, 1))
