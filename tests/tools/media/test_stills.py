"""Single pictures of a film are those that a player shows at their times."""

import numpy as np
import pytest

from storyreel.errors import MediaError
from storyreel.tools.media.decode import pictures_of
from storyreel.tools.media.probe import probe
from storyreel.tools.media.stills import stills

COLOURS = [(200, 30, 30), (30, 180, 60), (30, 30, 200)]


@pytest.fixture
def film(make_film):
    return probe(make_film(scenes=[(colour, 8) for colour in COLOURS], keyframe_every=250))


def test_each_is_the_look_of_its_time(film):
    looks = {look.time_s: look.pixels for look in pictures_of(film, film.span).looks}
    wanted = [time_s for k, time_s in enumerate(looks) if k % 7 == 0]
    found = list(stills(film, wanted[::-1]))
    assert [still.time_s for still in found] == wanted
    for still in found:
        assert still.pixels.shape == (240, 320, 3)
        assert np.abs(still.pixels.astype(int) - looks[still.time_s]).mean() < 2


def test_a_picture_that_was_turned_stands_upright(make_film):
    turned = probe(make_film("turned.mp4", scenes=[((90, 90, 90), 1)], rotation_deg=90))
    [still] = stills(turned, [0.4])
    assert still.pixels.shape == (turned.height_px, turned.width_px, 3)


def test_times_that_no_frame_has_are_left_out(film):
    assert [still.time_s for still in stills(film, [1.01, 2.0, 99.0])] == [2.0]
    assert list(stills(film, [])) == []


def test_a_film_that_is_gone_is_told_of(film, tmp_path):
    with pytest.raises(MediaError, match="does not exist"):
        list(stills(film.model_copy(update={"path": str(tmp_path / "gone.mkv")}), [1.0]))
