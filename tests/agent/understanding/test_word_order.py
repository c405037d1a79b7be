"""Other orders of words, brought into that of a question."""

import pytest

from storyreel.agent.understanding.word_order import in_question_order


@pytest.mark.parametrize(
    ("masked", "ordered"),
    [
        ("T, who is there", "who is there T"),
        ("what is it that P feels", "what does P feel"),
        ("how often is it that P is seen", "how often is P seen"),
        ("is not it P who is seen more", "is P seen more"),
        ("what says P", "what does P say"),
        ("who P is", "who is P"),
        ("P: screen time", "P screen time"),
        ("by whom is the word Q used", "who says the word Q"),
        ("when is the last time that P smiles", "when do P smiles last"),
        ("with whom is P most of the time", "who is P with"),
        ("is P loved by P", "does P get loved by P"),
    ],
)
def test_a_question_begins_with_what_it_asks(masked: str, ordered: str):
    assert in_question_order(masked) == ordered


def test_what_is_in_order_stays_so():
    assert in_question_order("when does P smile") == "when does P smile"
