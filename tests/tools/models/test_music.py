"""Tempo and mode of music, against music made to be of them."""

import numpy as np
import pytest

from storyreel.eval import noises
from storyreel.tools.models import music
from storyreel.tools.scene import SAMPLE_RATE_HZ


@pytest.mark.parametrize("bpm", [72, 100, 128, 160])
def test_hears_the_beat_that_music_is_played_at(bpm):
    played = noises.music(20, np.random.default_rng(bpm), tempo_bpm=bpm, drums=0.8)
    assert music.tempo_bpm(played) == pytest.approx(bpm, rel=0.04)


def test_noise_and_a_held_note_have_no_beat():
    hiss = 0.1 * np.random.default_rng(0).standard_normal(20 * SAMPLE_RATE_HZ).astype(np.float32)
    held = np.sin(2 * np.pi * 440 * noises.times_s(20)).astype(np.float32)
    assert music.tempo_bpm(hiss) is None
    assert music.tempo_bpm(held[: 2 * SAMPLE_RATE_HZ]) is None


def test_tells_major_from_minor_and_abstains_rather_than_err():
    chance = np.random.default_rng(7)
    found = [(mode, music.mode(noises.music(20, chance, mode=mode))) for mode in ("major", "minor") * 6]
    assert sum(true == told for true, told in found) >= 9
    assert sum(told not in (true, None) for true, told in found) <= 1


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(160_000), np.full(160_000, 0.5)])
def test_what_is_no_music_has_no_mode(samples):
    assert music.mode(samples.astype(np.float32)) is None


def test_pitch_classes_of_a_note_are_that_note_in_any_octave():
    a_minor_third_apart = [220.0, 261.63]
    for hertz, place in zip(a_minor_third_apart, (9, 0), strict=True):
        note = sum(np.sin(2 * np.pi * hertz * octave * noises.times_s(2)) for octave in (1, 2, 4))
        assert music.pitch_classes(note.astype(np.float32)).argmax() == place
