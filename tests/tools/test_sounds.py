"""Where speech, music, effects and silence are heard, in a film of known sounds."""

from itertools import pairwise

import numpy as np
import pytest

from storyreel.eval import noises
from storyreel.memory.records import Sound, Span
from storyreel.tools.contract import Args
from storyreel.tools.sounds import hear
from tests.conftest import SOUND_RATE_HZ


def at_film_rate(samples: np.ndarray) -> np.ndarray:
    from scipy.signal import resample_poly

    return resample_poly(samples, SOUND_RATE_HZ // 16_000, 1).astype(np.float32)


def music(length_s: float) -> np.ndarray:
    return at_film_rate(noises.music(length_s, np.random.default_rng(11), tempo_bpm=110, drums=0.5))


def effect(name: str, length_s: float) -> np.ndarray:
    return at_film_rate(noises.EFFECTS[name](length_s, np.random.default_rng(4)))


def silence(length_s: float) -> np.ndarray:
    return np.zeros(round(length_s * SOUND_RATE_HZ), np.float32)


def sounds_in(scene) -> tuple[Sound, ...]:
    return hear(scene, Args()).findings


def kinds_at(sounds: tuple[Sound, ...], time_s: float) -> set[str]:
    return {one.what for one in sounds if one.span.holds(time_s)}


@pytest.fixture(scope="module")
def three_parts(tmp_path_factory, film_writer):
    """Music for 8 s, silence for 4 s, rain for 8 s."""
    sound = np.concatenate([music(8), silence(4), effect("water", 8)])
    return film_writer(tmp_path_factory.mktemp("sounds") / "parts.m4a", sounds=[sound])


def test_each_part_is_heard_for_what_it_is(three_parts, scene_of):
    found = sounds_in(scene_of(three_parts))
    assert "music" in kinds_at(found, 4)
    assert kinds_at(found, 10) == {"silence"}
    assert kinds_at(found, 16) == {"effects"}
    assert not any(one.what == "speech" for one in found)


def test_a_stretch_tells_how_loud_it_is_and_what_effects_are_like(three_parts, scene_of):
    found = sounds_in(scene_of(three_parts))
    rain = next(one for one in found if one.what == "effects" and one.span.holds(16))
    quiet = next(one for one in found if one.what == "silence")
    assert rain.texture == "noise"
    assert quiet.level_dbfs < -60 < rain.level_dbfs < -20
    assert quiet.span.start_s == pytest.approx(8, abs=0.6)
    assert quiet.span.end_s == pytest.approx(12, abs=0.6)


def test_the_same_sound_on_a_telephone_line_and_clipped_is_still_music(make_film, scene_of):
    from scipy.signal import butter, sosfilt

    narrow = sosfilt(butter(4, (300, 3400), "bandpass", fs=SOUND_RATE_HZ, output="sos"), music(6))
    for name, sound in (("narrow", narrow), ("clipped", np.clip(20 * music(6), -1, 1))):
        found = sounds_in(scene_of(make_film(f"{name}.m4a", sounds=[sound.astype(np.float32)])))
        assert "music" in kinds_at(found, 3), name


def test_a_silent_film_is_silent_all_through(make_film, scene_of):
    (found,) = sounds_in(scene_of(make_film("silent.m4a", sounds=[silence(5)])))
    assert found.what == "silence"
    assert found.span.duration_s == pytest.approx(5, abs=0.1)


def test_a_film_without_a_sound_track_says_so(make_film, scene_of):
    result = hear(scene_of(make_film(scenes=[((90, 120, 60), 2)])), Args())
    assert result.findings == ()
    assert result.notes == ("no sound: nothing could be heard",)


def test_what_is_shorter_than_half_a_second_is_not_judged(make_film, scene_of):
    film = make_film("short.m4a", sounds=[music(0.3)])
    assert sounds_in(scene_of(film, Span(start_s=0, end_s=0.3))) == ()


def test_lost_sound_is_neither_silent_nor_anything_else(make_film, damage, scene_of):
    scene = scene_of(damage(make_film("hurt.m4a", sounds=[music(12)])))
    lost = max(scene.sound_gaps(scene.span), key=lambda gap: gap.duration_s)
    result = hear(scene, Args())
    assert kinds_at(result.findings, lost.middle_s) == set()
    assert any("cannot be decoded" in note for note in result.notes)


def test_both_reels_hear_a_border_the_same_way(make_film, scene_of):
    sound = np.concatenate([silence(24), music(12)])
    film = make_film("long.m4a", sounds=[sound])
    reels = [sounds_in(scene_of(film, Span(start_s=a, end_s=b))) for a, b in pairwise((0, 30, 60))]
    assert "music" in kinds_at(reels[0], 29.9)
    assert "music" in kinds_at(reels[1], 30.1)
