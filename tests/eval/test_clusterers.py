"""Ways to cluster, on faces that are easy to tell apart, and the casts that they are compared on."""

import numpy as np
import pytest

from storyreel.eval import clusterers, comparison
from storyreel.eval.comparison import Portraits
from storyreel.eval.metrics import b_cubed
from storyreel.memory.records import Box, FaceLook
from storyreel.tools.models.embedded_faces import EmbeddedFaces
from storyreel.tools.people import LIMITS

BOX = Box(x=0.4, y=0.3, width=0.2, height=0.3)


def look(vector: np.ndarray, quality: float = 0.9) -> FaceLook:
    unit = vector / np.linalg.norm(vector)
    return FaceLook(time_s=0, box=BOX, score=0.9, quality=quality, embedding=tuple(unit.tolist()))


@pytest.fixture
def faces() -> tuple[list[FaceLook], list[int]]:
    """Five people, six faces each."""
    random = np.random.default_rng(0)
    common, own = random.normal(size=128), random.normal(size=(5, 128))
    whose = np.arange(30) % 5
    return [look(common + own[k] + 0.2 * random.normal(size=128)) for k in whose], whose.tolist()


@pytest.mark.parametrize("name", clusterers.WAYS)
def test_every_way_finds_people_who_are_easy_to_tell_apart(name: str, faces) -> None:
    looks, whose = faces
    found = clusterers.WAYS[name](0.9)(clusterers.tracks_of(looks))
    assert b_cubed(whose, found).f1 == 1


def test_so_does_what_ships_and_what_tutorials_teach(faces) -> None:
    looks, whose = faces
    for way in (clusterers.as_shipped, clusterers.tutorials_way):
        assert b_cubed(whose, way(clusterers.tracks_of(looks))).f1 == 1


def test_dlibs_limit_is_the_same_for_vectors_of_any_length(faces) -> None:
    looks, _ = faces
    longer = [
        one.model_copy(update={"embedding": tuple(1.4 * number for number in one.embedding)}) for one in looks
    ]
    of_unit, of_longer = (clusterers.tutorials_way(clusterers.tracks_of(some)) for some in (looks, longer))
    assert of_unit == of_longer


def test_who_passes_by_is_alone(faces) -> None:
    looks, _ = faces
    stranger = look(np.random.default_rng(1).normal(size=128), quality=0.25)
    numbers = clusterers.as_shipped(clusterers.tracks_of([*looks, stranger]))
    assert numbers.count(numbers[-1]) == 1


def test_the_shipped_limits_are_those_of_the_shipped_embedding() -> None:
    assert EmbeddedFaces.name in LIMITS


def test_made_up_tracks_fall_off_as_a_films_do_and_can_be_told_apart() -> None:
    tracks = clusterers.made_up_tracks(300, people=10)
    sizes = np.unique(clusterers.as_shipped(tracks), return_counts=True)[1]
    assert len(sizes) == 10
    assert sizes.max() > 4 * sizes.min()


def test_casts_have_leading_and_other_people_and_are_the_same_in_every_run() -> None:
    random = np.random.default_rng(0)
    sizes = [8, 7, 6, 5, 2, 1, 1, 1]
    photographs = {
        f"person {k}": [Portraits(look(random.normal(size=8)), look(random.normal(size=8), 0.4))] * size
        for k, size in enumerate(sizes)
    }
    one, again = (comparison.draw_casts(photographs, size=8, spoilt=0.5)[0] for _ in range(2))
    assert one == again
    assert len(set(one.people)) == 8
    assert {track.looks[0].quality for track in one.tracks} == {0.4, 0.9}


def test_a_spoilt_picture_is_small_and_still_one() -> None:
    pixels = np.full((600, 600, 3), 128, np.uint8)
    spoilt = comparison.spoil(pixels, look(np.ones(4)), np.random.default_rng(0))
    assert 30 < spoilt.shape[0] < 600
    assert spoilt.dtype == np.uint8
