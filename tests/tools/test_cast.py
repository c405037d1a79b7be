"""Cast pictures: whom they show is found in the film, and nobody is taken for another."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from storyreel.memory.records import Box, FaceLook, FaceTrack, Film, PersonCluster, Span
from storyreel.tools.cast import CastArgs, recognise_cast, with_folder
from storyreel.tools.models.embedded_faces import EmbeddedFaces
from storyreel.tools.naming.portraits import portrait_of
from storyreel.tools.scene import Scene

SPAN = Span(start_s=0, end_s=10)


class Known:
    def __init__(self, *findings) -> None:
        self.findings = findings

    def find(self, kind, span):
        return [one for one in self.findings if isinstance(one, kind)]


@pytest.fixture
def seen(footage):
    """A scene in which the face of each of some pictures is somebody."""

    def make(*pictures: str) -> Scene:
        findings = []
        for number, name in enumerate(pictures, start=1):
            portrait = portrait_of(footage(name), EmbeddedFaces())
            look = FaceLook(
                time_s=1,
                box=Box(x=0, y=0, width=0.1, height=0.1),
                score=1,
                quality=1,
                embedding=portrait.embedding,
            )
            track = FaceTrack(
                span=SPAN, track_id=f"t0.{number}", looks=(look,), embedding_model=EmbeddedFaces.name
            )
            findings += [track, PersonCluster(span=SPAN, tracks=(track.track_id,), cohesion=1)]
        film = Film(id="a" * 12, title="A", path="a", content_hash="a" * 64, duration_s=10)
        return Scene(film, SPAN, Known(*findings), lambda: None, lambda span: None)

    return make


@pytest.fixture
def cast(tmp_path: Path, footage):
    """A cast folder with a picture of each name."""

    def make(**pictures: str) -> Path:
        for name, file in pictures.items():
            (tmp_path / f"{name}.jpg").write_bytes(footage(file).read_bytes())
        return tmp_path

    return make


def test_each_is_known_by_another_picture_and_strangers_stay_unknown(seen, cast):
    scene = seen("obama2.jpg", "biden.jpg")
    result = recognise_cast(scene, with_folder(cast(Barack="obama.jpg", Stranger="obama.jpg") / "."))
    assert {claim.about for claim in result.findings} == {"p:t0.1"}
    alone = recognise_cast(seen("obama2.jpg", "biden.jpg"), with_folder(only(cast, "Barack", "obama.jpg")))
    [claim] = alone.findings
    assert (claim.name, claim.about, claim.source, claim.words) == (
        "Barack",
        "p:t0.1",
        "cast picture",
        "Barack.jpg",
    )
    assert claim.confidence > 0.9


def only(cast, name: str, file: str) -> Path:
    folder = cast(**{name: file})
    for other in folder.iterdir():
        if other.stem != name:
            other.unlink()
    return folder


def test_lookalikes_are_both_said_and_neither_is_sure(seen, cast):
    result = recognise_cast(seen("obama2.jpg"), with_folder(cast(Twin="obama.jpg", Other="obama.jpg")))
    assert sorted(claim.name for claim in result.findings) == ["Other", "Twin"]
    assert all(claim.confidence < 0.6 for claim in result.findings)


def test_without_a_folder_nobody_is_looked_for(seen):
    assert recognise_cast(seen("biden.jpg"), CastArgs()).findings == ()


def test_other_pictures_are_other_work(cast):
    before = with_folder(cast(Anna="obama.jpg"))
    assert with_folder(cast(Anna="obama.jpg")) == before
    assert with_folder(cast(Anna="biden.jpg")).digest != before.digest


class TestPicturesOfNoUse:
    @pytest.fixture
    def said(self, tmp_path: Path, seen):
        def say(picture: np.ndarray | bytes, name: str = "Anna.png") -> str:
            path = tmp_path / name
            path.write_bytes(
                picture if isinstance(picture, bytes) else cv2.imencode(".png", picture)[1].tobytes()
            )
            result = recognise_cast(seen("biden.jpg"), with_folder(tmp_path))
            assert result.findings == ()
            [note] = result.notes
            assert "\n" not in note
            assert "Anna" in note
            return note

        return say

    def test_no_face(self, said):
        assert "no face" in said(np.full((300, 300, 3), 128, np.uint8))

    def test_two_faces(self, said, footage):
        one = cv2.imread(str(footage("biden.jpg")))
        assert "2 faces" in said(np.hstack([one, one]))

    def test_a_cartoon(self, said):
        drawn = np.full((300, 300, 3), 255, np.uint8)
        cv2.circle(drawn, (150, 150), 100, (120, 200, 255), -1)
        for x in (110, 190):
            cv2.circle(drawn, (x, 120), 12, (0, 0, 0), -1)
        cv2.ellipse(drawn, (150, 190), (40, 20), 0, 0, 180, (0, 0, 200), 5)
        assert "Anna.png" in said(drawn), "no face, or one that is nobody's"

    @pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
    def test_a_corrupt_file(self, said, content):
        assert "no picture" in said(content)

    def test_a_tiny_face(self, said, footage):
        small = cv2.resize(cv2.imread(str(footage("obama.jpg"))), None, fx=0.05, fy=0.05)
        frame = np.full((240, 320, 3), 60, np.uint8)
        frame[: small.shape[0], : small.shape[1]] = small
        assert "small, blurred or turned away" in said(frame)

    def test_a_picture_made_to_fill_memory(self, tmp_path):
        header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
        import zlib

        chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
        path = tmp_path / "bomb.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + (0).to_bytes(4, "big") + b"IEND\xaeB`\x82")
        assert isinstance(portrait_of(path, EmbeddedFaces()), str)

    def test_many_are_counted_not_listed(self, tmp_path, seen):
        for number in range(60):
            (tmp_path / f"Extra {chr(65 + number % 26)}{number}x.png").write_bytes(b"no picture")
        notes = recognise_cast(seen("biden.jpg"), with_folder(tmp_path)).notes
        assert len(notes) == 13
        assert "48 more" in notes[-1]


def test_a_poor_picture_of_the_very_person_names_nobody_for_sure(tmp_path, seen, footage):
    small = cv2.resize(cv2.imread(str(footage("biden.jpg"))), None, fx=0.08, fy=0.08)
    frame = np.full((240, 320, 3), 60, np.uint8)
    frame[: small.shape[0], : small.shape[1]] = small
    cv2.imwrite(str(tmp_path / "Joe.png"), frame)
    result = recognise_cast(seen("biden.jpg"), with_folder(tmp_path))
    assert all(claim.confidence <= 0.7 for claim in result.findings)
    assert "small, blurred or turned away" in result.notes[0]
