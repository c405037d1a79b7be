"""Which lines can be told in indirect speech and still mean what they say."""

import pytest

from storyreel.agent.storyline.reporting import reported


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("The captain is sober, and will sail at nine.", "the captain is sober, and will sail at nine"),
        ("Vienna is a closed city, Anna.", "Vienna is a closed city"),
        ("Wait. Carlo never stole the map.", "Carlo never stole the map"),
        ("There was a third man.", "there was a third man"),
        ("The porter's been murdered.", "the porter's been murdered"),
        ("Carlo's body was found in the cellar.", "Carlo's body was found in the cellar"),
        ("There's been a terrible accident.", "there's been a terrible accident"),
    ],
)
def test_what_is_stated_of_somebody_or_something_is_told_as_said(line: str, stated: str):
    assert reported(line, ["Anna"], ["Carlo", "Vienna"]) == stated


@pytest.mark.parametrize(
    "line",
    [
        "I killed the captain.",
        "Your brother is in Vienna.",
        "The captain is here.",
        "The captain saw it.",
        "He was murdered by Carlo.",
        "Is the captain sober?",
        "The captain of my soul is sober.",
        "A doctor Carlo used to go to.",
        "The porter at Carlo's place.",
        "The upper landing, to the left.",
        "Carlo, the ship is...",
        "Carlo had often said what a careful driver he was.",
        "Carlo's going to have his baby.",
        "A man must live.",
        "The name was Lime.",
        "The captain is just fine.",
        "Go.",
    ],
)
def test_what_means_something_else_in_another_mouth_is_not(line: str):
    assert reported(line, [], ["Carlo"]) is None
