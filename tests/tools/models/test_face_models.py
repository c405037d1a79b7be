"""What every model that finds and recognises faces keeps to, whichever it is."""

import numpy as np
import pytest

from storyreel.errors import ToolError
from storyreel.tools.models.embedded_faces import EmbeddedFaces
from storyreel.tools.models.face_model import FaceModel
from storyreel.tools.models.insightface_faces import InsightFaces


@pytest.fixture
def embedded(footage) -> tuple[FaceModel, list[np.ndarray]]:
    """The embedded model and photos, of which the first two show one person and the third another."""
    import cv2

    photos = [cv2.imread(str(footage(f"{name}.jpg")))[:, :, ::-1] for name in ("obama", "obama2", "biden")]
    return EmbeddedFaces(), [np.ascontiguousarray(photo) for photo in photos]


@pytest.fixture
def insightface(tiny_face_pack, gpu_extra) -> tuple[FaceModel, list[np.ndarray]]:
    """InsightFace over a small pack, and tinted squares that stand for two people."""
    gpu_extra("insightface")
    tints = [(255, 200, 200), (250, 198, 200), (190, 255, 255)]
    return InsightFaces(tiny_face_pack), [bright_square(tint) for tint in tints]


def bright_square(tint: tuple[int, int, int]) -> np.ndarray:
    pixels = np.zeros((480, 640, 3), np.uint8)
    pixels[180:300, 260:380] = tint
    pixels[200:210, 280:300] = 90
    return pixels


@pytest.fixture(params=["embedded", "insightface"])
def model_and_people(request) -> tuple[FaceModel, list[np.ndarray]]:
    return request.getfixturevalue(request.param)


def test_finds_the_face_inside_the_picture_and_its_landmarks_inside_the_face(model_and_people) -> None:
    model, people = model_and_people
    for picture in people:
        found = model.detect(picture)
        assert found == sorted(found, key=lambda one: -one.score)
        box, points = found[0].box, found[0].landmarks
        assert found[0].score >= model.sure
        assert 0 <= box.x < box.x + box.width <= 1
        assert points.shape == (5, 2)
        assert (points > (box.x, box.y)).all()
        assert (points < (box.x + box.width, box.y + box.height)).all()
        (left, right), nose = points[:2], points[2]
        assert left[0] < nose[0] < right[0]


def test_finds_nobody_where_nobody_is(model_and_people) -> None:
    model, _ = model_and_people
    assert model.detect(np.zeros((240, 320, 3), np.uint8)) == []


def test_takes_pictures_of_any_size(model_and_people) -> None:
    model, _ = model_and_people
    for height, width in ((2, 2), (33, 1000), (1000, 33)):
        assert model.detect(np.zeros((height, width, 3), np.uint8)) == []


def test_gives_each_chip_a_unit_vector_of_its_dimensions(model_and_people) -> None:
    model, people = model_and_people
    vectors = model.embed([chip_of(model, picture) for picture in people])
    assert vectors.shape == (3, model.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert model.embed([]).shape == (0, model.dimensions)


def test_one_person_is_nearer_than_two(model_and_people) -> None:
    model, people = model_and_people
    first, again, other = model.embed([chip_of(model, picture) for picture in people])
    assert first @ again > first @ other
    assert first @ again > model.same_face


def test_embeds_a_face_alone_as_among_others(model_and_people) -> None:
    model, people = model_and_people
    chips = [chip_of(model, picture) for picture in people]
    assert model.embed(chips[:1])[0] == pytest.approx(model.embed(chips)[0], abs=1e-4)


def chip_of(model: FaceModel, picture: np.ndarray) -> np.ndarray:
    chip = model.chip(picture, model.detect(picture)[0].landmarks)
    assert chip.shape == (chip.shape[0], chip.shape[0], 3)
    assert chip.dtype == np.uint8
    return chip


class TestInsightFace:
    def test_a_folder_without_models_is_named(self, tmp_path, gpu_extra) -> None:
        gpu_extra("insightface")
        with pytest.raises(ToolError, match="expected a folder of ONNX files"):
            InsightFaces(tmp_path).detect(np.zeros((32, 32, 3), np.uint8))

    def test_a_pack_without_a_recogniser_is_named(self, tiny_face_pack, gpu_extra) -> None:
        gpu_extra("insightface")
        (tiny_face_pack / "recogniser.onnx").unlink()
        with pytest.raises(ToolError, match="no model that recognises faces"):
            InsightFaces(tiny_face_pack).detect(np.zeros((32, 32, 3), np.uint8))

    def test_is_named_after_its_pack(self, tmp_path) -> None:
        assert InsightFaces().name == "insightface-buffalo_l"
        assert InsightFaces(tmp_path / "antelopev2").name == "insightface-antelopev2"
