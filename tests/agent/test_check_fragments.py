"""An answer of a word leans on the question: it stands only as a denial where nothing was found."""

import pytest

from storyreel.agent.check.answer import check
from storyreel.agent.check.ground import Ground
from storyreel.agent.results import Asked, Found, Item
from storyreel.memory.records import Span

LINE = Item(kind="line", span=Span(start_s=6, end_s=9), people=("Anna",), text="Here is the key.")
CARD = Found(items=(Item(kind="film", span=Span(start_s=0, end_s=60), text="The film is 1:00 long."),))
ASKED = Asked(kinds=("speech",), words="key")
DENIALS = [
    "Nobody.",
    "Nobody does.",
    "No one.",
    "No.",
    "Never.",
    "None of them.",
    "Not at all.",
    "Nothing.",
    "There is none.",
    "He does not.",
    "They don’t.",
    "No, she does not.",
]
CLAIMS = [
    "Yes.",
    "Everyone.",
    "He does.",
    "All of them.",
    "They both did.",
    "Both of them do too.",
    "Always.",
]


def kept(sentence: str, *items: Item, asked: Asked | None = ASKED) -> bool:
    found = Found(items=items, total=len(items), asked=asked)
    return not check(
        sentence, Ground((found, CARD), "Who talks about a key?", ("Anna",), "Sea", 60.0)
    ).unsupported


@pytest.mark.parametrize("sentence", [*DENIALS, *CLAIMS])
def test_it_falls_where_something_was_found(sentence: str):
    assert not kept(sentence, LINE)


@pytest.mark.parametrize("sentence", DENIALS)
def test_a_denial_stands_where_nothing_was_found(sentence: str):
    assert kept(sentence)


@pytest.mark.parametrize("sentence", DENIALS)
def test_but_not_where_nothing_was_asked(sentence: str):
    assert not kept(sentence, asked=None)


@pytest.mark.parametrize("sentence", CLAIMS)
def test_nothing_else_stands_even_there(sentence: str):
    assert not kept(sentence)


def test_a_whole_sentence_with_the_same_words_is_none():
    assert kept("Anna says: “Here is the key.”", LINE)
    assert kept("I do not know.", LINE)


@pytest.mark.parametrize(
    ("told", "question", "holds"),
    [
        ("Anna.", "Who talks about a key?", True),
        ("Ben.", "Who talks about a key?", False),
        ("Anna.", "Who is angry?", False),
        ("Anna.", "What is said about a key?", False),
    ],
)
def test_a_name_is_read_with_a_question_of_who(told: str, question: str, holds: bool):
    found = Found(items=(LINE,), total=1, asked=ASKED)
    ground = Ground((found, CARD), question, ("Anna", "Ben"), "Sea", 60.0)
    assert bool(check(told, ground).kept) == holds
