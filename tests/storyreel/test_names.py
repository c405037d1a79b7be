"""What the command line takes and tells of names: a screenplay, a cast, other films."""

import pytest


def test_a_screenplay_names_who_speaks_and_says_how(storyreel, subtitles, script):
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
