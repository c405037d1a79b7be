"""Credits: who plays whom."""

import pytest

from storyreel.memory.records import Box, ScreenText, Span
from storyreel.tools.naming.credits import parts

FILM = Span(start_s=0, end_s=100)


def text(words: str, x: float = 0.3, y: float = 0.5, start_s: float = 95.0) -> ScreenText:
    box = Box(x=x, y=y, width=0.2, height=0.05)
    return ScreenText(span=Span(start_s=start_s, end_s=start_s + 3), words=words, box=box, confidence=0.9)


def found(texts, said=()):
    return [(part.role, part.actor) for part in parts(texts, FILM, said)]


CAST = [("Anna", "Jane Doe"), ("Mr. Bell", "John Roe")]


def test_dots_lead_from_the_role_to_the_actor():
    assert found([text("Anna ........ Jane Doe", y=0.2), text("Mr. Bell . . . . John Roe", y=0.4)]) == CAST


def test_as_leads_from_the_actor_to_the_role():
    assert found([text("Jane Doe as Anna", y=0.2), text("John Roe as Mr. Bell", y=0.4)]) == CAST


@pytest.mark.parametrize("turned", [False, True])
def test_columns_are_told_apart_by_the_names_that_are_said(turned):
    left, right = (0.6, 0.2) if turned else (0.2, 0.6)
    rows = [
        text(words, x, y)
        for y, pair in zip((0.2, 0.4), CAST, strict=True)
        for words, x in zip(pair, (left, right), strict=True)
    ]
    assert found(rows, said={"Anna"}) == CAST


def test_the_crew_plays_nobody():
    crew = [text("Music ........ Jane Doe", y=0.2), text("Directed by ..... John Roe", y=0.4)]
    assert found(crew) == []


def test_signs_in_the_middle_of_a_film_are_no_credits():
    assert (
        found([text("Room .... Twelve", start_s=20, y=0.2), text("Bar .... Closed", start_s=20, y=0.4)]) == []
    )


def test_one_pair_may_be_chance():
    assert found([text("Anna ........ Jane Doe")]) == []
