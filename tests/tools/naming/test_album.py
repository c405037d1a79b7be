"""A cast folder: who is in it, as its names tell, whatever they are."""

from pathlib import Path

import pytest

from storyreel.errors import MediaError
from storyreel.tools.naming.album import digest_of, read_album


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cast"
    folder.mkdir()
    return folder


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def people(folder: Path) -> dict[str, int]:
    return {one.name: len(one.pictures) for one in read_album(folder).sitters}


def test_a_picture_or_a_folder_of_pictures_is_a_person(folder):
    put(folder, "Anna.jpg", "Ben/1.png", "Ben/2.WEBP", "jane_doe.jpeg")
    assert people(folder) == {"Anna": 1, "Ben": 2, "Jane Doe": 1}
    assert read_album(folder).notes == ()


def test_counted_pictures_are_one_persons_and_a_number_in_a_name_stays(folder):
    put(folder, "Anna 1.jpg", "Anna 2.jpg", "anna_3.jpg", "Agent 007.jpg")
    assert people(folder) == {"Anna": 3, "Agent 007": 1}


def test_a_person_named_twice_is_taken_for_one_and_the_user_is_told(folder):
    put(folder, "Anna.jpg", "ANNA/x.jpg")
    album = read_album(folder)
    assert [len(one.pictures) for one in album.sitters] == [2]
    assert "more than once" in album.notes[0]


def test_what_is_no_picture_is_passed_over_and_who_has_none_is_said(folder):
    put(folder, "Anna.jpg", "notes.txt", ".hidden.jpg", "Ben/readme.md")
    assert people(folder) == {"Anna": 1}
    assert read_album(folder).notes == ("the cast folder 'Ben' holds no picture that can be read",)


def test_pictures_of_a_kind_that_is_not_read_are_said(folder):
    put(folder, "Anna.jpg", "Ben.gif", "Carl/1.svg", "Carl/2.png")
    assert people(folder) == {"Anna": 1, "Carl": 1}
    assert read_album(folder).notes == (
        "the cast picture 'Ben.gif' is not used: save it as .jpg or .png",
        "the cast picture '1.svg' is not used: save it as .jpg or .png",
    )


@pytest.mark.parametrize(
    "name", ["Robert'); DROP TABLE films; --", "$(rm -rf ~)", "🦊", "千と千尋", "O'Neil", "Ζωή", "Mr. Bell"]
)
def test_names_of_every_kind(folder, name):
    assert people(put(folder, f"{name}.jpg")) == {name: 1}


@pytest.mark.parametrize("name", ["z" * 120, "P3", "person 3", "---"])
def test_names_that_are_none_are_said_in_one_line(folder, name):
    album = read_album(put(folder, "Anna.jpg", f"{name}.jpg"))
    assert [one.name for one in album.sitters] == ["Anna"]
    [note] = album.notes
    assert "names nobody" in note
    assert len(note) < 160


def test_few_of_many_pictures_are_looked_at(folder):
    put(folder, *(f"Anna/{k}.jpg" for k in range(40)))
    assert people(folder) == {"Anna": 8}


@pytest.mark.parametrize("wrong", ["gone", "file", "empty"])
def test_a_folder_that_is_none_is_said_in_one_line(tmp_path, wrong):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    with pytest.raises(MediaError, match=wrong) as error:
        read_album(tmp_path / wrong)
    assert "\n" not in str(error.value)


def test_it_is_known_by_its_content(folder):
    before = digest_of(put(folder, "Anna.jpg", "Ben.jpg"))
    assert digest_of(folder) == before
    (folder / "Ben.jpg").rename(folder / "Carl.jpg")
    renamed = digest_of(folder)
    (folder / "Anna.jpg").write_bytes(b"another")
    assert len({before, renamed, digest_of(folder)}) == 3
