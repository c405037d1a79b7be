"""What every model that knows voices keeps to, whichever it is."""

import numpy as np
import pytest

from storyreel.errors import ToolError
from storyreel.tools.models.ecapa import Ecapa
from storyreel.tools.models.ge2e import Ge2e
from storyreel.tools.models.speaker import SpeakerEncoder
from storyreel.tools.scene import SAMPLE_RATE_HZ

LOW_HZ, HIGH_HZ = 110.0, 230.0


@pytest.fixture
def ge2e(monkeypatch) -> SpeakerEncoder:
    monkeypatch.setenv("STORYREEL_OFFLINE", "1")
    return Ge2e()


@pytest.fixture
def ecapa(tiny_speaker_model) -> SpeakerEncoder:
    return Ecapa(tiny_speaker_model)


@pytest.fixture(params=["ge2e", "ecapa"])
def encoder(request) -> SpeakerEncoder:
    return request.getfixturevalue(request.param)


def voiced(pitch_hz: float, seconds: float, seed: int = 0) -> np.ndarray:
    """A buzz with the formants of an open vowel, as a throat makes it."""
    times_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    harmonics = pitch_hz * np.arange(1, int(4000 / pitch_hz))
    loudness = sum(np.exp(-(((harmonics - formant) / 150) ** 2)) for formant in (700, 1200, 2500))
    sound = (loudness[:, None] * np.sin(2 * np.pi * harmonics[:, None] * times_s)).sum(axis=0)
    hiss = np.random.default_rng(seed).standard_normal(len(times_s))
    return (0.1 * sound / np.abs(sound).max() + 0.001 * hiss).astype(np.float32)


def test_gives_each_piece_a_unit_vector_of_its_dimensions(encoder) -> None:
    vectors = encoder.embed([voiced(LOW_HZ, 0.4), voiced(HIGH_HZ, 2.0), voiced(LOW_HZ, 7.3)])
    assert vectors.shape == (3, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
    assert encoder.embed([]).shape == (0, encoder.dimensions)


def test_one_voice_is_nearer_than_two(encoder) -> None:
    low, again, high = encoder.embed([voiced(LOW_HZ, 2), voiced(LOW_HZ, 2, seed=1), voiced(HIGH_HZ, 2)])
    assert low @ again > low @ high


def test_hears_a_piece_alone_as_beside_longer_ones(encoder) -> None:
    short = voiced(LOW_HZ, 1.0)
    alone, beside = encoder.embed([short])[0], encoder.embed([short, voiced(HIGH_HZ, 3)])[0]
    assert alone @ beside > 0.98


def test_knows_pieces_of_one_sound_as_if_each_were_cut_out(encoder) -> None:
    sound = np.concatenate([voiced(LOW_HZ, 1.5), voiced(HIGH_HZ, 1.5)])
    pieces = [slice(0, 19_200), slice(20_000, 39_200), slice(28_805, 48_000)]
    within = encoder.embed_pieces(sound, pieces)
    alone = encoder.embed([sound[piece] for piece in pieces])
    assert (within * alone).sum(axis=1).min() > 0.95, "only the borders differ"
    assert encoder.embed_pieces(sound, []).shape == (0, encoder.dimensions)


def test_gives_finite_numbers_for_silence(encoder) -> None:
    assert np.isfinite(encoder.embed([np.zeros(SAMPLE_RATE_HZ, np.float32)])).all()


def test_is_named_so_that_its_vectors_are_not_compared_with_others() -> None:
    assert Ge2e().name != Ecapa().name


class TestEcapa:
    def test_a_folder_that_is_no_model_is_named(self, gpu_extra, tmp_path) -> None:
        gpu_extra("speechbrain")
        with pytest.raises(ToolError, match="no SpeechBrain model"):
            Ecapa(tmp_path).embed([voiced(LOW_HZ, 1)])

    @pytest.mark.parametrize(
        "line", ["x: !apply:os.getcwd []", "x: !new:subprocess.Popen [ls]", "x: !name:os.system"]
    )
    def test_a_recipe_that_asks_for_foreign_code_is_refused(
        self, gpu_extra, tiny_speaker_model, line
    ) -> None:
        recipe = tiny_speaker_model / "hyperparams.yaml"
        recipe.write_text(recipe.read_text("utf-8") + line, "utf-8")
        with pytest.raises(ToolError, match="no part of SpeechBrain"):
            Ecapa(tiny_speaker_model).embed([voiced(LOW_HZ, 1)])

    def test_a_broken_recipe_is_named(self, tiny_speaker_model) -> None:
        (tiny_speaker_model / "hyperparams.yaml").write_text("a: [", "utf-8")
        with pytest.raises(ToolError, match="cannot be read"):
            Ecapa(tiny_speaker_model).embed([voiced(LOW_HZ, 1)])
