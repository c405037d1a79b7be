"""Films put together for the measure are what they claim to be; lines find their labels by their words."""

import numpy as np

from storyreel.eval.side_by_side import put_together
from storyreel.eval.speaking import _Line, _same, _Tally, _words
from storyreel.memory.records import Span
from storyreel.tools.media.decode import pictures_of
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sound import sound_of
from tests.conftest import tone


def test_parts_stand_side_by_side_as_long_as_the_shortest_with_the_sound_of_one(make_film, tmp_path) -> None:
    red = make_film("red.mp4", scenes=[((200, 30, 30), 2)], sounds=[tone(400, 2)])
    blue = make_film("blue.mp4", scenes=[((30, 30, 200), 1)], size_px=(640, 240))
    edges = put_together([red, blue], red, tmp_path / "both.mp4")
    film = probe(tmp_path / "both.mp4")
    picture = pictures_of(film, film.span).looks[0].pixels
    first, last = (
        np.median(picture[:, part].reshape(-1, 3), axis=0) for part in (slice(0, 9), slice(-9, None))
    )
    assert edges == [1 / 3, 1.0]
    assert abs(film.duration_s - 1) < 0.1
    assert first[0] > 150 > 100 > first[2]
    assert last[2] > 150 > 100 > last[0]
    assert np.abs(sound_of(film, Span(start_s=0.2, end_s=0.8))).max() > 0.1


def test_a_line_finds_its_label_by_most_of_its_words() -> None:
    lines = [
        _Line("Anna", _words("Where have you been, Ben?")),
        _Line("Ben", _words("At the harbour, as ever.")),
    ]
    found = [
        _same(words, lines) for words in ("Where've you been, Ben?", "At the harbour as ever", "Who knows?")
    ]
    assert [one.person if one else None for one in found] == ["Anna", "Ben", None]


def test_a_tally_tells_right_from_wrong_from_nobody() -> None:
    tally = _Tally()
    for found in ("Anna", "Ben", None, "Anna"):
        tally.count(found, "Anna")
    right, wrong = tally.rows("film", "speaker", _Tally())
    assert (right.value, wrong.value, right.n) == (0.5, 0.25, 4)
    assert (right.metric, wrong.metric) == ("speaker, right", "speaker, wrong")
