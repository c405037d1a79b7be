"""Tension: one curve for a film, and what it rests on."""

import numpy as np
import pytest

from storyreel.memory.records import SoundLevels
from storyreel.memory.tension import curve


@pytest.fixture
def fright(tell, make):
    """Somebody is calm for 30 s, then afraid for 10 s, then happy."""
    tell("faces", make.track("t0.1", 0, 60, person=1))
    tell("people", make.cluster(make.track("t0.1", 0, 60, person=1)))
    tell(
        "expression",
        make.reading("t0.1", "face", "neutral", 0.9, 0, 30),
        make.reading("t0.1", "face", "fear", 0.9, 30, 40),
        make.reading("t0.1", "face", "happiness", 0.9, 40, 60),
    )


def test_fear_is_tense_and_calm_and_joy_are_not(library, film, fright):
    tension = curve(library.facts, film)
    assert tension.values[35] > 0.5 > 0.1 > max(tension.values[10], tension.values[55])
    assert 34 <= int(np.nanargmax(tension.values)) <= 36


def test_there_is_a_value_between_0_and_1_for_each_begun_second_of_which_something_is_known(
    library, film, fright
):
    tension = curve(library.facts, film)
    assert tension.values.shape == (int(np.ceil(film.duration_s)),)
    assert np.isnan(tension.values[80:]).all(), "nobody is seen there"
    known = tension.values[:60]
    assert ((known >= 0) & (known <= 1)).all()


def test_the_curve_says_what_it_rests_on(library, film, fright):
    assert list(curve(library.facts, film).parts) == ["feelings"]


def test_a_film_of_which_nothing_is_known_has_no_tension(library, film):
    tension = curve(library.facts, film)
    assert np.isnan(tension.values).all()
    assert dict(tension.parts) == {}


def test_a_loud_calm_moment_is_tenser_than_a_quiet_one(library, film, tell, make):
    loud = [-10.0 if second >= 20 else -50.0 for second in range(30)]
    tell("loudness", SoundLevels(span=make.span(0, 30), levels_dbfs=tuple(loud)))
    tension = curve(library.facts, film)
    assert list(tension.parts) == ["loudness"]
    assert tension.values[28] > tension.values[5]


def test_tension_does_not_rise_because_people_leave_the_picture(library, film, fright, tell, make):
    tell("loudness", SoundLevels(span=make.span(60, 90), levels_dbfs=(-30.0,) * 30))
    tension = curve(library.facts, film)
    assert tension.values[75] < tension.values[35]
    assert np.isnan(tension.parts["feelings"][75]), "nobody is read there, and the part says so"
