"""What a file turns out to be."""

import pytest

from storyreel.tools.media.probe import probe


def test_a_film_with_everything_is_seen_whole(film_with_everything):
    film = probe(film_with_everything)
    assert film.duration_s == pytest.approx(6, abs=0.1)
    assert (film.width_px, film.height_px) == (320, 240)
    assert [track.codec for track in film.audio_tracks] == ["aac"]
    assert [(track.codec, track.language) for track in film.subtitle_tracks] == [("subrip", "eng")]
    assert film.warnings == ()
