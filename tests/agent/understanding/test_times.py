"""Times as people write them."""

import pytest

from storyreel.agent.understanding.times import find_times, names_no_time, parse_time
from storyreel.errors import QuestionError

HOUR_S = 3600.0

MOMENTS = [
    ("at 0:47", 47),
    ("at 00:00:47", 47),
    ("at 1:02:03", 3723),
    ("47s", 47),
    ("at 47 seconds", 47),
    ("at 47", 47),
    ("2 minutes in", 120),
    ("at the two minute mark", 120),
    ("at second 47", 47),
    ("1m30s into the film", 90),
    ("at 2 minutes and 30 seconds", 150),
    ("at one hour", 3600),
    ("at twenty-five seconds", 25),
    ("halfway through", 1800),
    ("at 50%", 1800),
    ("at half a minute", 30),
    ("at 1.5 minutes", 90),
    ("at 47 and a half minutes", 2850),
    ("ten seconds before 0:30", 20),
    ("a quarter of the way in", 900),
    ("at the midpoint", 1800),
    ("a third of the way through", 1200),
]
STRETCHES = [
    ("between 0:10 and 0:30", 10, 30),
    ("from 0:10 to 0:30", 10, 30),
    ("0:10-0:30", 10, 30),
    ("0:10 – 0:30", 10, 30),
    ("from 1 minute to 2 minutes", 60, 120),
    ("scenes of 20-30 min", 1200, 1800),
    ("between half an hour and an hour", 1800, 3600),
    ("in the ten minutes before the end", 3000, 3600),
    ("in the ten seconds after 0:30", 30, 40),
    ("between 0:30 and 0:10", 10, 30),
    ("in minute 2", 120, 180),
    ("in the second minute", 60, 120),
    ("in the first ten seconds", 0, 10),
    ("the last 5 minutes", 3300, 3600),
    ("in the first minute", 0, 60),
    ("the first half", 0, 1800),
    ("after the first ten minutes", 600, 3600),
    ("once the first half is behind us", 1800, 3600),
    ("when the first act is over", 1200, 3600),
    ("before the last five minutes", 0, 3300),
    ("until the final act", 0, 2400),
    ("without spoiling anything beyond the first half hour", 0, 1800),
    ("in the last quarter of the film", 2700, 3600),
    ("in the middle third", 1200, 2400),
    ("at the end", 3300, 3600),
    ("how does the film end", 3300, 3600),
    ("how does the movie end", 3300, 3600),
    ("in the beginning", 0, 300),
    ("in the opening minutes", 0, 300),
    ("in the last few moments of the film", 3300, 3600),
    ("the very final moments", 3300, 3600),
    ("the ending of the film", 3300, 3600),
    ("around 0:47", 42, 52),
    ("before 0:30", 0, 30),
    ("until 0:30", 0, 30),
    ("after 0:30", 30, 3600),
    ("right after 0:30", 30, 50),
    ("just before 0:30", 10, 30),
]
NONE = [
    "who is on screen",
    "wait a minute",
    "he is second to none",
    "a moment ago",
    "how many seconds does it take",
    "for a second time",
    "the first time",
    "the last words",
    "Person 2",
    "Apollo 13 lands",
]


@pytest.mark.parametrize(("text", "moment_s"), MOMENTS)
def test_a_moment_is_the_second_it_names(text: str, moment_s: float):
    [mention] = find_times(text.replace("–", "-"), HOUR_S)
    assert mention.span.start_s == pytest.approx(moment_s)
    assert mention.span.duration_s == pytest.approx(1)


@pytest.mark.parametrize(("text", "start_s", "end_s"), STRETCHES)
def test_a_stretch_has_a_start_and_an_end(text: str, start_s: float, end_s: float):
    [mention] = find_times(text.replace("–", "-"), HOUR_S)
    assert (mention.span.start_s, mention.span.end_s) == pytest.approx((start_s, end_s))


@pytest.mark.parametrize(
    "text",
    [
        "What happens at -5?",
        "after -0:10",
        "at 1e308",
        "in the last -5 minutes",
        "at 9999999999:00",
        "What happens in the 0th minute?",
        "minute " + "9" * 400,
    ],
)
def test_a_time_that_no_film_has_is_known_as_such(text: str):
    assert names_no_time(text)


@pytest.mark.parametrize("text", [text for text, _ in MOMENTS] + [text for text, *_ in STRETCHES] + NONE)
def test_all_other_times_are_some(text: str):
    assert not names_no_time(text)


@pytest.mark.parametrize("text", ["in the 0th minute", "at the 00th second", "in the thırd half"])
def test_a_place_that_cannot_be_counted_is_no_time(text: str):
    assert find_times(text, HOUR_S) == []


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_a_time_is_none(text: str):
    assert find_times(text, HOUR_S) == []


@pytest.mark.parametrize(
    ("text", "time_s"), [("0:47", 47), ("1:02:03", 3723), (" 47 ", 47), ("47s", 47), ("2 minutes", 120)]
)
def test_an_option_takes_the_same_times(text: str, time_s: float):
    assert parse_time(text) == time_s


@pytest.mark.parametrize("text", ["", "soon", "1:2:3:4", "-5", "0:4 7"])
def test_an_option_that_is_no_time_is_refused_by_name(text: str):
    with pytest.raises(QuestionError, match=r"is no time: write it as 0:47"):
        parse_time(text)


@pytest.mark.parametrize("text", ["1:99", "0:60", "1:75:00", "1:00:60", "2:61.5"])
def test_an_option_that_no_clock_shows_is_refused_by_name(text: str):
    with pytest.raises(QuestionError, match=rf"'{text}' is no time: after a colon stands 00 to 59"):
        parse_time(text)


@pytest.mark.parametrize(
    "length", ["1 minute 18 seconds", "a minute 18 seconds", "1 hour 1 minute 5 seconds"]
)
def test_a_length_is_no_moment(length: str):
    assert find_times(f"The film is {length} long.", 6000) == []


def test_minutes_of_a_long_film_may_be_told_without_hours():
    assert parse_time("90:00") == 5400


def test_a_time_told_to_the_tenth_is_that_tenth():
    [mention] = find_times("at 0:47.5", 3600)
    assert (mention.span.start_s, mention.span.end_s) == (47.5, 47.6)


def test_what_follows_a_moment_is_a_stretch_from_there():
    first = find_times("I stopped at 10:00, what happens in the next five minutes", HOUR_S)[0]
    assert (first.span.start_s, first.span.end_s) == (600, 900)
