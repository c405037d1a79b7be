"""Learning where stories turn: synopses laid along screenplays, and a head from what they mark."""

import numpy as np
import pytest

from storyreel.errors import StoryreelError
from storyreel.eval import tripod
from storyreel.eval.train import alignment, events
from storyreel.tools.models import turning_points
from tests.eval import tripod_maker


def silent(_):
    return None


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tripod")
    tripod_maker.write(folder, training=range(12))
    return tripod.training_in(folder)


@pytest.fixture(scope="module")
def examples(films):
    return events.examples_of(films, silent)


def test_sentences_are_laid_where_their_words_are_spoken(films):
    pairs = [alignment.pair_of(film.sentences, film.screenplay) for film in films]
    for chances in alignment.align(pairs):
        assert chances.sum(axis=1) == pytest.approx(1)
        assert chances[1::2].argmax(axis=1).tolist() == [int(place * 60) for place in tripod_maker.PLACES]


def test_sentences_without_words_of_their_own_lie_between_their_neighbours(films):
    pairs = [alignment.pair_of(film.sentences, film.screenplay) for film in films]
    where = np.mean([chances @ pairs[0].scene_places for chances in alignment.align(pairs)], axis=0)
    assert (np.diff(where) > 0).all()


def test_turning_points_are_learnt_where_they_lie_in_films_not_in_synopses(films, examples):
    head = events.fit(examples, events.mean_places(films))
    assert head.mean_places == pytest.approx((0.1, 0.3, 0.5, 0.7, 0.9))
    found = np.array(head.scenes(films[0].screenplay.beats)) / 60
    assert found == pytest.approx(np.array(tripod_maker.PLACES), abs=0.05)
    assert head.seen == {f"Film {number}" for number in range(12)}


def test_training_ships_a_head_and_tells_figures_of_films_held_out(tmp_path_factory, monkeypatch):
    folder, heads = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("heads")
    tripod_maker.write(folder / "story" / "made", training=range(12))
    monkeypatch.setattr(turning_points.save, "__defaults__", (heads,))
    figures = events.train(folder, silent)
    assert figures["films"] == 12
    assert figures["D, head"] < figures["D, places in synopses"]
    assert figures["D, constant places"] < figures["D, places in synopses"]
    with np.load(heads / "events.npz", allow_pickle=False) as arrays:
        assert arrays["weights"].shape == (10, 5)
    assert (heads / "events.npz").stat().st_size < 2_000_000


def test_too_few_films_are_said_to_be_too_few(films):
    with pytest.raises(StoryreelError, match=r"at least 12 films .* there are 3"):
        events.examples_of(films[:3], silent)
