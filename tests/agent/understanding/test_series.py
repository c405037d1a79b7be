"""Several questions in one text: where one ends and the next begins."""

import pytest

from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.series import MOST_PARTS, parts_asked

CAST = (Person("P1", "Anna"), Person("P2", "Ben"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("When does Anna cry and who is with her?", ["When does Anna cry", "who is with her?"]),
        ("Who is Anna? When does she smile?", ["Who is Anna", "When does she smile?"]),
        ("when is ben there, and is anna there too", ["when is ben there", "is anna there too"]),
        ("Is Ben there at 0:10, and if so, with whom?", ["Is Ben there at 0:10", "with whom?"]),
        ("When is Anna angry, and why?", ["When is Anna angry", "why?"]),
        ("When is Ben seen first, and when last?", ["When is Ben seen first?", "When is Ben seen last?"]),
        ("Tell me who Anna is and what she says", ["Tell me who Anna is", "what she says"]),
    ],
)
def test_each_question_is_a_part(text: str, parts: list[str]):
    assert parts_asked(text, CAST) == parts


@pytest.mark.parametrize(
    "text",
    [
        "When and where does Anna meet Ben?",
        "When are Anna and Ben together?",
        "Who is there when Anna cries and is alone?",
        "What happens after Anna sings and when Ben leaves?",
        'Who says "wait and what then"?',
        "I love this film and you know why",
    ],
)
def test_what_is_one_question_stays_whole(text: str):
    assert parts_asked(text, CAST) == [text]


def test_a_row_of_many_questions_is_left_as_it_is():
    text = " and ".join(["when does Anna cry"] * (MOST_PARTS + 1))
    assert parts_asked(text, CAST) == [text]
