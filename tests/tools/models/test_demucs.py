"""The voice alone: what the separator keeps to, on a small checkpoint of the real network."""

from pathlib import Path

import numpy as np
import pytest

from storyreel.errors import ToolError, WeightsError
from storyreel.memory.records import Span
from storyreel.tools.models import demucs
from storyreel.tools.models.demucs import Demucs, in_pieces
from storyreel.tools.scene import SAMPLE_RATE_HZ
from storyreel.tools.voice_alone import ListeningArgs, voice_alone
from tests.conftest import tone


@pytest.fixture
def tiny_demucs(tmp_path: Path, gpu_extra) -> Path:
    """A checkpoint with every tensor of the real network, and four channels instead of 48."""
    gpu_extra("torchaudio")
    import torch
    from safetensors.torch import save_file
    from torchaudio.models import HDemucs

    torch.manual_seed(0)
    path = tmp_path / "tiny.safetensors"
    save_file(HDemucs(list(demucs.SOURCES), channels=4).state_dict(), str(path))
    return path


def noise(seconds: float) -> np.ndarray:
    chance = np.random.default_rng(0)
    return 0.1 * chance.standard_normal(round(seconds * SAMPLE_RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize("seconds", [0.01, 0.4, 1.7])
def test_the_voice_is_as_long_as_the_sound(tiny_demucs, seconds) -> None:
    voice = Demucs(tiny_demucs).voice(noise(seconds))
    assert voice.shape == noise(seconds).shape
    assert voice.dtype == np.float32
    assert np.isfinite(voice).all()


def test_silence_has_no_voice(tiny_demucs) -> None:
    assert not Demucs(tiny_demucs).voice(np.zeros(8_000, np.float32)).any()
    assert Demucs(tiny_demucs).voice(np.zeros(0, np.float32)).shape == (0,)


def test_the_same_sound_louder_has_the_same_voice_louder(tiny_demucs) -> None:
    soft, loud = (Demucs(tiny_demucs).voice(scale * noise(1)) for scale in (1.0, 5.0))
    assert loud == pytest.approx(5 * soft, abs=1e-4)


@pytest.mark.parametrize("seconds", [0.5, 10.0, 10.5, 25.0])
def test_pieces_of_long_sound_join_without_a_seam(seconds) -> None:
    """If all of each piece is voice, then all of the sound is."""
    sound = np.sin(np.arange(round(seconds * demucs.RATE_HZ)) / 30).astype(np.float32)
    assert in_pieces(sound, lambda piece: piece) == pytest.approx(sound, abs=1e-5)


def test_a_scene_s_voice_is_that_of_its_reel_with_a_second_around(tiny_demucs, make_film, scene_of) -> None:
    scene = scene_of(make_film("heard.m4a", sounds=[tone(440, 31.2)]))
    args = ListeningArgs(separator="demucs", checkpoint=str(tiny_demucs))
    alone = voice_alone(scene, args)
    part = alone.load_sound(Span(start_s=30.5, end_s=31))
    last = Demucs(tiny_demucs).voice(scene.load_sound(Span(start_s=29, end_s=scene.film.duration_s)))
    assert part == pytest.approx(last[24_000:32_000], abs=1e-5)
    assert not alone.load_sound(Span(start_s=40, end_s=41)).any()


def test_without_a_separator_a_scene_stays_as_it_is(make_film, scene_of) -> None:
    scene = scene_of(make_film("heard.m4a", sounds=[tone(440, 1)]))
    assert voice_alone(scene, ListeningArgs()) is scene


def test_a_file_that_is_no_checkpoint_is_named(tmp_path, gpu_extra) -> None:
    gpu_extra("torchaudio")
    path = tmp_path / "junk.safetensors"
    path.write_bytes(b"no tensors")
    with pytest.raises(ToolError, match="cannot be read"):
        Demucs(path).voice(noise(1))


def test_another_network_s_checkpoint_is_refused(tmp_path, gpu_extra) -> None:
    gpu_extra("torchaudio")
    import torch
    from safetensors.torch import save_file

    path = tmp_path / "other.safetensors"
    save_file({"weight": torch.zeros(3)}, str(path))
    with pytest.raises(ToolError, match="no Hybrid Demucs"):
        Demucs(path).voice(noise(1))


def test_weights_out_of_reach_are_said(gpu_extra, monkeypatch, tmp_path) -> None:
    gpu_extra("torchaudio")
    monkeypatch.setenv("STORYREEL_WEIGHTS", str(tmp_path))
    monkeypatch.setenv("STORYREEL_OFFLINE", "1")
    with pytest.raises(WeightsError, match="demucs"):
        Demucs().voice(noise(1))
