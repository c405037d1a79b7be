"""Answers as JSON: read whole, half written, or not as asked."""

import json

import pytest

from storyreel.agent.llm.held import Heard, held_to_numbers, numbers_in, sentences_in

TWO = json.dumps({"sentences": ["Anna says “No.”", "Ben leaves."]}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (TWO, "Anna says “No.” Ben leaves."),
        (TWO[: TWO.index(" leaves")], "Anna says “No.” Ben"),
        ("Anna says “No.”", "Anna says “No.”"),
        ('{"calls": []}', '{"calls": []}'),
        ("[1, 2]", "[1, 2]"),
    ],
    ids=["whole", "stopped half way", "plain words", "other JSON", "a list"],
)
def test_an_answer_is_read_as_far_as_it_goes(written: str, said: str):
    assert sentences_in(written).strip() == said


@pytest.mark.parametrize(
    ("written", "numbers"),
    [('{"numbers": [3, 1, 3]}', [1, 3]), ('{"numbers": [0, 9, "2"]}', []), ("the first", []), ("", [])],
)
def test_a_choice_is_of_what_there_is(written: str, numbers: list[int]):
    assert numbers_in(written, most=3) == numbers


def test_a_choice_is_held_to_what_there_is():
    wanted = held_to_numbers(3)["extra_body"]["response_format"]["json_schema"]["schema"]
    assert wanted["properties"]["numbers"]["items"]["enum"] == [1, 2, 3]


def test_sentences_are_heard_while_they_are_written():
    told: list[str] = []
    heard = Heard(told.append)
    for letter in TWO:
        heard(letter)
    assert "".join(told) == "Anna says “No.” Ben leaves."
    assert len(told) > 10
