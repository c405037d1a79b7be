"""What effects are like: told where the signal is plain, left open where it is not."""

import numpy as np
import pytest

from storyreel.eval.noises import EFFECTS
from storyreel.tools.textures import texture_of

PLAIN = {"water": "noise", "engine": "noise", "impacts": "impacts", "footsteps": "impacts", "birds": "calls"}


@pytest.mark.parametrize(("name", "texture"), PLAIN.items())
def test_a_plain_effect_is_told_for_what_it_is_like(name, texture):
    made = [EFFECTS[name](4.0, np.random.default_rng(seed)) for seed in range(5)]
    assert [texture_of(sound) for sound in made] == [texture] * 5


def test_many_small_claps_are_a_rush_and_not_blows():
    made = [EFFECTS["crackle"](4.0, np.random.default_rng(seed)) for seed in range(8)]
    assert sum(texture_of(sound) == "noise" for sound in made) >= 6


def test_how_loud_it_is_makes_no_difference():
    sound = EFFECTS["impacts"](4.0, np.random.default_rng(0))
    assert texture_of(0.01 * sound) == texture_of(sound) == "impacts"


@pytest.mark.parametrize("length", [0, 100, 4000])
def test_what_is_too_short_to_say_is_left_open(length):
    assert texture_of(np.ones(length, np.float32)) is None


def test_silence_is_like_nothing_in_particular():
    assert texture_of(np.zeros(32_000, np.float32)) in (None, "noise")
