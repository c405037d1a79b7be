"""Sheets of faces and pictures of who is on screen when."""

import cv2
import numpy as np
import pytest

from storyreel.export.figures import Lettering, colour_of, fitted
from storyreel.export.mood_lanes import COLOURS
from storyreel.export.roles import lasting
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import EMOTIONS, Emotion, EmotionReading, Span

RED, BLUE = (200, 30, 30), (30, 30, 200)
ONE_REEL = Span(start_s=0, end_s=30)
UNKNOWN_LETTER = "\U0003134a"
"""The last of a block of rare Chinese letters, which next to no font has."""


def read(path) -> np.ndarray:
    """Shape (height, width, 3), RGB."""
    return cv2.imread(str(path))[:, :, ::-1]


def where(picture: np.ndarray, colour, tolerance: int = 30) -> np.ndarray:
    """Rows and columns of a colour, shape (2, n)."""
    return np.array(np.nonzero((np.abs(picture.astype(int) - colour) <= tolerance).all(axis=2)))


def rgb(character_id: str) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in colour_of(character_id))


class TestSheet:
    def test_shows_everybodys_face_as_it_is_in_the_film(self, storyreel, two_faces, tmp_path):
        out = tmp_path / "faces.png"
        assert "faces.png" in storyreel("characters", two_faces, "--sheet", out).out
        picture = read(out)
        reds, blues = where(picture, RED), where(picture, BLUE)
        assert min(reds.shape[1], blues.shape[1]) > 5000
        assert reds[0].max() < blues[0].min(), "a row each, who is seen longer above"

    def test_follows_a_correction(self, storyreel, two_faces, tmp_path):
        storyreel("characters", two_faces, "forget", "P1")
        storyreel("characters", two_faces, "--sheet", tmp_path / "faces.png")
        assert where(read(tmp_path / "faces.png"), RED).shape[1] == 0

    def test_json_says_where_it_is(self, storyreel, two_faces, tmp_path):
        out = tmp_path / "faces.svg"
        told = storyreel("characters", two_faces, "--sheet", out, "--json").json
        assert (told["sheet"], len(told["characters"])) == (str(out), 2)
        assert out.read_text().startswith("<?xml")


class TestLanes:
    def test_a_bar_is_where_its_person_is(self, storyreel, two_faces, tmp_path):
        out = tmp_path / "lanes.png"
        assert "lanes.png" in storyreel("timeline", two_faces, "--plot", out).out
        picture = read(out)
        first, second = (where(picture[:, 240:], rgb(one), 3) for one in ("P1", "P2"))
        assert first[0].max() < second[0].min()
        assert (first[1].min(), second[1].min()) == (pytest.approx(0, abs=3), pytest.approx(650, abs=3))
        assert first[1].max() == pytest.approx(0.375 * 1300, abs=4)

    def test_one_person_alone(self, storyreel, two_faces, tmp_path):
        storyreel("timeline", two_faces, "--character", "P2", "--plot", tmp_path / "one.png")
        picture = read(tmp_path / "one.png")
        assert where(picture, rgb("P1"), 3).shape[1] == 0
        assert where(picture, rgb("P2"), 3).shape[1] > 0

    def test_smaller_roles_share_a_lane(self, storyreel, make_film, library_dir, remember_faces, tmp_path):
        film = storyreel("ingest", make_film(scenes=[(RED, 4)]), "--depth", "quick", "--json").json["film"]
        remember_faces(library_dir, film, 40)
        storyreel("timeline", film, "--plot", tmp_path / "many.png")
        assert read(tmp_path / "many.png").shape[0] == 70 + 24 * 36 + 106 + 60, "with the tension below"
        assert where(read(tmp_path / "many.png"), (153, 153, 153), 2).shape[1] > 0


class TestFeelings:
    @pytest.fixture
    def felt(self, two_faces, library_dir) -> str:
        """The first of two people is surely angry all the time, the second perhaps sad for a moment."""
        with Library.open(library_dir) as library:
            found = [
                expression("t0.1", "anger", 0.94, (0, 1.5)),
                expression("t0.2", "sadness", 0.6, (2.5, 3)),
            ]
            work = Work(film_id=two_faces, tool="expression", version="1", inputs="", span=ONE_REEL)
            library.facts.commit(work, found)
        return two_faces

    def test_are_where_they_are_felt_in_the_lane_of_who_feels_them(self, storyreel, felt, tmp_path):
        storyreel("timeline", felt, "--plot", tmp_path / "felt.png")
        lanes = read(tmp_path / "felt.png")[90:, 240:]
        [angry] = storyreel("timeline", felt, "--emotion", "anger", "--json").json["intervals"]
        bar = where(lanes, on_white("anger", angry["confidence"]), 6)
        assert bar[1].min() == pytest.approx(1300 * angry["start_s"] / 4, abs=4)
        assert bar[1].max() == pytest.approx(1300 * angry["end_s"] / 4, abs=4)
        assert bar[0].min() > where(lanes, rgb("P1"), 3)[0].max(), "below who is there"
        assert bar[0].max() < where(lanes, rgb("P2"), 3)[0].min(), "above the next person's lane"

    def test_the_less_sure_are_paler(self, storyreel, felt, tmp_path):
        storyreel("timeline", felt, "--plot", tmp_path / "felt.png")
        [sad] = storyreel("timeline", felt, "--emotion", "sadness", "--json").json["intervals"]
        assert sad["confidence"] < 0.8
        picture = read(tmp_path / "felt.png")[90:, 240:]
        assert where(picture, on_white("sadness", sad["confidence"]), 3).shape[1] > 100
        assert where(picture, on_white("sadness", 1.0), 3).shape[1] == 0

    def test_only_those_asked_for_are_drawn(self, storyreel, felt, tmp_path):
        told = storyreel("timeline", felt, "--emotion", "sad", "--plot", tmp_path / "sad.png", "--json").json
        assert [one["emotion"] for one in told["intervals"]] == ["sadness"]
        assert where(read(tmp_path / "sad.png")[90:], on_white("anger", 0.9), 12).shape[1] == 0

    def test_tension_lies_below_on_the_same_times(self, storyreel, felt, tmp_path):
        storyreel("timeline", felt, "--plot", tmp_path / "felt.png")
        picture = read(tmp_path / "felt.png")
        below = where(picture[-140:-60, 240:1540], (196,) * 3, 2)
        first_s, last_s = 0.5, 3.5  # the middles of its seconds
        assert below[1].min() == pytest.approx(1300 * first_s / 4, abs=4)
        assert below[1].max() == pytest.approx(1300 * last_s / 4, abs=4)


def expression(about: str, emotion: Emotion, chance: float, times_s: tuple[float, float]) -> EmotionReading:
    rest = (1 - chance) / (len(EMOTIONS) - 1)
    return EmotionReading(
        span=Span(start_s=times_s[0], end_s=times_s[1]),
        about=about,
        modality="face",
        probabilities={one: chance if one == emotion else rest for one in EMOTIONS},
    )


def on_white(emotion: Emotion, fullness: float) -> tuple[int, ...]:
    full = (int(COLOURS[emotion][place : place + 2], 16) for place in (1, 3, 5))
    return tuple(round(255 - fullness * (255 - part)) for part in full)


@pytest.mark.parametrize("command", [("characters", "--sheet"), ("timeline", "--plot")])
@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("no/such/folder/a.png", "No such file"),
        ("folder.png", "Is a directory"),
        ("a.txt", ".png"),
        ("a", ".png"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(storyreel, two_faces, tmp_path, command, out, says):
    (tmp_path / "folder.png").mkdir()
    refused = storyreel(command[0], two_faces, command[1], tmp_path / out)
    assert (refused.code, refused.out) == (1, "")
    assert says in refused.complaint
    assert len(refused.err.strip().splitlines()) == 1


@pytest.mark.parametrize("command", [("characters", "--sheet"), ("timeline", "--plot")])
def test_a_film_of_nobody_says_so(storyreel, make_film, tmp_path, command):
    film = storyreel("ingest", make_film(scenes=[(RED, 1)]), "--depth", "quick", "--json").json["film"]
    refused = storyreel(command[0], film, command[1], tmp_path / "out.png")
    assert (refused.code, "ingest it at standard depth" in refused.complaint) == (1, True)
    assert not (tmp_path / "out.png").exists()


def test_a_film_in_which_nobody_is_found_is_not_to_be_watched_again(storyreel, make_film, tmp_path):
    film = storyreel("ingest", make_film(scenes=[(RED, 1)]), "--depth", "standard", "--json").json["film"]
    refused = storyreel("timeline", film, "--plot", tmp_path / "out.png")
    assert (refused.code, "Nobody was found" in refused.complaint) == (1, True)


def test_letters_that_no_font_has_are_told_of_never_drawn_as_boxes(storyreel, two_faces, tmp_path):
    storyreel("characters", two_faces, "name", "P1", f"An{UNKNOWN_LETTER}a")
    drawn = storyreel("characters", two_faces, "--sheet", tmp_path / "faces.png")
    assert drawn.code == 0
    assert "P1" in drawn.err
    assert "shows the id instead" in drawn.err


@pytest.mark.parametrize("name", ["Дарья Ωμέγα", "שרה", "$x_1^2$ \\frac", "Zoë 😀", "a\u200db"])
def test_letters_of_many_scripts_are_there(name):
    assert Lettering.of([name]).has(name)


def test_names_are_cut_by_how_wide_they_are():
    assert fitted("Anna", 4) == "Anna"
    assert fitted("Annabelle", 6) == "Annab…"
    assert fitted("千と千尋の神隠し", 8) == "千と千…"


def test_lengths_of_time_are_told_as_closely_as_matters():
    assert [lasting(s) for s in (0.44, 41.8, 95, 3725)] == ["0.4 s", "42 s", "1:35", "1:02:05"]
