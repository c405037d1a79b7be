"""How loud each second of a film is."""

import numpy as np
import pytest

from storyreel.memory.records import Span
from storyreel.tools.contract import Args
from storyreel.tools.sound_levels import level_dbfs, measure
from tests.conftest import SOUND_RATE_HZ, tone


def levels_of(scene) -> tuple[float | None, ...]:
    (found,) = measure(scene, Args()).findings
    return found.levels_dbfs


def test_each_second_has_the_level_of_its_sound(make_film, scene_of):
    parts = [tone(440, 2, level=0.5), tone(440, 2, level=0.05), np.zeros(2 * SOUND_RATE_HZ, np.float32)]
    levels = levels_of(scene_of(make_film("steps.mkv", sounds=[np.concatenate(parts)])))
    assert levels[:2] == pytest.approx((-9, -9), abs=0.5)
    assert levels[2:4] == pytest.approx((-29, -29), abs=0.5)
    assert max(levels[4:]) < -60


def test_a_reel_begins_with_its_own_first_second(make_film, scene_of):
    sound = np.concatenate([tone(440, 30, level=0.01), tone(440, 3, level=0.3)])
    film = make_film("long.m4a", sounds=[sound])
    levels = levels_of(scene_of(film, Span(start_s=30, end_s=60)))
    assert levels[1] == pytest.approx(-13.5, abs=0.5)
    assert 3 <= len(levels) <= 4


def test_a_film_without_sound_has_no_levels_and_says_so(make_film, scene_of):
    result = measure(scene_of(make_film(scenes=[((90, 120, 60), 2)])), Args())
    assert result.findings == ()
    assert result.notes == ("no sound: nothing could be heard",)


def test_lost_sound_has_no_level(make_film, damage, scene_of):
    scene = scene_of(damage(make_film("hurt.m4a", sounds=[tone(440, 12)])))
    gap = scene.sound_gaps(scene.span)[0]
    lost = levels_of(scene)[int(gap.middle_s)]
    assert lost is None or gap.duration_s < 1


def test_levels_stay_between_silence_and_full_scale():
    assert level_dbfs(np.zeros(16_000, np.float32)) == -90
    assert level_dbfs(np.zeros(0, np.float32)) == -90
    assert level_dbfs(np.full(16_000, 2.0, np.float32)) == 0
