"""Lines without capitals, or of nothing else, as a book would print them."""

import pytest

from storyreel.agent.storyline.casing import cased
from tests.agent.storyline.test_talk import reader


def written(*texts: str) -> list[str]:
    """The lines of a film, cased."""
    return [line.words for scene in cased(reader(*texts).scenes) for line in scene.lines]


def test_a_line_as_it_should_be_stays_as_it_is():
    lines = ["I told Marlow about it.", "and then the ship sank", "NASA", "Did Marlow say so?"]
    assert written(*lines) == lines


def test_a_shouted_line_takes_its_names_from_where_the_film_writes_them():
    lines = ["I told Marlow about it.", "Did Marlow say so?", "MARLOW, I'M HERE. GET OUT!"]
    assert written(*lines)[-1] == "Marlow, I'm here. Get out!"


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (["mr haskell stopped the car", "and i saw haskell"], "and I saw Haskell"),
        (["hello sue", "i went with sue", "sue was gone"], "Sue was gone"),
        (["pete came in", "then pete harris left", "pete harris shot him", "i knew harris"], "I knew Harris"),
        (["captain harker came", "ask captain harker", "i know harker"], "I know Harker"),
        (["he can sue me", "i will sue him", "they sue you"], "they sue you"),
        (["you rely on charity", "a guy came in", "the guy left"], "the guy left"),
    ],
)
def test_a_film_without_capitals_tells_names_by_what_stands_before_them(lines: list[str], last: str):
    assert written(*lines)[-1] == last


def test_a_film_in_capitals_is_read_the_same_way():
    assert written("MR. HASKELL STOPPED THE CAR.", "THEN I SAW HASKELL. HE SMILED.") == [
        "Mr. Haskell stopped the car.",
        "Then I saw Haskell. He smiled.",
    ]
