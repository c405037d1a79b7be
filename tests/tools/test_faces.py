"""Faces are found, followed inside their shot, and never glued to another's."""

import numpy as np
import pytest

from storyreel.memory.records import Box, Shot, Span
from storyreel.tools import face_tracks
from storyreel.tools.face_tracks import Sighting
from storyreel.tools.faces import FacesArgs, find_faces
from storyreel.tools.models import centerface

FPS = 8


@pytest.fixture
def portraits(footage):
    return {name: picture(footage(f"{name}.jpg")) for name in ("obama", "obama2", "biden")}


def picture(path, height_px: int = 360, width_px: int = 480) -> np.ndarray:
    """A photo scaled to fit a grey picture of the given size."""
    import cv2

    photo = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    scale = min(height_px / photo.shape[0], width_px / photo.shape[1])
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ground = np.full((height_px, width_px, 3), 96, np.uint8)
    ground[: small.shape[0], : small.shape[1]] = small
    return ground


def beside(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Both pictures in one of the same size."""
    import cv2

    halves = [cv2.resize(one, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for one in (left, right)]
    return np.vstack([np.hstack(halves), np.full_like(np.hstack(halves), 96)])


def shot(start_s: float, end_s: float, motion: float = 0.01) -> Shot:
    return Shot(
        span=Span(start_s=start_s, end_s=end_s), opening="cut", motion=motion, brightness=0.4, saturation=0.3
    )


def film_of(make_film, *pictures_and_seconds):
    frames = [pixels for pixels, seconds in pictures_and_seconds for _ in range(round(seconds * FPS))]
    return make_film(frames=frames, fps=FPS)


def cosine(a, b) -> float:
    return float(np.dot(a, b))


def embeddings(track) -> list:
    return [look.embedding for look in track.looks if look.embedding]


def test_a_face_in_the_picture_becomes_one_track_that_lasts_the_shot(make_film, scene_of, portraits) -> None:
    film = film_of(make_film, (portraits["biden"], 3))
    (track,) = find_faces(scene_of(film, known=[shot(0, 3)]), FacesArgs()).findings
    assert (track.span.start_s, track.span.end_s) == pytest.approx((0, 3), abs=0.3)
    assert [look.time_s for look in track.looks] == pytest.approx([0, 0.5, 1, 1.5, 2, 2.5], abs=0.13)
    assert track.track_id == "t0.1"


def test_embeddings_are_few_of_unit_length_and_name_their_model(make_film, scene_of, portraits) -> None:
    film = film_of(make_film, (portraits["biden"], 8))
    (track,) = find_faces(scene_of(film, known=[shot(0, 8)]), FacesArgs()).findings
    assert 1 <= len(embeddings(track)) <= 5
    assert all(np.linalg.norm(one) == pytest.approx(1, abs=1e-5) for one in embeddings(track))
    assert track.embedding_model == "dlib-resnet-v1-mirrored"


def test_two_pictures_of_one_man_are_nearer_than_two_men(make_film, scene_of, portraits) -> None:
    film = film_of(make_film, (portraits["obama"], 1), (portraits["obama2"], 1), (portraits["biden"], 1))
    known = [shot(0, 1), shot(1, 2), shot(2, 3)]
    one, same, other = find_faces(scene_of(film, known=known), FacesArgs()).findings
    (a,), (b,), (c,) = embeddings(one), embeddings(same), embeddings(other)
    assert cosine(a, b) > 0.92 > cosine(a, c)


def test_a_face_that_changes_into_another_without_a_known_cut_is_two_tracks(
    make_film, scene_of, portraits
) -> None:
    film = film_of(make_film, (portraits["obama"], 2), (portraits["biden"], 2))
    first, second = find_faces(scene_of(film, known=[shot(0, 4)]), FacesArgs()).findings
    assert first.span.end_s <= second.span.start_s
    assert first.span.end_s == pytest.approx(2, abs=0.5)


def test_two_people_in_one_picture_are_two_tracks_at_one_time(make_film, scene_of, portraits) -> None:
    film = film_of(make_film, (beside(portraits["obama"], portraits["biden"]), 2))
    left, right = find_faces(scene_of(film, known=[shot(0, 2)]), FacesArgs()).findings
    assert left.span.overlap_s(right.span) > 1.5
    assert left.looks[0].box.x + left.looks[0].box.width < right.looks[0].box.x


def test_a_cut_ends_a_track(make_film, scene_of, portraits) -> None:
    film = film_of(make_film, (portraits["biden"], 3))
    known = [shot(0, 1.5), shot(1.5, 3)]
    tracks = find_faces(scene_of(film, known=known), FacesArgs()).findings
    assert [track.span.start_s for track in tracks] == pytest.approx([0, 1.5])


def test_a_still_shot_is_looked_at_less_often(make_film, scene_of, portraits) -> None:
    film = film_of(make_film, (portraits["biden"], 4))
    still, moving = (
        find_faces(scene_of(film, known=[shot(0, 4, motion)]), FacesArgs()).findings[0]
        for motion in (0.0, 0.01)
    )
    assert len(still.looks) == 4
    assert len(moving.looks) == 8


def test_every_shot_gets_a_look_however_short(make_film, scene_of, portraits) -> None:
    film = film_of(make_film, (portraits["obama"], 0.375), (portraits["biden"], 0.375))
    known = [shot(0, 0.375), shot(0.375, 0.75)]
    assert len(find_faces(scene_of(film, known=known), FacesArgs()).findings) == 2


def test_footage_without_a_face_has_none(footage, scene_of) -> None:
    scene = scene_of(footage("no_face.mp4"), Span(start_s=0, end_s=3), [shot(0, 3)])
    assert scene.pictures.looks
    assert find_faces(scene, FacesArgs()).findings == ()


def test_boxes_are_fractions_whatever_size_the_detector_works_at(portraits) -> None:
    small, large = (centerface.detect(portraits["biden"], 0.5, lines)[0] for lines in (192, 352))
    assert small.box.x == pytest.approx(large.box.x, abs=0.03)
    assert small.box.height == pytest.approx(large.box.height, rel=0.1)


def head(photo: np.ndarray, side_px: int = 150) -> np.ndarray:
    """The largest face of a photo, with hair and chin."""
    import cv2

    face = max(centerface.detect(photo, 0.5), key=lambda found: found.box.height)
    height, width = photo.shape[:2]
    half = 0.75 * face.box.height * height
    x, y = (face.box.x + face.box.width / 2) * width, (face.box.y + face.box.height / 2) * height
    top, left = max(0, round(y - half)), max(0, round(x - half))
    return cv2.resize(photo[top : round(y + half), left : round(x + half)], (side_px, side_px))


def scene_with(*heads_and_places: tuple[np.ndarray, float, float]) -> np.ndarray:
    """A grey picture with heads at the given corners, later ones in front."""
    ground = np.full((360, 640, 3), 96, np.uint8)
    for face, x, y in heads_and_places:
        top, left = round(y), round(x)
        ground[top : top + face.shape[0], left : left + face.shape[1]] = face
    return ground


def whose(track, heads: dict[str, np.ndarray]) -> set[str]:
    """Whose heads the embedded looks of a track show."""
    from storyreel.tools.models import dlib_face

    known = {name: dlib_face.embed([chip_of(picture)])[0] for name, picture in heads.items()}
    return {max(known, key=lambda name: cosine(known[name], one)) for one in embeddings(track)}


def chip_of(picture: np.ndarray) -> np.ndarray:
    from storyreel.tools.models import dlib_face

    return dlib_face.chip(picture, centerface.detect(picture, 0.5)[0].landmarks)


@pytest.fixture
def heads(footage) -> dict[str, np.ndarray]:
    return {name: head(picture(footage(f"{name}.jpg"), 720, 960)) for name in ("obama", "biden")}


def test_people_who_cross_keep_their_tracks_though_one_hides_the_other(make_film, scene_of, heads) -> None:
    frames = [
        scene_with((heads["obama"], 20 + 10 * k, 100), (heads["biden"], 470 - 10 * k, 100))
        for k in range(6 * FPS - 3)
    ]
    tracks = find_faces(
        scene_of(make_film(frames=frames, fps=FPS), known=[shot(0, 5.6)]), FacesArgs()
    ).findings
    assert len(tracks) == 2
    assert {frozenset(whose(track, heads)) for track in tracks} == {
        frozenset(["obama"]),
        frozenset(["biden"]),
    }
    for track in tracks:
        assert abs(track.looks[-1].box.x - track.looks[0].box.x) > 0.5


def test_people_who_change_places_at_a_cut_nobody_saw_keep_their_tracks(make_film, scene_of, heads) -> None:
    before = scene_with((heads["obama"], 60, 100), (heads["biden"], 420, 100))
    after = scene_with((heads["biden"], 60, 100), (heads["obama"], 420, 100))
    film = film_of(make_film, (before, 2), (after, 2))
    tracks = find_faces(scene_of(film, known=[shot(0, 4)]), FacesArgs()).findings
    assert {frozenset(whose(track, heads)) for track in tracks} == {
        frozenset(["obama"]),
        frozenset(["biden"]),
    }
    assert len(tracks) == 2


def test_who_turns_away_and_back_is_one_track_wherever_they_went(make_film, scene_of, heads) -> None:
    empty = scene_with()
    there, elsewhere = scene_with((heads["obama"], 60, 100)), scene_with((heads["obama"], 460, 180))
    film = film_of(make_film, (there, 2), (empty, 2), (elsewhere, 2))
    (track,) = find_faces(scene_of(film, known=[shot(0, 6)]), FacesArgs()).findings
    assert (track.span.start_s, track.span.end_s) == pytest.approx((0, 6), abs=0.3)


def test_who_comes_when_another_has_left_is_somebody_else(make_film, scene_of, heads) -> None:
    film = film_of(
        make_film,
        (scene_with((heads["obama"], 60, 100)), 2),
        (scene_with(), 1),
        (scene_with((heads["biden"], 60, 100)), 2),
    )
    assert len(find_faces(scene_of(film, known=[shot(0, 5)]), FacesArgs()).findings) == 2


def test_everybody_in_a_crowd_is_followed_and_recognised_once_at_least(make_film, scene_of, heads) -> None:
    import cv2

    small = [cv2.resize(one, (110, 110), interpolation=cv2.INTER_AREA) for one in heads.values()]
    crowd = scene_with(*((small[k % 2], 125 * (k % 5) + 8, 120 * (k // 5) + 4) for k in range(15)))
    film = film_of(make_film, (crowd, 1.5))
    tracks = find_faces(scene_of(film, known=[shot(0, 1.5)]), FacesArgs()).findings
    assert len(tracks) == 15
    assert all(len(track.looks) == 3 and embeddings(track) for track in tracks)
    assert all(len(whose(track, heads)) == 1 for track in tracks)


def sighting(look: int, x: float, shade: int, y: float = 0.3) -> Sighting:
    """A face 0.2 wide whose chip is a pattern of its own for each shade."""
    chip = np.random.default_rng(shade).integers(0, 255, (150, 150, 3)).astype(np.uint8)
    chip[: 75 + shade] //= 3
    box = Box(x=x, y=y, width=0.2, height=0.3)
    return Sighting(look, look / 2, box, 0.9, 0.8, np.zeros((5, 2), np.float32), chip)


def test_a_walk_across_the_picture_is_one_track() -> None:
    looks = [[sighting(k, 0.1 * k, shade=1)] for k in range(7)]
    assert len(face_tracks.follow(looks, aspect=1.5, same_face=0.9)) == 1


def test_people_who_pass_each_other_keep_their_tracks() -> None:
    looks = [[sighting(k, 0.1 * k, 1, 0.1), sighting(k, 0.6 - 0.1 * k, 9, 0.15)] for k in range(7)]
    tracks = face_tracks.follow(looks, aspect=1.5, same_face=0.9)
    assert sorted(len(track) for track in tracks) == [7, 7]
    assert all(face_tracks.likeness(track[0].chip, track[-1].chip) > 0.9 for track in tracks)


def test_a_face_unseen_for_one_look_is_found_again_and_for_long_is_a_new_track() -> None:
    def seen(k: int) -> list[Sighting]:
        return [sighting(k, 0.4, shade=1)]

    assert len(face_tracks.follow([seen(0), [], seen(2)], aspect=1.5, same_face=0.9)) == 1
    assert len(face_tracks.follow([seen(0), [], [], [], seen(4)], aspect=1.5, same_face=0.9)) == 2
