"""What the command line takes and tells of names: a screenplay, a cast, other films."""

from pathlib import Path

import pytest

SUBTITLES = """1
00:00:00,500 --> 00:00:02,000
Is anybody in the house?

2
00:00:02,500 --> 00:00:04,000
Only me and the cat, my dear.
"""
SCRIPT = """
ANNA
Is anybody in the house?

MR. BELL
Only me and the cat, my dear.

ANNA
Then close the window.

MR. BELL
It was never open.
"""


@pytest.fixture
def subtitles(tmp_path: Path) -> Path:
    path = tmp_path / "film.srt"
    path.write_text(SUBTITLES)
    return path


def test_a_screenplay_names_who_speaks_and_says_how(storyreel, subtitles, tmp_path):
    script = tmp_path / "script.txt"
    script.write_text(SCRIPT)
    ingested = storyreel("ingest", subtitles, "--depth", "quick", "--script", script)
    assert "2 of the film's 2 lines" in ingested.err
    people = storyreel("characters", subtitles, "--json").json["characters"]
    assert [(one["name"], one["name_evidence"][0]["source"]) for one in people] == [
        ("Anna", "script"),
        ("Mr. Bell", "script"),
    ]


@pytest.mark.parametrize("option", ["--script", "--cast"])
def test_what_is_not_there_is_said_in_one_line(storyreel, subtitles, tmp_path, option):
    outcome = storyreel("ingest", subtitles, option, tmp_path / "gone")
    assert outcome.code == 1
    assert "gone" in outcome.complaint


def test_a_screenplay_goes_with_one_film(storyreel, subtitles, tmp_path):
    outcome = storyreel("ingest", subtitles, subtitles, "--script", tmp_path / "script.txt")
    assert outcome.code == 2


def test_nobody_is_in_several_films_of_an_empty_library(storyreel):
    assert "Nobody" in storyreel("characters", "--across").out
    assert storyreel("characters", "--across", "--json").json == {"people": [], "notes": []}


def test_without_a_film_it_is_wrong_usage(storyreel):
    outcome = storyreel("characters")
    assert outcome.code == 2
    assert "--across" in outcome.err
